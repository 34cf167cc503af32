"""Pages of terms, concepts and the ontology: what they tell is what graph and shapes say."""

import gzip
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from api.vocabulary import VERSION
from graph.namespaces import BASE, GRAPH_ONTOLOGY, ONTOLOGY
from graph.queries import folder
from graph.snapshot import Snapshot
from graph.store import embedded
from tests.api.test_pages import HTML, page
from tests.conftest import Project

IRI = rdflib.URIRef(ONTOLOGY.removesuffix("#"))
VANN = rdflib.Namespace("http://purl.org/vocab/vann/")


@pytest.fixture(scope="module")
def ontology(client: TestClient) -> rdflib.Graph:
    """The ontology as it is served at its namespace."""
    return rdflib.Graph().parse(data=client.get("/ontology", headers={"Accept": "text/turtle"}).text, format="turtle")


def count(client: TestClient, pattern: str) -> int:
    """Distinct solutions of a pattern about things."""
    query = (
        f"PREFIX comity: <{ONTOLOGY}> SELECT (COUNT(*) AS ?n) {{ SELECT DISTINCT * {{ {pattern} "
        f'FILTER(STRSTARTS(STR(?s), "{BASE}id/")) }} }}'
    )
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    return int(answer.text.split()[1])


@pytest.mark.parametrize(
    ("name", "pattern", "words"),
    [("Fine", "?s a comity:Fine", "instances"), ("infringes", "?s comity:infringes ?o", "statements")],
)
def test_a_term_tells_how_often_it_is_used(client: TestClient, name: str, pattern: str, words: str) -> None:
    assert f"{count(client, pattern):,} {words} in snapshot" in page(client, f"/ontology/{name}").text


def test_the_uses_of_every_term_and_concept_are_those_in_the_facts(real: Snapshot) -> None:
    """Counted from the dump: each triple outside of the graph of the ontology once, whatever its subject."""
    quads = parse(gzip.decompress(real.nquads.read_bytes()), format=RdfFormat.N_QUADS, rename_blank_nodes=False)
    facts = {quad.triple for quad in quads if quad.graph_name != NamedNode(GRAPH_ONTOLOGY)}
    type_ = NamedNode(str(RDF.type))
    instances = Counter(fact.object for fact in facts if fact.predicate == type_)
    statements = Counter(fact.predicate for fact in facts)
    values = Counter(fact.object for fact in facts if fact.predicate != type_)
    store, pages = embedded(real), folder("pages")
    terms = [row["term"] for row in store.rows(pages["terms"].text)]
    concepts = [row["concept"] for row in store.rows(pages["concepts"].text)]
    assert len({*terms, *concepts}) > 350
    for term in {*terms, *concepts}:
        [row] = store.rows(pages["usage"].bind({"term": term}))
        found = {name: int(row[name].value) for name in ("instances", "statements", "values")}
        expected = {"instances": instances[term], "statements": statements[term], "values": values[term]}
        assert found == expected, term


def test_a_concept_tells_how_often_it_is_used(client: TestClient) -> None:
    number = count(client, f"?s ?p <{BASE}concept/force/annulled>")
    assert f"in {number:,} statements" in page(client, "/concepts/force/annulled").text


def test_a_term_tells_its_names_neighbours_and_shapes(client: TestClient, ontology: rdflib.Graph) -> None:
    found = page(client, "/ontology/Fine")
    addresses = {given["href"] for _, given in found.of("a")}
    term = rdflib.URIRef(f"{ONTOLOGY}Fine")
    for property_ in (RDFS.label, SKOS.definition):
        texts = [str(text) for text in ontology.objects(term, property_)]
        assert len(texts) == 5
        assert all(" ".join(text.split()) in found.text for text in texts)
    assert {"/ontology/Measure", "/ontology/amount"} <= addresses
    assert "shapes/fine-amount" in found.text
    assert any(address.endswith("#fine") for address in addresses), "an example from the facts"
    found = page(client, "/ontology/case")
    assert {"/ontology/Decision", "/ontology/Complaint", "/ontology/Case"} <= {
        given["href"] for _, given in found.of("a")
    }


