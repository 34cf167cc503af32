"""The contract: a valid OpenAPI document, and every answer of the API fits the schema that it publishes."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import best_match
from starlette.testclient import TestClient

from api.errors import PROBLEM
from api.fines import BY
from api.parameters import WORD
from graph.namespaces import KINDS
from graph.queries import folder

ADDRESS = "/api/v1/openapi.json"
EXAMPLES = folder("examples")
BOTH = ("cases", "companies")


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    """The contract of the snapshot in use."""
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def closed(schema: object) -> object:
    """A schema by which an object has no members but those named, and a record is told whole."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: closed(one) for name, one in schema.items()}
    if made.get("type") in ("object", ["object", "null"]) and "properties" in made:
        made.setdefault("additionalProperties", False)
    return made


@pytest.fixture(scope="module")
def fits(document: dict[str, Any]) -> Any:
    """Fails where an answer does not fit what the contract tells of it, or has members that it does not tell."""
    schemas = closed(document["components"]["schemas"])
    assert isinstance(schemas, dict)
    schemas["Some"] = False  # With no `fields` given, a record is never only some of it.

    @cache
    def validator(path: str) -> Draft202012Validator:
        told = document["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        whole = {**closed(told), "components": {"schemas": schemas}}  # type: ignore[dict-item]
        Draft202012Validator.check_schema(whole)
        return Draft202012Validator(whole, format_checker=FormatChecker())

    def check(path: str, answer: Any) -> None:
        assert answer.status_code == 200, answer.text
        error = best_match(validator(path).iter_errors(answer.json()))
        assert error is None, f"{answer.url} at {error.json_path}: {error.message[:300]}"

    return check


def pages(client: TestClient, address: str) -> Iterator[Any]:
    """The answers of a list, page by page."""
    following: str | None = address
    while following:
        answer = client.get(following)
        yield answer
        following = answer.json()["page"]["next"]


def slugs(client: TestClient, plural: str) -> list[str]:
    return [one["id"] for page in pages(client, f"/api/v1/{plural}?limit=500") for one in page.json()["data"]]


@pytest.mark.parametrize("plural", KINDS.values())
def test_every_page_of_a_list_fits(client: TestClient, fits: Any, plural: str) -> None:
    for page in pages(client, f"/api/v1/{plural}?limit=500"):
        fits(f"/api/v1/{plural}", page)


@pytest.mark.parametrize("plural", KINDS.values())
def test_every_record_fits(client: TestClient, fits: Any, plural: str) -> None:
    found = slugs(client, plural)
    assert found
    for slug in found if plural in ("decisions", "cases") else found[:40]:
        fits(f"/api/v1/{plural}/{{slug}}", client.get(f"/api/v1/{plural}/{slug}"))


def test_what_stands_beside_a_list_fits(client: TestClient, fits: Any) -> None:
    facets = "jurisdiction,authority,company,group,case,kind,measure,mechanism,status,verification,year,legal_basis"
    include = "case,authority,company,jurisdiction,legal_basis,instrument,source,decision"
    for query in (f"facets={facets}&include={include}", "authority=nl-apx", "decided_from=2022-03-15"):
        fits("/api/v1/decisions", client.get(f"/api/v1/decisions?{query}"))


def test_every_comparison_fits(client: TestClient, fits: Any) -> None:
    for slug in slugs(client, "cases"):
        fits("/api/v1/cases/{slug}/compare", client.get(f"/api/v1/cases/{slug}/compare"))
    acts = client.get("/api/v1/cases/clearview-scraping/compare", params={"columns": "act"})
    fits("/api/v1/cases/{slug}/compare", acts)
    some = slugs(client, "decisions")[:20]
    fits("/api/v1/compare", client.get("/api/v1/compare", params={"decision": some, "as_of": "2023-01-01"}))


@pytest.mark.parametrize("plural", BOTH)
def test_every_timeline_fits(client: TestClient, fits: Any, plural: str) -> None:
    for slug in slugs(client, plural):
        for lanes in ("jurisdiction", "act"):
            answer = client.get(f"/api/v1/{plural}/{slug}/timeline", params={"lanes": lanes})
            fits(f"/api/v1/{plural}/{{slug}}/timeline", answer)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        *(("fines", f"by={by}") for by in BY),
        *(("durations", query) for query in ("by=authority", "by=jurisdiction", "year=1990")),
        *(("appeals", ""), ("powers", ""), ("fines", "jurisdiction=nl&year=2024"), ("powers", "authority=nl-ap")),
    ],
)
def test_every_statistic_fits(client: TestClient, fits: Any, name: str, query: str) -> None:
    fits(f"/api/v1/stats/{name}", client.get(f"/api/v1/stats/{name}?{query}"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_row_of_every_example_fits(client: TestClient, fits: Any, name: str) -> None:
    for page in pages(client, f"/api/v1/queries/{name}?limit=500"):
        fits(f"/api/v1/queries/{name}", page)


@pytest.mark.parametrize(
    ("path", "given"),
    [
        *(
            ("search", {"q": words})
            for words in ("clearview", "fine", "gdpr 6", "meta", "annulled", "xqzw", "clearveiw")
        ),
        *(("suggest", {"q": words}) for words in ("c", "meta", "xqzw")),
        *(("resolve", {"cite": words}) for words in ("SAN-2022-019", "nothing 123", "6(1)(f)", "Art. 6(1)(f) GDPR")),
        ("queries", {}),
    ],
)
def test_what_is_found_fits(client: TestClient, fits: Any, path: str, given: dict[str, str]) -> None:
    fits(f"/api/v1/{path}", client.get(f"/api/v1/{path}?{urlencode(given)}"))


def test_every_error_has_one_shape_and_is_told(client: TestClient, document: dict[str, Any]) -> None:
    problem = {**document["components"]["schemas"]["Problem"], "components": document["components"]}
    validator = Draft202012Validator(problem, format_checker=FormatChecker())
    long = "x" * 20_000
    for path, methods in document["paths"].items():
        address = path.replace("{slug}", "nothing-of-the-sort")
        asked = [(address, {"nothing": "1"}), (address, {"as_of": "soon"}), (address, {"version": "0" * 16})]
        asked += [(address, {"limit": long}), (address, {"format": "pdf"}), (address + "/and/more", {})]
        for at, given in asked:
            answer = client.get(at, params=given)
            assert 400 <= answer.status_code < 500, answer.url
            assert answer.headers["content-type"] == PROBLEM
            validator.validate(answer.json())
            assert at.endswith("/more") or str(answer.status_code) in methods["get"]["responses"], answer.url


def test_the_document_is_whole(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    operations = [methods["get"] for methods in document["paths"].values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    assert {"decisions_list", "decisions_slug", "cases_slug_compare", "search_list", "stats_fines_list"} <= set(ids)
    tags = {tag["name"] for tag in document["tags"]}
    assert {tag for operation in operations for tag in operation["tags"]} == tags
    assert all(tag["description"] for tag in document["tags"])
    for operation in operations:
        assert all(one["description"] for one in operation["parameters"] if one["in"] == "query"), operation["summary"]
        assert {"200", "404", "414", "422", "429", "500", "503"} <= set(operation["responses"])


def test_examples_are_taken_from_the_graph_and_fit(document: dict[str, Any], fits: Any) -> None:
    shown = 0
    for methods in document["paths"].values():
        content = methods["get"]["responses"]["200"]["content"]["application/json"]
        if "example" in content:
            shown += 1
            whole = {**content["schema"], "components": document["components"]}
            Draft202012Validator(whole).validate(content["example"])
    assert shown >= len(document["paths"]) - 2
    one = document["paths"]["/api/v1/decisions/{slug}"]["get"]
    assert one["parameters"][0]["example"] == "nl-ap-2024-clearview"
    told = one["responses"]["200"]["content"]["application/json"]["example"]
    assert told["data"]["fine"]["amount"] == "30500000.00"


def test_parameters_have_the_types_that_the_api_takes(document: dict[str, Any]) -> None:
    taken = {one["name"]: one for one in document["paths"]["/api/v1/decisions"]["get"]["parameters"]}
    assert taken["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 500, "default": 50}
    assert taken["as_of"]["schema"]["format"] == "date"
    assert taken["authority"]["schema"]["type"] == "array"
    assert {"force/annulled", "finality/under-appeal"} <= set(taken["status"]["schema"]["items"]["enum"])
    assert {"csv", "xlsx", "parquet", "jsonld", "bibtex"} <= set(taken["format"]["schema"]["enum"])
    by = {one["name"]: one for one in document["paths"]["/api/v1/stats/fines"]["get"]["parameters"]}
    assert by["by"]["schema"]["enum"] == list(BY)
    assert by["year"]["schema"]["type"] == "integer"
    kinds = document["paths"]["/api/v1/decisions"]["get"]["responses"]["200"]["content"]
    assert {"application/json", "text/csv", "application/ld+json", "application/vnd.apache.parquet"} <= set(kinds)


def test_the_document_belongs_to_a_snapshot(client: TestClient) -> None:
    answer = client.get(ADDRESS)
    again = client.get(ADDRESS, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get(ADDRESS, params={"version": answer.headers["comity-version"]}).status_code == 200
    assert client.get(ADDRESS, params={"version": "0" * 16}).status_code == 404


def test_the_root_of_the_api_leads_to_all_that_is_there(client: TestClient) -> None:
    answer = client.get("/api/v1")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    told = answer.json()["data"]
    contract = client.get(told["contract"]).json()
    plain = {path for path in contract["paths"] if "{" not in path}
    required = {
        path for path in plain if any(one.get("required") for one in contract["paths"][path]["get"]["parameters"])
    }
    assert {one["url"] for one in told["addresses"]} == plain - required
    for path in (told["documentation"], *(one["url"] for one in told["addresses"])):
        assert client.get(path).status_code == 200, path
    assert client.get("/api/v1?colour=red").status_code == 422
    assert client.get("/api/v1/", follow_redirects=False).headers["location"].endswith("/api/v1")


def test_patterns_are_read_by_ecma_and_by_python(client: TestClient) -> None:
    def patterns(part: object) -> list[str]:
        if isinstance(part, dict):
            own = [part["pattern"]] if isinstance(part.get("pattern"), str) else []
            return own + [found for value in part.values() for found in patterns(value)]
        return [found for value in part for found in patterns(value)] if isinstance(part, list) else []

    found = set(patterns(client.get("/api/v1/openapi.json").json())) - {WORD}
    assert len(found) > 5
    for pattern in found:
        re.compile(pattern)
        assert not re.search(r"\\[^.dDwWsS\\/()\[\]{}*+?|^$-]", pattern), "no escape that one of them lacks"
