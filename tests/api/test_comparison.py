"""Comparison of a case: one entry for each legal order, so that four countries can be read side by side."""

from typing import Any

import pytest
from starlette.testclient import TestClient

FOUR = ("NL", "FR", "IT", "GB")
STATES = {"found", "contested", "upheld", "annulled", "alleged"}


@pytest.fixture(scope="module")
def compared(client: TestClient) -> dict[str, Any]:
    """The Clearview case across jurisdictions today."""
    found: dict[str, Any] = client.get("/api/v1/cases/clearview-scraping/compare").json()["data"]
    return found


@pytest.fixture(scope="module")
def orders(compared: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Entries of the comparison by code of their jurisdiction."""
    return {entry["jurisdiction"]["code"]: entry for entry in compared["jurisdictions"]}


def test_each_jurisdiction_has_one_entry(client: TestClient, compared: dict[str, Any]) -> None:
    codes = [entry["jurisdiction"]["code"] for entry in compared["jurisdictions"]]
    assert len(codes) == len(set(codes))
    assert codes == sorted(codes)
    assert set(FOUR) <= set(codes)
    assert len(codes) == compared["case"]["jurisdictions"]
    assert sum(len(entry["decisions"]) for entry in compared["jurisdictions"]) == compared["case"]["decisions"]


@pytest.mark.parametrize("code", FOUR)
def test_an_entry_has_all_that_a_scholar_compares(orders: dict[str, dict[str, Any]], code: str) -> None:
    entry = orders[code]
    assert entry["authorities"]
    assert entry["first"] <= entry["last"]
    assert entry["infringed"]
    for provision in entry["infringed"]:
        assert provision["iri"] and provision["label"] and provision["instrument"]["id"]
        assert provision["decisions"]
        assert {decision["finding"] for decision in provision["decisions"]} <= STATES
    assert entry["measures"]["fines"]
    assert entry["sources"]
    for decision in entry["decisions"]:
        assert decision["decided"] or decision["filed"] or decision["published"]
        assert decision["jurisdiction"]["code"] == code
        assert set(decision["status"]) == {"force", "finality", "execution"}
        assert decision["sources"]


def test_what_was_fined_where(orders: dict[str, dict[str, Any]]) -> None:
    fined = {
        code: [
            (fine["money"]["amount"], fine["money"]["currency"], fine["decision"])
            for fine in entry["measures"]["fines"]
        ]
        for code, entry in orders.items()
        if entry["measures"]["fines"]
    }
    assert fined == {
        "NL": [("30500000.00", "EUR", "nl-ap-2024-clearview")],
        "FR": [("20000000.00", "EUR", "fr-cnil-2022-clearview")],
        "IT": [("20000000.00", "EUR", "it-garante-2022-clearview")],
        "GR": [("20000000.00", "EUR", "gr-hdpa-2022-clearview")],
        "GB": [("7552800.00", "GBP", "gb-ico-2022-clearview-mpn")],
    }


def test_measures_are_told_apart(orders: dict[str, dict[str, Any]]) -> None:
    dutch, french = orders["NL"]["measures"], orders["FR"]["measures"]
    assert [penalty["ceiling"]["amount"] for penalty in dutch["periodic_penalties"]] == ["5100000.00"]
    assert dutch["liquidations"] == []
    assert [paid["money"]["amount"] for paid in french["liquidations"]] == ["5200000.00"]
    assert orders["IT"]["measures"]["bans"]
    assert orders["GB"]["measures"]["proposed"]


def test_findings_that_a_court_may_still_undo_are_contested(orders: dict[str, dict[str, Any]]) -> None:
    def findings(code: str) -> set[str]:
        return {decision["finding"] for base in orders[code]["infringed"] for decision in base["decisions"]}

    assert findings("GB") == {"contested"}
    assert findings("NL") == {"found"}
    assert findings("CA-BC") == {"upheld"}


def test_findings_follow_the_day(client: TestClient) -> None:
    def british(day: str) -> set[str]:
        answer = client.get(f"/api/v1/cases/clearview-scraping/compare?as_of={day}").json()["data"]
        [entry] = [entry for entry in answer["jurisdictions"] if entry["jurisdiction"]["code"] == "GB"]
        assert answer["as_of"] == day
        return {decision["finding"] for base in entry["infringed"] for decision in base["decisions"]}

    assert british("2024-01-01") == {"annulled"}
    assert british("2025-12-01") == {"contested"}


def test_two_instruments_are_never_one(orders: dict[str, dict[str, Any]]) -> None:
    assert {base["instrument"]["id"] for base in orders["NL"]["infringed"]} == {"gdpr"}
    assert {base["instrument"]["id"] for base in orders["GB"]["infringed"]} == {"gdpr", "uk-gdpr"}


def test_every_decision_of_a_comparison_reads_as_its_own_record(
    client: TestClient, orders: dict[str, dict[str, Any]]
) -> None:
    for code in FOUR:
        for decision in orders[code]["decisions"]:
            own = client.get(f"/api/v1/decisions/{decision['id']}").json()["data"]
            assert {name: own[name] for name in decision} == decision


def test_every_case_can_be_compared(client: TestClient) -> None:
    for case in client.get("/api/v1/cases").json()["data"]:
        answer = client.get(f"/api/v1/cases/{case['id']}/compare").json()["data"]
        assert len(answer["jurisdictions"]) == case["jurisdictions"]
        assert min(entry["first"] for entry in answer["jurisdictions"]) <= (case["first"] or "9999")


def test_a_case_tells_which_findings_a_court_set_aside(client: TestClient) -> None:
    compared = client.get("/api/v1/cases/amazon-warehouse-monitoring/compare").json()["data"]
    (entry,) = compared["jurisdictions"]
    found = {base["id"]: [one["finding"] for one in base["decisions"]] for base in entry["infringed"]}
    assert (found["gdpr-6-1-f"], found["gdpr-13"]) == (["annulled"], ["found"])
    assert [base["id"] for base in entry["accepted_bases"]] == ["gdpr-6-1-f"]
    (basis,) = [one for one in compared["divergences"] if one["kind"] == "basis"]
    assert [side["answer"] for side in basis["sides"]] == ["rejected, then annulled", "accepted"]
