"""The search page."""

import pytest
from starlette.testclient import TestClient


def page(client: TestClient, query: str) -> str:
    """The page for a query string."""
    answer = client.get(f"/search?{query}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    return answer.text


def test_hits_by_kind_with_what_answers_marked(client: TestClient) -> None:
    text = page(client, "q=clearview")
    assert text.index('id="decision"') < text.index('id="case"') < text.index('id="company"')
    assert '<a href="/companies/clearview-ai"><mark>Clearview</mark> AI, Inc.</a>' in text
    assert "/search?q=clearview&amp;kind=decision" in text
    assert 'value="clearview"' in text


def test_one_kind_in_pages(client: TestClient) -> None:
    text = page(client, "q=clearview&kind=decision&limit=5")
    assert text.count('<li><a href="/decisions/') == 5
    assert 'id="case"' not in text
    assert ">Next</a>" in text


def test_a_citation_leads_to_what_it_names(client: TestClient) -> None:
    text = page(client, "q=SAN-2022-019")
    assert 'This citation names <a href="/decisions/fr-cnil-2022-clearview">' in text
    assert "<mark>SAN</mark>-<mark>2022</mark>-<mark>019</mark>" in text


def test_what_is_not_there_is_told_with_its_limits(client: TestClient) -> None:
    assert "does not mean that nothing was decided" in page(client, "q=qqqqqqqqqqqqqqqq")


def test_an_empty_search_is_a_form(client: TestClient) -> None:
    for query in ("", "q=", "q=+"):
        assert 'action="/search"' in page(client, query)


@pytest.mark.parametrize(
    "text", ["%3Cscript%3Ealert(1)%3C/script%3E", "%22%3E%3Cimg+src=x+onerror=alert(1)%3E", "{{7*7}}"]
)
def test_what_was_asked_is_escaped(client: TestClient, text: str) -> None:
    shown = page(client, f"q={text}")
    assert "<script>alert" not in shown
    assert "<img" not in shown
    assert "49" not in shown.partition("</h1>")[2].partition("</form>")[0]


def test_unknown_parameters_and_bad_values(client: TestClient) -> None:
    for query in ("q=a&colour=blue", "q=a&kind=person", "q=a&lang=english", "q=a&kind=case&limit=0", "q=..."):
        assert client.get(f"/search?{query}").status_code == 422


def test_every_page_has_a_search_field(client: TestClient) -> None:
    for path in ("/", "/decisions", "/ontology", "/sparql"):
        text = client.get(path, headers={"Accept": "text/html"}).text
        assert '<form class="find" role="search" action="/search">' in text
        assert '<label for="find"' in text


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("q=Lawfulness+of+processing&kind=provision", "Heading"),
        ("q=the+photographs+not+covered", "Said of a part"),
        ("q=984+F.3d+1241", "Citation"),
    ],
)
def test_the_text_that_answers_is_named(client: TestClient, query: str, named: str) -> None:
    assert f'<span class="matched">{named}: ' in page(client, query)
