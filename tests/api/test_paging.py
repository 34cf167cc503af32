"""Pages of a list: each record once, and a word on every wrong cursor."""

import base64

import pytest
from starlette.testclient import TestClient

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
    assert "version=" not in client.get(path).json()["page"]["next"]
    pinned = client.get(f"{path}&version={version}").json()["page"]["next"]
    assert f"version={version}" in pinned
    assert "version=" not in client.get(path).json()["page"]["next"]


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
    ["", "x", "bzE=x", "bzE=", "bzAx", "é", "%00", "!!!!", "A" * 5000]
    + [base64.urlsafe_b64encode(text.encode()).decode() for text in ("o-1", "o9999999", "5", "o1 OR 1", "oé", "o٣")],
)
def test_a_forged_cursor(client: TestClient, cursor: str) -> None:
    answer = client.get("/api/v1/decisions", params={"cursor": cursor})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "cursor"
