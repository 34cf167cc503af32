"""ResourceSync: lists that agree with what is served, and what is gone."""

import hashlib
from xml.etree import ElementTree as xml

import pytest
from starlette.testclient import TestClient

from api import resourcesync
from api.app import create_app
from api.following import day
from api.resourcesync import VERBS
from api.settings import Settings
from api.versions import Versions
from graph.changelog import entries
from graph.snapshot import Snapshot
from tests.clients.history import begin, go_on
from tests.conftest import Project

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
    assert [md.get("change") for md in root.iter(f"{SYNC}md")][1:] == [VERBS[mark.outcome] for mark in marks]


@pytest.mark.parametrize(
    "path",
    [
        *("/resourcesync/poem.xml", "/resources/id/case/fairy.nq", "/resourcesync/changelist-1.xml"),
        *("/resourcesync/changelist-0.xml", "/resourcesync/changelist-x.xml", "/resourcesync/changelist-.xml"),
    ],
)
def test_what_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def listed(client: TestClient, name: str) -> tuple[list[dict[str, str]], list[tuple[str, str | None]]]:
    """What the parts of a long list say of themselves, and all that is in them, in their order: place and change."""
    address = f"/resourcesync/{name}.xml"
    index = xml.fromstring(client.get(address).content)
    assert index.tag == f"{SITEMAP}sitemapindex"
    facts, told = [], []
    for part in index.iter(f"{SITEMAP}sitemap"):
        place = part.findtext(f"{SITEMAP}loc") or ""
        root = xml.fromstring(client.get(place).content)
        links = {link.get("rel"): link.get("href") for link in root.findall(f"{SYNC}ln")}
        assert links == {
            "up": "http://testserver/resourcesync/capabilitylist.xml",
            "index": f"http://testserver{address}",
        }
        own, said = root.find(f"{SYNC}md"), part.find(f"{SYNC}md")
        assert own is not None and said is not None and own.attrib == said.attrib
        facts.append(own.attrib)
        for url in root.iter(f"{SITEMAP}url"):
            md = url.find(f"{SYNC}md")
            assert md is not None
            told.append((url.findtext(f"{SITEMAP}loc") or "", md.get("change")))
    return facts, told


@pytest.mark.parametrize("most", [3, 7, 10_000])
def test_a_long_list_is_in_parts_that_have_all(small: Project, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    begin(small)
    go_on(small, "Once more")
    log = entries(small.snapshots)
    settings = Settings(snapshots=small.snapshots, workers=1)
    with TestClient(create_app(settings, Versions(small.snapshots))) as client:
        whole = {
            name: [
                url.text
                for url in xml.fromstring(client.get(f"/resourcesync/{name}.xml").content).iter(f"{SITEMAP}loc")
            ]
            for name in ("resourcelist", "changelist")
        }
    monkeypatch.setattr(resourcesync, "MOST", most)
    with TestClient(create_app(settings, Versions(small.snapshots))) as client:
        if most == 10_000:
            assert client.get("/resourcesync/changelist.xml").text.count("<loc>") == len(whole["changelist"])
            return
        facts, told = listed(client, "resourcelist")
        assert [place for place, _ in told] == whole["resourcelist"]
        assert {fact["at"] for fact in facts} == {day(log[-1].time)}
        facts, told = listed(client, "changelist")
        assert [place for place, _ in told] == whole["changelist"]
        assert [change for _, change in told] == [
            {"withdrawn": "deleted"}.get(mark.outcome, mark.outcome) for entry in log for mark in entry.marks
        ]
        assert facts[0]["from"] == day(log[0].time)
        assert ["until" in fact for fact in facts] == [True] * (len(facts) - 1) + ["until" in facts[-1]]
        assert "until" not in facts[-1]
        assert client.get(f"/resourcesync/changelist-{len(facts) + 1}.xml").status_code == 404
