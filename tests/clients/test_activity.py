"""A client of IIIF Change Discovery, by the algorithm of its section 3: from the last page backwards."""

from typing import Any

import httpx2

from graph.changelog import entries
from graph.history import latest
from tests.api.conftest import Server
from tests.clients.history import CHANGED, CREATED, SAME, WITHDRAWN, spoilt
from tests.conftest import Project

Found = tuple[set[str], set[str]]


def fetched(url: str) -> Any:
    """A document of the collection."""
    reply = httpx2.get(url, headers={"Origin": "https://viewer.example"})
    assert reply.status_code == 200
    assert "http://iiif.io/api/discovery/1/context.json" in reply.headers["content-type"]
    assert reply.headers["access-control-allow-origin"] == "*"
    return reply.json()


def discovered(url: str, since: str = "") -> Found:
    """Things to fetch and things to delete, of what ended after `since`: the latest activity on a thing decides."""
    seen: set[str] = set()
    fetch, delete = set(), set()
    page = fetched(url)["last"]["id"]
    while page:
        told = fetched(page)
        for activity in reversed(told["orderedItems"]):
            if activity["endTime"] <= since:
                return fetch, delete
            thing = activity["object"]["id"]
            if thing not in seen:
                seen.add(thing)
                (delete if activity["type"] == "Delete" else fetch).add(thing)
        page = told.get("prev", {}).get("id")
    return fetch, delete


def test_all_and_what_came_since(followed: Server, project: Project) -> None:
    fetch, delete = discovered(f"{followed.url}/activity")
    log = entries(project.snapshots)
    assert delete == {WITHDRAWN}
    assert fetch == latest(log).keys() - {WITHDRAWN}
    since = discovered(f"{followed.url}/activity", log[0].time.strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert since == ({CHANGED, CREATED}, {WITHDRAWN})
    assert SAME in fetch


def test_pages_lead_to_each_other(followed: Server, project: Project) -> None:
    top = fetched(f"{followed.url}/activity")
    page, count = top["first"]["id"], 0
    while page:
        told = fetched(page)
        count += len(told["orderedItems"])
        last, page = told["id"], told.get("next", {}).get("id")
    assert (count, last) == (top["totalItems"], top["last"]["id"])
    assert httpx2.get(f"{followed.url}/activity/1/99").status_code == 404


def test_a_wrong_time_is_noticed(followed: Server, project: Project) -> None:
    since = entries(project.snapshots)[0].time.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert discovered(f"{followed.url}/activity", since) != (set(), set())
    with spoilt(followed, lambda _, body: body.replace(b'"endTime":"20', b'"endTime":"19')) as url:
        assert discovered(f"{url}/activity", since) == (set(), set())
