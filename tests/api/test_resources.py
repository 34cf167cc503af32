"""Resources: every list and every record, and the facts of the Clearview matter as applications read them."""

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.resources import MEASURE_LISTS
from graph.namespaces import ID, KINDS

PENALTY_NOTICE = "gb-ico-2022-clearview-mpn"
KIND = {plural: kind for kind, plural in KINDS.items()}


def record(client: TestClient, path: str) -> dict[str, Any]:
    """The record at a path below the root of the API."""
    answer = client.get(f"/api/v1{path}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def decision(client: TestClient, slug: str, as_of: str | None = None) -> dict[str, Any]:
    """The record of a decision on a day."""
    return record(client, f"/decisions/{slug}" + (f"?as_of={as_of}" if as_of else ""))


def plain(money: dict[str, Any]) -> tuple[str, str]:
    """Amount and currency, without what they come to in euro."""
    return money["amount"], money["currency"]


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


def test_the_dutch_decision(client: TestClient) -> None:
    found = decision(client, "nl-ap-2024-clearview")
    assert (found["decided"], found["published"]) == ("2024-05-16", "2024-09-03")
    assert plain(found["fine"]) == ("30500000.00", "EUR")
    assert found["authority"]["id"] == "nl-ap"
    assert found["jurisdiction"]["code"] == "NL"
    assert found["case"]["id"] == "clearview-scraping"
    assert [mechanism["id"] for mechanism in found["mechanisms"]] == ["extraterritorial"]
    assert [respondent["id"] for respondent in found["respondents"]] == ["clearview-ai"]
    assert found["status"]["finality"]["id"] == "final"


def test_the_dutch_ceiling_is_no_second_fine(client: TestClient) -> None:
    measures = decision(client, "nl-ap-2024-clearview")["measures"]
    [fine], [penalty] = measures["fines"], measures["periodic_penalties"]
    assert plain(fine["money"]) == ("30500000.00", "EUR")
    assert plain(penalty["ceiling"]) == ("5100000.00", "EUR")
    assert "money" not in penalty
    assert measures["liquidations"] == []
    assert {secured["id"] for secured in penalty["secures"]} <= {order["id"] for order in measures["orders"]}


def test_the_provisions_of_the_dutch_decision_are_told_by_their_part_in_it(client: TestClient) -> None:
    bases = decision(client, "nl-ap-2024-clearview")["legal_bases"]
    assert {"gdpr-5-1-a", "gdpr-6-1", "gdpr-9-1"} <= {base["id"] for base in bases["infringes"]}
    assert "gdpr-3-2-b" in {base["id"] for base in bases["applies"]}
    assert "gdpr-6-1-f" in {base["id"] for base in bases["rejects"]}
    assert all(base["instrument"]["id"] == "gdpr" for base in bases["infringes"])


def test_a_decision_tells_the_period_of_the_conduct(client: TestClient) -> None:
    found = decision(client, "nl-ap-2021-tiktok")
    assert (found["conduct_from"], found["conduct_until"]) == ("2018-05-25", "2020-07-28")
    assert decision(client, "nl-ap-2024-clearview")["conduct_from"] is None


def test_a_party_has_days_only_where_a_source_states_its_own(client: TestClient) -> None:
    parties = {party["role"]["id"]: party for party in decision(client, "au-aat-2023-clearview")["parties"]}
    assert (parties["applicant"]["from"], parties["applicant"]["until"]) == ("2021-11-03", "2023-08")
    assert not {"from", "until"} & set(parties["controller"])


def test_a_source_tells_its_language_and_what_it_rests_on(client: TestClient) -> None:
    documents = {row["document"]["id"]: row["document"] for row in decision(client, "nl-ap-2024-clearview")["sources"]}
    [english] = [slug for slug in documents if slug.startswith("autoriteitpersoonsgegevens-nl-files")]
    assert documents[english]["language"] == "en"
    found = record(client, f"/sources/{english}")
    assert (found["language"], found["machine_translated"], found["translator"]["id"]) == ("en", None, "nl-ap")
    told = [(origin["relation"]["id"], origin["id"], origin["label"]) for origin in found["origins"]]
    assert told == [("translationOf", "nl-ap-2024-clearview", decision(client, "nl-ap-2024-clearview")["label"])]
    report = record(client, "/sources/news-report-b")
    assert [origin["relation"]["id"] for origin in report["origins"]] == ["copiedFrom"]
    assert report["language"] is None


def test_claims_that_say_otherwise_are_kept_with_reason_and_document(client: TestClient) -> None:
    claims = decision(client, "nl-ap-2024-clearview")["claims"]
    decided = [claim for claim in claims if claim.get("property", {}).get("id") == "decided"]
    assert {(claim["stated"]["value"], claim["assessment"]["id"]) for claim in decided} >= {
        ("2024-05-16", "accepted"),
        ("2024-09-03", "rejected"),
    }
    rejected = [claim for claim in claims if claim["assessment"]["id"] == "rejected"]
    assert rejected
    for claim in rejected:
        assert claim["reason"]
        assert claim["documents"]
        for document in claim["documents"]:
            assert client.get(f"/api/v1{document['url']}").status_code == 200


def test_every_decision_has_sources_and_says_how_far_they_reach(client: TestClient) -> None:
    for entry in client.get("/api/v1/decisions?limit=500").json()["data"]:
        found = decision(client, entry["id"])
        assert found["sources_reach"]
        assert found["sources"]
        for source in found["sources"]:
            assert source["document"]["iri"].startswith(f"{ID}source/")
            assert source["says"]


@pytest.mark.parametrize(
    ("day", "force", "finality"),
    [
        ("2022-06-01", "in-force", None),
        ("2024-01-01", "annulled", None),
        ("2025-12-01", "revived", "under-appeal"),
        (None, "revived", "under-appeal"),
    ],
)
def test_the_british_penalty_was_annulled_and_revived(
    client: TestClient, day: str | None, force: str, finality: str | None
) -> None:
    found = decision(client, PENALTY_NOTICE, day)
    [fine] = found["measures"]["fines"]
    assert plain(fine["money"]) == ("7552800.00", "GBP")
    for status in (found["status"], fine["status"]):
        assert status["force"]["id"] == force
        if finality:
            assert status["finality"]["id"] == finality
    assert ("standing" in fine["status"]["force"]) == (force != "annulled")


def test_a_fine_in_euro_names_its_rate_and_its_day(client: TestClient) -> None:
    converted = decision(client, PENALTY_NOTICE)["fine"]["in_euro"]
    assert (converted["rate"], converted["rate_date"], converted["amount"]) == ("0.8467", "2022-05-18", "8920278.73")
    assert decision(client, "nl-ap-2024-clearview")["fine"]["in_euro"]["amount"] == "30500000.00"


def test_before_a_decision_it_has_no_status(client: TestClient) -> None:
    found = decision(client, PENALTY_NOTICE, "2022-05-17")
    assert found["status"] == {"force": None, "finality": None, "execution": None}
    assert decision(client, PENALTY_NOTICE, "2022-05-18")["status"]["force"]["id"] == "in-force"


def test_history_tells_the_states_in_their_order(client: TestClient) -> None:
    states = [
        state
        for state in decision(client, PENALTY_NOTICE)["history"]
        if state["axis"]["id"] == "force" and "#" not in state["thing"]["iri"]
    ]
    assert [state["status"]["id"] for state in states] == ["in-force", "annulled", "revived"]
    assert [state["from"] for state in states] == sorted(state["from"] for state in states)
    for earlier, later in pairwise(states):
        assert earlier["until"] == later["from"]
        assert later["caused_by"]["id"]
    assert "until" not in states[-1]


def test_without_a_day_the_status_is_that_of_today(client: TestClient) -> None:
    today = datetime.now(UTC).date().isoformat()
    for slug in (PENALTY_NOTICE, "nl-ap-2024-clearview", "at-dsb-2023-clearview"):
        found = decision(client, slug)
        assert found["as_of"] == today
        assert found == decision(client, slug, today)


def test_only_the_austrian_refusal_was_annulled(client: TestClient) -> None:
    found = decision(client, "at-dsb-2023-clearview")
    [refusal] = found["measures"]["refused"]
    assert refusal["id"] == "at-dsb-2023-clearview#refusal-1"
    assert refusal["status"]["force"]["id"] == "annulled"
    assert refusal["status"]["force"]["caused_by"]["id"] == "at-bvwg-2025-clearview"
    assert found["measures"]["orders"]
    assert {order["status"]["force"]["id"] for order in found["measures"]["orders"]} == {"in-force"}
    assert found["status"]["force"]["id"] == "partly-annulled"
    before = decision(client, "at-dsb-2023-clearview", "2025-01-27")
    assert before["measures"]["refused"][0]["status"]["force"]["id"] == "in-force"


def test_the_french_liquidation_is_no_fine(client: TestClient) -> None:
    found = decision(client, "fr-cnil-2023-clearview")
    [liquidation] = found["measures"]["liquidations"]
    assert plain(liquidation["money"]) == ("5200000.00", "EUR")
    assert found["measures"]["fines"] == []
    assert found["fine"] is None
    assert plain(decision(client, "fr-cnil-2022-clearview")["fine"]) == ("20000000.00", "EUR")


def test_what_a_later_act_did_is_told_on_both_sides(client: TestClient) -> None:
    tribunal = decision(client, "gb-ukftt-2023-clearview")
    assert ("annuls", PENALTY_NOTICE) in {
        (row["relation"]["id"], row["id"].partition("#")[0]) for row in tribunal["affects"]
    }
    notice = decision(client, PENALTY_NOTICE)
    assert ("annuls", tribunal["id"]) in {(row["relation"]["id"], row["id"]) for row in notice["affected_by"]}


def test_every_measure_stands_in_the_list_of_its_class(client: TestClient) -> None:
    for entry in client.get("/api/v1/decisions?limit=500").json()["data"]:
        assert set(entry["measures"]) == set(MEASURE_LISTS.values())
        for kind, name in MEASURE_LISTS.items():
            assert {measure["type"]["id"] for measure in entry["measures"][name]} <= {kind}
        fines = entry["measures"]["fines"]
        assert entry["fine"] == (fines[0]["money"] if len(fines) == 1 else None)


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
    days = [entry["decided"] or entry["filed"] or entry["published"] or entry["known_by"] for entry in found]
    assert days == sorted(days, reverse=True)


def test_counts_agree_with_the_lists_they_count(client: TestClient) -> None:
    def total(query: str) -> int:
        return int(client.get(f"/api/v1/decisions?limit=1&{query}").json()["page"]["total"])

    for slug in ("nl-ap", "gb-ico", "at-sta"):
        assert record(client, f"/authorities/{slug}")["decisions"] == total(f"authority={slug}")
    for slug in ("nl", "gb", "us"):
        assert record(client, f"/jurisdictions/{slug}")["decisions"] == total(f"jurisdiction={slug}")
    for slug in ("gdpr-5-1-a", "gdpr-5", "uk-gdpr-14"):
        assert record(client, f"/legal-bases/{slug}")["decisions"] == total(f"legal_basis={slug}")
    for slug in ("clearview-ai", "noyb"):
        assert record(client, f"/companies/{slug}")["decisions"] == total(f"company={slug}")
    assert record(client, "/cases/clearview-scraping")["decisions"] == total("case=clearview-scraping")


def test_the_claims_of_a_source_are_those_that_decisions_cite_it_for(client: TestClient) -> None:
    claims = decision(client, "nl-ap-2024-clearview")["claims"]
    for claim in claims:
        for document in claim.get("documents", []):
            mine = record(client, f"/sources/{document['id']}")["claims"]
            assert claim["iri"] in {found["iri"] for found in mine}


@pytest.mark.parametrize("plural", KIND)
@pytest.mark.parametrize("slug", ["nothing", "NL", "a b", "a'", "%22%7D", "x%00", "é", "-", "a" * 3000, "..", "%2e%2e"])
def test_an_unknown_slug_is_not_found(client: TestClient, plural: str, slug: str) -> None:
    assert client.get(f"/api/v1/{plural}/{slug}").status_code in (404, *([200] if slug in ("..", "%2e%2e") else []))


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


def test_a_respondent_that_stands_in_for_another_is_marked(client: TestClient) -> None:
    found = decision(client, "kr-seoul-admin-court-2025-google-meta")
    marks = {one["id"]: one.get("verification", {}).get("id") for one in found["respondents"]}
    assert marks == {"google": None, "meta-platforms": "unverified"}
    [party] = [party for party in found["parties"] if "note" in party]
    assert party["participant"]["id"] == "meta-platforms"
    assert "the parent stands for it" in party["note"]
    assert party["note"] in client.get("/decisions/kr-seoul-admin-court-2025-google-meta").text


def test_objections_say_who_raised_them_on_what_and_what_became_of_them(client: TestClient) -> None:
    objections = decision(client, "eu-edpb-2020-01-twitter")["objections"]
    [fine] = [row for row in objections if {"at-dsb", "de-hh-hmbbfdi", "it-garante"} <= ids(row)]
    assert ([row["id"] for row in fine["provisions"]], fine["admissibility"]["id"]) == (
        ["gdpr-83-1"],
        "relevant-and-reasoned",
    )
    assert fine["sustained"] is True
    refused = [row for row in objections if row["admissibility"]["id"] == "not-relevant-and-reasoned"]
    assert refused
    assert not any(row["sustained"] for row in refused)


def ids(objection: dict[str, Any]) -> set[str]:
    """Ids of those who raised an objection."""
    return {row["id"] for row in objection["raised_by"]}


def test_what_was_not_read_of_an_objection_is_absent(client: TestClient) -> None:
    [polish] = decision(client, "eu-edpb-2022-bd01-accor")["objections"]
    assert ids(polish) == {"pl-uodo"}
    assert "admissibility" not in polish


def test_a_proposed_range_is_no_fine(client: TestClient) -> None:
    draft = decision(client, "ie-dpc-2022-instagram-legal-basis-draft")
    first, second = draft["measures"]["proposed"]
    assert (plain(first["amount_from"]), plain(first["amount_up_to"])) == (
        ("11500000.00", "EUR"),
        ("14000000.00", "EUR"),
    )
    assert {row["id"] for row in second["provisions"]} == {"gdpr-5-1-a", "gdpr-12-1"}
    assert (draft["fine"], draft["measures"]["fines"]) == (None, [])
    assert not any("money" in measure for measure in (first, second))
