"""schema.org: what search engines extract from pages: true to the record, and silent on natural persons."""

import gzip
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import extruct
import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

from api.editions import AGENT, SERIES
from api.entities import TYPES, entity, term
from api.publication import Publication
from api.schemaorg import markup
from api.shaping import Record
from graph import dump
from graph.namespaces import KINDS
from graph.snapshot import Snapshot
from tests.api.test_documents import SLUGS

HTML = {"Accept": "text/html"}
DAY = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture(scope="module")
def extracted(client: TestClient) -> dict[str, Any]:
    """The only block of JSON-LD of the home page."""
    [found] = extruct.extract(client.get("/").text, syntaxes=["json-ld"], uniform=True)["json-ld"]
    return dict(found)


def test_what_search_engines_ask_for(extracted: dict[str, Any], real: Snapshot) -> None:
    assert extracted["@type"] == "Dataset"
    assert 50 <= len(extracted["description"]) <= 5000
    assert extracted["version"] == real.version
    for wanted in ("name", "creator", "license", "identifier", "keywords", "spatialCoverage", "includedInDataCatalog"):
        assert extracted[wanted], wanted
    assert extracted["isAccessibleForFree"] is True
    first, last = extracted["temporalCoverage"].split("/")
    assert first < last


def test_its_downloads_are_the_dumps(extracted: dict[str, Any], real: Snapshot) -> None:
    found = {one["name"]: one["sha256"] for one in extracted["distribution"] if "sha256" in one}
    assert found == {one.name: one.sha256 for one in dump.dumps(real.dumps) if one.scope == dump.WHOLE}


def test_the_page_and_the_document_say_the_same(client: TestClient, extracted: dict[str, Any]) -> None:
    answer = client.get("/catalog?format=schemaorg")
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.json() == json.loads(json.dumps(extracted))


def test_the_page_still_allows_no_inline_script(client: TestClient) -> None:
    answer = client.get("/")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.text.count("<script") == answer.text.count('<script type="application/ld+json"') == 1


# Things, terms and concepts


def block(client: TestClient, path: str) -> Record:
    """The block of a page."""
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path, headers=HTML).text)
    told: Record = json.loads(found)
    return told


def about(client: TestClient, path: str) -> Record:
    """What the block of a page is about."""
    told: Record = block(client, path)["about"]
    return told


def test_the_files_of_a_version_are_those_of_that_version(client: TestClient, real: Snapshot) -> None:
    for path in ("/decisions/nl-ap-2024-clearview", "/concepts/force", "/ontology/Fine", "/rates/USD/2024-10-09"):
        told = block(client, f"{path}?version={real.version}")
        addresses = [one["contentUrl"] for one in told["distribution"]]
        assert len(addresses) > 5
        assert all(address.endswith(f"?version={real.version}") for address in addresses)
        for address in addresses:
            answer = client.get(address.removeprefix("https://w3id.org/comity"))
            assert (answer.status_code, answer.headers["comity-version"]) == (200, real.version)


@pytest.mark.parametrize("document", ["/catalog.ttl", "/void.ttl"])
def test_the_dataset_and_its_publisher_are_those_that_are_described(client: TestClient, document: str) -> None:
    described = set(rdflib.Graph().parse(data=client.get(document).text, format="turtle").subjects())
    record = block(client, "/decisions/nl-ap-2024-clearview")
    author = client.get("/decisions/nl-ap-2024-clearview", headers=HTML).links["author"]["url"]
    named = {author, record["isPartOf"]["@id"], record["creator"]["@id"], record["publisher"]["@id"]}
    assert named == {AGENT, SERIES}
    assert {rdflib.URIRef(iri) for iri in (*named, record["prov:wasDerivedFrom"]["@id"])} <= described


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_says_what_it_is_about(client: TestClient, kind: str) -> None:
    path = f"/{KINDS[kind]}/{SLUGS[kind]}"
    told, record = about(client, path), client.get(f"/api/v1{path}").json()["data"]
    assert told["@type"] == TYPES[KINDS[kind]].rpartition("/")[2]
    assert (told["@id"], told["identifier"]) == (record["iri"], record["id"])
    assert None not in told.values()


def test_a_decision_names_who_took_it_when_and_against_whom(client: TestClient) -> None:
    told = about(client, "/decisions/nl-ap-2024-clearview")
    assert told["legislationPassedBy"]["@id"] == "https://w3id.org/comity/id/authority/nl-ap"
    assert (told["legislationDate"], told["datePublished"]) == ("2024-05-16", "2024-09-03")
    assert {one["@id"].rpartition("/")[2] for one in told["about"]} == {"clearview-scraping", "clearview-ai"}
    assert "https://w3id.org/comity/id/provision/gdpr-6-1-f" in {law["@id"] for law in told["citation"]}


def test_terms_and_concepts_say_to_which_set_they_belong(client: TestClient) -> None:
    assert about(client, "/ontology/Fine")["inDefinedTermSet"]["@id"] == "https://w3id.org/comity/ontology"
    assert about(client, "/concepts/force/annulled")["inDefinedTermSet"]["@id"].endswith("/concept/force")
    assert about(client, "/concepts/force")["@type"] == about(client, "/ontology")["@type"] == "DefinedTermSet"


