"""Timelines: dated events in lanes, checked by hand, with partial dates kept."""

from typing import Any

import pytest
from starlette.testclient import TestClient


def events(client: TestClient, address: str) -> list[dict[str, Any]]:
    """Events of a timeline."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["data"]["events"]
    return found


def told(found: list[dict[str, Any]], kind: str) -> set[tuple[str, str]]:
    """Date and act of the events of a kind."""
    return {(one["date"], one["decision"]["id"]) for one in found if one["kind"] == kind}


def test_the_clearview_case(client: TestClient) -> None:
    found = events(client, "/api/v1/cases/clearview-scraping/timeline?as_of=2026-06-01")
    assert ("2022-05-18", "gb-ico-2022-clearview-mpn") in told(found, "decided")
    assert ("2022-05-23", "gb-ico-2022-clearview-mpn") in told(found, "published")
    assert ("2022-06-29", "gb-ukftt-2023-clearview") in told(found, "appeal-brought")
    assert ("2023-10-17", "gb-ukftt-2023-clearview") in told(found, "effect")
    assert {("2023-10-17", "gb-ico-2022-clearview-mpn"), ("2025-10-06", "gb-ico-2022-clearview-mpn")} <= told(
        found, "status"
    )
    assert told(found, "liquidation") == {("2023-04-13", "fr-cnil-2023-clearview")}
    assert ("2025-10-28", "at-noyb-2025-clearview") in told(found, "complaint")


def test_openai_stayed_then_annulled(client: TestClient) -> None:
    def states(day: str) -> list[str]:
        found = events(client, f"/api/v1/cases/openai-chatgpt/timeline?as_of={day}")
        return [one["status"]["id"] for one in found if one.get("axis") == "force"]

    assert states("2025-03-20") == []
    assert states("2025-06-01") == ["stayed"]
    assert states("2026-06-01") == ["stayed", "partly-annulled", "annulled"]


def test_partial_dates_are_kept_and_their_place_is_not_certain(client: TestClient) -> None:
    found = events(client, "/api/v1/cases/openai-chatgpt/timeline?as_of=2026-06-01")
    ruling = next(one for one in found if one["decision"]["id"] == "it-trib-roma-2026-openai")
    assert (ruling["date"], ruling["precision"], ruling["order_certain"]) == ("2026-03", "month", False)
    dates = [one["date"] for one in found]
    assert dates == sorted(dates)


def test_events_have_lanes_and_sources_or_say_so(client: TestClient) -> None:
    for lanes in ("jurisdiction", "act"):
        data = client.get(f"/api/v1/cases/meta-us-transfers/timeline?lanes={lanes}").json()["data"]
        known = {lane["id"] for lane in data["lanes"]}
        assert {one["lane"] for one in data["events"]} <= known
        for one in [*data["events"], *data["undated"]]:
            assert one["supported"] == bool(one["sources"])
            assert set(one["sources"]) <= set(data["sources"])
    periods = {(one["decision"]["id"], one["period"]) for one in data["undated"]}
    assert ("ie-dpc-2023-meta-transfers", "P6M") in periods


def test_what_the_day_had_not_seen_is_not_told(client: TestClient) -> None:
    for day in ("2022-06-01", "2023-04-30", "2024"):
        if len(day) == 10:
            found = events(client, f"/api/v1/cases/clearview-scraping/timeline?as_of={day}")
            assert all(one["date"] <= day or one["kind"] == "deadline" for one in found)
    assert client.get("/api/v1/cases/clearview-scraping/timeline?as_of=2024").status_code == 422


def test_a_company_has_the_events_of_its_acts(client: TestClient) -> None:
    found = events(client, "/api/v1/companies/clearview-ai/timeline")
    decisions = client.get("/api/v1/decisions?company=clearview-ai&limit=500").json()["data"]
    assert {one["decision"]["id"] for one in found} == {one["id"] for one in decisions}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/cases/no-such-case/timeline", 404),
        ("/api/v1/companies/no-such-company/timeline", 404),
        ("/api/v1/cases/clearview-scraping/timeline?lanes=x", 422),
        ("/api/v1/cases/clearview-scraping/timeline?x=1", 422),
    ],
)
def test_bad_requests_are_problems(client: TestClient, address: str, status: int) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_is_known_only_by_a_day_says_so(client: TestClient) -> None:
    found = events(client, "/api/v1/cases/caixabank-consent/timeline?as_of=2026-11-22")
    ruling = [one for one in found if one["decision"]["id"] == "es-an-caixabank-2m" or one.get("axis") == "force"]
    assert {one["kind"] for one in ruling} == {"effect", "status", "known-by"}
    for one in ruling:
        assert (one["date"], one["at_the_latest"], one["earliest"]) == ("2026-11-22", True, "2021-03")
        assert not one["order_certain"]
    exact = [one for one in found if one not in ruling]
    assert exact and not any("at_the_latest" in one for one in exact)


def test_an_act_of_which_only_the_publication_is_known_did_what_it_did_by_then(client: TestClient) -> None:
    found = events(client, "/api/v1/cases/avast-jumpshot/timeline?as_of=2026-11-22")
    mine = [one for one in found if one["decision"]["id"] == "cz-mspraha-2025-avast"]
    told = {one["kind"]: "at_the_latest" in one for one in mine}
    assert (told["effect"], told["published"]) == (True, False)


def test_nothing_befalls_an_act_before_it(client: TestClient) -> None:
    """An act of September is said to be under appeal since that year: not in August, when its proceeding had begun."""
    for name, case, eve in (
        ("ie-dpc-2024-linkedin", "linkedin-targeted-advertising", "2024-10-21"),
        ("es-aepd-2021-clearview", "clearview-scraping", "2021-08-31"),
    ):
        assert case == client.get(f"/api/v1/decisions/{name}").json()["data"]["case"]["id"]
        before = events(client, f"/api/v1/cases/{case}/timeline?as_of={eve}")
        assert not [one for one in before if one["decision"]["id"] == name and one["kind"] == "status"]
        after = events(client, f"/api/v1/cases/{case}/timeline?as_of=2026-11-22")
        mine = [one for one in after if one["decision"]["id"] == name]
        (appeal,) = (one for one in mine if one.get("status", {}).get("id") == "under-appeal")
        (own,) = (one for one in mine if one["kind"] == "decided")
        assert (appeal["earliest"], "at_the_latest" in appeal) == (own["date"], False)
        assert mine.index(own) < mine.index(appeal)


def test_a_change_of_a_part_says_of_which(client: TestClient) -> None:
    for case in client.get("/api/v1/cases", params={"limit": 500}).json()["data"]:
        for one in events(client, f"/api/v1/cases/{case['id']}/timeline"):
            if one["kind"] in ("status", "payment"):
                [about] = one["about"]
                assert about["label"], (case["id"], one)
                assert ("#" in about["id"]) == one["words"].endswith(f": {about['label']}"), (case["id"], one)
    found = events(client, "/api/v1/cases/clearview-scraping/timeline?as_of=2026-06-01")
    ruled = {one["words"].partition(":")[0] for one in found if one["date"] == "2025-01-28" and one["kind"] == "status"}
    assert {"Partly annulled", "Annulled"} <= ruled
    assert "Annulled" not in {one["words"] for one in found if one["date"] == "2025-01-28"}


def test_nothing_stands_before_the_act_it_hangs_on(client: TestClient) -> None:
    """What is known by its month or year only: a challenge after the act it is on, the rest after its own act."""
    seen = set()
    for case in client.get("/api/v1/cases", params={"limit": 500}).json()["data"]:
        found = events(client, f"/api/v1/cases/{case['id']}/timeline")
        taken = {one["decision"]["id"]: n for n, one in enumerate(found) if one["kind"] in ("decided", "complaint")}
        for place, one in enumerate(found):
            if one["kind"] in ("published", "status", "payment", "effect"):
                earlier = [one["decision"]["id"]]
            elif one["kind"] == "appeal-brought":
                earlier = [row["id"] for row in one["about"]]
            else:
                continue
            for act in earlier:
                assert place > taken.get(act, -1), (case["id"], one)
            if "earliest" in one and "at_the_latest" not in one:
                assert one["earliest"] > one["date"] and not one["order_certain"], (case["id"], one)
                seen.add(one["kind"])
    assert {"appeal-brought", "published", "status"} <= seen
