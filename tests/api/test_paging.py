"""Pages of a list: each record once, and a word on every wrong cursor."""

from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from api.days import today
from graph.namespaces import KINDS


def walked(client: TestClient, path: str) -> list[str]:
    """Ids of all records, page by page."""
    found: list[str] = []
    following: str | None = path
    while following:
        answer = client.get(following).json()
        assert len(answer["data"]) <= answer["page"]["limit"]
        found += [entry["id"] for entry in answer["data"]]
        following = answer["page"]["next"]
    return found


@pytest.mark.parametrize("plural", KINDS.values())
@pytest.mark.parametrize("limit", [7, 500])
def test_walking_a_list_gives_each_record_once(client: TestClient, plural: str, limit: int) -> None:
    found = walked(client, f"/api/v1/{plural}?limit={limit}")
    total = client.get(f"/api/v1/{plural}?limit=1").json()["page"]["total"]
    assert len(found) == len(set(found)) == total


def test_the_default_page_has_fifty(client: TestClient) -> None:
    answer = client.get("/api/v1/decisions").json()
    assert answer["page"]["limit"] == 50
    assert len(answer["data"]) == 50


def test_the_next_page_keeps_what_was_asked_for(client: TestClient) -> None:
    path = "/api/v1/decisions?case=clearview-scraping&as_of=2024-01-01&limit=3"
    first = client.get(path)
    assert first.links["next"]["url"] == first.json()["page"]["next"]
    second = client.get(first.json()["page"]["next"]).json()
    assert {entry["as_of"] for entry in second["data"]} == {"2024-01-01"}
    assert {entry["case"]["id"] for entry in second["data"]} == {"clearview-scraping"}
    assert len(walked(client, path)) == first.json()["page"]["total"]


def test_a_walk_through_a_version_stays_in_it(client: TestClient) -> None:
    path = "/api/v1/sources?limit=11"
    version = client.get(path).json()["version"]
    assert f"version={version}" in client.get(path).json()["page"]["next"]
    pinned = client.get(f"{path}&version={version}").json()["page"]["next"]
    assert f"version={version}" in pinned
    assert f"version={version}" in client.get(path).json()["page"]["next"]


def test_the_last_page_has_no_next(client: TestClient) -> None:
    answer = client.get("/api/v1/cases?limit=500")
    assert answer.json()["page"]["cursor"] is None
    assert answer.json()["page"]["next"] is None
    assert "link" not in answer.headers


def test_a_cursor_may_be_given_with_another_limit(client: TestClient) -> None:
    every = walked(client, "/api/v1/decisions?limit=500")
    cursor = client.get("/api/v1/decisions?limit=5").json()["page"]["cursor"]
    answer = client.get(f"/api/v1/decisions?limit=2&cursor={cursor}").json()
    assert [entry["id"] for entry in answer["data"]] == every[5:7]


