"""Decisions: their records as applications read them, above all those of the Clearview matter."""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.decisions import MEASURE_LISTS
from graph.namespaces import ID

PENALTY_NOTICE = "gb-ico-2022-clearview-mpn"


def decision(client: TestClient, slug: str, as_of: str | None = None) -> dict[str, Any]:
    """The record of a decision on a day."""
    answer = client.get(f"/api/v1/decisions/{slug}" + (f"?as_of={as_of}" if as_of else ""))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def plain(money: dict[str, Any]) -> tuple[str, str]:
    """Amount and currency, without what they come to in euro."""
    return money["amount"], money["currency"]


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
    first = datetime.now(UTC).date().isoformat()
    for slug in (PENALTY_NOTICE, "nl-ap-2024-clearview", "at-dsb-2023-clearview"):
        found = decision(client, slug)
        assert first <= found["as_of"] <= datetime.now(UTC).date().isoformat()  # Midnight may have passed.
        assert found == decision(client, slug, found["as_of"])


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


def test_a_draft_is_a_part_of_the_act_that_examined_it_and_its_ranges_are_no_fines(client: TestClient) -> None:
    found = decision(client, "eu-edpb-2022-bd4-instagram")
    first, second = found["draft"]["proposes"]
    assert (plain(first["amount_from"]), plain(first["amount_up_to"])) == (
        ("11500000.00", "EUR"),
        ("14000000.00", "EUR"),
    )
    assert {row["id"] for row in second["provisions"]} == {"gdpr-5-1-a", "gdpr-12-1"}
    assert not any("money" in measure or "status" in measure for measure in (first, second))
    assert (found["fine"], found["measures"]["fines"], found["measures"]["proposed"]) == (None, [], [])


def test_a_draft_tells_who_drafted_it_when_and_what_it_would_have_found(client: TestClient) -> None:
    draft = decision(client, "eu-edpb-2022-bd3-facebook")["draft"]
    assert draft["id"] == "eu-edpb-2022-bd3-facebook#draft"
    assert draft["drafted_by"]["id"] == "ie-dpc"
    assert (draft["drafted"], draft["published"]) == ("2021-10-06", "2021-10-13")
    assert "submitted" not in draft
    assert {row["id"] for row in draft["provisions"]} == {"gdpr-5-1-a", "gdpr-12-1", "gdpr-13-1-c"}
    assert decision(client, "eu-edpb-2020-01-twitter")["draft"]["submitted"] == "2020-05-22"
    assert decision(client, "ie-dpc-2020-twitter")["draft"] is None


def test_what_a_notice_of_intent_proposes_stays_among_its_measures(client: TestClient) -> None:
    found = decision(client, "gb-ico-2021-clearview")
    assert found["measures"]["proposed"]
    assert not any("proposer" in measure for measure in found["measures"]["proposed"])
    assert found["draft"] is None


def test_no_draft_counts_as_a_decision(client: TestClient) -> None:
    entries = client.get("/api/v1/decisions?limit=500").json()["data"]
    assert not [entry["id"] for entry in entries if entry["id"].endswith("-draft")]
    assert "DraftDecision" not in {entry["type"]["id"] for entry in entries}


def test_what_its_author_took_back_is_withdrawn_and_not_annulled(client: TestClient) -> None:
    before, after = (decision(client, "fi-tsv-2023-yango", day) for day in ("2023-09-25", "2023-09-26"))
    assert before["status"]["force"]["id"] == "in-force"
    [ban] = after["measures"]["bans"]
    assert (after["status"]["force"]["id"], ban["status"]["force"]["id"]) == ("withdrawn", "withdrawn")


def test_a_deposit_pending_an_appeal_is_no_payment(client: TestClient) -> None:
    [fine] = decision(client, "in-cci-2024-whatsapp")["measures"]["fines"]
    assert fine["status"]["execution"]["id"] == "deposited"


def test_what_a_later_act_treated_apart_has_a_status_of_its_own(client: TestClient) -> None:
    record = decision(client, "au-oaic-2024-bunnings")
    held = {base["id"]: base["force"]["id"] for base in record["legal_bases"]["infringes"]}
    kept = dict.fromkeys(("au-app-1-2", "au-app-1-3", "au-app-5-1"), "in-force")
    assert held == {**kept, "au-app-3-3": "annulled"}
    assert record["status"]["force"]["id"] == "partly-annulled"
    first, second = record["findings"]
    assert [one["id"] for one in second["provisions"]] == ["au-app-3-3"]
    assert second["status"]["force"]["caused_by"]["id"] == "au-art-2026-bunnings"
    assert first["status"]["force"]["id"] == "in-force"
    before = client.get("/api/v1/decisions/au-oaic-2024-bunnings?as_of=2025-06-01").json()["data"]
    assert {base["force"]["id"] for base in before["legal_bases"]["infringes"]} == {"in-force"}


