"""The catalogue: valid by the shapes of DCAT-AP, and true of the files it lists."""

import hashlib
import json
from pathlib import Path

import pytest
import rdflib
from pyshacl import validate
from rdflib.namespace import DCTERMS, RDF, SH, SKOS
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph import dump
from graph.namespaces import BASE, ROOT
from graph.snapshot import Snapshot
from tests.conftest import DECISION, Project

SHAPES = sorted((ROOT / "tests" / "standards" / "dcat-ap-3.0.1-shacl").glob("*.ttl"))
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
CATALOGUE = rdflib.URIRef(f"{BASE}catalog")
ADVICE = {
    DCTERMS.publisher: "no body of the Union, so that it is in no table of theirs",
    DCTERMS.type: "what kind of body the publisher is, no table of theirs says",
    DCTERMS.spatial: "a named graph is a part of a dataset that says it",
    DCTERMS.temporal: "a named graph is a part of a dataset that says it",
    DCAT.bbox: "a country is named, not measured",
    DCAT.centroid: "a country is named, not measured",
}
"""Recommendations not followed, and why."""


@pytest.fixture(scope="module")
def catalogue(client: TestClient) -> rdflib.Graph:
    """The catalogue as rdflib reads it."""
    return rdflib.Graph().parse(data=client.get("/catalog.ttl").text, format="turtle")


def results(graph: rdflib.Graph, shapes: Path) -> list[tuple[rdflib.term.Node | None, rdflib.term.Node | None]]:
    """Severity and path of each result of a file of shapes."""
    _, report, _ = validate(graph, shacl_graph=rdflib.Graph().parse(shapes), inference="none", advanced=False)
    found = report.objects(None, SH.result)
    return [(report.value(one, SH.resultSeverity), report.value(one, SH.resultPath)) for one in found]


@pytest.mark.parametrize("shapes", SHAPES, ids=lambda file: file.stem)
def test_the_shapes_of_dcat_ap(catalogue: rdflib.Graph, shapes: Path) -> None:
    found = results(catalogue, shapes)
    assert SH.Violation not in {severity for severity, _ in found}
    assert {path for _, path in found} <= set(ADVICE)


def test_there_are_five_files_of_shapes() -> None:
    assert len(SHAPES) == 5


@pytest.mark.parametrize(
    ("shapes", "predicate"),
    [
        ("mdr-vocabularies.shape", SKOS.inScheme),
        ("shapes", SKOS.prefLabel),
        ("shapes", DCAT.accessURL),
        ("shapes", SPDX.checksumValue),
        ("range", RDF.type),
    ],
)
def test_the_shapes_see_what_is_missing(catalogue: rdflib.Graph, shapes: str, predicate: rdflib.URIRef) -> None:
    broken = rdflib.Graph()
    for triple in catalogue:
        if triple[1] != predicate or triple[2] in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution):
            broken.add(triple)
    [file] = [one for one in SHAPES if one.stem == shapes]
    assert SH.Violation in {severity for severity, _ in results(broken, file)}


def test_distributions_are_the_files(client: TestClient, catalogue: rdflib.Graph, real: Snapshot) -> None:
    dataset = rdflib.URIRef(f"{BASE}dataset/{real.version}")
    expected = {one.name: one for one in dump.dumps(real.dumps)}
    found = {str(catalogue.value(one, DCTERMS.title)): one for one in catalogue.subjects(RDF.type, DCAT.Distribution)}
    assert set(found) == set(expected)
    whole = {name for name, one in found.items() if (dataset, DCAT.distribution, one) in catalogue}
    assert whole == {name for name in expected if name.startswith("comity.")}
    for name, one in found.items():
        address = str(catalogue.value(one, DCAT.downloadURL))
        body = (
            client.get("/" + address.removeprefix(BASE)).content if name in whole else expected[name].file.read_bytes()
        )
        assert int(str(catalogue.value(one, DCAT.byteSize))) == len(body)
        checksum = catalogue.value(one, SPDX.checksum)
        assert str(catalogue.value(checksum, SPDX.checksumValue)) == hashlib.sha256(body).hexdigest()


def test_the_dataset(catalogue: rdflib.Graph, real: Snapshot) -> None:
    dataset = rdflib.URIRef(f"{BASE}dataset/{real.version}")
    assert (CATALOGUE, DCAT.dataset, dataset) in catalogue
    assert str(catalogue.value(dataset, DCAT.version)) == real.version
    assert str(catalogue.value(dataset, DCTERMS.issued)) == real.manifest["built"]
    assert catalogue.value(dataset, DCAT.inSeries) == rdflib.URIRef(f"{BASE}dataset")
    assert catalogue.value(dataset, DCTERMS.conformsTo) == rdflib.URIRef(f"{BASE}ontology")
    assert len(set(catalogue.objects(dataset, DCTERMS.hasPart))) == len(real.graphs)
    period = catalogue.value(dataset, DCTERMS.temporal)
    assert str(catalogue.value(period, DCAT.startDate)) < str(catalogue.value(period, DCAT.endDate))


def test_what_it_points_to_is_there(client: TestClient, catalogue: rdflib.Graph) -> None:
    services = set(catalogue.subjects(RDF.type, DCAT.DataService))
    assert len(services) == 2
    for service in services:
        described = str(catalogue.value(service, DCAT.endpointDescription))
        assert client.get("/" + described.removeprefix(BASE)).status_code == 200
    reports = {str(page) for page in catalogue.objects(None, rdflib.FOAF.page) if "report" in str(page)}
    assert len(reports) == 2
    for page in reports:
        assert client.get("/" + page.removeprefix(BASE)).status_code == 200


def test_no_blank_node(catalogue: rdflib.Graph) -> None:
    assert not any(isinstance(term, rdflib.BNode) for triple in catalogue for term in triple)


def test_two_snapshots(small: Project) -> None:
    made = []
    for day in ("2023-03-01", "2023-03-02"):
        small.write_all(decision=DECISION.replace("2023-03-01", day))
        made.append(small.build().version)
    manifest = small.snapshots / made[0] / "manifest.json"
    manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "built": "2020-01-01T00:00:00+00:00"}))
    first, second = (rdflib.URIRef(f"{BASE}dataset/{version}") for version in made)
    with TestClient(create_app(Settings(snapshots=small.snapshots, workers=1), Versions(small.snapshots))) as client:
        graph = rdflib.Graph().parse(data=client.get("/catalog.ttl").text, format="turtle")
        before = rdflib.Graph().parse(data=client.get(f"/catalog.ttl?version={made[0]}").text, format="turtle")
        record = client.get("/catalog?format=datacite").json()
    assert {one for one in graph.objects(CATALOGUE, DCAT.dataset) if "#" not in str(one)} == {first, second}
    assert graph.value(second, DCAT.previousVersion) == first
    assert graph.value(first, DCAT.previousVersion) is None
    assert len(set(graph.objects(first, DCAT.distribution))) == 8
    assert (CATALOGUE, DCAT.dataset, second) not in before
    assert (CATALOGUE, DCAT.dataset, first) in before
    assert {one["relatedIdentifier"] for one in record["relatedIdentifiers"]} >= {str(first)}
    for shapes in SHAPES:
        assert SH.Violation not in {severity for severity, _ in results(graph, shapes)}
