"""The record of a thing as a publication: its days are those of the change log, its files what they are said to be."""

from pathlib import Path

import pytest

from api.publication import publication
from api.versions import Versions
from graph import changelog
from graph.changelog import entries
from graph.namespaces import BASE, thing
from tests.clients.history import CHANGED, CREATED, SAME, begin
from tests.conftest import Project

PATH = "/decisions/lu-cnpd-2023-parcelwise"


@pytest.fixture(scope="module")
def versions(tmp_path_factory: pytest.TempPathFactory, skeleton: Path) -> Versions:
    """Two snapshots, the second in use."""
    project = Project(tmp_path_factory.mktemp("published"), skeleton)
    begin(project)
    return Versions(project.snapshots)


def test_its_days_are_those_of_the_log(versions: Versions) -> None:
    first, second = (entry.time for entry in entries(versions.folder))
    # What stayed the same is linked to by what changed, which its description tells.
    for iri, days in ((CHANGED, (first, second)), (SAME, (first, second)), (CREATED, (second, second))):
        told = publication(versions.current(), iri, PATH)
        assert (told.first, told.last) == days
    earlier = versions.of(entries(versions.folder)[0].version)
    assert publication(earlier, CHANGED, PATH).last == first


def test_its_files_are_documents_and_the_statements_with_their_sum(versions: Versions) -> None:
    told = publication(versions.current(), CHANGED, PATH)
    fixed, *others = told.files
    assert fixed.address == f"{BASE}resources/id/decision/lu-cnpd-2023-parcelwise.nq"
    assert (fixed.media_type, len(fixed.sha256 or "")) == ("application/n-quads", 64)
    assert (fixed.size or 0) > 1000
    assert f"{BASE}decisions/lu-cnpd-2023-parcelwise.ttl" in {file.address for file in others}
    assert {file.size for file in others} == {None}


def test_of_an_earlier_version_the_statements_are_not_kept_apart(versions: Versions) -> None:
    earlier = versions.of(entries(versions.folder)[0].version)
    assert all(file.size is None for file in publication(earlier, CHANGED, PATH).files)


def test_what_the_log_does_not_know_is_as_old_as_the_snapshot(
    versions: Versions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changelog, "FOLDER", "none")
    view = versions.current()
    told = publication(view, thing("company", "parcelwise"), "/companies/parcelwise")
    assert told.first == told.last == view.snapshot.built
