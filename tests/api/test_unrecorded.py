"""What an address names and is not recorded: in lists and on their pages. Others have tests of their own."""

from pathlib import Path

from starlette.testclient import TestClient

from api.resources import resources
from api.unrecorded import unrecorded
from api.versions import Versions
from graph.namespaces import thing


def test_each_missing_thing_is_told_once_by_slug_or_iri(snapshots: Path) -> None:
    view = Versions(snapshots).current()
    named = [
        ("company", "company", "clearview-ai"),
        ("company", "company", thing("company", "clearview-a")),
        ("group", "company", "q" * 300),
    ]
    first, second = unrecorded(view, resources(), named)
    assert (first["parameter"], first["value"], first["nearest"][0]) == ("company", "clearview-a", "clearview-ai")
    assert second == {"parameter": "group", "value": "q" * 100, "nearest": []}


def test_the_page_of_a_list_says_so_too(client: TestClient) -> None:
    page = client.get("/decisions?company=clearview-a").text
    assert "<code>clearview-a</code>" in page
    assert "<code>clearview-ai</code>" in page
    assert 'class="notice"' not in client.get("/decisions?company=clearview-ai").text
