"""What became of challenged acts, by hand."""

from typing import Any

from starlette.testclient import TestClient


def effects(client: TestClient, **asked: str) -> dict[tuple[str, str], list[str]]:
    """Rulings by level and effect."""
    data: dict[str, Any] = client.get("/api/v1/stats/appeals", params=asked).json()["data"]
    return {(row["level"], one["effect"]): one["decisions"] for row in data["rows"] for one in row["effects"]}


def test_the_clearview_appeals_in_britain(client: TestClient) -> None:
    found = effects(client, case="clearview-scraping", jurisdiction="gb", as_of="2026-06-01")
    assert found["first", "annuls"] == ["gb-ukftt-2023-clearview"]
    assert found["second", "annuls"] == ["gb-ukut-2025-clearview"]
    assert ("second", "annuls") not in effects(client, jurisdiction="gb", as_of="2025-01-01")


def test_amazon_in_luxembourg(client: TestClient) -> None:
    found = effects(client, case="amazon-targeted-advertising", as_of="2026-06-01")
    assert found["first", "upholds"] == ["lu-ta-2025-46578-amazon"]
    assert found["second", "annuls"] == ["lu-ca-2026-amazon"]


def test_the_level_follows_who_adopted_the_act_challenged(client: TestClient) -> None:
    found = client.get("/api/v1/authorities?kind=court&limit=500").json()["data"]
    courts = {court["id"] for court in found}
    answer = client.get("/api/v1/decisions?fields=authority,type,kind&limit=500").json()
    assert answer["page"]["next"] is None
    acts = {act["id"]: act for act in answer["data"]}
    by_court = {name for name, act in acts.items() if act["authority"]["id"] in courts}
    rows = {row["level"]: row for row in client.get("/api/v1/stats/appeals").json()["data"]["rows"]}
    for level, row in rows.items():
        rulings = {name for effect in row["effects"] for name in effect["decisions"]}
        assert row["meaning"]
        assert "Settlement" not in {acts[name]["type"]["id"] for name in rulings}
        assert rulings.isdisjoint(by_court) if level == "authority" else rulings <= by_court
        if level in ("second", "further", "permission"):
            assert set(row["challenged"]) <= by_court
        else:
            assert by_court.isdisjoint(row["challenged"])
        kinds = {acts[name]["kind"]["id"] for name in rulings}
        assert (kinds == {"permission-ruling"}) == (level == "permission")
        assert (kinds == {"appeal-judgment"}) >= (level == "court-below-not-recorded")
    assert {"us-alameda-2022-renderos", "ca-fc-2023-facebook"} <= set(rows["second"]["challenged"])
    assert "kr-pipc-2020-facebook" in rows["court-below-not-recorded"]["challenged"]
    assert "br-anpd-2025-tfh" in rows["authority"]["challenged"]


def test_numbers_agree_with_the_example_query(client: TestClient) -> None:
    rows = client.get("/api/v1/queries/appeals-by-level?limit=500").json()["data"]
    levels: dict[tuple[str, str], int] = {}
    for row in rows:
        levels[row["level"], row["jurisdiction"]["id"]] = row["of_rulings"]
    data = client.get("/api/v1/stats/appeals").json()["data"]
    for level in data["rows"]:
        assert level["rulings"] == sum(number for (name, _), number in levels.items() if name == level["level"])
        for one in level["effects"]:
            assert len(one["decisions"]) == len(set(one["decisions"])) == one["rulings"]
            assert one["share"] == round(one["rulings"] / level["rulings"], 3)
            assert sum(ground["rulings"] for ground in one["grounds"]) >= one["rulings"]
            assert max(ground["rulings"] for ground in one["grounds"]) <= one["rulings"]
        assert (level["rulings"], level["challenged_acts"]) == (len(level["decisions"]), len(level["challenged"]))
    every = {name for level in data["rows"] for name in level["decisions"]}
    assert data["rulings"] == len(every)
    several = {"eu-gc-2025-t70-23-dpc-v-edpb", "gb-ukftt-2023-clearview"}
    assert several <= every
    assert data["challenged_acts"] > data["rulings"]


def test_authority_is_that_of_the_act_challenged_and_court_that_which_ruled(client: TestClient) -> None:
    acts = client.get("/api/v1/decisions?fields=authority&limit=500").json()["data"]
    issued = {act["id"]: act["authority"]["id"] for act in acts}
    data = client.get("/api/v1/stats/appeals?authority=fr-cnil").json()["data"]
    assert data["rulings"] > 0
    first = next(row for row in data["rows"] if row["level"] == "first")
    assert {issued[name] for name in first["challenged"]} == {"fr-cnil"}
    courts = {issued[name] for row in data["rows"] for name in row["decisions"]}
    assert "fr-cnil" not in courts
    for court in courts:
        rows = client.get(f"/api/v1/stats/appeals?court={court}").json()["data"]["rows"]
        assert {issued[name] for row in rows for name in row["decisions"]} == {court}
    assert client.get("/api/v1/stats/fines?court=fr-cnil").status_code == 422
    second = client.get("/api/v1/stats/appeals?authority=lu-cnpd").json()["data"]["rows"]
    assert {"first", "second"} <= {row["level"] for row in second}
