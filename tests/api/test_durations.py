"""Durations: quartiles, open proceedings and unknown beginnings."""

from statistics import median
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.durations import quartiles
from api.spans import days


@given(st.lists(st.integers(0, 5000), min_size=1))
def test_quartiles_lie_in_order_and_the_middle_is_the_median(values: list[int]) -> None:
    low, middle, high = quartiles(values)
    assert min(values) <= low <= middle <= high <= max(values)
    assert middle == median(values)


def durations(client: TestClient, **asked: str) -> dict[str, Any]:
    """The statistic."""
    answer = client.get("/api/v1/stats/durations", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def test_medians_are_those_of_the_acts_behind_them(client: TestClient) -> None:
    acts = {}
    for plural in ("ie-dpc", "fr-cnil", "nl-ap"):
        rows = client.get(f"/api/v1/decisions?authority={plural}&limit=500").json()["data"]
        acts |= {one["id"]: one for one in rows}
    found = durations(client, as_of="2026-06-01")
    checked = 0
    for row in found["rows"]:
        if row["key"].get("id") in ("ie-dpc", "fr-cnil", "nl-ap") and row["days"]:
            decided = [acts[one] for one in row["decisions"]["decided"]]
            spans = [days(one["started"], one["decided"] or one["published"] or one["known_by"]) for one in decided]
            middle = row["days"]["median"]
            assert middle["at_least"] == round(median(low for low, _ in spans), 1)
            assert middle["at_most"] == round(median(high for _, high in spans), 1)
            assert all(acts[one]["started"] is None for one in row["decisions"]["unknown_start"])
            checked += 1
    assert checked == 3


def test_a_proceeding_is_open_until_its_act(client: TestClient) -> None:
    def british(day: str) -> tuple[bool, bool]:
        found = durations(client, case="clearview-scraping", jurisdiction="gb", as_of=day)
        groups = [row["decisions"] for row in found["rows"] if row["stage"] == "authority"]
        name = "gb-ico-2022-clearview-mpn"
        return any(name in one["open"] for one in groups), any(name in one["decided"] for one in groups)

    assert british("2020-07-08") == (False, False)
    assert british("2021-01-01") == (True, False)
    assert british("2022-05-18") == (False, True)


def test_courts_stand_apart(client: TestClient) -> None:
    found = durations(client, by="jurisdiction", jurisdiction="gb")
    assert {row["stage"] for row in found["rows"]} == {"authority", "court"}
    court = next(row for row in found["rows"] if row["stage"] == "court")
    assert all(one.startswith("gb-uk") for one in court["decisions"]["decided"])


def test_the_stage_is_that_of_who_took_the_act(client: TestClient) -> None:
    courts = {court["id"] for court in client.get("/api/v1/authorities?kind=court&limit=500").json()["data"]}
    rows = durations(client)["rows"]
    assert {row["stage"] for row in rows} == {"authority", "court"}
    for row in rows:
        if "id" in row["key"]:
            assert (row["stage"] == "court") == (row["key"]["id"] in courts), row["key"]["id"]
        else:
            assert (row["stage"], row["decided"]) == ("court", 0)  # A challenge of which no ruling is recorded.
    acts = client.get("/api/v1/decisions?fields=type,authority&limit=500").json()["data"]
    settled = {act["id"] for act in acts if act["type"]["id"] == "Settlement" and act["authority"]["id"] in courts}
    court = [name for row in rows if row["stage"] == "court" for found in row["decisions"].values() for name in found]
    assert settled & set(court)
