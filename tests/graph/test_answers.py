"""Answers: whole in every format and read back as they were, or an error that names the cap or another format."""

import csv
import io
import json
import re
from xml.etree import ElementTree

import pytest
import rdflib
from hypothesis import example, given
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

from graph.answers import GRAPHS, RESULTS, Cap, counted, document, table, truth, written
from graph.errors import AnswerTooLarge, AnswerUnfit
from graph.namespaces import ONTOLOGY

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


IRIS = st.text(st.sampled_from("ab,;'()é/1"), max_size=8).map(lambda text: f"http://e/{text}")
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
CELLS = st.fixed_dictionaries({"type": st.just("uri"), "value": IRIS}) | st.fixed_dictionaries(
    {"type": st.just("literal"), "value": TEXTS}
)


def results(rows: list[list[dict[str, str]]]) -> QuerySolutions:
    """Solutions with these terms in the columns a and b."""
    bindings = [dict(zip("ab", row, strict=True)) for row in rows]
    body = json.dumps({"head": {"vars": ["a", "b"]}, "results": {"bindings": bindings}})
    found = parse_query_results(body, format=QueryResultsFormat.JSON)
    assert isinstance(found, QuerySolutions)
    return found


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
def test_any_csv_is_read_back_with_the_same_cells(rows: list[list[dict[str, str]]]) -> None:
    body, _ = table(results(rows), RESULTS["csv"], WIDE)
    read = list(csv.reader(io.StringIO(body.decode(), newline=""), strict=True))
    assert read == [["a", "b"], *([cell["value"] for cell in row] for row in rows)]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=5))
@example([[{"type": "literal", "value": "\r"}, {"type": "literal", "value": "a\r\nb"}]])
@example([[{"type": "literal", "value": "\x01"}, {"type": "uri", "value": "x:y"}]])
@example([[{"type": "literal", "value": "\ufffe"}, {"type": "uri", "value": "x:y"}]])
def test_any_xml_is_well_formed_and_read_back_or_refused(rows: list[list[dict[str, str]]]) -> None:
    unfit = any(not FIT.fullmatch(cell["value"]) for row in rows for cell in row)
    try:
        body, _ = table(results(rows), RESULTS["xml"], WIDE)
    except AnswerUnfit as error:
        assert unfit and "format=json" in str(error)
        return
    assert not unfit
    space = "{http://www.w3.org/2005/sparql-results#}"
    read = [
        [binding[0].text or "" for binding in row.iter(f"{space}binding")]
        for row in ElementTree.fromstring(body).iter(f"{space}result")
    ]
    assert read == [[cell["value"] for cell in row] for row in rows]


FIT = re.compile("[\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
"""Char of XML 1.0."""


@pytest.mark.parametrize("predicate", ["http://x/a/", "urn:x:", "http://x/1", "http://x/p\u00b2", f"{ONTOLOGY}1"])
def test_a_property_without_a_name_is_refused_in_rdf_xml(predicate: str) -> None:
    triple = Triple(NamedNode("x:a"), NamedNode(predicate), Literal("b"))
    with pytest.raises(AnswerUnfit, match="format=turtle"):
        document([triple], GRAPHS["rdfxml"], WIDE)
    assert document([triple], GRAPHS["turtle"], WIDE)[1] == 1


@given(TEXTS)
@example("a\rb\r\n")
@example("\x01")
def test_any_text_is_read_back_from_rdf_xml_or_refused(text: str) -> None:
    triple = Triple(NamedNode("x:a"), NamedNode("http://x/p"), Literal(text))
    try:
        body, _ = document([triple], GRAPHS["rdfxml"], WIDE)
    except AnswerUnfit:
        assert not FIT.fullmatch(text)
        return
    [(_, _, read)] = rdflib.Graph().parse(data=body, format="xml")
    assert str(read) == text


def test_xml_that_grows_beyond_the_cap_is_too_large() -> None:
    row = [{"type": "literal", "value": "a\r" * 500}, {"type": "uri", "value": "x:y"}]
    with pytest.raises(AnswerTooLarge):
        table(results([row]), RESULTS["xml"], Cap(10, 2000))