@pytest.mark.parametrize("limit", ["0", "-1", "501", "9999999999999999999", "ten", "", "1.5", "1e2", "٣", " 1"])
def test_a_bad_limit(client: TestClient, limit: str) -> None:
    answer = client.get("/api/v1/decisions", params={"limit": limit})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "limit"
    assert "500" in answer.json()["detail"]


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "-1", "5", "o1 OR 1", "é", "٣" * 36, "%00", "!!!!", "a" * 35, "A" * 36, "g" * 36, "0" * 37, "A" * 5000],
)
def test_a_forged_cursor(client: TestClient, cursor: str) -> None:
    answer = client.get("/api/v1/decisions", params={"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "cursor"


def test_a_cursor_of_another_list_or_order_is_refused(client: TestClient) -> None:
    cursor = client.get("/api/v1/decisions?jurisdiction=nl&limit=2").json()["page"]["cursor"]
    assert client.get(f"/api/v1/decisions?limit=2&jurisdiction=nl&cursor={cursor}").status_code == 200
    for other in ("decisions?", "decisions?jurisdiction=fr&", "decisions?jurisdiction=nl&sort=id&", "cases?"):
        answer = client.get(f"/api/v1/{other}limit=2&cursor={cursor}")
        assert answer.status_code == 409
        assert answer.json()["parameter"] == "cursor"
        assert "another list" in answer.json()["detail"]
        assert "begin again" in answer.json()["detail"]


def test_a_cursor_may_be_given_with_other_fields_facets_and_neighbours(client: TestClient) -> None:
    cursor = client.get("/api/v1/decisions?limit=2").json()["page"]["cursor"]
    answer = client.get(f"/api/v1/decisions?fields=label&facets=kind&include=case&cursor={cursor}")
    assert answer.status_code == 200


def test_a_cursor_of_another_version_says_how_to_go_on(client: TestClient) -> None:
    page = client.get("/api/v1/decisions?limit=2").json()
    other = page["page"]["cursor"].replace(page["version"], "0" * 16)
    answer = client.get(f"/api/v1/decisions?limit=2&cursor={other}")
    assert answer.status_code == 409
    assert answer.json()["detail"].endswith("that one is not kept, so begin again without a cursor.")


def test_a_walk_over_what_has_a_status_is_bound_to_the_day(client: TestClient) -> None:
    path = "/api/v1/decisions?status=in-force&limit=2"
    cursor = client.get(f"{path}&as_of=2024-01-01").json()["page"]["cursor"]
    assert client.get(f"{path}&as_of=2024-01-01&cursor={cursor}").status_code == 200
    assert client.get(f"{path}&as_of=2024-01-02&cursor={cursor}").status_code == 409
    assert client.get(f"{path}&cursor={cursor}").status_code == 409


@pytest.mark.parametrize("path", ["decisions?status=in-force&", "search?q=clearview&", "queries/conflicts?"])
def test_other_pages_are_of_the_same_version_and_day(client: TestClient, path: str) -> None:
    first = client.get(f"/api/v1/{path}limit=2")
    asked = parse_qs(urlsplit(first.json()["page"]["next"]).query)
    assert asked["version"] == [first.json()["version"]]
    assert asked["as_of"] == [today()]
    assert all(f"version={first.json()['version']}" in link for link in first.headers["Link"].split(", "))
    second = client.get(first.json()["page"]["next"])
    assert second.status_code == 200
    assert second.json()["page"]["total"] == first.json()["page"]["total"]
    past = client.get(f"/api/v1/{path}limit=2&as_of=2024-01-01").json()["page"]["next"]
    assert past is None or parse_qs(urlsplit(past).query)["as_of"] == ["2024-01-01"]


@pytest.mark.parametrize("path", ["decisions?", "search?q=clearview&", "queries/conflicts?"])
def test_a_cursor_behind_the_end_is_of_no_page(client: TestClient, path: str) -> None:
    cursor = client.get(f"/api/v1/{path}limit=2").json()["page"]["cursor"]
    answer = client.get(f"/api/v1/{path}limit=2&cursor=ffffffff{cursor[8:]}")
    assert answer.status_code == 409
    assert "behind the end" in answer.json()["detail"]


@pytest.mark.parametrize("path", ["/api/v1/decisions?jurisdiction=nl", "/api/v1/search?q=clearview"])
def test_links_lead_to_the_first_the_previous_and_the_next_page(client: TestClient, path: str) -> None:
    first = client.get(f"{path}&limit=3")
    assert set(first.links) == {"first", "next"}
    second = client.get(first.links["next"]["url"])
    assert set(second.links) == {"first", "prev", "next"}
    third = client.get(second.links["next"]["url"])
    assert client.get(third.links["prev"]["url"]).json() == second.json()
    for page in (first, second, third):
        assert client.get(page.links["first"]["url"]).json()["data"] == first.json()["data"]
    assert client.get(second.links["prev"]["url"]).json()["data"] == first.json()["data"]


@pytest.mark.parametrize("query", ["sort=-amount,label", "sort=case&measure=fine", "q=data&sort=-published"])
def test_walking_a_filtered_and_sorted_list_gives_each_record_once(client: TestClient, query: str) -> None:
    found = walked(client, f"/api/v1/decisions?limit=37&fields=label&{query}")
    whole = walked(client, f"/api/v1/decisions?limit=500&fields=label&{query}")
    assert found == whole
    assert len(set(found)) == len(found)
