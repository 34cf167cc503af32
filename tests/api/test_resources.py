"""Resources: every list and every record, filters, counts, and records of things other than decisions."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.namespaces import ID, KINDS

PENALTY_NOTICE = "gb-ico-2022-clearview-mpn"
KIND = {plural: kind for kind, plural in KINDS.items()}


def record(client: TestClient, path: str) -> dict[str, Any]:
    """The record at a path below the root of the API."""
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def dicts(value: object) -> Iterator[dict[str, Any]]:
    """All objects anywhere in a value."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from dicts(part)
    elif isinstance(value, list):
        for part in value:
            yield from dicts(part)


@pytest.mark.parametrize("plural", KIND)
def test_every_record_of_every_list_can_be_fetched(client: TestClient, plural: str) -> None:
    answer = client.get(f"/api/v1/{plural}?limit=500").json()
    assert set(answer) == {"data", "page", "version"}
    assert set(answer["page"]) == {"total", "limit", "cursor", "next"}
    entries = list(answer["data"])
    following = answer["page"]["next"]
    while following:
        more = client.get(following).json()
        entries += more["data"]
        following = more["page"]["next"]
    assert answer["page"]["total"] == len(entries) > 0
    for place, entry in enumerate(entries):
        assert entry["iri"] == f"{ID}{KIND[plural]}/{entry['id']}"
        assert entry["url"] == f"/{plural}/{entry['id']}"
        assert entry["label"]
        if place % (len(entries) // 50 + 1):  # Some fifty of each kind are fetched: each is computed.
            continue
        item = client.get(f"/api/v1/{plural}/{entry['id']}").json()
        assert set(item) == {"data", "version"}
        assert item["version"] == answer["version"]
        for name, value in entry.items():
            assert item["data"][name] == value, entry["id"]


def test_whatever_has_an_iri_of_ours_has_an_address_and_an_id(client: TestClient) -> None:
    for plural in KIND:
        for found in dicts(client.get(f"/api/v1/{plural}?limit=500").json()["data"]):
            if str(found.get("iri", "")).startswith("https://w3id.org/comity/"):
                assert found["url"].startswith("/")
                assert found["id"]


def test_a_source_tells_its_language_and_what_it_rests_on(client: TestClient) -> None:
    documents = {
        row["document"]["id"]: row["document"] for row in record(client, "/decisions/nl-ap-2024-clearview")["sources"]
    }
    [english] = [slug for slug in documents if slug.startswith("autoriteitpersoonsgegevens-nl-files")]
    assert documents[english]["language"] == "en"
    found = record(client, f"/sources/{english}")
    assert (found["language"], found["machine_translated"], found["translator"]["id"]) == ("en", None, "nl-ap")
    told = [(origin["relation"]["id"], origin["id"], origin["label"]) for origin in found["origins"]]
    assert told == [
        ("translationOf", "nl-ap-2024-clearview", record(client, "/decisions/nl-ap-2024-clearview")["label"])
    ]
    report = record(client, "/sources/news-report-b")
    assert [origin["relation"]["id"] for origin in report["origins"]] == ["copiedFrom"]
    assert report["language"] is None


def test_amounts_are_texts_with_cents(client: TestClient) -> None:
    for found in dicts(client.get("/api/v1/decisions?limit=500").json()["data"]):
        if "amount" in found:
            assert isinstance(found["amount"], str)
            whole, _, cents = found["amount"].partition(".")
            assert whole.isdigit() and len(cents) >= 2


@pytest.mark.parametrize(
    ("filter_", "some", "others"),
    [
        ("jurisdiction=nl", {"nl-ap-2024-clearview"}, {"fr-cnil-2022-clearview"}),
        ("authority=gb-ftt", {"gb-ukftt-2023-clearview"}, {PENALTY_NOTICE}),
        ("case=clearview-scraping", {"nl-ap-2024-clearview"}, {"fi-tsv-2021-police"}),
        ("company=fi-poliisihallitus", {"fi-tsv-2021-police"}, {"nl-ap-2024-clearview"}),
        ("legal_basis=gdpr-5", {"nl-ap-2024-clearview", "it-garante-2022-clearview"}, {"fr-cnil-2023-clearview"}),
        ("legal_basis=gdpr-5-1-a", {"nl-ap-2024-clearview"}, {"se-imy-2021-police"}),
        ("instrument=uk-gdpr", {PENALTY_NOTICE}, {"nl-ap-2024-clearview"}),
        ("kind=decision-kind/sanction", {"nl-ap-2024-clearview"}, {"gb-ukftt-2023-clearview"}),
        ("authority=https://w3id.org/comity/id/authority/nl-ap", {"nl-ap-2024-clearview"}, {PENALTY_NOTICE}),
        ("jurisdiction=gb&kind=decision-kind/sanction", {PENALTY_NOTICE}, {"nl-ap-2024-clearview"}),
    ],
)
def test_filters_of_decisions(client: TestClient, filter_: str, some: set[str], others: set[str]) -> None:
    found = {entry["id"] for entry in client.get(f"/api/v1/decisions?limit=500&{filter_}").json()["data"]}
    assert some <= found
    assert not others & found


@pytest.mark.parametrize(
    "path", ["/authorities?jurisdiction=gb", "/instruments?jurisdiction=eu", "/cases?company=clearview-ai"]
)
def test_filters_of_other_lists(client: TestClient, path: str) -> None:
    some = client.get(f"/api/v1{path}").json()["page"]["total"]
    every = client.get(f"/api/v1{path.partition('?')[0]}").json()["page"]["total"]
    assert 0 < some < every


def test_a_filter_that_fits_nothing_gives_an_empty_list(client: TestClient) -> None:
    answer = client.get("/api/v1/decisions?authority=nobody")
    assert answer.status_code == 200
    assert answer.json()["data"] == []
    assert answer.json()["page"]["next"] is None


def test_decisions_come_newest_first(client: TestClient) -> None:
    found = client.get("/api/v1/decisions?limit=500").json()["data"]
    days = [entry["decided"] or entry["filed"] or entry["published"] or "" for entry in found]
    assert days == sorted(days, reverse=True)


def test_counts_agree_with_the_lists_they_count(client: TestClient) -> None:
    def total(query: str) -> int:
        return int(client.get(f"/api/v1/decisions?limit=1&{query}").json()["page"]["total"])

    for slug in ("nl-ap", "gb-ico", "at-sta"):
        assert record(client, f"/authorities/{slug}")["decisions"] == total(f"authority={slug}")
    for slug in ("nl", "gb", "us"):
        assert record(client, f"/jurisdictions/{slug}")["decisions_with_parts"] == total(f"jurisdiction={slug}")
    for slug in ("gdpr-5-1-a", "gdpr-5", "uk-gdpr-14"):
        assert record(client, f"/legal-bases/{slug}")["decisions"] == total(f"legal_basis={slug}")
    for slug in ("clearview-ai", "noyb"):
        assert record(client, f"/companies/{slug}")["decisions"] == total(f"company={slug}")
    assert record(client, "/cases/clearview-scraping")["decisions"] == total("case=clearview-scraping")


def test_the_claims_of_a_source_are_those_that_decisions_cite_it_for(client: TestClient) -> None:
    claims = record(client, "/decisions/nl-ap-2024-clearview")["claims"]
    for claim in claims:
        for document in claim.get("documents", []):
            mine = record(client, f"/sources/{document['id']}")["claims"]
            assert claim["iri"] in {found["iri"] for found in mine}


@pytest.mark.parametrize("plural", KIND)
@pytest.mark.parametrize("slug", ["nothing", "NL", "a b", "a'", "%22%7D", "x%00", "é", "-", "a" * 3000, "..", "%2e%2e"])
def test_an_unknown_slug_is_not_found(client: TestClient, plural: str, slug: str) -> None:
    assert client.get(f"/api/v1/{plural}/{slug}").status_code in (404, *([200] if slug in ("..", "%2e%2e") else []))


def test_an_instrument_has_its_names_in_other_languages(client: TestClient) -> None:
    names = client.get("/api/v1/instruments/gdpr").json()["data"]["names"]
    assert {"type": "text", "value": "Datenschutz-Grundverordnung", "language": "de"} in names
    assert {one["language"] for one in names if one["value"] == "RGPD"} == {"fr", "it", "es", "pt"}
    assert client.get("/api/v1/instruments/br-lgpd").json()["data"]["names"] == []


@pytest.mark.parametrize(("day", "parallel"), [("2024-01-01", True), ("2026-02-04", True), ("2026-02-05", False)])
def test_provisions_are_parallel_until_one_of_them_is_in_force_no_more(
    client: TestClient, day: str, parallel: bool
) -> None:
    for own, other in (("gdpr-22", "uk-gdpr-22"), ("uk-gdpr-22", "gdpr-22")):
        found = record(client, f"/legal-bases/{own}?as_of={day}")["counterpart"]
        assert (found is not None and found["id"] == other) == parallel
        listed = client.get(f"/api/v1/legal-bases?instrument={own.removesuffix('-22')}&as_of={day}&limit=500").json()
        (found,) = (one for one in listed["data"] if one["id"] == own)
        assert (found["counterpart"] is not None) == parallel
    act = record(client, f"/decisions/nl-ap-2026-uber-automated-decisions?as_of={day}")
    (base,) = (one for one in act["legal_bases"]["infringes"] if one["id"] == "gdpr-22")
    assert (base["counterpart"] is not None) == parallel
    if parallel:
        assert (base["counterpart"]["id"], base["counterpart"]["until"]) == ("uk-gdpr-22", "2026-02-05")
    still = record(client, f"/legal-bases/gdpr-6?as_of={day}")["counterpart"]
    assert (still["id"], still["label"]) == ("uk-gdpr-6", "Article 6 UK GDPR")


def test_a_law_tells_from_when_and_until_when_it_is_in_force(client: TestClient) -> None:
    def force(path: str) -> tuple[str | None, str | None]:
        found = record(client, path)
        return found["in_force_from"], found["in_force_until"]

    assert force("/legal-bases/uk-gdpr-22a") == ("2026-02-05", None)
    assert force("/legal-bases/uk-gdpr-22") == (None, "2026-02-05")
    assert force("/instruments/eu-dpd") == (None, "2018-05-25")
    assert force("/instruments/gdpr") == ("2018-05-25", None)
    assert "<dt>In force from</dt>" in client.get("/legal-bases/uk-gdpr-22a").text
    assert "<dt>In force until</dt>" in client.get("/instruments/eu-dpd").text


def test_an_organisation_without_a_code_is_a_jurisdiction_with_instruments(client: TestClient) -> None:
    found = record(client, "/jurisdictions/coe")
    assert found["code"] is None
    assert found["type"]["id"] == "InternationalOrganization"
    listed = client.get("/api/v1/instruments?jurisdiction=coe").json()["data"]
    assert {entry["id"]: entry["verification"]["id"] for entry in listed} == {
        "coe-108": "unverified",
        "coe-108plus": "verified",
    }
    assert all(entry["in_force_from"] is None for entry in listed)


def test_an_authority_names_its_predecessors_and_how_far_they_were_confirmed(client: TestClient) -> None:
    [before] = record(client, "/authorities/be-apd-gba")["predecessors"]
    assert before["names"] == [
        {"value": "Commission de la protection de la vie privée", "language": "fr", "type": "text"}
    ]
    assert (before["succession"]["id"], before["ended"]) == ("replaced", "2018-05-25")
    [doubtful] = record(client, "/authorities/mx-sabg")["predecessors"]
    assert doubtful["former_authority"]["id"] == "mx-inai"
    assert doubtful["verification"]["id"] == "unverified"
    assert record(client, "/authorities/nl-ap")["predecessors"] == []
