"""Corrective powers against the example query, and by hand."""

from collections import Counter

from starlette.testclient import TestClient


def test_combinations_agree_with_the_example_query(client: TestClient) -> None:
    rows = client.get("/api/v1/queries/corrective-powers?limit=500").json()["data"]
    expected = {(row["authority"]["id"], row["powers"]): row["acts"] for row in rows}
    found = Counter[tuple[str, str]]()
    for row in client.get("/api/v1/stats/powers").json()["data"]["rows"]:
        for one in row["combinations"]:
            found[row["key"]["id"], "".join(one["points"])] = one["acts"]
    assert found == expected


def test_the_clearview_acts(client: TestClient) -> None:
    data = client.get("/api/v1/stats/powers?case=clearview-scraping&as_of=2023-01-01").json()["data"]
    french = next(row for row in data["rows"] if row["key"]["id"] == "fr-cnil")
    together = {one["decisions"][0]: one["points"] for one in french["combinations"]}
    assert together == {"fr-cnil-2022-clearview": ["f", "g", "i"], "fr-cnil-2021-clearview": ["c", "d", "f", "g"]}
    assert not any(row["key"]["id"] == "nl-ap" for row in data["rows"])
    for row in data["rows"]:
        assert sum(one["acts"] for one in row["combinations"]) == row["acts"]
