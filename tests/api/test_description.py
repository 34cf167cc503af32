"""The service description: what the endpoint says of itself is so."""

import pytest
import rdflib
from starlette.testclient import TestClient

from graph.namespaces import GRAPH_CURATED, GRAPH_DERIVED, GRAPH_EXAMPLES, GRAPH_ONTOLOGY
from tests.api.conftest import Server
from tests.api.test_negotiation import BROWSER, COMUNICA, RDFLIB

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS = rdflib.Namespace("http://www.w3.org/ns/formats/")


@pytest.fixture(scope="module")
def description(client: TestClient) -> rdflib.Graph:
    """The description as rdflib reads it."""
    return rdflib.Graph().parse(data=client.get("/sparql", headers={"Accept": RDFLIB}).content, format="turtle")


def test_it_describes_one_endpoint_that_is_where_it_was_asked(description: rdflib.Graph) -> None:
    [service] = description.subjects(rdflib.RDF.type, SD.Service)
    assert description.value(service, SD.endpoint) == rdflib.URIRef("http://testserver/sparql")
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in description
    assert set(description.objects(service, SD.feature)) == {SD.UnionDefaultGraph}
    assert set(description.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}


def test_it_claims_no_inference_and_the_engine_makes_none(client: TestClient, description: rdflib.Graph) -> None:
    [service] = description.subjects(rdflib.RDF.type, SD.Service)
    simple = rdflib.URIRef("http://www.w3.org/ns/entailment/Simple")
    assert description.value(service, SD.defaultEntailmentRegime) == simple
    query = """PREFIX comity: <https://w3id.org/comity/ontology#>
      ASK { ?fine a comity:Fine FILTER NOT EXISTS { ?fine a comity:Measure } }"""
    asked = {"query": query, "default-graph-uri": [GRAPH_CURATED, GRAPH_ONTOLOGY]}
    assert client.get("/sparql", params=asked).json()["boolean"] is True
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is False, "derived at build, as triples"


def test_it_names_the_graphs_that_can_be_asked_for(client: TestClient, description: rdflib.Graph) -> None:
    names = {str(name) for name in description.objects(None, SD.name)}
    assert names == {GRAPH_ONTOLOGY, GRAPH_CURATED, GRAPH_DERIVED, GRAPH_EXAMPLES}
    query = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
    rows = client.get("/sparql", params={"query": query}).json()["results"]["bindings"]
    assert {row["g"]["value"] for row in rows} == names


def test_it_names_the_formats(description: rdflib.Graph) -> None:
    names = {str(form).removeprefix(str(FORMATS)) for form in description.objects(None, SD.resultFormat)}
    results = {"SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"}
    assert names == results | {"Turtle", "N-Triples", "JSON-LD", "RDF_XML", "TriG", "N-Quads"}


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (RDFLIB, "text/turtle"),
        (COMUNICA, "application/n-quads"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("*/*", "text/turtle"),
        (BROWSER, "text/html"),
        ("text/html", "text/html"),
        ("image/png", "text/html"),
    ],
)
def test_programs_get_the_description_and_people_the_editor(client: TestClient, accept: str, media_type: str) -> None:
    answer = client.get("/sparql", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("host", ["x<y>", 'x"y', "a b", "[::1", "x:99999999", "x{y}", "x|y", "\\", "%"])
def test_an_odd_host_breaks_nothing(server: Server, host: str) -> None:
    assert server.ask("/sparql", headers={"Host": host, "Accept": "text/turtle"}).status in (200, 400)
