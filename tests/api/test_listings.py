"""Pages of lists: the filters of the API as a form, and counts that lead on."""

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from graph.namespaces import KINDS

HTML = {"Accept": "text/html"}


def markup(client: TestClient, path: str) -> str:
    """The page, which must be there."""
    answer = client.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    return answer.text


def records(text: str) -> int:
    """The number of records a page says that it has."""
    found = re.search(r"<p>(\d+) records?", text)
    assert found is not None
    return int(found.group(1))


def choices(text: str, facet: str) -> list[tuple[str, int]]:
    """Where the values of a facet lead, with their numbers."""
    section = text.partition(f'aria-labelledby="facet-{facet}"')[2].partition("</section>")[0]
    found = re.findall(r'<li><a href="([^"]+)"[^>]*>[^<]*</a> <span class="since">(\d+)', section)
    return [(unescape(address), int(count)) for address, count in found]


@pytest.mark.parametrize("plural", KINDS.values())
def test_a_number_on_a_page_is_that_of_the_page_it_leads_to(client: TestClient, plural: str) -> None:
    text = markup(client, f"/{plural}")
    facets = re.findall(r'aria-labelledby="facet-(\w+)"', text)
    assert facets
    for facet in facets:
        address, count = choices(text, facet)[0]
        assert records(markup(client, address)) == count


def test_a_chosen_value_leads_back(client: TestClient) -> None:
    text = markup(client, "/decisions?jurisdiction=nl&kind=sanction&as_of=2024-01-01")
    back = re.search(r'<a href="([^"]+)" aria-current="true">Netherlands', text)
    assert back is not None
    assert unescape(back.group(1)) == "/decisions?kind=sanction&as_of=2024-01-01"


def test_the_form_sends_what_was_chosen_and_takes_empty_fields(client: TestClient) -> None:
    text = markup(client, "/decisions?jurisdiction=nl&q=clearview")
    assert '<input type="hidden" name="jurisdiction" value="nl">' in text
    assert re.search(r'name="q"[^>]*value="clearview"', text)
    empty = (
        "/decisions?jurisdiction=nl&q=&decided_from=&decided_to=&published_from=&published_to=&amount_from=&amount_to="
    )
    assert records(markup(client, f"{empty}&as_of=2024-01-01")) == records(markup(client, "/decisions?jurisdiction=nl"))


def test_what_may_fit_is_offered(client: TestClient) -> None:
    text = markup(client, "/decisions?decided_from=2022-06-01&decided_to=2022-06-30")
    lead = re.search(r'<a href="([^"]+)">Show them too</a>', text)
    assert lead is not None
    wide = markup(client, unescape(lead.group(1)))
    assert records(wide) > records(text)
    assert "Leave them out" in wide


def test_a_long_list_comes_in_pages(client: TestClient) -> None:
    text = markup(client, "/sources")
    lead = re.search(r'<a rel="next" href="([^"]+)">', text)
    assert lead is not None
    assert "<h1>" in markup(client, unescape(lead.group(1)))


def test_a_wrong_value_is_told_on_a_page(client: TestClient) -> None:
    answer = client.get("/decisions?measure=tax", headers=HTML)
    assert answer.status_code == 422
    assert "Known: " in answer.text
