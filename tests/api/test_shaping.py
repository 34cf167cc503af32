"""Shaping: how rows become records."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from api.shaping import money, own, records, reference, scalar, typed
from graph.namespaces import CONCEPT, ID, ONTOLOGY, PREFIXES
from graph.queries import Query, read

HEADER = """# Something.
#
# returns thing: iri
# returns thing_label: text?
# returns other: iri?
# returns other_label: text?
# returns fine_amount: decimal?
# returns names: value*
SELECT * {}
"""


@pytest.fixture
def query(tmp_path: Path) -> Query:
    """A query with columns of several kinds."""
    file = tmp_path / "some.rq"
    file.write_text(HEADER)
    return read(file)


@pytest.mark.parametrize(
    ("iri", "url", "id_"),
    [
        (f"{ID}decision/x", "/decisions/x", "x"),
        (f"{ID}decision/x#fine", "/decisions/x#fine", "x#fine"),
        (f"{ID}provision/gdpr-6", "/legal-bases/gdpr-6", "gdpr-6"),
        (f"{CONCEPT}force/annulled", "/concepts/force/annulled", "annulled"),
        (f"{ONTOLOGY}Fine", "/ontology#Fine", "Fine"),
    ],
)
def test_what_is_ours_has_a_page_and_a_short_name(iri: str, url: str, id_: str) -> None:
    assert reference(iri) == {"iri": iri, "url": url, "id": id_}


def test_what_is_not_ours_has_neither() -> None:
    assert reference("https://example.org/x") == {"iri": "https://example.org/x"}


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("30500000", "30500000.00"),
        ("30500000.0", "30500000.00"),
        ("0.5", "0.50"),
        ("1.23456", "1.23456"),
        ("1E+7", "10000000.00"),
        ("99999999999999999999.99", "99999999999999999999.99"),
    ],
)
def test_money_has_cents_and_loses_nothing(amount: str, shown: str) -> None:
    assert money(amount) == shown


@given(st.decimals(0, 10**15, places=2))
def test_money_reads_back(amount: object) -> None:
    assert money(str(amount)) == f"{amount:f}"


def test_kinds_of_columns() -> None:
    assert scalar(None, "integer") is None
    assert scalar(Literal("12"), "integer") == 12
    assert scalar(Literal("true"), "boolean") is True
    assert scalar(Literal("2024"), "date") == "2024"
    assert scalar(Literal("5"), "decimal") == "5.00"


def test_a_value_says_what_it_is() -> None:
    xsd = PREFIXES["xsd"]
    assert typed(Literal("x", language="nl")) == {"type": "text", "value": "x", "language": "nl"}
    assert typed(Literal("2024", datatype=NamedNode(f"{xsd}gYear"))) == {"type": "gYear", "value": "2024"}
    assert typed(Literal("5", datatype=NamedNode(f"{xsd}decimal"))) == {"type": "decimal", "value": "5.00"}
    assert typed(NamedNode(f"{CONCEPT}force/annulled"))["id"] == "annulled"
    assert typed(BlankNode("b"))["type"] == "blank"


def test_rows_of_one_thing_become_one_record(query: Query) -> None:
    thing, other = NamedNode(f"{ID}case/x"), NamedNode(f"{ID}company/y")
    base = {"thing": thing, "thing_label": Literal("X"), "other": other, "other_label": Literal("Y")}
    rows = [{**base, "names": Literal("b")}, {**base, "names": Literal("a")}, {**base, "names": Literal("b")}]
    [record] = records(query, rows)
    assert record["thing"] == {**reference(thing.value), "label": "X"}
    assert record["other"] == {**reference(other.value), "label": "Y"}
    assert record["fine_amount"] is None
    assert [name["value"] for name in record["names"]] == ["a", "b"]
    assert records(query, reversed(rows)) == [record]


def test_what_is_unbound_is_none_or_empty(query: Query) -> None:
    [record] = records(query, [{"thing": NamedNode(f"{ID}case/x"), "other_label": Literal("lost")}])
    assert record["other"] is None
    assert record["names"] == []
    assert "other_label" not in record


def test_rows_that_differ_stay_apart_and_in_order(query: Query) -> None:
    things = [NamedNode(f"{ID}case/{name}") for name in "zay"]
    assert [record["thing"]["id"] for record in records(query, [{"thing": thing} for thing in things])] == [
        "z",
        "a",
        "y",
    ]


def test_a_record_begins_with_itself() -> None:
    assert list(own({"label": "X", "thing": {"iri": "i", "url": "/i"}}, "thing")) == ["iri", "url", "label"]
