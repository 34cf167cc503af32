"""VoID: every number in it, counted again by other means."""

import gzip
from collections import Counter

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib.namespace import DCTERMS, RDF, VOID
from starlette.testclient import TestClient

from graph.dump import scope_of
from graph.namespaces import BASE, ID
from graph.snapshot import Snapshot
from tests.api.test_negotiation import COMUNICA, RDFLIB

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
TYPE = NamedNode(str(RDF.type))


@pytest.fixture(scope="module")
def void(client: TestClient) -> rdflib.Graph:
    """The description as rdflib reads it."""
    return rdflib.Graph().parse(data=client.get("/void", headers={"Accept": RDFLIB}).text, format="turtle")


@pytest.fixture(scope="module")
def dataset(real: Snapshot) -> rdflib.URIRef:
    """The IRI of the snapshot."""
    return rdflib.URIRef(f"{BASE}dataset/{real.version}")


@pytest.fixture(scope="module")
def facts(real: Snapshot) -> set[tuple[object, NamedNode, object]]:
    """Each triple of the graph once, read from the dump, which nothing but a parser has touched."""
    held = parse(gzip.decompress(real.nquads.read_bytes()), format=RdfFormat.N_QUADS, rename_blank_nodes=False)
    return {(quad.subject, quad.predicate, quad.object) for quad in held}


def number(graph: rdflib.Graph, subject: rdflib.term.Node | None, predicate: rdflib.URIRef) -> int:
    """A number that is told once."""
    [value] = graph.objects(subject, predicate)
    return int(str(value))


def asked(client: TestClient, query: str) -> list[dict[str, str]]:
    """Rows of the endpoint."""
    rows = client.post("/sparql", data={"query": query}).json()["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in rows]


def test_totals(void: rdflib.Graph, dataset: rdflib.URIRef, facts: set[tuple[object, NamedNode, object]]) -> None:
    assert number(void, dataset, VOID.triples) == len(facts)
    assert number(void, dataset, VOID.distinctSubjects) == len({fact[0] for fact in facts})
    assert number(void, dataset, VOID.distinctObjects) == len({fact[2] for fact in facts})
    assert number(void, dataset, VOID.properties) == len({fact[1] for fact in facts})
    assert number(void, dataset, VOID.classes) == len({fact[2] for fact in facts if fact[1] == TYPE})
    things = {fact[0] for fact in facts if fact[1] == TYPE and str(fact[0]).startswith(f"<{ID}")}
    assert number(void, dataset, VOID.entities) == len(things)


def test_property_partitions(
    void: rdflib.Graph, dataset: rdflib.URIRef, facts: set[tuple[object, NamedNode, object]]
) -> None:
    expected = Counter(fact[1].value for fact in facts)
    found = {}
    for part in void.objects(dataset, VOID.propertyPartition):
        found[str(void.value(part, VOID.property))] = number(void, part, VOID.triples)
    assert found == dict(expected)


def test_class_partitions(client: TestClient, void: rdflib.Graph, dataset: rdflib.URIRef) -> None:
    rows = asked(client, "SELECT ?c (COUNT(DISTINCT ?x) AS ?n) { ?x a ?c } GROUP BY ?c")
    found = {}
    for part in void.objects(dataset, VOID.classPartition):
        found[str(void.value(part, VOID["class"]))] = number(void, part, VOID.entities)
    assert found == {row["c"]: int(row["n"]) for row in rows}


def test_named_graphs(void: rdflib.Graph, dataset: rdflib.URIRef, real: Snapshot) -> None:
    for graph, size in real.manifest["quads"].items():
        part = rdflib.URIRef(f"{dataset}#{scope_of(graph)}")
        assert (dataset, VOID.subset, part) in void
        assert number(void, part, VOID.triples) == size


def test_linksets(client: TestClient, void: rdflib.Graph, dataset: rdflib.URIRef) -> None:
    linksets = list(void.subjects(RDF.type, VOID.Linkset))
    assert linksets
    for links in linksets:
        assert void.value(links, VOID.subjectsTarget) == dataset
        assert (dataset, VOID.subset, links) in void
        space = str(void.value(void.value(links, VOID.objectsTarget), VOID.uriSpace))
        predicate = str(void.value(links, VOID.linkPredicate))
        query = f"""SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT ?s ?o {{ ?s <{predicate}> ?o
          FILTER(isIRI(?o) && REGEX(STR(?o), "^{space}[/#]")) }} }}"""
        [row] = asked(client, query)
        assert number(void, links, VOID.triples) == int(row["n"]) > 0, (predicate, space)


def test_vocabularies_and_samples(client: TestClient, void: rdflib.Graph, dataset: rdflib.URIRef) -> None:
    vocabularies = {str(found) for found in void.objects(dataset, VOID.vocabulary)}
    assert {f"{BASE}ontology#", "http://www.w3.org/2004/02/skos/core#"} <= vocabularies
    samples = {str(found) for found in void.objects(dataset, VOID.exampleResource)}
    assert len(samples) == 8
    for sample in samples:
        assert sample.startswith(ID)
        assert client.get("/" + sample.removeprefix(BASE), headers={"Accept": "text/turtle"}).status_code == 200
    assert str(void.value(dataset, VOID.uriSpace)) == ID


def test_addresses(client: TestClient, void: rdflib.Graph, dataset: rdflib.URIRef) -> None:
    dumps = [str(found) for found in void.objects(dataset, VOID.dataDump)]
    assert len(dumps) == 8
    for address in (*dumps, str(void.value(dataset, VOID.sparqlEndpoint))):
        assert client.head("/" + address.removeprefix(BASE)).status_code == 200
    assert str(void.value(dataset, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert (rdflib.URIRef(f"{BASE}void"), RDF.type, VOID.DatasetDescription) in void
    assert void.value(dataset, DCAT.version) is not None


def test_the_graph_in_all_its_versions_is_a_data_set_too(void: rdflib.Graph, dataset: rdflib.URIRef) -> None:
    series = rdflib.URIRef(f"{BASE}dataset")
    assert (series, RDF.type, VOID.Dataset) in void
    assert void.value(series, DCTERMS.hasVersion) == dataset
    for predicate in (DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.publisher):
        assert void.value(series, predicate) is not None
    publisher = void.value(dataset, DCTERMS.publisher)
    assert publisher == void.value(series, DCTERMS.publisher)
    assert void.value(publisher, rdflib.FOAF.name) is not None


def test_well_known(client: TestClient) -> None:
    answer = client.get("/.well-known/void", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/void")
    assert client.get("/.well-known/void").headers["content-type"] == "text/turtle; charset=utf-8"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (COMUNICA, "application/n-quads"),
        ("text/html", "text/turtle"),
        ("*/*", "text/turtle"),
        ("image/png", "text/turtle"),
    ],
)
def test_formats(client: TestClient, accept: str, media_type: str) -> None:
    answer = client.get("/void", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert "Accept" in answer.headers["vary"]
