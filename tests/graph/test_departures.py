"""Where the engine departs from SPARQL: what it cannot read is written otherwise, what it answers wrongly refused."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.departures import check, readable
from graph.errors import QueryRefused
from graph.namespaces import ROOT


@pytest.fixture(scope="module")
def store() -> Store:
    """Two named graphs of two and three triples."""
    made = Store()
    for graph, number in (("x:a", 2), ("x:b", 3)):
        for each in range(number):
            made.add(Quad(NamedNode(f"x:{each}"), NamedNode("x:p"), Literal(each), NamedNode(graph)))
    return made


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }",
        "SELECT * { graph $g { SELECT (MAX(?o) AS ?n) { ?s ?p ?o } } }",
        "SELECT * { GRAPH ?g { SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p } }",
        "SELECT * { GRAPH ?g { { SELECT * { ?s ?p ?o } } } }",
        "SELECT * { GRAPH ?g { SELECT DISTINCT ?p { ?s ?p ?o } } }",
        "SELECT * { GRAPH ?g { ?s ?p ?o . { SELECT ?s { ?s ?p ?o } } } }",
        "SELECT * { GRAPH ?g { ?s ?p ?o . OPTIONAL { { SELECT ?s { ?s ?p ?o } } } } }",
        "SELECT * { GRAPH ?g # of each\n {\n SELECT ?g ?s { ?s ?p ?o } LIMIT 1 } }",
        "SELECT * { GRAPH ?g { SELECT ?g ?s { ?s ?p ?o } OFFSET 1 } }",
        "SELECT * { GRAPH ?g { SELECT ?s (COUNT(?g) AS ?n) { ?s ?p ?o } GROUP BY ?s } }",
    ],
)
def test_what_would_be_counted_over_all_graphs_is_refused(store: Store, query: str) -> None:
    Store().query(query)
    with pytest.raises(QueryRefused, match=r"SELECT at line \d+, column \d+.*GROUP BY [?$]g") as raised:
        check(query)
    assert raised.value.place is not None


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
        "SELECT * { { SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g } }",
        "SELECT * { GRAPH ?g { SELECT ?g (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?g } }",
        "SELECT * { GRAPH <x:a> { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }",
        "SELECT * { GRAPH ?g { GRAPH <x:a> { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } } }",
        "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 1 } GRAPH ?g { ?s ?p ?o } }",
        "SELECT * { GRAPH ?g { ?s ?p 'SELECT' } } LIMIT 1",
        "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_what_is_answered_rightly_is_not_refused(query: str) -> None:
    Store().query(query)
    check(query)


def test_the_remedy_that_is_told_is_right(store: Store) -> None:
    found = store.query("SELECT * { { SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g } }")
    assert sorted((row["g"].value, row["n"].value) for row in found) == [("x:a", "2"), ("x:b", "3")]  # type: ignore[union-attr]


@pytest.mark.parametrize("file", sorted((ROOT / "queries" / "examples").glob("*.rq")), ids=lambda file: file.stem)
def test_no_example_is_refused(file: Path) -> None:
    check(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("call", ["CONCAT{}('a', 'b')", "COALESCE{}('ab')", "concat{}( 'ab')", "STR{}('ab')"])
@pytest.mark.parametrize("blank", ["", " ", "  \t", "\n", "\r\n", " # why (\n "])
def test_blanks_before_a_bracket_are_read(call: str, blank: str) -> None:
    query = "SELECT (" + call.format(blank) + " AS ?x) (1 AS ?concat ) {}"
    [row] = Store().query(readable(query))  # type: ignore[union-attr, misc]
    assert row["x"].value == "ab"  # type: ignore[index]
    assert len(readable(query)) == len(query)
    assert readable(query).count("\n") == query.count("\n")


@given(st.text() | st.lists(st.sampled_from(["CONCAT", "BNODE", " ", "(", ")", "'", "#", "\n", "<", "x"])).map("".join))
def test_what_is_read_has_the_same_length_and_signs(text: str) -> None:
    assert sorted(readable(text)) == sorted(text)


@pytest.mark.parametrize("query", ["SELECT ('CONCAT (' AS ?x) {}", "ASK { ?concat ?p ?o } # concat (", "ASK {}"])
def test_a_text_and_a_comment_stay(query: str) -> None:
    assert readable(query) == query
