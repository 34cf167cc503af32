"""Comunica, which reads the service description of an endpoint and then asks it."""

from starlette.testclient import TestClient

from tests.api.conftest import Server
from tests.clients.conftest import CASES, CLEARVIEW, CONSTRUCT, FINES, node


def test_rows(server: Server, client: TestClient) -> None:
    cases = sorted(case["iri"] for case in client.get("/api/v1/cases?limit=500").json()["data"])
    assert node("comunica.mjs", f"{server.url}/sparql", given=CASES) == [{"case": iri} for iri in cases]
    [row] = [row for row in node("comunica.mjs", f"{server.url}/sparql", given=FINES) if row["company"] == CLEARVIEW]
    assert (row["total"], row["fines"]) == ("90500000", "4")


def test_graphs_and_truth_values(server: Server, client: TestClient) -> None:
    triples = node("comunica.mjs", f"{server.url}/sparql", given=CONSTRUCT)
    assert len({tuple(triple) for triple in triples}) == client.get("/api/v1/cases").json()["page"]["total"]
    assert {triple[2] for triple in triples} == {"https://w3id.org/comity/ontology#Case"}
    assert node("comunica.mjs", f"{server.url}/sparql", given="ASK { <x:y> ?p ?o }") is False
