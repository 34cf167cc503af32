"""Corrective powers against the example query, and by hand."""

from collections import Counter

from starlette.testclient import TestClient


def test_combinations_agree_with_the_example_query(client: TestClient) -> None:
    rows = client.get("/api/v1/queries/corrective-powers?limit=500").json()["data"]
    expected = {(row["authority"]["id"], row["instrument"]["id"], row["powers"]): row["acts"] for row in rows}
    found = Counter[tuple[str, str, str]]()
    for row in client.get("/api/v1/stats/powers").json()["data"]["rows"]:
        for one in row["combinations"]:
            found[row["key"]["id"], row["instrument"]["id"], "".join(one["points"])] = one["acts"]
    assert found == expected


def test_the_clearview_acts(client: TestClient) -> None:
    data = client.get("/api/v1/stats/powers?case=clearview-scraping&as_of=2023-01-01").json()["data"]
    french = next(row for row in data["rows"] if row["key"]["id"] == "fr-cnil")
    together = {one["decisions"][0]: one["points"] for one in french["combinations"]}
    assert together == {"fr-cnil-2022-clearview": ["f", "g", "i"], "fr-cnil-2021-clearview": ["c", "d", "f", "g"]}
    assert not any(row["key"]["id"] == "nl-ap" for row in data["rows"])
    for row in data["rows"]:
        assert sum(one["acts"] for one in row["combinations"]) == row["acts"]


def test_an_act_counts_under_the_law_that_it_found_infringed(client: TestClient) -> None:
    answer = client.get("/api/v1/decisions?fields=legal_bases&kind=AdministrativeDecision&limit=500").json()
    assert answer["page"]["next"] is None
    acts = {act["id"]: act["legal_bases"] for act in answer["data"]}
    counted: Counter[str] = Counter()
    for row in client.get("/api/v1/stats/powers").json()["data"]["rows"]:
        for name in (name for one in row["combinations"] for name in one["decisions"]):
            bases = acts[name]["infringes"] or [base for found in acts[name].values() for base in found]
            laws = {base["instrument"]["id"] for base in bases}
            assert row["instrument"]["id"] in laws, name
            assert row["instrument"]["id"] == "uk-gdpr" or "uk-gdpr" not in laws, name
            counted[name] += 1
    assert set(counted.values()) == {1}
    assert not {"fr-cnil-2021-google-cookies", "fr-cnil-2022-microsoft", "fr-cnil-2023-yahoo"} & set(counted)
    assert {"it-garante-2024-openai", "gb-ico-2020-british-airways", "gb-ico-2022-clearview-mpn"} <= set(counted)


def test_orders_stand_under_the_points_that_the_act_names(client: TestClient) -> None:
    rows = client.get("/api/v1/stats/powers?as_of=2026-06-01").json()["data"]["rows"]
    used = {name: one["points"] for row in rows for one in row["combinations"] for name in one["decisions"]}
    assert used["ie-dpc-2023-meta-transfers"] == used["ie-dpc-2025-tiktok-transfers"] == ["d", "i", "j"]
    assert used["at-dsb-2023-clearview"] == ["d", "g"]  # It applied point f to refuse a ban.
    answer = client.get("/api/v1/decisions?fields=legal_bases,measures&kind=AdministrativeDecision&limit=500").json()
    ordered = {"c", "d", "e", "f", "g", "h", "j"}
    for act in answer["data"]:
        numbers = {base["number"] or "" for base in act["legal_bases"]["applies"] if "gdpr" in base["instrument"]["id"]}
        named = {number[6] for number in numbers if number.startswith("58(2)(")} & ordered
        if named and act["id"] in used and not act["measures"]["refused"]:
            assert set(used[act["id"]]) & ordered == named, act["id"]
    for row in rows:
        assert all(0 <= one["named"] <= one["acts"] for one in row["powers"])
    irish = {one["point"]: one for row in rows if row["key"]["id"] == "ie-dpc" for one in row["powers"]}
    assert (irish["j"]["acts"], irish["j"]["named"]) == (2, 2)
    assert irish["i"]["named"] < irish["i"]["acts"]


def test_each_number_has_its_acts_and_point_c_is_for_requests(client: TestClient) -> None:
    rows = client.get("/api/v1/stats/powers?as_of=2026-06-01").json()["data"]["rows"]
    acts = client.get("/api/v1/decisions?fields=measures&kind=AdministrativeDecision&limit=500").json()["data"]
    kinds = {act["id"]: {k["id"] for one in act["measures"]["orders"] for k in one["order_kinds"]} for act in acts}
    for row in rows:
        for one in row["powers"]:
            assert one["acts"] == len(set(one["decisions"]))
            assert one["named"] == len(one["named_decisions"])
            assert set(one["named_decisions"]) <= set(one["decisions"])
            if one["point"] == "c":
                for name in set(one["decisions"]) - set(one["named_decisions"]):
                    assert "access" in kinds[name], name
