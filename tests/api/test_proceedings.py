"""Proceedings: open by the status of acts, not followed, and counted once."""

from collections import Counter
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.proceedings import STANDINGS


def total(client: TestClient, day: str, **asked: str) -> dict[str, dict[str, Any]]:
    """Acts by stage and standing."""
    data = client.get("/api/v1/stats/durations", params={"as_of": day, **asked}).json()["data"]
    for row in (*data["rows"], *data["total"]):
        assert {name: len(row["decisions"][name]) for name in STANDINGS} == {name: row[name] for name in STANDINGS}
    return {row["stage"]: row["decisions"] for row in data["total"]}


@pytest.mark.parametrize("day", ["2023-03-31", "2026-06-01"])
def test_an_act_under_appeal_is_an_open_proceeding_or_one_below_such(client: TestClient, day: str) -> None:
    asked = f"/api/v1/decisions?status=under-appeal&as_of={day}&fields=id,status&limit=500"
    found = total(client, day)
    pending = {name for of in found.values() for how in ("open", "not_followed") for name in of[how]}
    answer = client.get(asked).json()
    assert answer["page"]["next"] is None
    names = [act["id"] for act in answer["data"]]
    assert names
    for name in names:
        if name not in pending:
            later = client.get(f"/api/v1/decisions/{name}?as_of={day}").json()["data"]["affected_by"]
            assert any(one["id"] in {*pending, *names} for one in later), name  # Or one below a ruling that is.
    counted = Counter(name for of in found.values() for how in ("open", "not_followed") for name in of[how])
    assert set(counted.values()) == {1}


def test_what_was_sent_back_is_open_where_it_was_sent(client: TestClient) -> None:
    found = total(client, "2026-06-01")
    assert "lu-cnpd-2021-amazon" in found["authority"]["open"]
    assert "gb-ukftt-2023-clearview" in found["court"]["open"]
    assert "gb-ico-2022-clearview-mpn" not in found["court"]["open"]  # It is what the tribunal hears again.


def test_what_is_not_followed_stands_apart_and_what_was_complied_with_is_over(client: TestClient) -> None:
    early, late = total(client, "2018-10-31"), total(client, "2026-06-01")
    assert "us-states-2018-uber" in early["authority"]["open"]
    assert "us-states-2018-uber" in late["authority"]["not_followed"]
    assert "de-hmbbfdi-2021-clearview" in total(client, "2022-01-01")["authority"]["open"]
    assert not any("de-hmbbfdi-2021-clearview" in names for names in late["authority"].values())


def test_a_state_includes_its_parts_and_the_total_counts_each_once(client: TestClient) -> None:
    data = client.get("/api/v1/stats/durations?by=jurisdiction&as_of=2026-06-01").json()["data"]
    rows = {(row["key"]["id"], row["stage"]): row for row in data["rows"]}
    inner = [row for row in data["rows"] if row["above"]]
    assert {"de-hh", "ca-bc"} <= {row["key"]["id"] for row in inner}
    for row in inner:
        whole = rows[row["above"], row["stage"]]
        for name in STANDINGS:
            assert set(row["decisions"][name]) <= set(whole["decisions"][name])
    for row in data["total"]:
        for name in STANDINGS:
            assert row[name] == sum(
                one[name] for one in data["rows"] if one["stage"] == row["stage"] and not one["above"]
            )
    alone = client.get("/api/v1/stats/durations?by=jurisdiction&jurisdiction=de&as_of=2026-06-01").json()["data"]
    assert rows["de", "authority"]["decisions"] == alone["total"][0]["decisions"]
