"""When a thing changed last, told with its page, its record and its documents."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.following import change_iri, thing_at
from graph.namespaces import BASE
from tests.clients.history import begin
from tests.conftest import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, skeleton: Path) -> Project:
    """A project with two snapshots."""
    found = Project(tmp_path_factory.mktemp("following"), skeleton)
    begin(found)
    return found


@pytest.mark.parametrize("name", ["id/case/x", "concept/force/annulled", "ontology#Fine", "ontology"])
def test_the_iri_of_a_change_leads_back_to_its_thing(name: str) -> None:
    iri = change_iri(7, BASE + name)
    assert "#" not in iri
    assert thing_at(iri.removeprefix(f"{BASE}change/7/")) == BASE + name


def test_pages_and_records_tell_it_too(client: TestClient) -> None:
    for suffix in ("", ".json"):
        assert "last-modified" in client.get(f"/decisions/nl-ap-2024-clearview{suffix}").headers
