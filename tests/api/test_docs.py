"""The page of the contract: every operation, no other host, the headers of all pages."""

import re

from starlette.testclient import TestClient

from api.docs import bounds, coded, type_of


def test_the_page_has_every_operation_and_schema_and_loads_nothing_from_elsewhere(client: TestClient) -> None:
    document = client.get("/api/v1/openapi.json").json()
    page = client.get("/docs")
    assert page.status_code == 200
    assert page.headers["content-security-policy"] == client.get("/").headers["content-security-policy"]
    for path in document["paths"]:
        assert f"GET {path}</code>" in page.text
    for name in document["components"]["schemas"]:
        assert f'id="schema-{name}"' in page.text
    linked = re.findall(r'href="#([^"]+)"', page.text)
    assert all(f'id="{name}"' in page.text for name in linked)
    assert not re.search(r'(src|rel="stylesheet" href)="https?:', page.text)
    assert "/api/v1/decisions/nl-ap-2024-clearview'" in page.text
    assert 'href="/docs"' in client.get("/").text


def test_a_schema_in_words() -> None:
    assert type_of({"type": "array", "items": {"$ref": "#/components/schemas/Named"}}) == "list of Named"
    assert type_of({"type": ["string", "null"]}) == "text or null"
    assert type_of({"anyOf": [{"type": "integer"}, {"type": "null"}]}) == "integer or null"
    assert bounds({"type": "integer", "minimum": 1, "maximum": 5}) == "minimum 1; maximum 5"
    assert bounds({"type": "array", "items": {"enum": ["a", "b"]}}) == "one of a, b"
    assert bounds({"type": "array", "items": {"pattern": "^[a-z]+$"}}) == "pattern ^[a-z]+$"
    assert bounds({"pattern": "x" * 1000}) == ""


def test_what_stands_between_backticks_is_code_and_nothing_is_markup() -> None:
    assert coded("`a` or <b>, `c&d`.") == "<code>a</code> or &lt;b&gt;, <code>c&amp;d</code>."
    assert coded("") == ""


def test_a_page_shows_words_as_meant_and_patterns(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "`" not in re.sub(r"(?s)<pre.*?</pre>", "", page)
    assert "pattern ^(https://w3id" in page
    assert '<th scope="col" class="name">Parameter' in page
