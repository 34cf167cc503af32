"""Sparse fields and embedded neighbours."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.fields import thinned
from graph.namespaces import KINDS, ROOT

DECISIONS = "/api/v1/decisions"
ITEM = f"{DECISIONS}/nl-ap-2024-clearview"


def test_only_the_fields_asked_for_are_told(client: TestClient) -> None:
    found = client.get(f"{DECISIONS}?fields=label,status.force.label,case.id&limit=500").json()["data"]
    for record in found:
        assert set(record) == {"iri", "url", "id", "label", "status", "case"}
        assert set(record["status"]) == {"force"}
        assert record["status"]["force"] is None or set(record["status"]["force"]) == {"label"}
        assert set(record["case"]) == {"id"}


@pytest.mark.parametrize("field", ["fine", "measures.fines.money", "legal_bases.infringes.id", "respondents", "as_of"])
def test_a_field_has_the_value_it_has_in_the_whole_record(client: TestClient, field: str) -> None:
    whole = client.get(f"{DECISIONS}?limit=500").json()["data"]
    thin = client.get(f"{DECISIONS}?limit=500&fields={field}").json()["data"]
    assert thin == [thinned(record, [field]) for record in whole]
    top = field.partition(".")[0]
    assert all(top in record for record in thin)


def test_a_field_through_a_list_and_one_asked_for_twice() -> None:
    record: dict[str, Any] = {"iri": "x", "a": [{"b": 1, "c": 2}, {"c": 3}], "d": {"e": 1}}
    assert thinned(record, ["a.b"]) == {"iri": "x", "a": [{"b": 1}, {}]}
    assert thinned(record, ["d", "d.e"]) == {"iri": "x", "d": {"e": 1}}
    assert thinned(record, ["a.c", "a.b"]) == {"iri": "x", "a": [{"b": 1, "c": 2}, {"c": 3}]}


@pytest.mark.parametrize("path", [DECISIONS, ITEM, "/api/v1/companies", "/api/v1/legal-bases/gdpr-6"])
@pytest.mark.parametrize("fields", ["colour", "", "label,", "label.colour", "Label", "iri.x"])
def test_an_unknown_field_is_told_with_the_known_ones(client: TestClient, path: str, fields: str) -> None:
    answer = client.get(path, params={"fields": fields})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "fields"
    assert "label" in answer.json()["detail"]


def test_an_unknown_part_is_told_with_the_known_parts(client: TestClient) -> None:
    answer = client.get(f"{DECISIONS}?fields=status.mood")
    assert "status.force" in answer.json()["detail"]


def test_fields_of_an_item_reach_its_own_parts(client: TestClient) -> None:
    found = client.get(f"{ITEM}?fields=claims.reason,label").json()["data"]
    assert set(found) == {"iri", "url", "id", "label", "claims"}
    assert all(set(claim) == {"reason"} for claim in found["claims"])


@pytest.mark.parametrize("path", [DECISIONS, ITEM])
def test_neighbours_are_embedded_once(client: TestClient, path: str) -> None:
    body = client.get(f"{path}?include=case,authority,company,legal_basis").json()
    assert set(body["included"]) == {"cases", "authorities", "companies", "legal-bases"}
    records = body["data"] if isinstance(body["data"], list) else [body["data"]]
    for name in ("case", "authority"):
        embedded = [record["iri"] for record in body["included"][KINDS[name]]]
        assert len(embedded) == len(set(embedded))
        assert {record[name]["iri"] for record in records} <= set(embedded)
    assert {one["iri"] for record in records for one in record["respondents"]} <= {
        one["iri"] for one in body["included"]["companies"]
    }
    whole = client.get(f"/api/v1/cases/{body['included']['cases'][0]['id']}").json()["data"]
    assert body["included"]["cases"][0].items() <= whole.items()


def test_only_what_the_told_fields_name_is_embedded(client: TestClient) -> None:
    body = client.get(f"{DECISIONS}?fields=case.iri&include=case,authority&limit=5").json()
    assert body["included"]["cases"]
    assert body["included"]["authorities"] == []


@pytest.mark.parametrize("path", [DECISIONS, ITEM])
@pytest.mark.parametrize("part", ["", ".id", ".label", ".url", ".iri"])
def test_a_thing_is_embedded_whichever_of_its_fields_is_told(client: TestClient, path: str, part: str) -> None:
    asked = f"fields=label,case{part},authority{part}&include=case,authority,jurisdiction"
    body = client.get(f"{path}?{asked}").json()
    whole = client.get(f"{path}?include=case,authority").json()["included"]
    assert body["included"] == {**whole, "jurisdictions": []}


def test_the_example_of_the_readme_embeds_its_cases(client: TestClient) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (asked,) = re.findall(r"'http://127.0.0.1:8000(/api/v1/decisions\?[^']*include=case[^']*)'", readme)
    body = client.get(asked).json()
    assert {one["id"] for one in body["included"]["cases"]} == {one["case"]["id"] for one in body["data"]}


@pytest.mark.parametrize("include", ["colour", "", "case,", "cases"])
def test_an_unknown_neighbour(client: TestClient, include: str) -> None:
    answer = client.get(DECISIONS, params={"include": include})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "include"
    assert "authority" in answer.json()["detail"]


BESIDE = {
    "cases/clearview-scraping": "case",
    "companies/clearview-ai": "company",
    "authorities/nl-ap": "authority",
    "jurisdictions/nl": "jurisdiction",
    "legal-bases/gdpr-9": "legal_basis",
}


@pytest.mark.parametrize(("path", "name"), BESIDE.items())
def test_beside_what_is_no_decision_stand_its_decisions(client: TestClient, path: str, name: str) -> None:
    beside = client.get(f"/api/v1/{path}?include=decision").json()["included"]["decisions"]
    asked = {name: path.rpartition("/")[2], "limit": 500, "fields": "id"}
    listed = client.get("/api/v1/decisions", params=asked).json()["data"]
    assert {act["id"] for act in beside} == {act["id"] for act in listed} != set()


@pytest.mark.parametrize("path", [DECISIONS, ITEM, "/api/v1/cases", "/api/v1/companies"])
def test_what_shapes_json_changes_nothing_in_another_format_and_is_right_or_refused(
    client: TestClient, path: str
) -> None:
    document = client.get("/api/v1/openapi.json").json()["paths"]
    told = document["/api/v1/decisions/{slug}" if path == ITEM else path]["get"]["parameters"]
    formats = next(one["schema"]["enum"] for one in told if one["name"] == "format")
    shaping = {"fields": "label", "include": "case"} | ({} if path == ITEM else {"facets": "jurisdiction"})
    if path == "/api/v1/companies":
        shaping["include"] = "jurisdiction"
    assert all("Other formats" in one["description"] for one in told if one["name"] in shaping)
    for format_ in [name for name in formats if name not in ("json", "xlsx", "parquet")]:
        limit = {} if path == ITEM else {"limit": "2"}
        plain = client.get(path, params={"format": format_, **limit})
        shaped = client.get(path, params={"format": format_, **limit, **shaping})
        assert shaped.status_code == plain.status_code == 200
        if format_ != "jsonld":  # It names its own address.
            assert shaped.content == plain.content
        for name in shaping:
            wrong = client.get(path, params={"format": format_, name: "colour"})
            assert (wrong.status_code, wrong.json()["parameter"]) == (422, name)