def test_every_term_has_a_page_and_a_document(client: TestClient, ontology: rdflib.Graph) -> None:
    terms = sorted(str(term) for term in ontology.subjects(RDFS.isDefinedBy, IRI))
    assert len(terms) > 150
    for term in terms[::12]:
        path = f"/ontology/{term.removeprefix(ONTOLOGY)}"
        assert term in page(client, path).text
        document = rdflib.Graph().parse(data=client.get(f"{path}.ttl").text, format="turtle")
        assert (rdflib.URIRef(term), RDFS.isDefinedBy, IRI) in document


@pytest.mark.parametrize("path", ["/ontology/Fairy", "/ontology/9.9.9", "/ontology/%3C", "/concepts/force/never"])
def test_there_is_no_page_for_what_is_no_term(client: TestClient, path: str) -> None:
    assert client.get(path, headers=HTML).status_code == 404
    assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 404


# The rules of FOOPS!, which rates ontologies by the FAIR principles


@pytest.mark.parametrize(
    "property_",
    [
        DCTERMS.title,
        DCTERMS.description,
        DCTERMS.license,
        DCTERMS.creator,
        DCTERMS.publisher,
        DCTERMS.created,
        DCTERMS.issued,
        DCTERMS.bibliographicCitation,
        OWL.versionIRI,
        OWL.versionInfo,
        VANN.preferredNamespacePrefix,
        VANN.preferredNamespaceUri,
    ],
)
def test_the_ontology_says_what_foops_looks_for(ontology: rdflib.Graph, property_: rdflib.URIRef) -> None:
    assert (IRI, RDF.type, OWL.Ontology) in ontology
    assert str(ontology.value(IRI, property_))


def test_its_names_agree(client: TestClient, ontology: rdflib.Graph) -> None:
    assert str(ontology.value(IRI, VANN.preferredNamespaceUri)) == ONTOLOGY
    info = str(ontology.value(IRI, OWL.versionInfo))
    assert VERSION.fullmatch(info)
    version = str(ontology.value(IRI, OWL.versionIRI)).removeprefix(f"{IRI}/")
    assert VERSION.fullmatch(version) and version.startswith(f"{info}-")
    assert info in str(ontology.value(IRI, DCTERMS.bibliographicCitation))


HEAD = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://w3id.org/comity/ontology> a owl:Ontology ; owl:versionInfo "0.1.0" ; rdfs:comment "%s"@en .
"""


def test_a_version_iri_leads_to_that_version_for_ever(tmp_path: Path, skeleton: Path) -> None:
    shutil.copytree(skeleton, tmp_path / "skeleton")
    project = Project(tmp_path / "project", tmp_path / "skeleton")
    project.write_all()
    said = ("First words", "Second words", "Second words")
    places = []
    for words in said:
        (tmp_path / "skeleton/ontology/head.ttl").write_text(HEAD % words)
        places.append(f"/ontology/{project.build().ontology}")
    assert places[0] != places[1] == places[2]
    with TestClient(
        create_app(Settings(snapshots=project.snapshots, workers=1), Versions(project.snapshots))
    ) as client:
        for place, words in zip(places, said, strict=True):
            answer = client.get(place, headers={"Accept": "text/turtle"}, follow_redirects=False)
            assert answer.status_code == 303
            told = client.get(answer.headers["location"])
            assert "immutable" in told.headers["cache-control"]
            graph = rdflib.Graph().parse(data=told.text, format="turtle")
            assert str(graph.value(IRI, RDFS.comment)) == words
            assert str(graph.value(IRI, OWL.versionIRI)) == f"https://w3id.org/comity{place}"
            suffixed = client.get(f"{place}.nt", follow_redirects=False).headers["location"]
            assert suffixed.startswith("/ontology.nt?version=")
        assert client.get("/ontology/0.1.0", headers=HTML).status_code == 404


def test_its_terms_have_labels_and_definitions(ontology: rdflib.Graph) -> None:
    for term in ontology.subjects(RDFS.isDefinedBy, IRI):
        for property_ in (RDFS.label, SKOS.definition):
            assert "en" in {getattr(text, "language", None) for text in ontology.objects(term, property_)}, term


@pytest.mark.parametrize("media_type", ["application/rdf+xml", "text/turtle", "application/ld+json", "text/html"])
def test_it_is_served_at_its_namespace_in_every_form(client: TestClient, media_type: str) -> None:
    answer = client.get("/ontology", headers={"Accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert len(re.findall(r"PeriodicPenalty\b", answer.text)) > 1
