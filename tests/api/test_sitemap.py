"""Sitemaps: every page once, none that leads elsewhere, and the day on which each last changed."""

import re
from pathlib import Path

import pytest
from protego import Protego
from starlette.testclient import TestClient

from api import sitemap
from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph.namespaces import KINDS
from graph.snapshot import Snapshot


def entries(client: TestClient, path: str) -> dict[str, str]:
    """Addresses and days of a sitemap or of the index of sitemaps."""
    text = client.get(path).text
    return dict(re.findall(r"<loc>http://testserver([^<]*)</loc>\s*<lastmod>([^<]*)</lastmod>", text))


def pages(client: TestClient) -> dict[str, str]:
    """All pages of all sitemaps with their days."""
    return {page: day for part in entries(client, "/sitemap.xml") for page, day in entries(client, part).items()}


def test_every_page_stands_in_it_once_and_is_canonical(client: TestClient) -> None:
    found = pages(client)
    for plural in KINDS.values():
        total = client.get(f"/api/v1/{plural}?limit=1").json()["page"]["total"]
        assert sum(page.startswith(f"/{plural}/") for page in found) == total
        assert f"/{plural}" in found
    assert {"/", "/ontology", "/ontology/Fine", "/concepts/force", "/concepts/force/annulled"} <= set(found)
    for page in sorted(found)[::60]:
        answer = client.get(page, headers={"Accept": "text/html"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8"), page


def test_no_file_is_larger_than_allowed(client: TestClient, snapshots: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pages(client)
    monkeypatch.setattr(sitemap, "LARGEST", 100)
    with TestClient(create_app(Settings(snapshots=snapshots, workers=1), Versions(snapshots))) as other:
        sizes = [len(entries(other, part)) for part in entries(other, "/sitemap.xml")]
        assert max(sizes) == 100
        assert pages(other) == whole


def test_an_address_from_the_host_header_is_escaped(client: TestClient) -> None:
    text = client.get("/sitemap.xml", headers={"Host": "a.example&b"}).text
    assert "a.example&b" not in text


def test_there_is_no_other_sitemap(client: TestClient) -> None:
    assert client.get("/sitemaps/nothing-1.xml").status_code == 404


def test_robots_names_the_sitemap_and_leaves_out_endless_addresses(client: TestClient) -> None:
    text = client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml\n" in text
    assert "Disallow: /q/\n" in text


def test_robots_may_read_where_the_iri_of_a_snapshot_leads(client: TestClient, real: Snapshot) -> None:
    rules = Protego.parse(client.get("/robots.txt").text)
    led = client.get(f"/dataset/{real.version}", follow_redirects=False).headers["location"]
    assert rules.can_fetch(f"http://testserver{led}", "Crawler")
    assert not rules.can_fetch(f"http://testserver/decisions?version={real.version}", "Crawler")
    assert not rules.can_fetch(f"http://testserver/catalog.ttl?version={real.version}", "Crawler")