def test_a_legal_basis_accepted_on_appeal(client: TestClient) -> None:
    below = decision(client, "fr-cnil-2023-amazon-france-logistique")
    assert [base["force"]["id"] for base in below["legal_bases"]["rejects"]] == ["annulled"]
    held = {base["id"]: base["force"]["id"] for base in below["legal_bases"]["infringes"]}
    assert (held["gdpr-6-1-f"], held["gdpr-5-1-c"]) == ("annulled", "in-force")
    above = decision(client, "fr-ce-2025-492830-amazon")
    assert [base["id"] for base in above["legal_bases"]["accepts"]] == ["gdpr-6-1-f"]
    assert below["measures"]["fines"][0]["status"]["force"]["standing"]["amount"] == "15000000.00"


def test_findings_confirmed_by_the_ruling_that_annuls_the_act(client: TestClient) -> None:
    amazon = decision(client, "lu-cnpd-2021-amazon")
    held = {base["id"]: base["force"]["id"] for base in amazon["legal_bases"]["infringes"]}
    assert (held["gdpr-6-1"], held["gdpr-12"]) == ("in-force", "annulled")
    assert amazon["measures"]["fines"][0]["status"]["force"]["id"] == "annulled"
    iab = decision(client, "be-gba-2022-iab")
    (unnamed,) = iab["findings"]
    assert (unnamed["provisions"], unnamed["status"]["force"]["id"]) == ([], "in-force")
    held = [base["force"] for base in iab["legal_bases"]["infringes"]]
    assert {(force["id"], force["iri"].rpartition("/")[2], force["label"]) for force in held} == {
        ("unknown", "unknown", "not known")
    }
    before = decision(client, "be-gba-2022-iab", "2024-01-01")["legal_bases"]["infringes"]
    assert {base["force"]["id"] for base in before} == {"in-force"}


def test_a_ruling_whose_date_was_not_found_leaves_the_past_open_and_today_certain(client: TestClient) -> None:
    def force(day: str) -> dict[str, Any]:
        found: dict[str, Any] = decision(client, "es-aepd-2021-caixabank", day)["measures"]["fines"][0]["status"][
            "force"
        ]
        return found

    before = force("2024-01-01")
    assert (before["standing"]["amount"], before["certain"]) == ("6000000.00", False)
    assert (before["alternatively"]["standing"]["amount"], before["alternatively"]["earliest"]) == (
        "2000000.00",
        "2021-03",
    )
    today = force("2026-11-22")
    assert (today["standing"]["amount"], today["certain"]) == ("2000000.00", True)
    assert force("2021-02-01")["certain"] is True


def test_each_instance_that_lowered_a_fine_counts(client: TestClient) -> None:
    def standing(day: str) -> str:
        found = decision(client, "se-imy-2020-google", day)["measures"]["fines"][0]["status"]["force"]
        return str(found["standing"]["amount"])

    assert [standing(day) for day in ("2020-06-01", "2021-06-01", "2022-06-01")] == [
        "75000000.00",
        "52000000.00",
        "50000000.00",
    ]


def test_a_stay_of_the_fine_leaves_the_order(client: TestClient) -> None:
    record = decision(client, "it-garante-2024-openai", "2025-09-15")
    assert record["measures"]["fines"][0]["status"]["force"]["id"] == "stayed"
    assert record["measures"]["orders"][0]["status"]["force"]["id"] == "in-force"
    ban = decision(client, "dk-datatilsynet-dk-2022-helsingor", "2023-06-01")["measures"]["bans"][0]["status"]["force"]
    assert (ban["id"], ban["certain"], ban["alternatively"]["id"]) == ("in-force", False, "stayed")


@pytest.mark.parametrize(
    ("slug", "finality"),
    [
        ("fr-cnil-2019-google", "final"),
        ("se-imy-2022-klarna", "final"),
        ("se-imy-2020-google", "final"),
        ("it-trib-milano-foodinho", "final"),
        ("br-senacon-2019-facebook", "unknown"),
        ("es-an-2024-clearview", "unknown"),
        ("tr-kvkk-2019-marriott", "under-appeal"),
        ("lu-cnpd-2021-amazon", "remitted"),
    ],
)
def test_whether_an_act_can_still_be_challenged(client: TestClient, slug: str, finality: str) -> None:
    assert decision(client, slug)["status"]["finality"]["id"] == finality


def test_a_conditional_payment_is_no_part_of_what_is_due(client: TestClient) -> None:
    due, open_ = decision(client, "us-doj-2026-tiktok-coppa")["measures"]["settlement_payments"]
    assert (due["money"]["amount"], due["status"]["force"]["id"]) == ("300000000.00", "unknown")
    assert (open_["money"]["amount"], open_["status"]["force"]["id"]) == ("100000000.00", "conditional")
    assert open_["condition"] and "condition" not in due


def test_what_no_document_confirms_is_marked_or_a_claim(client: TestClient) -> None:
    (fine,) = decision(client, "kr-pipc-2026-coupang")["measures"]["fines"]
    assert (fine["money"]["amount"], fine["verification"]["id"]) == ("624681000000.00", "partly")
    orange = decision(client, "fr-cnil-2024-orange")
    assert (orange["decided"], orange["legal_bases"]["infringes"]) == (None, [])
    assert {claim["assessment"]["id"] for claim in orange["claims"]} == {"unverified"}
