"""Where a query does not parse, and what is told of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.fault import unanswerable, unparsed
from graph.tokens import tokens


def told(query: str) -> tuple[str, tuple[int, int] | None]:
    """What is told of a fault, and where it is."""
    with pytest.raises(SyntaxError) as raised:
        Store().query(query)
    refusal = unparsed(query, str(raised.value))
    assert refusal.place is not None
    assert f"line {refusal.place[0]}, column {refusal.place[1]}" in str(refusal)
    return str(refusal), refusal.place


@pytest.mark.parametrize(
    ("query", "place", "words"),
    [
        ("SELECT * {\n ?s ?p ?o .\n FILTER ?o = 1\n ?a ?b ?c .\n}", (3, 9), "`?o` cannot"),
        ("ASK {};", (1, 7), "`;` cannot"),
        ("ASK {} ASK {}", (1, 8), "`ASK` cannot"),
        ("SELECT * {\n ?s ?p }", (2, 8), "`}` cannot"),
        ("ASK {", (1, 6), "ends before"),
        ("ASK { ?s ?p ?o\n\n", (3, 1), "ends before"),
        ("", (1, 1), "ends before"),
        ("PREFIX a: <x:a>\n\nSELECT *\n{ ?s b:a ?o }", (4, 6), "write PREFIX b: <"),
        ("SELECT * {\n  ?s ?p ?o\n  ?a ?b ?c\n}", (3, 3), "`?a` cannot"),
        ("SELECT * { ?s ?p ?o } LIMT 10", (1, 23), "`LIMT` cannot"),
        ("SELEKT * {}", (1, 1), "`SELEKT` cannot"),
        ("SELECT ?a ?b WHER { ?s ?p ?o }", (1, 14), "`WHER` cannot"),
        ("ASK { ?s ?p ?o FILTER(?o > 5 }", (1, 30), "`}` cannot"),
        ("ASK { ?s ?p ?o . FILTER regex(?o 'x') }", (1, 34), "cannot"),
        ("ASK { ?s ?p ?o\n FILTER(foo(?o)) }", (2, 9), "`foo` cannot"),
        ("SELECT * {\n ?s ?p 'x\n}", (2, 8), "`'` cannot"),
        ("SELECT ?s (COUNT(?p) AS ?n)\n{ ?s ?p ?o }", None, "variable that is unbound"),
        ("CONSTRUCT { GRAPH <x:g> { ?s ?p ?o } }\nWHERE { ?s ?p ?o }", (1, 13), "`GRAPH` cannot"),
    ],
)
def test_a_fault_is_told_where_it_is(query: str, place: tuple[int, int] | None, words: str) -> None:
    text, found = told(query)
    assert place in (found, None)
    assert words in text


GOOD = "PREFIX e: <x:e>\nSELECT DISTINCT ?s (COUNT(*) AS ?n)\n{\n ?s e:p ?o .\n FILTER(?o > 1)\n}\nGROUP BY ?s LIMIT 5"
PLACES = [match.start() for match in tokens(GOOD) if not match.group().isspace()]


@given(st.sampled_from(PLACES), st.sampled_from(["]", "BASE", "^^", "@@", "NOT", "~"]))
def test_what_fits_nowhere_is_found_wherever_it_stands(place: int, wrong: str) -> None:
    query = f"{GOOD[:place]} {wrong} {GOOD[place:]}"
    try:
        Store().query(query)
    except SyntaxError as error:
        refusal = unparsed(query, str(error))
        assert refusal.place is not None
        line, column = refusal.place
        offset = sum(len(each) + 1 for each in query.split("\n")[: line - 1]) + column - 1
        assert place <= offset <= place + len(wrong) + 12, "at the word, or at the next, which it made wrong"


@given(st.text(max_size=60))
def test_other_words_of_the_parser_are_passed_on(words: str) -> None:
    refusal = unparsed("ASK {", words)
    assert refusal.place is not None or words in str(refusal)


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ("SELECT * {\n FILTER(<x:f>(1)) }", (2, 9)),
        ("PREFIX e: <x:>\nSELECT * {\n FILTER(e:f(1)) }", (3, 9)),
        ("PREFIX : <x:>\nSELECT (:f(1) AS ?x) {}", (2, 9)),
    ],
)
def test_an_unknown_function_has_its_place(query: str, place: tuple[int, int]) -> None:
    with pytest.raises(RuntimeError) as raised:
        list(Store().query(query))  # type: ignore[arg-type]
    refusal = unanswerable(query, str(raised.value))
    assert refusal.place == place
    assert re.search("no function <x:f>", str(refusal))


def test_other_reasons_are_passed_on() -> None:
    assert "why not" in str(unanswerable("ASK {}", "why not"))
