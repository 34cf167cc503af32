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
    named = {"upheld": "upholds", "reduced": "reduces", "annulled": "annuls", "reinstated": "reinstates"}
    named |= {"remitted": "remits", "stayed": "stays", "none recorded": "not-recorded"}
    told = {(row["level"], named.get(row["effect"], row["effect"]), row["extent"]) for row in rows}
    extents = {"whole": "whole act", "in_part": "part of the act"}
    assert told == {
        (level["level"], one["effect"], words)
        for level in data["rows"]
        for one in level["effects"]
        for words in ([extents[name] for name in extents if one[name]["rulings"]] or [None])
    }
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


def test_an_effect_on_a_part_of_an_act_is_told_apart_from_one_on_the_whole(client: TestClient) -> None:
    acts = {one["id"]: one for one in _rulings(client)}
    for level in client.get("/api/v1/stats/appeals").json()["data"]["rows"]:
        for one in level["effects"]:
            whole, in_part = set(one["whole"]["decisions"]), set(one["in_part"]["decisions"])
            known = [touched for name in one["decisions"] for touched in acts[name]["effects"]]
            if not any(touched["relation"] == one["effect"] for touched in known):
                assert not whole | in_part  # No effect, but an outcome.
                continue
            assert whole | in_part == set(one["decisions"])
            for extent in ("whole", "in_part"):
                counted = one[extent]
                assert counted["rulings"] == len(counted["decisions"]) <= one["rulings"]
                assert counted["challenged_acts"] == len(counted["challenged"]) <= one["challenged_acts"]
            for name in whole:
                on = {at["iri"] for at in acts[name]["effects"] if at["relation"] == one["effect"]}
                assert any("#" not in iri for iri in on), name
            if level["level"] == "first":
                for name in in_part - whole:
                    on = {at["iri"] for at in acts[name]["effects"] if at["relation"] == one["effect"]}
                    assert all("#" in iri for iri in on), name
    first = next(row for row in client.get("/api/v1/stats/appeals?as_of=2026-06-01").json()["data"]["rows"])
    annuls = next(one for one in first["effects"] if one["effect"] == "annuls")
    assert {"ng-ccpt-2025-meta", "fr-ce-2025-492830-amazon"} <= set(annuls["in_part"]["decisions"])
    assert "gb-ukftt-2023-clearview" in annuls["whole"]["decisions"]


def _rulings(client: TestClient) -> list[dict[str, Any]]:
    """Acts with what they did to others, one entry for each relation and thing touched."""
    text = """PREFIX comity: <https://w3id.org/comity/ontology#>
    SELECT ?ruling ?how ?part WHERE { ?ruling ?how ?part .
      VALUES ?how { comity:upholds comity:annuls comity:reduces comity:reinstates comity:remits comity:stays } }"""
    answer = client.get("/sparql", params={"query": text}, headers={"Accept": "application/sparql-results+json"})
    acts = client.get("/api/v1/decisions?fields=id&limit=500").json()["data"]
    found: dict[str, list[dict[str, str]]] = {act["id"]: [] for act in acts}
    for row in answer.json()["results"]["bindings"]:
        how = row["how"]["value"].partition("#")[2]
        found[row["ruling"]["value"].rpartition("/")[2]].append({"relation": how, "iri": row["part"]["value"]})
    return [{"id": name, "effects": effects} for name, effects in found.items()]


def test_what_is_recorded_is_not_told_as_not_recorded(client: TestClient) -> None:
    answer = client.get("/api/v1/decisions?fields=outcomes&limit=500").json()
    assert answer["page"]["next"] is None
    outcomes = {act["id"]: {one["id"] for one in act["outcomes"]} - {"unknown"} for act in answer["data"]}
    touching = {one["id"] for one in _rulings(client) if one["effects"]}
    found = effects(client, as_of="2026-06-01")
    for (_, effect), names in found.items():
        if effect == "not-recorded":
            assert not any(outcomes[name] or name in touching for name in names)
    assert "eu-gc-2022-t709-21" in found["first", "action-dismissed"]
    assert "us-ndil-2022-macys-1292" in found["permission", "permission-refused"]
    assert (
        "se-kammarratten-gbg-2021-google" in found["second", "reduces"]
    )  # The fine of the act below, already reduced.
