"""Coverage: an empty answer says whether anything was looked for."""

import pytest
from starlette.testclient import TestClient

DECISIONS = "/api/v1/decisions"


def test_an_empty_answer_for_a_jurisdiction_that_is_covered_says_so(client: TestClient) -> None:
    body = client.get(DECISIONS, params={"jurisdiction": "nl", "kind": "decision-kind/closure"}).json()
    assert body["data"] == []
    assert body["coverage"]["completeness"] == "selected"
    assert body["coverage"]["decisions_recorded"] >= 1


@pytest.mark.parametrize("limit", [{"jurisdiction": "zz"}, {"authority": "zz-dpa"}])
def test_an_empty_answer_where_nothing_is_recorded_says_not_covered(client: TestClient, limit: dict[str, str]) -> None:
    body = client.get(DECISIONS, params=limit).json()
    assert body["data"] == []
    assert body["coverage"]["completeness"] == "not-covered"
    assert body["coverage"]["decisions_recorded"] == 0


def test_an_answer_with_decisions_needs_no_such_word(client: TestClient) -> None:
    assert "coverage" not in client.get(DECISIONS, params={"jurisdiction": "nl"}).json()


def test_an_authority_tells_its_coverage_by_year(client: TestClient) -> None:
    coverage = client.get("/api/v1/authorities/fr-cnil").json()["data"]["coverage"]
    years = {row["year"]: row["decisions"] for row in coverage}
    whole = years.pop(None)
    assert years["2022"] >= 1
    assert whole == sum(years.values())


def test_an_empty_answer_of_years_without_decisions_says_not_covered(client: TestClient) -> None:
    asked = {"authority": "fr-cnil", "decided_from": "2010", "decided_to": "2012-06"}
    told = client.get(DECISIONS, params=asked).json()["coverage"]
    assert (told["completeness"], told["decisions_recorded"]) == ("not-covered", 0)
    assert "of other years" in told["meaning"]
    asked = {"authority": "fr-cnil", "decided_from": "2021", "kind": "decision-kind/interlocutory-ruling"}
    told = client.get(DECISIONS, params=asked).json()["coverage"]
    assert told["completeness"] == "selected"
    assert told["decisions_recorded"] > 0