def test_the_thing_and_what_is_recorded_of_it_are_two(client: TestClient) -> None:
    record = block(client, "/decisions/nl-ap-2024-clearview")
    told = record["about"]
    assert (record["@type"], told["@type"]) == ("Dataset", "Legislation")
    assert record["@id"] == record["identifier"] == "https://w3id.org/comity/decisions/nl-ap-2024-clearview"
    assert "license" not in told, "the act is not ours to license"
    assert record["publisher"]["name"] != told["legislationPassedBy"]["name"]


def test_no_natural_person_stands_in_a_block(client: TestClient) -> None:
    for path in ("/decisions/us-ndil-2020-mutnick", "/decisions/us-ca7-2021-thornley"):
        said = json.dumps([block(client, path)["name"], about(client, path)]).lower()
        assert '"person"' not in said  # As a type.
        assert "mutnick v" not in said and "thornley v" not in said
    for entry in client.get("/api/v1/sources?limit=500").json()["data"]:
        published = Publication(f"/sources/{entry['id']}", "0", DAY, DAY, ())
        record = json.loads(markup(entity("sources", entry), published))
        told = record["about"]
        assert told["name"] == entry["label"].partition(": ")[0]
        assert told["genre"] == entry["kind"]["label"]
        assert "description" not in told and "alternateName" not in told
        assert record["name"] == f"Comity: {told['name']}"


def test_a_source_says_where_it_is_in_what_language_and_of_what_kind(client: TestClient) -> None:
    for address in ("/sources?language=nl&limit=3", "/sources?kind=news&limit=3"):
        for record in client.get(f"/api/v1{address}").json()["data"]:
            told = about(client, record["url"])
            assert (told.get("url"), told.get("inLanguage")) == (record["address"], record["language"])
            assert told["additionalType"] == record["kind"]["iri"]


def test_a_provision_is_part_of_what_is_above_it(client: TestClient) -> None:
    told = about(client, "/legal-bases/gdpr-6-1-f")
    assert [one["name"] for one in told["isPartOf"]] == ["Article 6(1) GDPR", "GDPR"]
    assert "citation" not in told
    whole = about(client, "/instruments/gdpr")
    assert whole["alternateName"].startswith("Regulation (EU) 2016/679")
    assert (whole["url"], "isPartOf" in whole) == ("https://eur-lex.europa.eu/eli/reg/2016/679/oj", False)


@pytest.fixture(scope="module")
def joined(real: Snapshot) -> set[frozenset[str]]:
    """The IRIs of each two things of which the graph has a statement."""
    quads = parse(gzip.decompress(real.nquads.read_bytes()), format=RdfFormat.N_QUADS)
    ends = ((one.subject.value, one.object.value) for one in quads if isinstance(one.object, NamedNode))
    return {frozenset(pair) for pair in ends}


def nodes(told: object) -> Iterator[Record]:
    """A node of a block and all within it."""
    if isinstance(told, list):
        for one in told:
            yield from nodes(one)
    elif isinstance(told, dict):
        yield told
        yield from nodes(list(told.values()))


@pytest.mark.parametrize("kind", KINDS)
def test_a_block_says_nothing_that_the_graph_does_not(
    client: TestClient, joined: set[frozenset[str]], kind: str
) -> None:
    plural = KINDS[kind]
    slugs = [one["id"] for one in client.get(f"/api/v1/{plural}?limit=500").json()["data"]]
    for slug in {SLUGS[kind], *slugs[:: max(1, len(slugs) // 4)]}:
        text = client.get(f"/{plural}/{slug}", headers=HTML).text
        [ours] = extruct.extract(text, syntaxes=["json-ld"])["json-ld"]
        told = ours["about"]
        assert {one["@id"] for one in ours.get("mentions", [])} == {one["@id"] for one in nodes(told)} - {told["@id"]}
        for node in nodes(told):
            assert not set(node) & {"license", "creator", "publisher", "includedInDataCatalog"}, "of the record alone"
            assert node["@type"] != "Dataset"
            if node is not told:
                assert frozenset((told["@id"], node["@id"])) in joined, (slug, node["@id"])


@pytest.mark.parametrize("plural", KINDS.values())
def test_a_list_says_what_it_shows_and_of_how_many(client: TestClient, plural: str) -> None:
    [told] = extruct.extract(client.get(f"/{plural}", headers=HTML).text, syntaxes=["json-ld"])["json-ld"]
    answer = client.get(f"/api/v1/{plural}?limit=500").json()
    assert (told["@type"], told["@id"]) == ("CollectionPage", f"https://w3id.org/comity/{plural}")
    assert told["mainEntity"]["numberOfItems"] == answer["page"]["total"]
    assert [one["@id"] for one in told["mainEntity"]["itemListElement"]] == [one["iri"] for one in answer["data"]]


def test_a_list_that_was_filtered_says_so(client: TestClient) -> None:
    told = block(client, "/decisions?jurisdiction=nl&q=clearview")
    assert told["url"].endswith("/decisions?jurisdiction=nl&q=clearview")
    total = client.get("/api/v1/decisions?jurisdiction=nl&q=clearview").json()["page"]["total"]
    assert told["mainEntity"]["numberOfItems"] == len(told["mainEntity"]["itemListElement"]) == total > 0


def test_no_text_can_end_the_block() -> None:
    hostile = term("x:y", "</script><script>alert(1)</script>", None, "x:z")
    told = markup(hostile, Publication("/ontology/y", "0", DAY, DAY, ()))
    assert "<" not in told
    assert json.loads(told)["about"]["name"].startswith("</script>")
