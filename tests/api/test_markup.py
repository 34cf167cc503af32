"""Blocks of schema.org in pages: one a page, true to the record, and silent on natural persons."""

import json
import re

import pytest
from starlette.testclient import TestClient

from api.markup import TYPES, markup, vocabulary
from api.shaping import Record
from graph.namespaces import KINDS
from tests.api.test_documents import SLUGS

HTML = {"Accept": "text/html"}


def block(client: TestClient, path: str) -> Record:
    """The block of a page."""
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get(path, headers=HTML).text)
    told: Record = json.loads(found)
    return told


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_says_what_it_is_about(client: TestClient, kind: str) -> None:
    path = f"/{KINDS[kind]}/{SLUGS[kind]}"
    told, record = block(client, path), client.get(f"/api/v1{path}").json()["data"]
    assert told["@type"] == TYPES[KINDS[kind]].rpartition("/")[2]
    assert (told["@id"], told["identifier"]) == (record["iri"], record["id"])
    assert None not in told.values()


def test_a_decision_names_who_took_it_when_and_against_whom(client: TestClient) -> None:
    told = block(client, "/decisions/nl-ap-2024-clearview")
    assert told["legislationPassedBy"]["@id"] == "https://w3id.org/comity/id/authority/nl-ap"
    assert (told["legislationDate"], told["datePublished"]) == ("2024-05-16", "2024-09-03")
    assert {one["@id"].rpartition("/")[2] for one in told["about"]} == {"clearview-scraping", "clearview-ai"}
    assert "https://w3id.org/comity/id/provision/gdpr-6-1-f" in {law["@id"] for law in told["citation"]}


def test_terms_and_concepts_say_to_which_set_they_belong(client: TestClient) -> None:
    assert block(client, "/ontology/Fine")["inDefinedTermSet"]["@id"] == "https://w3id.org/comity/ontology"
    assert block(client, "/concepts/force/annulled")["inDefinedTermSet"]["@id"].endswith("/concept/force")
    assert block(client, "/concepts/force")["@type"] == "DefinedTermSet"


def test_no_natural_person_stands_in_a_block(client: TestClient) -> None:
    for path in ("/decisions/us-ndil-2020-mutnick", "/decisions/us-ca7-2021-thornley"):
        said = json.dumps(block(client, path)["about"] + [block(client, path)["name"]]).lower()
        assert '"person"' not in said  # As a type.
        assert "mutnick v" not in said and "thornley v" not in said
    for entry in client.get("/api/v1/sources?limit=500").json()["data"]:
        told = json.loads(markup("sources", entry))
        assert told["name"] == entry["label"].partition(": ")[0]
        assert set(told) == {"@context", "@type", "@id", "identifier", "name", "isPartOf"}


def test_no_text_can_end_the_block() -> None:
    told = vocabulary("DefinedTerm", "x:y", "</script><script>alert(1)</script>", None, "x:z")
    assert "<" not in told
    assert json.loads(told)["name"].startswith("</script>")
