"""Search, suggestions and resolution over HTTP."""

import shutil
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph.index import KINDS
from tests.conftest import Project

FINDING = {"search": "q", "suggest": "q", "resolve": "cite"}
HOSTILE = [
    "a" * 10_000,
    "?!*.,;",
    "\x00",
    "clear\x00view",
    ".*+?^${}()|[]\\",
    "\U0001f600",
    "' OR 1=1 --",
    '"}) { ?s ?p ?o }',
    "<script>alert(1)</script>",
    "name:*",
    "é" * 299,
    "a " * 150,
    "%",
    "\u202e\u200b",
]


def found(client: TestClient, path: str, **parameters: str) -> Any:
    """The body of an answer that is one."""
    answer = client.get(f"/api/v1/{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_hit_says_what_it_is_and_why(client: TestClient) -> None:
    body = found(client, "search", q="αρχη")
    hit = body["data"][0]
    assert hit["iri"] == "https://w3id.org/comity/id/authority/gr-hdpa"
    assert (hit["url"], hit["id"], hit["kind"]) == ("/authorities/gr-hdpa", "gr-hdpa", "authority")
    assert hit["label"] == "Hellenic Data Protection Authority"
    matched = hit["matched"]
    assert (matched["field"], matched["language"]) == ("name", "el")
    assert [matched["text"][start:end] for start, end in matched["highlights"]] == ["Αρχή"]
    assert body["facets"]["kind"]["authority"] == 1
    assert body["version"]
    assert body["forgiven"] == []


def test_a_slip_is_forgiven_and_said(client: TestClient) -> None:
    body = found(client, "search", q="Cleerview AI")
    assert body["data"][0]["id"] == "clearview-ai"
    assert body["forgiven"] == ["cleerview"]


def test_every_address_of_a_hit_answers(client: TestClient) -> None:
    for kind in KINDS:
        hit = found(client, "search", q="a", kind=kind, limit="1")["data"][0]
        assert hit["kind"] == kind
        assert client.get(hit["url"].partition("#")[0], headers={"Accept": "text/html"}).status_code == 200


def test_pages_of_hits(client: TestClient) -> None:
    whole = found(client, "search", q="clearview", kind="decision", limit="500")
    total = whole["page"]["total"]
    assert whole["facets"]["kind"]["decision"] == total == len(whole["data"])
    assert whole["page"]["next"] is None
    path, seen = "/api/v1/search?q=clearview&kind=decision&limit=25", []
    while path:
        answer = client.get(path)
        body = answer.json()
        seen += body["data"]
        path = body["page"]["next"]
        assert ('rel="next"' in answer.headers.get("link", "")) == bool(path)
    assert seen == whole["data"]


def test_labels_in_a_language(client: TestClient) -> None:
    assert found(client, "search", q="netherlands", lang="fr", kind="jurisdiction")["data"][0]["label"] == "Pays-Bas"
    assert found(client, "suggest", q="netherl", lang="it")["data"][0]["label"] == "Paesi Bassi"


def test_an_exact_name_goes_before_slips(client: TestClient) -> None:
    for path in ("/api/v1/suggest?q=RGPD", "/api/v1/search?q=RGPD&kind=instrument"):
        ids = [one["id"] for one in client.get(path).json()["data"]]
        assert ids[0] == "gdpr"
        assert not [one for one in ids if "lgpd" in one]


def test_nothing_found_is_an_empty_list(client: TestClient) -> None:
    body = found(client, "search", q="qqqqqqqqqqqqqqqq")
    assert (body["data"], body["page"]["total"], body["facets"]) == ([], 0, {"kind": {}})


def test_suggestions(client: TestClient) -> None:
    body = found(client, "suggest", q="clearv")
    assert body["data"][0]["id"] == "clearview-ai"
    assert set(body["data"][0]) == {"iri", "url", "id", "kind", "label"}
    assert len(found(client, "suggest", q="a")["data"]) == 10


@pytest.mark.parametrize("path", FINDING)
@pytest.mark.parametrize("text", ["", " ", "...", "\x00", "\U0001f600"])
def test_no_question_at_all(client: TestClient, path: str, text: str) -> None:
    answer = client.get(f"/api/v1/{path}", params={FINDING[path]: text})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == FINDING[path]
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", FINDING)
def test_parameters(client: TestClient, path: str) -> None:
    name = FINDING[path]
    for query, wrong in (("", name), (f"{name}=a&{name}=b", name), (f"{name}=a&colour=blue", "colour")):
        answer = client.get(f"/api/v1/{path}?{query}")
        assert (answer.status_code, answer.json()["parameter"]) == (422, wrong)


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "person"), ("kind", "source"), ("kind", ""), ("lang", "english"), ("lang", "FR"), ("lang", ""),
     ("limit", "0"), ("limit", "501"), ("limit", "x"), ("cursor", "x"), ("cursor", "bzk5OTk5OQ"), ("as_of", "x")],
)  # fmt: skip
def test_values_that_do_not_fit(client: TestClient, name: str, value: str) -> None:
    answer = client.get("/api/v1/search", params={"q": "clearview", name: value})
    assert (answer.status_code, answer.json()["parameter"]) == (422, name)


@pytest.mark.parametrize("path", ["/api/v1/search?q=", "/api/v1/suggest?q=", "/api/v1/resolve?cite=", "/search?q="])
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text(client: TestClient, path: str, text: str) -> None:
    answer = client.get(path + quote(text))
    assert answer.status_code in (200, 422), answer.text
    assert "<script>alert" not in answer.text or "json" in answer.headers["content-type"]


def test_bytes_that_are_no_text(client: TestClient) -> None:
    for path in ("/api/v1/search?q=%ff%fe", "/api/v1/resolve?cite=%ed%a0%80", "/search?q=%c3%28"):
        assert client.get(path).status_code == 400


def test_manners(client: TestClient) -> None:
    for path, name in FINDING.items():
        url = f"/api/v1/{path}?{name}=clearview"
        answer = client.get(url)
        assert client.get(url, headers={"If-None-Match": answer.headers["etag"]}).status_code == 304
        assert client.head(url).headers["etag"] == answer.headers["etag"]
        version = answer.json()["version"]
        assert "immutable" in client.get(f"{url}&version={version}").headers["cache-control"]
        assert client.get(f"{url}&version=0000000000000000").status_code == 404


def test_the_contract_has_them(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, name in FINDING.items():
        parameters = {entry["name"]: entry for entry in paths[f"/api/v1/{path}"]["get"]["parameters"]}
        assert parameters[name]["required"]
        assert {"as_of", "version"} <= set(parameters)
        assert all(entry["description"] for entry in parameters.values())


def test_a_snapshot_without_an_index(small: Project) -> None:
    small.write_all()
    made = small.build()
    shutil.rmtree(made.search)
    with TestClient(create_app(Settings(snapshots=small.snapshots, workers=1), Versions(small.snapshots))) as client:
        for path, name in FINDING.items():
            answer = client.get(f"/api/v1/{path}?{name}=parcelwise")
            assert answer.status_code == 404
            assert made.version in answer.json()["detail"]
        assert client.get("/search?q=parcelwise").status_code == 404
        assert client.get("/decisions").status_code == 200


def test_an_index_opened_once_serves_many_at_once(client: TestClient, snapshots: Path) -> None:
    view = Versions(snapshots).current()
    assert view.search is view.search
