"""Answers: counted rightly without being read, and capped."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import (
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    Triple,
    parse_query_results,
)

from graph.answers import Cap, counted, document, table, truth
from graph.errors import AnswerTooLarge

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
