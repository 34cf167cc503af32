"""Atom feeds: what each must have by RFC 4287, whatever names things bear."""

from xml.etree import ElementTree as xml

import pytest
from starlette.testclient import TestClient

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_feed_of_the_real_graph_has_what_the_standard_asks(client: TestClient) -> None:
    reply = client.get("/feed.atom")
    assert reply.headers["content-type"] == "application/atom+xml; charset=utf-8"
    assert "Last-Modified" in reply.headers
    root = xml.fromstring(reply.content)
    assert root.tag == f"{ATOM}feed"
    for node in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            [found] = node.findall(f"{ATOM}{name}")
            assert found.text
        alternates = [link.get("href", "") for link in node.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert len(alternates) == 1
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    link = root.find(f"{ATOM}entry/{ATOM}link[@rel='alternate']")
    assert link is not None
    assert client.get(link.get("href", "")).status_code == 200
    via = root.find(f"{ATOM}entry/{ATOM}link[@rel='via']")
    assert via is not None
    assert client.get(via.get("href", "")).status_code == 200


@pytest.mark.parametrize("path", ["/cases/fairy", "/companies/fairy", "/jurisdictions/zz"])
def test_nothing_is_told_of_what_never_was(client: TestClient, path: str) -> None:
    assert client.get(f"{path}/feed.atom").status_code == 404


def test_kinds_without_feeds(client: TestClient) -> None:
    assert client.get("/sources/x/feed.atom").status_code == 404
