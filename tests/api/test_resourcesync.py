"""ResourceSync: lists that agree with what is served, and what is gone."""

import hashlib
from xml.etree import ElementTree as xml

import pytest
from starlette.testclient import TestClient

from graph.changelog import entries
from graph.snapshot import Snapshot

SITEMAP, SYNC = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.openarchives.org/rs/terms/}"


def test_from_the_well_known_place_to_a_resource_with_its_hash(client: TestClient) -> None:
    address = "/.well-known/resourcesync"
    for capability in ("capabilitylist", "resourcelist"):
        root = xml.fromstring(client.get(address).content)
        [address] = [
            url.findtext(f"{SITEMAP}loc") or ""
            for url in root.iter(f"{SITEMAP}url")
            if (md := url.find(f"{SYNC}md")) is not None and md.get("capability") == capability
        ]
    urls = list(xml.fromstring(client.get(address).content).iter(f"{SITEMAP}url"))
    for url in urls[:: len(urls) // 5]:
        md = url.find(f"{SYNC}md")
        assert md is not None
        body = client.get(url.findtext(f"{SITEMAP}loc") or "").content
        assert md.get("hash") == f"sha-256:{hashlib.sha256(body).hexdigest()}"
        assert md.get("length") == str(len(body))


def test_every_change_is_listed(client: TestClient, real: Snapshot) -> None:
    root = xml.fromstring(client.get("/resourcesync/changelist.xml").content)
    marks = [mark for entry in entries(real.folder.parent) for mark in entry.marks]
    assert [md.get("change") for md in root.iter(f"{SYNC}md")][1:] == [mark.outcome for mark in marks]


@pytest.mark.parametrize("path", ["/resourcesync/poem.xml", "/resources/id/case/fairy.nq"])
def test_what_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
