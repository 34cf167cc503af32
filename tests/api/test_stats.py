"""Statistics over HTTP: filters, coverage, bad requests, the page."""

import re

import pytest
from starlette.testclient import TestClient

NAMES = ("fines", "durations", "appeals", "powers")


@pytest.mark.parametrize("name", NAMES)
def test_each_tells_how_complete_the_records_are(client: TestClient, name: str) -> None:
    answer = client.get(f"/api/v1/stats/{name}").json()
    assert answer["coverage"]["completeness"] == "selected"
    assert "not of all" in answer["coverage"]["meaning"]
    assert answer["data"]["statistic"] == name
    none = client.get(f"/api/v1/stats/{name}?jurisdiction=zz").json()
    assert none["coverage"]["decisions_recorded"] == 0
    assert none["data"]["rows"] == []
    assert "does not mean that there was none" in none["coverage"]["meaning"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_recorded_is_told_with_what_is_nearest(client: TestClient, name: str) -> None:
    known = {"authority": "fr-cnil", "jurisdiction": "fr", "company": "meta-platforms", "case": "clearview-scraping"}
    assert "unknown" not in client.get(f"/api/v1/stats/{name}", params=known).json()
    for parameter, slug in known.items():
        wrong = slug[:-1] + "q" * (len(slug) < 3)
        told = client.get(f"/api/v1/stats/{name}", params={parameter: wrong}).json()["unknown"]
        assert told == client.get("/api/v1/decisions", params={parameter: wrong}).json()["unknown"]
        assert told[0]["parameter"] == parameter
        page = client.get("/stats", params={parameter: wrong}).text
        assert f"<code>{wrong}</code>" in page
        assert all(f"<code>{near}</code>" in page for near in told[0]["nearest"])
    near = client.get(f"/api/v1/stats/{name}?company=meta-platform").json()["unknown"][0]["nearest"]
    assert near[0] == "meta-platforms"


@pytest.mark.parametrize("name", NAMES)
def test_filters_narrow(client: TestClient, name: str) -> None:
    def acts(query: str) -> str:
        return client.get(f"/api/v1/stats/{name}?as_of=2026-06-01{query}").text

    for query in ("authority=fr-cnil", "jurisdiction=fr", "company=clearview-ai", "case=clearview-scraping"):
        assert 0 < len(acts(f"&{query}")) < len(acts(""))
    decisions = {one["id"] for one in client.get("/api/v1/decisions?case=clearview-scraping&limit=500").json()["data"]}
    rows = client.get(f"/api/v1/stats/{name}?case=clearview-scraping&as_of=2026-06-01").json()["data"]["rows"]
    assert rows
    listed = [one for row in rows for one in row.get("decisions", [])]
    assert {one for one in listed if isinstance(one, str) and "-" in one} <= decisions


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("by=x", "none of these"),
        ("by=year&by=year", "once"),
        ("q=1", "no parameter"),
        ("year=then", "is not a year"),
        ("year=20", "is not a year"),
    ],
)
def test_bad_requests_are_problems(client: TestClient, query: str, says: str) -> None:
    for address in (f"/api/v1/stats/fines?{query}",):
        answer = client.get(address)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert says in answer.json()["detail"]
    assert client.get("/api/v1/stats/appeals?by=year").status_code == 422


def test_the_page_has_the_four_tables(client: TestClient) -> None:
    page = client.get("/stats?as_of=2026-06-01").text
    for name in NAMES:
        assert f'<section aria-labelledby="{name}">' in page
    assert "90,500,000" in client.get("/stats?case=clearview-scraping&by=currency&as_of=2026-06-01").text
    assert "stands whole in the row" in client.get("/stats?by=provision").text
    assert client.get("/stats?by=x", headers={"Accept": "text/html"}).status_code == 422


def test_the_contract_names_the_keys(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for name in NAMES:
        names = {one["name"] for one in paths[f"/api/v1/stats/{name}"]["get"]["parameters"]}
        assert {"authority", "jurisdiction", "company", "case", "year", "as_of", "version"} <= names
    assert "/api/v1/compare" in paths
    assert "/api/v1/companies/{slug}/timeline" in paths


def test_the_page_keeps_the_day_in_its_links_and_shows_what_has_no_rate(client: TestClient) -> None:
    page = client.get("/stats?as_of=2024-01-01&jurisdiction=gb").text
    links = re.findall(r'href="(/(?:decisions|authorities|jurisdictions)/[^"]+)"', page)
    assert links
    assert all(link.endswith("?as_of=2024-01-01") for link in links)
    assert "as_of" not in "".join(re.findall(r'href="(/decisions/[^"]+)"', client.get("/stats?jurisdiction=gb").text))
    nigeria = client.get("/stats?jurisdiction=ng").text
    assert "Not converted, net" in nigeria
    assert nigeria.count("USD 220,000,000") > 2  # In the caption, gross, and net: it stands.
