"""What F-UJI, which rates how FAIR data are, looks for: its metrics of version 0.8, one by one, on our answers.

It is read as F-UJI reads it: the block of JSON-LD in the page by rdflib with nothing fetched, the entity with the most
said of it, the documents by content negotiation. FUJI.md beside this file tells the points, and which cannot be had.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import extruct
import pytest
import rdflib
from httpx2 import Response
from rdflib.namespace import DCAT, RDF, SDO
from starlette.testclient import TestClient

from graph.namespaces import BASE
from graph.snapshot import Snapshot

pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]
DECISION, CASE = f"{BASE}id/decision/nl-ap-2024-clearview", f"{BASE}id/case/clearview-scraping"
HTML = {"Accept": "text/html, */*"}
RELATIONS = (SDO.isPartOf, SDO.includedInDataCatalog, SDO.subjectOf, SDO.isBasedOn, SDO.sameAs, SDO.citation)
"""Properties of schema.org that F-UJI takes for related resources, each with its type of relation."""
RDF_TYPES = ("text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples")
REGISTERED = {"http://www.w3.org/ns/prov", "http://www.w3.org/ns/dcat"}
"""Vocabularies of ours that are registered, and that F-UJI does not pass over as too common, as it does SKOS."""
REPORT = Path(__file__).with_name("FUJI.md")
METRICS = {
    "FsF-F1-01MD": 1,
    "FsF-F1-02MD": 1,
    "FsF-F2-01M": 2,
    "FsF-F3-01M": 1,
    "FsF-F4-01M": 2,
    "FsF-A1-01M": 1,
    "FsF-A1-02MD": 2,
    "FsF-A1.1-01MD": 2,
    "FsF-A1.2-01MD": 2,
    "FsF-I1-01M": 2,
    "FsF-I2-01M": 2,
    "FsF-I3-01M": 2,
    "FsF-R1-01M": 2,
    "FsF-R1.1-01M": 1,
    "FsF-R1.2-01M": 1,
    "FsF-R1.3-01M": 1,
    "FsF-R1.3-02D": 1,
}
"""Metrics of version 0.8, with the points each gives."""


class Landing:
    """What F-UJI makes of an identifier: the page it leads to, and the main entity of the page's block."""

    def __init__(self, client: TestClient, identifier: str) -> None:
        self.client, self.identifier = client, identifier
        self.answer = self.fetched(identifier, HTML)
        [block] = extruct.extract(self.answer.text, syntaxes=["json-ld"])["json-ld"]
        self.block: dict[str, Any] = block
        self.graph = rdflib.Graph().parse(data=json.dumps(block), format="json-ld")
        self.entity = max(self.graph.subjects(RDF.type), key=self._weight)

    def _weight(self, node: rdflib.term.Node) -> float:
        """The more is said of an entity, and the less it is named by others, the more it is the main one."""
        said = {one: len(list(self.graph.objects(one))) for one in self.graph.subjects(RDF.type)}
        named = {one: len(list(self.graph.subjects(None, one))) for one in said}
        return said[node] / max(said.values()) + 0.25 * (1 - named[node] / max(*named.values(), 1))

    def fetched(self, address: str, headers: Mapping[str, str]) -> Response:
        """The answer at an address of the project, on this host."""
        return self.client.get(address.removeprefix(BASE.rstrip("/")), headers=dict(headers))

    def values(self, property_: rdflib.URIRef) -> list[str]:
        """Values of a property of the main entity."""
        return [str(value) for value in self.graph.objects(self.entity, property_)]

    def files(self) -> Iterator[tuple[str, set[str], str | None, str | None]]:
        """Address, types, size and SHA-256 of each file."""
        for one in self.graph.objects(self.entity, SDO.distribution):
            types = {str(value) for value in self.graph.objects(one, SDO.encodingFormat)}
            size, sha256 = (self.graph.value(one, name) for name in (SDO.contentSize, SDO.sha256))
            address = str(self.graph.value(one, SDO.contentUrl))
            yield address, types, size and str(size), sha256 and str(sha256)

    def documents(self) -> Iterator[rdflib.Graph]:
        """What content negotiation at the identifier gives, for each format of RDF that F-UJI asks for."""
        for media_type in RDF_TYPES:
            answer = self.fetched(self.identifier, {"Accept": media_type})
            assert answer.headers["content-type"].partition(";")[0] == media_type
            yield rdflib.Graph().parse(data=answer.content, format=media_type)


