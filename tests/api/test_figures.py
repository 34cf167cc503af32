"""Schemas of the statistics: each is in the contract, with what it tells."""

from starlette.testclient import TestClient

from api.figures import figures
from api.stats import STATISTICS


def test_every_statistic_has_its_schema_in_the_contract(client: TestClient) -> None:
    schemas = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    for name, schema in figures().items():
        assert set(schemas[name]["properties"]) == set(schema["properties"])
        assert schemas[name]["required"] == schema["required"]
    for name in STATISTICS:
        told = client.get(f"/api/v1/stats/{name}").json()["data"]
        assert set(told) == set(schemas[name.capitalize()]["required"])
