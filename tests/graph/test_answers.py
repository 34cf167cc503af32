"""Answers: whole in every format, or an error that names the cap; faults of syntax with their place."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from graph.answers import GRAPHS, RESULTS, Cap, counted, document, table, truth, unparsed, written
from graph.errors import AnswerTooLarge

EVERYTHING = "SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s"


@pytest.fixture(scope="module")
def store() -> Store:
    """Twenty triples, whose texts are awkward in CSV."""
    quads = (Quad(NamedNode(f"x:{n:02}"), NamedNode("x:says"), Literal(f'a, "{n}"\nü')) for n in range(20))
    made = Store()
    made.extend(quads)
    return made


@pytest.mark.parametrize("form", RESULTS)
def test_rows_are_counted_and_capped_in_every_format(store: Store, form: str) -> None:
    body, rows = written(store.query(EVERYTHING), form, Cap(20, 10_000))
    assert rows == 20
    assert "x:19" in body.decode()
    with pytest.raises(AnswerTooLarge, match="19 rows"):
        written(store.query(EVERYTHING), form, Cap(19, 10_000))
    with pytest.raises(AnswerTooLarge, match="500 bytes"):
        written(store.query(EVERYTHING), form, Cap(20, 500))


@pytest.mark.parametrize("form", GRAPHS)
def test_triples_are_counted_once_and_capped_in_every_format(store: Store, form: str) -> None:
    query = "CONSTRUCT { ?s <https://example.org/says> ?o . <x:a> <https://example.org/b> 1 } { ?s ?p ?o }"
    body, rows = written(store.query(query), form, Cap(21, 10_000))
    assert rows == len({quad.triple for quad in parse(body, format=GRAPHS[form])}) == 21
    with pytest.raises(AnswerTooLarge, match="20 triples"):
        written(store.query(query), form, Cap(20, 10_000))
    with pytest.raises(AnswerTooLarge, match="300 bytes"):
        written(store.query(query), form, Cap(21, 300))


def test_csv_is_that_of_rfc_4180(store: Store) -> None:
    body, _ = written(store.query(EVERYTHING), "csv", Cap(20, 10_000))
    assert body.startswith(b"s,o\r\n")
    rows = list(csv.DictReader(io.StringIO(body.decode(), newline=""), strict=True))
    assert [row["o"] for row in rows] == [f'a, "{n}"\nü' for n in range(20)]


@pytest.mark.parametrize(("query", "yes"), [("ASK {}", True), ("ASK { <x:y> ?p ?o }", False)])
def test_a_truth_value_counts_as_one(store: Store, query: str, yes: bool) -> None:
    body, rows = written(store.query(query), "json", Cap(0, 100))
    assert (json.loads(body)["boolean"], rows) == (yes, 1)


@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT * {\n ?s ?p }", 2),
        ("ASK {", 1),
        ("PREFIX a: <x:a>\n\nSELECT *\n{ ?s b:a ?o }", 4),
        ("CONSTRUCT { GRAPH <x:g> { ?s ?p ?o } }\nWHERE { ?s ?p ?o }", 1),
    ],
)
def test_a_fault_of_syntax_has_its_place(store: Store, query: str, line: int) -> None:
    with pytest.raises(SyntaxError) as raised:
        store.query(query)
    refusal = unparsed(str(raised.value))
    assert refusal.place is not None
    assert refusal.place[0] == line
    assert f"line {line}, column {refusal.place[1]}" in str(refusal)


@given(st.text(max_size=60))
def test_other_words_of_the_parser_are_passed_on(words: str) -> None:
    refusal = unparsed(words)
    assert refusal.place is not None or words in str(refusal)


WIDE = Cap(1000, 100_000)
AWKWARD = st.text(st.sampled_from('{}[]",:\\a é\n')) | st.sampled_from(['}},{"', "}},{", '"}},{"a', "{}", "[]}}"])
ROWS = st.lists(st.dictionaries(st.sampled_from(["a", "b", "ü"]), AWKWARD), max_size=6)


def solutions(rows: list[dict[str, str]]) -> QuerySolutions:
    """Solutions with these texts."""
    bindings = [{name: {"type": "literal", "value": text} for name, text in row.items()} for row in rows]
    body = json.dumps({"head": {"vars": ["a", "b", "ü"]}, "results": {"bindings": bindings}})
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return found


@given(ROWS)
def test_rows_are_counted_whatever_is_in_them(rows: list[dict[str, str]]) -> None:
    body, count = table(solutions(rows), QueryResultsFormat.JSON, WIDE)
    assert count == counted(body) == len(rows) == len(json.loads(body)["results"]["bindings"])


def test_iris_triples_and_datatypes_are_counted_too() -> None:
    store = Store()
    inner = "<<( ?s ?p ?o )>>"
    store.update('INSERT DATA { <x:a> <x:p> 1 , "b"@en , <x:c> , _:d , "2024-01-01"^^<x:date> }')
    found = store.query(f"SELECT * {{ ?s ?p ?o BIND({inner} AS ?t) }}")
    assert isinstance(found, QuerySolutions)
    assert table(found, QueryResultsFormat.JSON, WIDE)[1] == 5


@pytest.mark.parametrize(
    "form", [QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV, QueryResultsFormat.TSV]
)
def test_caps_on_rows_and_bytes(form: QueryResultsFormat) -> None:
    rows = [{"a": "x" * 100}] * 10
    assert table(solutions(rows), form, Cap(10, 10_000))[1] == 10
    with pytest.raises(AnswerTooLarge, match="9 rows"):
        table(solutions(rows), form, Cap(9, 10_000))
    with pytest.raises(AnswerTooLarge, match="500 bytes"):
        table(solutions(rows), form, Cap(10, 500))


def test_a_truth_is_one_row() -> None:
    found = Store().query("ASK {}")
    assert isinstance(found, QueryBoolean)
    body, rows = truth(found, QueryResultsFormat.JSON, WIDE)
    assert (json.loads(body)["boolean"], rows) == (True, 1)


def test_triples_are_unique_sorted_and_capped() -> None:
    triples = [Triple(NamedNode("x:s"), NamedNode("x:p"), Literal(number)) for number in (3, 1, 2, 3)]
    body, count = document(triples, RdfFormat.N_TRIPLES, WIDE)
    assert count == 3
    assert body.splitlines() == sorted(body.splitlines())
    with pytest.raises(AnswerTooLarge, match="2 triples"):
        document(triples, RdfFormat.N_TRIPLES, Cap(2, 1000))
    with pytest.raises(AnswerTooLarge, match="20 bytes"):
        document(triples, RdfFormat.N_TRIPLES, Cap(10, 20))
