"""The SPARQL endpoint: the protocol, its formats and its errors. Clients that scholars use: see `tests/clients`."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph.namespaces import GRAPH_CURATED, GRAPH_DERIVED, GRAPH_EXAMPLES, GRAPH_ONTOLOGY, ROOT
from tests.api.conftest import Server
from tests.api.test_negotiation import COMUNICA_RESULTS, RDFLIB, SPARQLWRAPPER_RESULTS

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
        client.post("/sparql", content=CASES, headers={"Content-Type": f'{DIRECT}; charset="utf-8"; foo=bar'}),
        client.post("/sparql", content=CASES, headers={"Content-Type": f"{DIRECT}; x-charset=latin1"}),
        client.post("/sparql", content=CASES, headers={"Content-Type": DIRECT, "Content-Encoding": "identity"}),
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
    for graph in (GRAPH_ONTOLOGY, GRAPH_CURATED, GRAPH_DERIVED, GRAPH_EXAMPLES):
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


def test_a_graph_named_twice_counts_once(client: TestClient) -> None:
    def number(query: str, **params: Any) -> str:
        [row] = bindings(client.post("/sparql", data={"query": query, **params}))
        return row["n"]

    count, named = (
        "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}",
        "SELECT (COUNT(*) AS ?n) {} {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    )
    once, twice = [GRAPH_CURATED], [GRAPH_CURATED, GRAPH_CURATED]
    said = "".join(f" FROM <{graph}>" for graph in twice)
    assert (
        number(count.format(""), **{"default-graph-uri": once})
        == number(count.format(""), **{"default-graph-uri": twice})
        == number(count.format(said))
        == number(named.format(""), **{"named-graph-uri": twice})
        == number(named.format(said.replace("FROM", "FROM NAMED")))
        == number(named.format(said.replace("FROM", "fromNamed").replace(" <", "<")))
    )


def test_the_dataset_of_the_request_stands_for_that_of_the_text(client: TestClient) -> None:
    graphs = f"SELECT DISTINCT ?g FROM NAMED <{GRAPH_CURATED}> {{ GRAPH ?g {{ ?s ?p ?o }} }}"
    answer = client.post("/sparql", data={"query": graphs, "named-graph-uri": GRAPH_DERIVED})
    assert bindings(answer) == [{"g": GRAPH_DERIVED}]


@pytest.mark.parametrize(
    ("query", "form", "other"),
    [
        (r'SELECT ("\u0001" AS ?x) {}', "xml", "json"),
        (r'SELECT ("\uFFFE" AS ?x) {}', "xml", "csv"),
        (r'CONSTRUCT { <x:a> <x:b> "\u000B" } {}', "rdfxml", "turtle"),
        ("CONSTRUCT { <x:a> <https://example.org/> 1 } {}", "rdfxml", "ntriples"),
    ],
)
def test_what_xml_cannot_hold_is_refused_and_another_format_takes_it(
    client: TestClient, query: str, form: str, other: str
) -> None:
    answer = client.get("/sparql", params={"query": query, "format": form})
    assert answer.status_code == 406
    assert "format=" in answer.json()["detail"]
    assert client.get("/sparql", params={"query": query, "format": other}).status_code == 200


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
        (415, "POST", {"content": ASK, "headers": {"Content-Type": f"{DIRECT}; charset=latin1; charset=utf-8"}}),
        (415, "POST", {"content": "query=ASK{}", "headers": {"Content-Type": f"{FORM}; charset=iso-8859-1"}}),
        (415, "POST", {"content": ASK, "headers": {"Content-Type": DIRECT, "Content-Encoding": "gzip"}}),
        (415, "POST", {"json": {"query": ASK}}),
        (415, "POST", {"content": "CLEAR XYZ", "headers": {"Content-Type": "application/sparql-update"}}),
        (400, "POST", {"data": {"update": ["CLEAR NAMED", "CLEAR DEFAULT"]}}),
        (400, "POST", {"data": {"query": [ASK, ASK]}}),
        (400, "POST", {"content": ASK, "params": {"query": ASK}, "headers": {"Content-Type": DIRECT}}),
        (400, "POST", {"data": {"query": ASK}, "params": {"named-graph-uri": "https://example.org/g"}}),
        (400, "GET", {"params": {"query": ASK, "default-graph-uri": ""}}),
        (400, "GET", {"params": {"query": ASK, "format": ""}}),
        (400, "GET", {"params": {"query": "DELETE WHERE { ?s ?p ?o }"}}),
        (406, "GET", {"params": {"query": CASES}, "headers": {"Accept": "*/*;q=0"}}),
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


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * {\n ?s ?p }", 2, 8),
        ("ASK {", 1, 6),
        (ASK + "\n" + ASK, 2, 1),
        ("SELECT * {\n ?s ?p ?o .\n FILTER ?o = 1\n ?a ?b ?c .\n}", 3, 9),
        ("SELECT *\nFROM <https://example.org/g> {}", 2, 6),
        ("PREFIX e: <https://example.org/> SELECT *\nFROM NAMED e:g {}", 2, 12),
        ("SELECT * {\n BIND(<https://example.org/f>(1) AS ?x) }", 2, 7),
        ("SELECT * { GRAPH ?g {\n { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } } }", 2, 4),
        ("SELECT *\n{\n  SERVICE <x:y> {} }", 3, 3),
        ("PREFIX a: <x:>\nDELETE WHERE { ?s ?p ?o }", 2, 1),
        ("CONSTRUCT { GRAPH <x:g> { ?s ?p ?o } }\nWHERE { ?s ?p ?o }", 1, None),
    ],
)
def test_a_fault_is_told_with_its_place(client: TestClient, query: str, line: int, column: int | None) -> None:
    answer = client.post("/sparql", content=query, headers={"Content-Type": DIRECT})
    problem = answer.json()
    assert (answer.status_code, problem["line"]) == (400, line)
    assert column in (problem["column"], None)
    assert f"line {line}, column {problem['column']}" in problem["detail"]


def test_quads_are_not_constructed_but_graphs_may_be_written_as_quads(client: TestClient) -> None:
    """SPARQL 1.1 has no `CONSTRUCT { GRAPH … }`; in TriG and N-Quads all triples stand in the default graph."""
    for form in (RdfFormat.TRIG, RdfFormat.N_QUADS):
        answer = client.get("/sparql", params={"query": CONSTRUCT}, headers={"Accept": form.media_type})
        assert {str(quad.graph_name) for quad in parse(answer.content, format=form)} == {"DEFAULT"}


def test_relative_iris_are_resolved_as_in_the_files_of_facts(client: TestClient) -> None:
    query = PREFIX + "SELECT ?decided { <id/decision/nl-ap-2024-clearview> comity:decided ?decided }"
    assert bindings(client.get("/sparql", params={"query": query})) == [{"decided": "2024-05-16"}]


def test_a_form_is_decoded_once(client: TestClient) -> None:
    query = 'SELECT ("100%2525 + 1%2B" AS ?x) {}'
    for answer in (
        client.get("/sparql", params={"query": query}),
        client.post("/sparql", data={"query": query}),
        client.post("/sparql", content=query, headers={"Content-Type": DIRECT}),
        client.post(
            "/sparql",
            content=b"query=SELECT+(%22100%252525+%2B+1%252B%22+AS+%3Fx)+%7B%7D",
            headers={"Content-Type": f"{FORM}; charset=utf-8"},
        ),
    ):
        assert bindings(answer) == [{"x": "100%2525 + 1%2B"}]


def test_parameters_of_a_direct_query_stand_in_the_address(client: TestClient) -> None:
    answer = client.post(
        "/sparql",
        params={"default-graph-uri": GRAPH_DERIVED, "format": "csv"},
        content="SELECT (COUNT(*) AS ?n) { ?case a <https://w3id.org/comity/ontology#Case> }",
        headers={"Content-Type": DIRECT},
    )
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text == "n\r\n0\r\n"


def test_an_answer_that_its_limit_may_have_cut_says_so(client: TestClient, cases: list[dict[str, str]]) -> None:
    def limited(query: str, **kwargs: Any) -> str | None:
        answer = client.get("/sparql", params={"query": query, "format": "csv"}, **kwargs)
        assert answer.status_code == 200
        found: str | None = answer.headers.get("comity-limited")
        return found

    assert limited(CASES) is None
    assert limited(f"{CASES} LIMIT 5") == "true"
    assert limited(f"{CASES} LIMIT {len(cases)}") == "true"
    assert limited(f"{CASES} LIMIT {len(cases) + 1}") is None
    assert limited(f"{CASES} OFFSET {len(cases) - 2} LIMIT 5") is None
    assert limited(PREFIX + "SELECT ?c { { SELECT ?c { ?c a comity:Case } LIMIT 5 } }") is None
    assert client.head("/sparql", params={"query": f"{CASES} LIMIT 5"}).headers["comity-limited"] == "true"
    for graph in (CONSTRUCT, DESCRIBE):
        for query, said in ((graph, None), (f"{graph} LIMIT 1000", "true")):  # Of solutions, which are not counted.
            answer = client.get("/sparql", params={"query": query})
            assert (answer.status_code, answer.headers.get("comity-limited")) == (200, said)


def test_an_answer_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/sparql", params={"query": CASES})
    again = {"If-None-Match": first.headers["etag"]}
    second = client.get("/sparql", params={"query": CASES}, headers=again)
    assert (second.status_code, second.content) == (304, b"")
    assert second.headers["etag"] == first.headers["etag"]
    assert client.get("/sparql", params={"query": CASES, "format": "csv"}, headers=again).status_code == 200
    assert client.post("/sparql", data={"query": CASES}, headers=again).content == first.content


def test_the_methods_are_told(client: TestClient) -> None:
    answer = client.options("/sparql")
    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert answer.headers["accept-post"] == f"{FORM}, {DIRECT}"
    assert {"GET", "HEAD", "POST"} < set(client.delete("/sparql").headers["allow"].split(", "))


def test_scripts_of_other_sites_may_ask(client: TestClient) -> None:
    origin = {"Origin": "https://example.org"}
    asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    allowed = client.options("/sparql", headers=asked)
    assert allowed.status_code == 200
    assert "POST" in allowed.headers["access-control-allow-methods"]
    assert allowed.headers["access-control-allow-headers"] == "content-type"
    answer = client.get("/sparql", params={"query": f"{CASES} LIMIT 1"}, headers=origin)
    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    told = {name for name in answer.headers if name.startswith("comity-")} | {"etag"}
    assert told == {"comity-rows", "comity-version", "comity-limited", "etag"}
    assert told <= {name.lower() for name in exposed}


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
    first = client.get("/sparql", params=query)
    assert first.status_code == 200, first.text
    newest = next(reversed(kept._kept))
    again = client.post("/sparql", data=query)
    assert newest[0].text == query["query"]
    assert next(reversed(kept._kept)) == newest, "the same, seen last, and no other beside it"
    own = {"x-request-id": ""}  # Each request has its own.
    assert (first.content, {**first.headers, **own}) == (again.content, {**again.headers, **own})
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


def test_what_changes_with_the_day_is_kept_for_the_day(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = client.app.state.comity.cache  # type: ignore[attr-defined]
    query = {"query": "SELECT (SUBSTR(STR(NOW()), 1, 10) AS ?day) {} # kept for a day"}

    def entries() -> list[str]:
        return [key[1] for key in kept._kept if getattr(key[0], "text", "") == query["query"]]

    days = iter(["2026-01-01", "2026-01-02", "2026-01-02", "2026-01-02", "2026-01-02", "2026-01-03"])
    monkeypatch.setattr("api.sparql.today", lambda: next(days))
    first = client.get("/sparql", params=query)
    assert (first.status_code, entries()) == (200, []), "midnight passed while it was answered"
    assert client.get("/sparql", params=query).content == first.content
    assert entries() == ["2026-01-02"]
    assert client.get("/sparql", params=query).content == first.content, "the kept one: it asks for the day once"
    assert next(days) == "2026-01-03"
    version = client.get("/health/ready").json()["version"]
    monkeypatch.setattr("api.sparql.today", lambda: "2026-01-02")
    assert "immutable" not in client.get("/sparql", params={**query, "version": version}).headers["cache-control"]


def test_a_long_address_is_read(server: Server) -> None:
    names = " ".join(f"PREFIX p{number}: <https://example.org/{number}#>" for number in range(300))
    assert len(names) > 8000
    assert server.ask("/sparql?" + urlencode({"query": names + " ASK {}"})).status == 200


def test_an_address_may_be_far_longer_than_servers_usually_take(server: Server) -> None:
    query = "SELECT * { ?s ?p ?o } LIMIT 3 #"
    assert server.ask("/sparql?" + urlencode({"query": query + "x" * 45_000})).headers["comity-rows"] == "3"
    assert server.ask("/sparql?" + urlencode({"query": query + "x" * 55_000})).status == 414


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
