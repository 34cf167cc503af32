"""Harvesters find the catalogue from wherever they begin, in the format they read."""

import re

import pytest
import rdflib
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from graph.snapshot import Snapshot
from tests.api.test_negotiation import BROWSER, COMUNICA, RDFLIB

DATACITE = "application/vnd.datacite.datacite+json"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (BROWSER, "text/html"),
        ("*/*", "text/html"),
        ("text/html, */*", "text/html"),
        ("image/png", "text/html"),
        (RDFLIB, "text/turtle"),
        (COMUNICA, "application/n-quads"),
        ("application/ld+json, application/json", "application/ld+json"),
        ("application/json", "application/ld+json"),
        ("application/xml, text/xml;q=0.5", "application/rdf+xml"),
        (DATACITE, DATACITE),
    ],
)
@pytest.mark.parametrize("path", ["/catalog", "/"])
def test_negotiation(client: TestClient, path: str, accept: str, media_type: str) -> None:
    answer = client.get(path, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, media_type)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("suffix", ["ttl", "jsonld", "nt", "nq", "trig", "rdf"])
@pytest.mark.parametrize("path", ["/catalog", "/void"])
def test_every_format_says_the_same(client: TestClient, path: str, suffix: str) -> None:
    form = RdfFormat.from_extension(suffix)
    assert form is not None
    answer = client.get(f"{path}.{suffix}")
    assert answer.headers["content-location"] == f"{path}.{suffix}"
    said = {str(quad.triple) for quad in parse(answer.content, format=form)}
    assert said == {str(quad.triple) for quad in parse(client.get(f"{path}.nt").content, format=RdfFormat.N_TRIPLES)}


def test_an_unknown_format(client: TestClient) -> None:
    for path in ("/catalog?format=docx", "/void?format=html"):
        answer = client.get(path)
        assert answer.status_code == 400
        assert "turtle" in answer.json()["detail"]
    assert client.get("/catalog.docx").status_code == 404
    assert client.get("/void.json").headers["content-type"] == "application/ld+json"


def test_the_iri_of_a_snapshot_leads_to_its_catalogue(client: TestClient, real: Snapshot) -> None:
    answer = client.get(f"/dataset/{real.version}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/catalog?version={real.version}")
    found = client.get(f"/dataset/{real.version}", headers={"Accept": RDFLIB})
    graph = rdflib.Graph().parse(data=found.text, format="turtle")
    assert (rdflib.URIRef(f"https://w3id.org/comity/dataset/{real.version}"), None, None) in graph
    assert client.get("/dataset", follow_redirects=False).headers["location"] == "/catalog"
    assert client.get("/dataset/nonsense").status_code == 404


def test_etags_and_versions(client: TestClient, real: Snapshot) -> None:
    for path in ("/catalog.ttl", "/void", "/catalog?format=datacite"):
        answer = client.get(path)
        assert answer.headers["comity-version"] == real.version
        again = client.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
        assert client.head(path).headers["etag"] == answer.headers["etag"]
        pinned = client.get(f"{path}{'&' if '?' in path else '?'}version={real.version}")
        assert "immutable" not in pinned.headers["cache-control"], "which dumps there are may change"


def test_the_page(client: TestClient, real: Snapshot) -> None:
    page = client.get("/catalog", headers={"Accept": BROWSER}).text
    assert f'href="/dumps/{real.version}/comity.nq.gz"' in page
    assert f'href="/dumps/{real.version}/SHA256SUMS"' in page
    assert 'href="/catalog"' in client.get("/", headers={"Accept": BROWSER}).text


@pytest.mark.parametrize("path", ["/catalog", "/void"])
def test_alternates_are_what_they_are_said_to_be(client: TestClient, path: str) -> None:
    link = client.get(f"{path}.ttl").headers["link"]
    found = re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', link)
    assert len(found) == 6
    for address, media_type in found:
        assert client.head(address).headers["content-type"].partition(";")[0] == media_type


@pytest.mark.parametrize("path", ["/catalog", "/void"])
@pytest.mark.parametrize("version", [False, True])
def test_links_are_told_as_a_set_too(client: TestClient, real: Snapshot, path: str, version: bool) -> None:
    asked = f"?version={real.version}" if version else ""
    answer = client.get(f"{path}.linkset.json{asked}")
    negotiated = client.get(path + asked, headers={"Accept": "application/linkset+json"})
    assert answer.headers["content-type"] == "application/linkset+json"
    assert negotiated.json() == answer.json()
    for told in [one for one in answer.json()["linkset"] if "alternate" in one]:
        own = client.get(told["anchor"], headers={"Accept": "text/turtle"})
        places = {link["href"] for link in told["alternate"]}
        assert {f"{path}.{suffix}{asked}" for suffix in ("ttl", "jsonld", "nt", "nq", "trig", "rdf")} == places
        assert all(f"<{place}>" in own.headers["link"] for place in places)
    assert client.get(f"{path}.ttl{asked}").headers["content-location"] == f"{path}.ttl{asked}"


def test_the_name_of_a_graph_leads_to_what_describes_it(client: TestClient, real: Snapshot) -> None:
    for iri in real.graphs:
        answer = client.get(iri.removeprefix("https://w3id.org/comity"), headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.url.path) == (200, "/void")
        assert {f"<{iri}>"} <= {str(quad.subject) for quad in parse(answer.content, format=RdfFormat.TURTLE)}
    assert client.get("/graph/nothing").status_code == 404