@pytest.fixture(scope="module", params=["decision", "dataset", "case"])
def landing(request: pytest.FixtureRequest, client: TestClient, real: Snapshot) -> Landing:
    """A decision, a case, and the dataset of a snapshot, each by its identifier."""
    dataset = f"{BASE}dataset/{real.version}"
    return Landing(client, {"decision": DECISION, "dataset": dataset, "case": CASE}[request.param])


def test_f1_01md_identifiers_are_unique(landing: Landing) -> None:
    for iri in (landing.identifier, *landing.values(SDO.identifier)):
        assert urlsplit(iri).scheme == "https" and urlsplit(iri).netloc
    assert landing.values(SDO.identifier)


def test_f1_02md_identifiers_are_persistent(landing: Landing) -> None:
    """F-UJI knows the scheme by its host; that it leads somewhere is the matter of w3id.org, once it has our rules."""
    for iri in (landing.identifier, *landing.values(SDO.identifier)):
        assert re.fullmatch(r"https://w3id\.org/.+", iri)
    assert landing.answer.history, "the identifier is not the address of the page: it leads there"


def test_f2_01m_core_metadata(landing: Landing) -> None:
    for property_ in (SDO.name, SDO.identifier, SDO.datePublished, SDO.description, SDO.keywords):
        assert all(landing.values(property_)) and landing.values(property_), property_
    for property_ in (SDO.creator, SDO.publisher):
        [agent] = landing.graph.objects(landing.entity, property_)
        assert landing.graph.value(agent, SDO.name)
    assert (landing.entity, RDF.type, SDO.Dataset) in landing.graph


def test_f3_01m_data_are_named(landing: Landing) -> None:
    assert all(address.startswith(BASE) for address, *_ in landing.files())
    assert list(landing.files())


def test_f4_01m_search_engines_read_it_with_nothing_fetched(landing: Landing) -> None:
    assert landing.block["@context"]["@vocab"] == "https://schema.org/"
    assert len(list(landing.graph.predicates(landing.entity))) > 10


def test_a1_01m_access_is_told_in_terms_of_a_table(landing: Landing) -> None:
    table = "http://publications.europa.eu/resource/authority/access-right/"
    assert landing.values(SDO.conditionsOfAccess) == [f"{table}PUBLIC"]
    assert landing.values(SDO.isAccessibleForFree) == ["true"]


def test_a1_02md_metadata_and_data_are_had(landing: Landing) -> None:
    assert landing.answer.status_code == 200
    for address, *_ in landing.files():
        assert landing.fetched(address, {"Accept": "*/*"}).status_code == 200, address


def test_a11_01md_and_a12_01md_the_protocol_is_https(landing: Landing) -> None:
    """A standard one, which has authentication for those who need it."""
    assert {urlsplit(address).scheme for address in (landing.identifier, *(one[0] for one in landing.files()))} == {
        "https"
    }


def test_i1_01m_metadata_are_rdf_embedded_and_negotiated(landing: Landing) -> None:
    assert len(landing.graph) > 20
    for graph in landing.documents():
        assert len(graph) > 5


def test_i2_01m_registered_vocabularies_are_used(landing: Landing) -> None:
    graphs = [landing.graph, *landing.documents()]
    assert {str(one).rpartition("#")[0] for graph in graphs for one in graph.predicates()} & REGISTERED


def test_i3_01m_relations_are_typed_and_lead_to_identifiers(landing: Landing) -> None:
    found = {relation: landing.values(relation) for relation in RELATIONS if landing.values(relation)}
    assert len(found) >= 2
    assert all(re.fullmatch(r"https://\S+", target) for targets in found.values() for target in targets)


