"""Parts: a filter by jurisdiction finds what was decided under a part of it, and says so."""

import pytest
from starlette.testclient import TestClient

DECISIONS = "/api/v1/decisions"


@pytest.mark.parametrize(("whole", "part"), [("de", "de-hh"), ("us", "us-tx"), ("ca", "ca-bc")])
def test_a_jurisdiction_means_its_parts_too(client: TestClient, whole: str, part: str) -> None:
    body = client.get(DECISIONS, params={"jurisdiction": whole, "limit": "500"}).json()
    places = {record["jurisdiction"]["id"] for record in body["data"]}
    assert {whole, part} <= places
    assert all(place == whole or place.startswith(f"{whole}-") for place in places)
    ((told),) = body["parts"]
    assert told["value"] == whole
    assert part in told["parts"]
    record = client.get(f"/api/v1/jurisdictions/{whole}").json()["data"]
    assert record["decisions"] < record["decisions_with_parts"] == body["page"]["total"]
    assert part in {one["id"] for one in record["parts"]}


def test_the_largest_german_fine_is_found_under_germany(client: TestClient) -> None:
    found = client.get(DECISIONS, params={"jurisdiction": "de", "sort": "-amount", "limit": "1"}).json()["data"]
    assert found[0]["fine"]["amount"] == "35258707.95"
    page = client.get("/jurisdictions/de", headers={"Accept": "text/html"}).text
    assert "/jurisdictions/de-hh" in page


def test_a_facet_counts_a_state_with_its_parts(client: TestClient) -> None:
    asked = {"facets": "jurisdiction", "limit": "1"}
    for path in ("decisions", "cases"):
        entries = client.get(f"/api/v1/{path}", params=asked).json()["facets"]["jurisdiction"]
        counts = {entry["id"]: entry["count"] for entry in entries}
        assert not any(name.startswith("de-") for name in counts)
        assert counts["de"] == client.get(f"/api/v1/{path}", params={"jurisdiction": "de"}).json()["page"]["total"]


def test_a_jurisdiction_without_parts_says_nothing_of_them(client: TestClient) -> None:
    assert "parts" not in client.get(DECISIONS, params={"jurisdiction": "nl"}).json()
    assert client.get(DECISIONS, params={"jurisdiction": "de-hh"}).json()["page"]["total"] >= 1


def test_a_case_of_one_state_and_its_parts_crosses_no_border(client: TestClient) -> None:
    case = client.get("/api/v1/cases/1und1-authentication").json()["data"]
    assert (case["jurisdictions"], case["states"]) == (2, 1)
    cases = client.get("/api/v1/cases", params={"sort": "-states", "limit": "500"}).json()["data"]
    assert sum(case["states"] > 1 for case in cases) == 32
    assert [case["states"] for case in cases] == sorted((case["states"] for case in cases), reverse=True)
