"""The SPARQL endpoint: the protocol, its formats and its errors, and clients that scholars use."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph.namespaces import GRAPH_CURATED, GRAPH_DERIVED, GRAPH_ONTOLOGY, ROOT
from tests.api.conftest import Server
from tests.api.test_negotiation import COMUNICA_RESULTS, RDFLIB, SPARQLWRAPPER_RESULTS

pytestmark = [  # rdflib's own parsers, and SPARQLWrapper, use what rdflib deprecates.
    pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
PREFIX = "PREFIX comity: <https://w3id.org/comity/ontology#> "
CASES = PREFIX + "SELECT ?case { ?case a comity:Case } ORDER BY ?case"
CONSTRUCT = PREFIX + "CONSTRUCT { ?case a comity:Case } WHERE { ?case a comity:Case }"
DESCRIBE = "DESCRIBE <https://w3id.org/comity/id/case/clearview-scraping>"
ASK = PREFIX + "ASK { ?case a comity:Case }"
CLEARVIEW = "https://w3id.org/comity/id/company/clearview-ai"
EXAMPLE = (ROOT / "queries" / "examples" / "fines-in-force-in-the-union.rq").read_text()


def bindings(answer: Any) -> list[dict[str, str]]:
    """Rows of a JSON answer as plain texts."""
    assert answer.status_code == 200, answer.text
    rows = answer.json()["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


@pytest.fixture(scope="module")
def cases(client: TestClient) -> list[dict[str, str]]:
    """All cases, by the JSON API."""
    found = sorted(case["iri"] for case in client.get("/api/v1/cases?limit=500").json()["data"])
    return [{"case": iri} for iri in found]


def test_get_form_and_direct_give_the_same(client: TestClient, cases: list[dict[str, str]]) -> None:
    answers = [
        client.get("/sparql", params={"query": CASES}),
        client.post("/sparql", data={"query": CASES}),
        client.post("/sparql", content=CASES, headers={"Content-Type": DIRECT}),
        client.post("/sparql", content=CASES, headers={"Content-Type": f"{DIRECT}; charset=UTF-8"}),
        client.post("/sparql?unknown=1", data={"query": CASES, "unknown": "2"}),
    ]
    for answer in answers:
        assert bindings(answer) == cases
        assert answer.headers["comity-rows"] == str(len(cases))
        assert answer.headers["content-type"].startswith("application/sparql-results+json")
        assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "application/sparql-results+json"),
        ("*/*", "application/sparql-results+json"),
        (SPARQLWRAPPER_RESULTS, "application/sparql-results+json"),
        (COMUNICA_RESULTS, "application/sparql-results+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/sparql-results+xml"),
        ("text/html", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/sparql-results+xml, application/rdf+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
    ],
)
def test_results_by_accept(client: TestClient, accept: str | None, media_type: str) -> None:
    headers = {"Accept": accept} if accept else {}
    for query in (CASES, ASK):
        answer = client.get("/sparql", params={"query": query}, headers=headers)
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle"),
        (RDFLIB, "text/turtle"),
        ("application/turtle,text/turtle", "text/turtle"),
        ("application/sparql-results+xml, application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/n-quads", "application/n-quads"),
        ("application/trig", "application/trig"),
    ],
)
def test_graphs_by_accept(client: TestClient, accept: str, media_type: str) -> None:
    for query in (CONSTRUCT, DESCRIBE):
        answer = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
        assert answer.headers["content-type"].partition(";")[0] == media_type
        found = {quad.triple for quad in parse(answer.content, format=RdfFormat.from_media_type(media_type))}
        assert len(found) == int(answer.headers["comity-rows"]) > 0


def test_the_four_formats_of_results_say_the_same(client: TestClient, cases: list[dict[str, str]]) -> None:
    def given(form: str) -> str:
        answer = client.get("/sparql", params={"query": CASES, "format": form}, headers={"Accept": "text/csv"})
        assert answer.headers["comity-rows"] == str(len(cases))
        return str(answer.text)

    iris = [row["case"] for row in cases]
    assert [row["case"]["value"] for row in json.loads(given("json"))["results"]["bindings"]] == iris
    uri = "{http://www.w3.org/2005/sparql-results#}uri"
    assert [element.text for element in ElementTree.fromstring(given("xml")).iter(uri)] == iris
    assert [row["case"] for row in csv.DictReader(io.StringIO(given("csv")))] == iris
    assert given("tsv").splitlines() == ["?case", *(f"<{iri}>" for iri in iris)]


def test_ask_in_every_format(client: TestClient) -> None:
    def given(form: str, query: str = ASK) -> str:
        answer = client.get("/sparql", params={"query": query, "format": form})
        assert answer.headers["comity-rows"] == "1"
        return str(answer.text)

    assert json.loads(given("json"))["boolean"] is True
    assert json.loads(given("json", "ASK { <x:y> ?p ?o }"))["boolean"] is False
    assert "<boolean>true</boolean>" in given("xml")
    assert given("csv").strip() == given("tsv").strip() == "true"


def test_an_empty_answer_is_whole(client: TestClient) -> None:
    answer = client.get("/sparql", params={"query": "SELECT ?s { <x:y> ?p ?s }"})
    assert bindings(answer) == []
    assert answer.headers["comity-rows"] == "0"
    graph = client.get("/sparql", params={"query": "CONSTRUCT WHERE { <x:y> ?p ?s }"})
    assert (graph.status_code, graph.headers["comity-rows"]) == (200, "0")


def test_the_fines_in_force_in_the_union(client: TestClient) -> None:
    [row] = [row for row in bindings(client.post("/sparql", data={"query": EXAMPLE})) if row["company"] == CLEARVIEW]
    assert (row["name"], row["currency"], row["fines"]) == ("Clearview AI, Inc.", "EUR", "4")
    assert float(row["total"]) == 90_500_000


def test_the_default_graph_is_the_union(client: TestClient) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    [union] = bindings(client.get("/sparql", params={"query": count}))
    parts = []
    for graph in (GRAPH_ONTOLOGY, GRAPH_CURATED, GRAPH_DERIVED):
        [by_parameter] = bindings(client.get("/sparql", params={"query": count, "default-graph-uri": graph}))
        [by_from] = bindings(client.get("/sparql", params={"query": count.replace("{", f"FROM <{graph}> {{", 1)}))
        [by_graph] = bindings(
            client.get("/sparql", params={"query": f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"})
        )
        assert by_parameter == by_from == by_graph
        parts.append(int(by_graph["n"]))
    assert max(parts) < int(union["n"]) <= sum(parts)


def test_datasets_of_parameters(client: TestClient) -> None:
    graphs = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    [row] = bindings(client.get("/sparql", params={"query": graphs, "named-graph-uri": GRAPH_DERIVED}))
    assert row["g"] == GRAPH_DERIVED
    both = {"query": graphs, "default-graph-uri": GRAPH_CURATED, "named-graph-uri": [GRAPH_DERIVED, GRAPH_ONTOLOGY]}
    assert {row["g"] for row in bindings(client.get("/sparql", params=both))} == {GRAPH_DERIVED, GRAPH_ONTOLOGY}
    default = "SELECT * { ?s ?p ?o } LIMIT 1"
    assert bindings(client.get("/sparql", params={"query": default, "named-graph-uri": GRAPH_DERIVED})) == []
    named = f"SELECT DISTINCT ?g FROM NAMED <{GRAPH_CURATED}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    assert bindings(client.post("/sparql", data={"query": named})) == [{"g": GRAPH_CURATED}]


def test_an_unknown_graph_is_told_with_the_known_ones(client: TestClient) -> None:
    for params in (
        {"query": ASK, "default-graph-uri": "https://example.org/g"},
        {"query": ASK, "named-graph-uri": "file:///etc/passwd"},
        {"query": "ASK FROM <https://example.org/g> { ?s ?p ?o }"},
    ):
        answer = client.get("/sparql", params=params)
        assert answer.status_code == 400
        assert GRAPH_CURATED in answer.json()["detail"]


@pytest.mark.parametrize(
    ("status", "method", "kwargs"),
    [
        (400, "GET", {"params": {"query": ""}}),
        (400, "GET", {"params": {"query": "SELEKT * {}"}}),
        (400, "GET", {"params": {"query": "SELECT * { ?s ?p }"}}),
        (400, "GET", {"params": {"query": [ASK, ASK]}}),
        (400, "GET", {"params": {"default-graph-uri": GRAPH_CURATED}}),
        (400, "GET", {"params": {"query": ASK, "format": "pdf"}}),
        (400, "GET", {"params": {"query": CONSTRUCT, "format": "csv"}}),
        (400, "GET", {"params": {"update": "CLEAR ALL"}}),
        (400, "GET", {"params": {"query": "INSERT DATA { <x:a> <x:b> <x:c> }"}}),
        (400, "GET", {"params": [("x", str(n)) for n in range(101)]}),
        (406, "GET", {"params": {"query": CASES}, "headers": {"Accept": "image/png"}}),
        (406, "GET", {"params": {"query": CONSTRUCT}, "headers": {"Accept": "text/csv"}}),
        (406, "GET", {"params": {"query": CASES}, "headers": {"Accept": "text/turtle"}}),
        (404, "GET", {"params": {"query": ASK, "version": "0000000000000000"}}),
        (404, "GET", {"params": {"query": ASK, "version": "a" * 300}}),
        (400, "POST", {"data": {}, "headers": {"Content-Type": FORM}}),
        (400, "POST", {"data": {"update": "CLEAR ALL"}}),
        (400, "POST", {"content": "", "headers": {"Content-Type": DIRECT}}),
        (400, "POST", {"content": b"\xff\xfe", "headers": {"Content-Type": DIRECT}}),
        (400, "POST", {"content": b"query=%ff", "headers": {"Content-Type": FORM}}),
        (400, "POST", {"content": ASK, "headers": {"Content-Type": FORM}}),
        (415, "POST", {"content": ASK}),
        (415, "POST", {"content": ASK, "headers": {"Content-Type": "text/plain"}}),
        (415, "POST", {"content": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}),
        (415, "POST", {"content": ASK, "headers": {"Content-Type": f"{DIRECT}; charset=utf-16"}}),
        (415, "POST", {"json": {"query": ASK}}),
        (413, "POST", {"content": "#" * 300_000, "headers": {"Content-Type": DIRECT}}),
        (405, "PUT", {"content": ASK, "headers": {"Content-Type": DIRECT}}),
        (405, "DELETE", {}),
    ],
)
def test_what_is_not_a_query(client: TestClient, status: int, method: str, kwargs: dict[str, Any]) -> None:
    answer = client.request(method, "/sparql", **kwargs)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 10


def test_a_fault_of_syntax_is_told_with_its_place(client: TestClient) -> None:
    detail = client.get("/sparql", params={"query": "SELECT * {\n ?s ?p }"}).json()["detail"]
    assert "2" in detail


def test_head_of_a_query_counts_its_rows(client: TestClient, cases: list[dict[str, str]]) -> None:
    answer = client.head("/sparql", params={"query": CASES})
    assert (answer.status_code, answer.content, answer.headers["comity-rows"]) == (200, b"", str(len(cases)))


def test_a_version_may_be_asked_for(client: TestClient) -> None:
    version = client.get("/health/ready").json()["version"]
    answer = client.get("/sparql", params={"query": ASK, "version": version})
    assert answer.headers["comity-version"] == version
    assert "immutable" in answer.headers["cache-control"]
    assert "must-revalidate" in client.get("/sparql", params={"query": ASK}).headers["cache-control"]


def test_an_answer_is_kept_for_the_next_who_asks(client: TestClient) -> None:
    kept = client.app.state.comity.cache  # type: ignore[attr-defined]
    query = {"query": f"{CASES} #kept", "format": "csv"}
    before = len(kept._kept)
    first, again = client.get("/sparql", params=query), client.post("/sparql", data=query)
    assert len(kept._kept) == before + 1
    assert (first.content, dict(first.headers)) == (again.content, dict(again.headers))
    other = client.get("/sparql", params={**query, "format": "tsv"})
    assert (other.content != first.content, other.headers["etag"] != first.headers["etag"]) == (True, True)
    same = client.get("/sparql", params=query, headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "STRUUID()", "uuid ()"])
def test_what_is_another_each_time_is_not_kept(client: TestClient, function: str) -> None:
    version = client.get("/health/ready").json()["version"]
    query = {"query": f"SELECT ({function} AS ?x) {{}}", "version": version}
    first, again = client.get("/sparql", params=query), client.get("/sparql", params=query)
    assert first.status_code == 200
    assert first.content != again.content
    assert "immutable" not in again.headers["cache-control"]


def test_a_long_address_is_read(server: Server) -> None:
    names = " ".join(f"PREFIX p{number}: <https://example.org/{number}#>" for number in range(300))
    assert len(names) > 8000
    assert server.ask("/sparql?" + urlencode({"query": names + " ASK {}"})).status == 200


@pytest.fixture(scope="module")
def tight(snapshots: Path) -> Iterator[TestClient]:
    """A client of an application with small caps on answers."""
    settings = Settings(snapshots=snapshots, workers=1, query_rows=20, query_bytes=4000, body_bytes=1000)
    with TestClient(create_app(settings, Versions(snapshots))) as found:
        yield found


def test_an_answer_is_whole_or_an_error_that_names_the_limit(tight: TestClient) -> None:
    rows = "SELECT ?s { ?s ?p ?o } LIMIT "
    assert len(bindings(tight.get("/sparql", params={"query": rows + "20"}))) == 20
    for query, unit in (
        (rows + "21", "20 rows"),
        (rows + "2000", "4,000 bytes"),
        ("CONSTRUCT WHERE { ?s a ?o }", "20 triples"),
    ):
        answer = tight.get("/sparql", params={"query": query})
        assert answer.status_code == 413
        assert unit in answer.json()["detail"]
        assert "comity-rows" not in answer.headers
    text = 'SELECT ("' + "x" * 500 + '" AS ?x) { ?s ?p ?o } LIMIT 10'
    answer = tight.get("/sparql", params={"query": text, "format": "csv"})
    assert answer.status_code == 413
    assert "4,000 bytes" in answer.json()["detail"]


def test_a_body_has_a_limit(tight: TestClient) -> None:
    assert tight.post("/sparql", data={"query": "ASK {} #" + "x" * 1000}).status_code == 413
    assert tight.post("/sparql", data={"query": "ASK {}"}).status_code == 200


# Clients


@pytest.fixture
def wrapper(server: Server) -> SPARQLWrapper:
    """SPARQLWrapper at the real server."""
    return SPARQLWrapper(f"{server.url}/sparql")


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_results(wrapper: SPARQLWrapper, method: str) -> None:
    wrapper.setQuery(EXAMPLE)
    wrapper.setReturnFormat(JSON)
    wrapper.setMethod(method)
    rows = wrapper.queryAndConvert()["results"]["bindings"]
    assert [float(row["total"]["value"]) for row in rows if row["company"]["value"] == CLEARVIEW] == [90_500_000]
    wrapper.setReturnFormat(XML)
    assert len(wrapper.queryAndConvert().getElementsByTagName("result")) == len(rows)
    for form, word in ((CSV, b"90500000"), (TSV, b"90500000")):
        wrapper.setReturnFormat(form)
        assert word in wrapper.queryAndConvert()


def test_sparqlwrapper_sends_a_query_as_it_is(wrapper: SPARQLWrapper) -> None:
    wrapper.setMethod(POST)
    wrapper.setRequestMethod(POSTDIRECTLY)
    wrapper.setReturnFormat(JSON)
    wrapper.setQuery(ASK)
    assert wrapper.queryAndConvert()["boolean"] is True


@pytest.mark.parametrize("form", [None, TURTLE, N3, RDFXML, XML, JSONLD])
@pytest.mark.parametrize("query", [CONSTRUCT, DESCRIBE])
def test_sparqlwrapper_reads_graphs(server: Server, query: str, form: str | None) -> None:
    wrapper = SPARQLWrapper(f"{server.url}/sparql")
    if form is not None:
        wrapper.setReturnFormat(form)
    wrapper.setQuery(query)
    found = wrapper.queryAndConvert()
    if isinstance(found, bytes):
        found = rdflib.Graph().parse(data=found, format="turtle")
    assert len(found) > 0


def test_rdflib_asks_the_endpoint_as_if_it_were_a_graph(server: Server) -> None:
    for method in ("GET", "POST"):
        store = SPARQLStore(f"{server.url}/sparql", method=method)
        graph = rdflib.Graph(store)
        rows = list(graph.query(EXAMPLE))
        assert [float(row.total) for row in rows if str(row.company) == CLEARVIEW] == [90_500_000]  # type: ignore[union-attr]
        thing = rdflib.URIRef("https://w3id.org/comity/id/decision/nl-ap-2024-clearview")
        decided = rdflib.URIRef("https://w3id.org/comity/ontology#decided")
        assert str(graph.value(thing, decided)) == "2024-05-16"
        assert (thing, decided, None) in graph
        assert graph.query(ASK).askAnswer is True
        assert len(graph.query(CONSTRUCT).graph or ()) > 0


def test_a_refused_query_reaches_the_client_as_an_error(wrapper: SPARQLWrapper) -> None:
    from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

    wrapper.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(QueryBadFormed):
        wrapper.query()