def test_r1_01m_type_size_and_kind_of_data_are_told_and_true(landing: Landing) -> None:
    sized = [file for file in landing.files() if file[2]]
    assert sized
    for address, types, size, sha256 in sized:
        answer = landing.fetched(address, {"Accept": "*/*", "Accept-Encoding": "identity"})
        assert size == f"{len(answer.content)} B"
        assert sha256 == hashlib.sha256(answer.content).hexdigest()
        assert answer.headers["content-type"].partition(";")[0] in types


def test_r11_01m_the_licence_is_one_of_spdx(landing: Landing) -> None:
    assert landing.values(SDO.license) == ["https://creativecommons.org/licenses/by/4.0/"]


def test_r12_01m_provenance(landing: Landing) -> None:
    for property_ in (SDO.creator, SDO.publisher, SDO.datePublished, SDO.dateModified, SDO.version):
        assert landing.values(property_), property_
    [first], [last] = landing.values(SDO.datePublished), landing.values(SDO.dateModified)
    assert first <= last


def test_r13_01m_a_standard_of_the_catalogues_of_standards(client: TestClient, real: Snapshot) -> None:
    answer = client.get(f"/dataset/{real.version}", headers={"Accept": "application/vnd.datacite.datacite+json"})
    assert answer.json()["schemaVersion"] == "http://datacite.org/schema/kernel-4"
    graph = rdflib.Graph().parse(data=client.get("/catalog.ttl").text, format="turtle")
    assert (rdflib.URIRef(f"{BASE}dataset/{real.version}"), RDF.type, DCAT.Dataset) in graph


def test_r13_02d_a_format_of_text_that_is_no_archive(landing: Landing) -> None:
    types = {type_ for _, types, *_ in landing.files() for type_ in types}
    assert any(re.search(r"^text/(?!html)|[/+](xml|text|json)", type_) for type_ in types)


def test_what_is_not_there_is_missed(client: TestClient) -> None:
    """The reading above is none that cannot fail: a page without a block has no entity at all."""
    with pytest.raises(ValueError, match="unpack"):
        Landing(client, f"{BASE}id/decision/nothing")


@pytest.mark.parametrize("plural", ["decisions", "cases", "companies", "authorities"])
def test_the_data_are_the_main_entity_of_every_page(client: TestClient, plural: str) -> None:
    """By how much is said of it, as F-UJI has it today, and by its place at the top, as its older collector had it."""
    records = client.get(f"/api/v1/{plural}?limit=500&fields=iri").json()["data"]
    assert len(records) > 20
    for record in records:
        held(Landing(client, record["iri"]))


@pytest.mark.parametrize(
    "path",
    [
        *("legal-bases/gdpr-6-1-f", "instruments/gdpr", "jurisdictions/nl", "sources/news-report-a"),
        *("ontology", "ontology/Fine", "concepts/outcome", "concepts/outcome/infringement-found"),
        *("rates/USD/2024-10-09", "queries/top-ten-fines"),
    ],
)
def test_they_are_of_the_pages_of_other_kinds(client: TestClient, path: str) -> None:
    held(Landing(client, BASE + path))


def held(landing: Landing) -> None:
    """Hold that both readings find the data, with who made them, their licence and their files."""
    assert landing.block["@type"] == "Dataset", landing.identifier
    assert str(landing.entity) == landing.block["@id"], landing.identifier
    for property_ in (SDO.name, SDO.creator, SDO.license, SDO.distribution, SDO.identifier, SDO.keywords):
        assert landing.values(property_), (landing.identifier, property_)


def test_the_report_tells_every_metric_with_its_points() -> None:
    rows = re.findall(r"^\| (FsF-\S+) \|[^|]*\| (\S+) of (\d+) \|", REPORT.read_text(encoding="utf-8"), re.MULTILINE)
    assert {metric: int(most) for metric, _, most in rows} == METRICS
    assert sum(METRICS.values()) == 26
    assert f"**{sum(float(had) for _, had, _ in rows):g} of 26**" in REPORT.read_text(encoding="utf-8")
