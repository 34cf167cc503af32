"""Endpoints: parameters, the contract in openapi.json, and HEAD."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph.namespaces import KINDS
from graph.queries import folder

PATHS = [f"/api/v1/{plural}" for plural in KINDS.values()]
ITEMS = [
    "/api/v1/decisions/nl-ap-2024-clearview",
    "/api/v1/cases/clearview-scraping",
    "/api/v1/cases/clearview-scraping/compare",
    "/api/v1/legal-bases/gdpr-6-1-f",
]


@pytest.fixture(scope="module")
def contract(client: TestClient) -> dict[str, Any]:
    """The OpenAPI document."""
    answer = client.get("/api/v1/openapi.json")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("path", [*PATHS, *ITEMS])
def test_an_unknown_parameter_is_told_with_the_known_ones(client: TestClient, path: str) -> None:
    answer = client.get(f"{path}?colour=blue")
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "colour"
    assert "as_of" in answer.json()["detail"]
    assert "version" in answer.json()["detail"]


@pytest.mark.parametrize("path", [*PATHS, *ITEMS])
@pytest.mark.parametrize(
    "day", ["yesterday", "2024-02-30", "2024", "", "20240101", "2024-1-1", "1499-01-01", "٢٠٢٤-٠١-٠١"]
)
def test_a_bad_day(client: TestClient, path: str, day: str) -> None:
    answer = client.get(path, params={"as_of": day})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "as_of"


@pytest.mark.parametrize("path", [*PATHS, *ITEMS])
@pytest.mark.parametrize("version", ["0000000000000000", "", "current", "..", "../..", "a" * 300, "é" * 64, "x\x00y"])
def test_an_unknown_version(client: TestClient, path: str, version: str) -> None:
    answer = client.get(path, params={"version": version})
    assert answer.status_code == 404
    assert answer.json()["kept"]


@pytest.mark.parametrize(
    "value", ["", "x y", "nl'}", '"', "<x>", "NL", "nl/..", "https://example.org/nl", "nl\n", "{", "a" * 100_000]
)
@pytest.mark.parametrize("name", ["jurisdiction", "legal_basis", "kind"])
def test_a_value_that_fits_no_filter(client: TestClient, name: str, value: str) -> None:
    if len(value) > 10_000:
        value = value[:10_000]
    answer = client.get("/api/v1/decisions", params={name: value})
    if answer.status_code == 200:  # A slug of letters only is a slug, however long.
        assert answer.json()["data"] == []
    else:
        assert answer.status_code == 422
        assert answer.json()["parameter"] == name
        assert len(answer.content) < 1200


@pytest.mark.parametrize(
    "path", ["/api/v1/decisions", "/decisions", "/api/v1/search", "/decisions/nl-ap-2024-clearview"]
)
def test_a_parameter_that_is_too_long(client: TestClient, path: str) -> None:
    answer = client.get(path, params={"q": "a" * 10_001}, headers={"Accept": "application/json"})
    assert answer.status_code == 414
    assert answer.headers["content-type"] == "application/problem+json"
    assert "10,000" in answer.json()["detail"]


def test_what_is_no_filter_is_given_once(client: TestClient) -> None:
    answer = client.get("/api/v1/decisions?as_of=2024-01-01&as_of=2024-01-02")
    assert answer.status_code == 422
    assert "once" in answer.json()["detail"]


@pytest.mark.parametrize(
    "path", [*PATHS, *ITEMS, "/decisions/nl-ap-2024-clearview.ttl", "/ontology.nt", "/", "/sparql"]
)
def test_head_equals_get_without_a_body(client: TestClient, path: str) -> None:
    got, head = client.get(path), client.head(path)
    assert head.status_code == got.status_code == 200
    assert head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"]
    assert head.headers.get("etag") == got.headers.get("etag")


def test_the_contract_names_every_address(contract: dict[str, Any]) -> None:
    expected = {path for plural in PATHS for path in (plural, f"{plural}/{{slug}}")}
    examples = {f"/api/v1/queries/{name}" for name in folder("examples")}
    others = {
        f"/api/v1/{path}" for path in ("search", "suggest", "resolve", "queries", "cases/{slug}/compare", "compare")
    }
    timelines = {f"/api/v1/{plural}/{{slug}}/timeline" for plural in ("cases", "companies")}
    stats = {f"/api/v1/stats/{name}" for name in ("fines", "durations", "appeals", "powers")}
    assert set(contract["paths"]) == expected | others | timelines | stats | examples
    assert contract["openapi"].startswith("3.")
    assert contract["info"]["title"] == "Comity"


def test_operations_have_ids_of_their_own(contract: dict[str, Any]) -> None:
    operations = [operation for path in contract["paths"].values() for operation in path.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[a-z_]+", id_) for id_ in ids)
    assert all(operation["summary"] for operation in operations)
    assert all("200" in operation["responses"] for operation in operations)


def test_parameters_of_the_contract_are_whole(contract: dict[str, Any]) -> None:
    for path, operations in contract["paths"].items():
        for operation in operations.values():
            parameters = operation["parameters"]
            keys = [(parameter["in"], parameter["name"]) for parameter in parameters]
            assert len(keys) == len(set(keys))
            in_path = {name for place, name in keys if place == "path"}
            assert in_path == set(re.findall(r"\{(\w+)\}", path))
            assert all(parameter["required"] for parameter in parameters if parameter["in"] == "path")
            assert all(parameter.get("description") for parameter in parameters if parameter["in"] == "query"), path
            assert all("schema" in parameter for parameter in parameters)


def test_every_parameter_of_the_contract_is_taken(client: TestClient, contract: dict[str, Any]) -> None:
    for path, operations in contract["paths"].items():
        for parameter in operations["get"]["parameters"]:
            if parameter["in"] == "query":
                address = path.replace("{slug}", "clearview-scraping")
                answer = client.get(address, params={parameter["name"]: "!"})
                assert "There is no parameter" not in answer.text, (path, parameter["name"])


def test_references_within_the_contract_lead_somewhere(contract: dict[str, Any]) -> None:
    for reference in re.findall(r'"\$ref": ?"([^"]+)"', str(contract).replace("'", '"')):
        found: Any = contract
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
