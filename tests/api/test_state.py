"""What routes share: one cache for everybody, which no request may fill with what is its own."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.routing import BaseRoute, Route
from starlette.testclient import TestClient

from api import contract, lists, resources
from api.contract import Operation
from api.days import today
from tests.conftest import soon

EVIL = "evil.example"
SLOTS = {
    "/q/{token}": ["none"],
    "/q/{token}/today": ["none"],
    "/reconcile/suggest/{what}": ["entity?prefix=clear", "type?prefix=de", "property?prefix=de"],
    "/decisions/{slug}/feed.atom": ["nl-ap-2024-clearview"],
    "/cases/{slug}/feed.atom": ["clearview-scraping"],
    "/authorities/{slug}/feed.atom": ["nl-ap"],
    "/companies/{slug}/feed.atom": ["clearview-ai"],
    "/jurisdictions/{slug}/feed.atom": ["nl"],
    "/feed/{number}/{page}": ["1/1"],
    "/change/{number}/{name}": ["1/decision/nl-ap-2024-clearview"],
    "/activity/{number}/{page}": ["1/1"],
    "/resourcesync/{name}.xml": ["capabilitylist", "resourcelist", "changelist"],
    "/resources/{name}.nq": ["decision/nl-ap-2024-clearview"],
    "/ontology.{suffix}": ["ttl", "jsonld"],
    "/ontology/{name}": ["Decision"],
    "/query/{name}": ["conflicts"],
    "/queries/{name}": ["conflicts", "conflicts.ttl", "conflicts.json"],
    "/rate/{path}": ["USD/2024-01-02"],
    "/rates/{path}": ["USD/2024-01-02"],
    "/id/{kind}/{slug}": ["decision/nl-ap-2024-clearview"],
    "/concept/{path}": ["force/annulled"],
    "/concepts/{path}": ["force/annulled", "force/annulled.ttl"],
    "/catalog.{suffix}": ["ttl", "jsonld"],
    "/void.{suffix}": ["ttl", "jsonld"],
    "/graph/{name}": ["curated"],
    "/dataset/{version}": ["none"],
    "/dumps/{name}": ["none"],
    "/dumps/{version}/{name}": ["none/none"],
    "/timegate/{path}": ["decisions/nl-ap-2024-clearview"],
    "/timemap/{path}": ["decisions/nl-ap-2024-clearview"],
    "/sitemaps/{name}.xml": ["decisions-1", "pages-1"],
    "/{plural}": ["decisions", "cases", "authorities"],
    "/{plural}/{slug}": [
        *("decisions/nl-ap-2024-clearview", "decisions/nl-ap-2024-clearview.jsonld", "companies/clearview-ai"),
        *("decisions/nl-ap-2024-clearview.ttl?profile=schema", "cases/clearview-scraping"),
    ],
}
"""What can stand in the slots of a path; a test holds that no path with slots lacks them."""
ASKED = {
    "/compare": "?decision=nl-ap-2024-clearview&decision=fr-cnil-2022-clearview",
    "/search": "?q=clearview",
    "/oai": "?verb=Identify",
    "/reconcile/preview": "?id=company/clearview-ai",
    "/reconcile/view": "?id=company/clearview-ai",
    "/sparql": "?query=ASK%20%7B%7D",
    "/api/v1/resolve": f"?cite=http://{EVIL}/decisions/nl-ap-2024-clearview",
}
"""What must be asked of a path, or shows more of it."""


def paths(routes: list[BaseRoute], operations: Sequence[Operation]) -> Iterator[str]:
    """An address or more of every GET route, those of the JSON API by its contract."""
    for operation in operations:
        query = {name: value for name, value in operation.sample.items() if name not in operation.slots}
        path = contract.ROOT + operation.path.format(**operation.sample)
        yield path + (ASKED.get(path) or (f"?{urlencode(query, doseq=True)}" if query else ""))
    for route in routes:
        if not isinstance(route, Route) or "GET" not in (route.methods or ()):
            continue
        if "{" in route.path and route.path.startswith(contract.ROOT):
            continue
        path = re.sub(r"\{(\w+):\w+\}", r"{\1}", route.path)
        if "{" not in path:
            yield path + ASKED.get(path, "")
            continue
        stem, end = path[: path.index("{")], path[path.rindex("}") + 1 :]
        for value in SLOTS[path]:
            yield f"{stem}{value}{end}"


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_no_answer_has_the_host_that_another_asked_for(client: TestClient, accept: str) -> None:
    app: Any = client.app
    asked = list(dict.fromkeys(paths(app.routes, app.state.comity.operations)))
    assert len(asked) > 80
    found = 0
    for path in asked:
        mine = {"Accept": accept, "Host": "own.example"}
        evil = client.get(path, headers={**mine, "Host": EVIL}, follow_redirects=False)
        own = client.get(path, headers=mine, follow_redirects=False)
        assert evil.status_code == own.status_code, path
        found += own.status_code == 200
        told = own.text.replace(f"cite=http://{EVIL}", "") + str(own.headers)
        assert EVIL not in told or "/resolve" in path, path
        assert "own.example" not in client.get(path, headers={**mine, "Host": EVIL}, follow_redirects=False).text
    assert found > len(asked) / 2, "most of them answer"


def test_an_address_on_another_host_is_ours_only_where_that_host_is_asked(client: TestClient) -> None:
    cite = {"cite": f"http://{EVIL}/decisions/nl-ap-2024-clearview"}
    outcomes = [
        client.get("/api/v1/resolve", params=cite, headers={"Host": host}).json()["data"]["outcome"]
        for host in (EVIL, "own.example", EVIL)
    ]
    assert outcomes == ["found", "not-covered", "found"]


@pytest.fixture
def prepared(client: TestClient) -> TestClient:
    """A client of a server that has made ready what lists and records are looked up in."""
    app: Any = client.app
    state, view = app.state.comity, app.state.comity.versions.current()
    soon(lambda: all(lists.ready(view, resource, today()) for resource in state.resources.values()))
    assert all(resources.ready(view, resource, today()) for resource in state.resources.values())
    return client


@pytest.mark.parametrize("path", ["decisions/nl-ap-2024-clearview", "companies/clearview-ai", "jurisdictions/nl"])
def test_what_lies_ready_is_told_as_what_is_asked_of_the_store(prepared: TestClient, path: str) -> None:
    client = prepared
    ready = client.get(f"/api/v1/{path}")
    made = client.get(f"/api/v1/{path}", params={"as_of": today()})
    assert ready.status_code == 200
    assert (ready.content, ready.headers["ETag"]) == (made.content, made.headers["ETag"])
    again = client.get(f"/api/v1/{path}", headers={"If-None-Match": ready.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", ["decisions", "cases", "authorities"])
def test_a_page_that_lies_ready_has_the_records_of_one_that_does_not(prepared: TestClient, path: str) -> None:
    client = prepared
    ready = client.get(f"/api/v1/{path}", params={"limit": 7}).json()
    made = client.get(f"/api/v1/{path}", params={"limit": 7, "as_of": today()}).json()
    assert ready["data"] == made["data"]
    assert ready["page"]["total"] == made["page"]["total"]


@pytest.mark.parametrize("given", ["limit", "cursor"])
def test_a_parameter_too_long_is_refused_where_all_lies_ready(prepared: TestClient, given: str) -> None:
    assert prepared.get("/api/v1/decisions", params={given: "1" * 10_001}).status_code == 414
