"""Literals: one form a value, that in which a store gives it back."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse

from graph.literals import canonical
from graph.namespaces import PREFIXES
from graph.snapshot import Snapshot, opened

XSD = PREFIXES["xsd"]
NODE = NamedNode("x:a")


def said(literal: Literal) -> Quad:
    """A quad with that literal."""
    return Quad(NODE, NODE, literal, NODE)


@pytest.mark.parametrize(
    ("kind", "written", "found"),
    [
        ("decimal", "30500000.00", "30500000"),
        ("decimal", "1.50", "1.5"),
        ("decimal", "+05.", "5"),
        ("integer", "+05", "5"),
        ("boolean", "1", "true"),
        ("double", "1e3", "1000"),
        ("dateTime", "2024-01-01T00:00:00.000+00:00", "2024-01-01T00:00:00Z"),
        ("date", "2024-01-01+00:00", "2024-01-01Z"),
        ("duration", "P12M", "P1Y"),
        ("duration", "PT90M", "PT1H30M"),
        ("gYear", "2022", "2022"),
        ("gYearMonth", "2022-05", "2022-05"),
        ("date", "2022-02-30", "2022-02-30"),
        ("decimal", "much", "much"),
        ("string", "1.50", "1.50"),
        ("anyURI", "http://x.example/1.50", "http://x.example/1.50"),
    ],
)
def test_a_value_has_one_form(kind: str, written: str, found: str) -> None:
    quad = canonical(said(Literal(written, datatype=NamedNode(XSD + kind))))
    assert quad == said(Literal(found, datatype=NamedNode(XSD + kind)))


def test_texts_in_a_language_and_iris_stay() -> None:
    for term in (Literal("1.50", language="en"), NODE):
        quad = Quad(NODE, NODE, term, NODE)
        assert canonical(quad) == quad


@given(
    st.sampled_from(["decimal", "integer", "nonNegativeInteger", "boolean", "dateTime", "duration", "gYear", "time"]),
    st.from_regex(r"[-+]?[0-9]{1,5}(\.[0-9]{0,4})?|P[0-9]{1,3}[YMD](T[0-9]{1,4}[HMS])?|[01]|true", fullmatch=True),
)
def test_a_store_gives_back_what_is_canonical(kind: str, written: str) -> None:
    made = canonical(said(Literal(written, datatype=NamedNode(XSD + kind))))
    store = Store()
    store.add(made)
    assert list(store) == [made]
    assert canonical(made) == made


def test_the_files_of_the_snapshot_have_the_terms_of_its_store(real: Snapshot) -> None:
    held = parse(gzip.decompress(real.nquads.read_bytes()), format=RdfFormat.N_QUADS, rename_blank_nodes=False)
    assert set(held) == set(opened(real.store))
