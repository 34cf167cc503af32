"""Answers: whole in every format, or an error that names the cap; faults of syntax with their place."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, parse

from graph.answers import GRAPHS, RESULTS, unparsed, written
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
    body, rows = written(store.query(EVERYTHING), form, 20, 10_000)
    assert rows == 20
    assert "x:19" in body.decode()
    with pytest.raises(AnswerTooLarge, match="19 rows"):
        written(store.query(EVERYTHING), form, 19, 10_000)
    with pytest.raises(AnswerTooLarge, match="500 bytes"):
        written(store.query(EVERYTHING), form, 20, 500)


@pytest.mark.parametrize("form", GRAPHS)
def test_triples_are_counted_once_and_capped_in_every_format(store: Store, form: str) -> None:
    query = "CONSTRUCT { ?s <https://example.org/says> ?o . <x:a> <https://example.org/b> 1 } { ?s ?p ?o }"
    body, rows = written(store.query(query), form, 21, 10_000)
    assert rows == len({quad.triple for quad in parse(body, format=GRAPHS[form])}) == 21
    with pytest.raises(AnswerTooLarge, match="20 triples"):
        written(store.query(query), form, 20, 10_000)
    with pytest.raises(AnswerTooLarge, match="300 bytes"):
        written(store.query(query), form, 21, 300)


def test_csv_is_that_of_rfc_4180(store: Store) -> None:
    body, _ = written(store.query(EVERYTHING), "csv", 20, 10_000)
    assert body.startswith(b"s,o\r\n")
    rows = list(csv.DictReader(io.StringIO(body.decode(), newline=""), strict=True))
    assert [row["o"] for row in rows] == [f'a, "{n}"\nü' for n in range(20)]


@pytest.mark.parametrize(("query", "yes"), [("ASK {}", True), ("ASK { <x:y> ?p ?o }", False)])
def test_a_truth_value_counts_as_one(store: Store, query: str, yes: bool) -> None:
    body, rows = written(store.query(query), "json", 0, 100)
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
