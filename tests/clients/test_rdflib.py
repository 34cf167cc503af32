"""rdflib's SPARQLStore, which asks the endpoint as if it were a graph in memory."""

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from starlette.testclient import TestClient

from tests.api.conftest import Server
from tests.clients.conftest import CASES, CLEARVIEW, CONSTRUCT, FINES

COMITY = rdflib.Namespace("https://w3id.org/comity/ontology#")
DECISION = rdflib.URIRef("https://w3id.org/comity/id/decision/nl-ap-2024-clearview")


@pytest.fixture(params=["GET", "POST"])
def graph(request: pytest.FixtureRequest, server: Server) -> rdflib.Graph:
    """The endpoint as a graph. Its queries begin with some thirty prefixes; a GET has them in its address."""
    found = rdflib.Graph(SPARQLStore(f"{server.url}/sparql", method=request.param))
    assert len(list(found.namespaces())) > 25
    return found


def test_triples(graph: rdflib.Graph, client: TestClient) -> None:
    assert str(graph.value(DECISION, COMITY.decided)) == "2024-05-16"
    assert (DECISION, COMITY.decided, None) in graph
    assert (DECISION, COMITY.annuls, None) not in graph
    record = client.get("/api/v1/decisions/nl-ap-2024-clearview").json()["data"]
    assert len(set(graph.objects(DECISION, COMITY.imposes))) == sum(map(len, record["measures"].values())) == 4


def test_rows(graph: rdflib.Graph, client: TestClient) -> None:
    cases = sorted(case["iri"] for case in client.get("/api/v1/cases?limit=500").json()["data"])
    assert [str(row.case) for row in graph.query(CASES)] == cases  # type: ignore[union-attr]
    [row] = [row for row in graph.query(FINES) if str(row.company) == CLEARVIEW]  # type: ignore[union-attr]
    assert (row.total.toPython(), row.fines.toPython()) == (90_500_000, 4)  # type: ignore[union-attr]


def test_graphs_and_truth_values(graph: rdflib.Graph, client: TestClient) -> None:
    found = graph.query(CONSTRUCT).graph
    assert found is not None
    assert len(found) == client.get("/api/v1/cases").json()["page"]["total"]
    assert graph.query("ASK { ?case a comity:Case }", initNs={"comity": COMITY}).askAnswer is True
    assert graph.query("ASK { ?case a comity:Fairy }", initNs={"comity": COMITY}).askAnswer is False
