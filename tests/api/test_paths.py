"""Paths of fields from schemas: all of them, and a pattern that fits these only."""

import re

import hypothesis.strategies as st
from hypothesis import given

from api.paths import Tree, paths, pattern, tree
from api.resources import resources
from api.schemas import COMMON, NUMBER, TEXT, array, nullable, record, ref
from api.things import NAMES, listed, things

TREES = st.recursive(st.just({}), lambda below: st.dictionaries(st.sampled_from(list("abcd")), below, max_size=4))


def test_fields_are_found_through_lists_names_and_what_may_be_null() -> None:
    named = {"Money": record({"amount": TEXT})}
    schema = record(
        {"id": TEXT, "fine": nullable(ref("Money")), "acts": array(record({"label": TEXT, "years": array(NUMBER)}))}
    )
    found = tree(schema, named)
    assert paths(found) == {"id", "fine", "fine.amount", "acts", "acts.label", "acts.years"}
    assert pattern(found) == r"(id|fine(\.(amount))?|acts(\.(label|years))?)"


@given(TREES.filter(bool), st.lists(st.sampled_from(list("abcdx")), min_size=1, max_size=5).map(".".join))
def test_the_pattern_fits_what_is_a_path(fields: Tree, path: str) -> None:
    assert (re.fullmatch(pattern(fields), path) is not None) == (path in paths(fields))


def test_every_path_of_every_record_fits_its_short_pattern() -> None:
    named = {**COMMON, **things(resources())}
    for kind in NAMES:
        for name in (NAMES[kind], listed(kind)):
            found = tree(named[name], named)
            told = pattern(found)
            assert len(told) < 8000, name
            assert all(re.fullmatch(told, path) for path in paths(found)), name
