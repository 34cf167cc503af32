"""schema.org: what a search engine for data extracts from the home page."""

import json
from typing import Any

import extruct
import pytest
from starlette.testclient import TestClient

from graph import dump
from graph.snapshot import Snapshot


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
    found = {one["name"]: one["sha256"] for one in extracted["distribution"]}
    assert found == {one.name: one.sha256 for one in dump.dumps(real.dumps) if one.scope == dump.WHOLE}


def test_the_page_and_the_document_say_the_same(client: TestClient, extracted: dict[str, Any]) -> None:
    answer = client.get("/catalog?format=schemaorg")
    assert answer.headers["content-type"] == "application/ld+json"
    assert answer.json() == json.loads(json.dumps(extracted))


def test_the_page_still_allows_no_inline_script(client: TestClient) -> None:
    answer = client.get("/")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.text.count("<script") == answer.text.count('<script type="application/ld+json"') == 1
