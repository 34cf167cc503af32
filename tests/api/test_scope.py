"""Scopes: rows of parameters for a jurisdiction and its parts, and acts of a year."""

import pytest

from api.resources import resources
from api.scope import Scope, scope
from api.stats import queries
from api.versions import Versions, View
from graph.errors import ParameterError
from graph.snapshot import Snapshot


@pytest.fixture(scope="module")
def view(real: Snapshot) -> View:
    """The real graph."""
    return Versions(real.folder.parent).current()


def of(view: View, **asked: str) -> Scope:
    """The scope of the statistic of fines."""
    return scope(view, resources(), queries()["fines"], asked)


def test_a_jurisdiction_has_a_row_for_each_of_its_parts(view: View) -> None:
    rows = [row["jurisdiction"].value.rpartition("/")[2] for row in of(view, jurisdiction="de").rows]
    assert rows[0] == "de" and {"de-be", "de-hh"} <= set(rows)
    assert len(of(view, jurisdiction="nl", company="clearview-ai").rows) == 1
    assert of(view).rows == [{}]


def test_acts_are_of_a_year_for_certain_or_may_be(view: View) -> None:
    found = [
        {"decision": {"id": name}} for name in ("nl-ap-2024-clearview", "es-an-caixabank-2m", "fr-cnil-2022-clearview")
    ]
    assert of(view).counted(found) == found
    assert of(view).uncertain(found) == {"acts": 0, "decisions": []}
    assert of(view, year="2024").counted(found) == found[:1]
    assert of(view, year="2024").uncertain(found) == {"acts": 1, "decisions": ["es-an-caixabank-2m"]}
    assert of(view, year="2020").uncertain(found) == {"acts": 0, "decisions": []}
    with pytest.raises(ParameterError, match="1970"):
        of(view, year="1969")
