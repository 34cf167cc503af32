"""When a thing changed last, told with its page, its record and its documents."""

from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.following import change_iri, thing_at
from api.settings import Settings
from api.versions import Versions
from graph.changelog import entries
from graph.namespaces import BASE
from tests.clients.history import CHANGED, CREATED, SAME, begin
from tests.conftest import Project


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, skeleton: Path) -> Project:
    """A project with two snapshots."""
    found = Project(tmp_path_factory.mktemp("following"), skeleton)
    begin(found)
    return found


def test_the_time_of_the_last_change(project: Project) -> None:
    first, second = entries(project.snapshots)
    with TestClient(
        create_app(Settings(snapshots=project.snapshots, workers=1), Versions(project.snapshots))
    ) as client:

        def modified(path: str) -> object:
            reply = client.get(path)
            assert reply.status_code == 200
            return parsedate_to_datetime(reply.headers["last-modified"])

        decision, same = CHANGED.rpartition("/")[2], SAME.rpartition("/")[2]
        for suffix in (".ttl", ".jsonld"):
            assert modified(f"/decisions/{decision}{suffix}") == second.time
            assert modified(f"/decisions/{decision}{suffix}?version={first.version}") == first.time
            assert modified(f"/companies/{same}{suffix}") == first.time
        assert modified(f"/companies/{CREATED.rpartition('/')[2]}.ttl") == second.time


@pytest.mark.parametrize("name", ["id/case/x", "concept/force/annulled", "ontology#Fine", "ontology"])
def test_the_iri_of_a_change_leads_back_to_its_thing(name: str) -> None:
    iri = change_iri(7, BASE + name)
    assert "#" not in iri
    assert thing_at(iri.removeprefix(f"{BASE}change/7/")) == BASE + name


def test_pages_and_records_tell_it_too(client: TestClient) -> None:
    for suffix in ("", ".json"):
        assert "last-modified" in client.get(f"/decisions/nl-ap-2024-clearview{suffix}").headers
