"""Editions: kept snapshots in the order in which they were built, and what the graph covers."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from api.editions import coverage, editions
from api.harvest import queries
from api.versions import Versions
from graph import dump, snapshot
from graph.snapshot import Snapshot
from tests.conftest import DECISION, Project


def dated(made: Snapshot, built: str) -> Snapshot:
    """The snapshot, said to be built at another time."""
    file = made.folder / "manifest.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "built": built}))
    return snapshot.read(made.folder.parent, made.version)


@pytest.fixture
def three(small: Project) -> list[Snapshot]:
    """Three snapshots of a small project, the last built first."""
    found = []
    for number, year in enumerate(("2023", "2022", "2021")):
        small.write_all(decision=DECISION.replace("2023-03-01", f"{year}-03-01"))
        found.append(dated(small.build(), f"2026-01-0{3 - number}T00:00:00+00:00"))
    return found


def test_each_knows_the_one_before(three: list[Snapshot]) -> None:
    newest, middle, oldest = (made.version for made in three)
    found = editions(three[0])
    assert [(one.version, one.previous) for one in found] == [(newest, middle), (middle, oldest), (oldest, None)]
    assert found[0].issued == "2026-01-03T00:00:00+00:00"


def test_what_came_later_is_no_matter_of_an_earlier_one(three: list[Snapshot]) -> None:
    assert [one.version for one in editions(three[1])] == [three[1].version, three[2].version]


def test_without_dumps_there_are_its_n_quads(three: list[Snapshot]) -> None:
    shutil.rmtree(three[2].dumps)
    found = editions(three[0])
    assert [one.listed for one in found] == [True, True, False]
    [whole] = found[2].dumps
    body = three[2].nquads.read_bytes()
    assert (whole.file, whole.size, whole.sha256) == (three[2].nquads, len(body), hashlib.sha256(body).hexdigest())
    assert (whole.scope, whole.form, whole.packing) == (dump.WHOLE, "nq", "gz")
    assert whole.name not in {one.name for one in found[0].dumps}


def test_coverage_of_a_small_graph(three: list[Snapshot]) -> None:
    view = Versions(three[0].folder.parent).of(three[0].version)
    found = coverage(view, queries())
    assert (found.earliest, found.latest) == ("2023-03-01", "2023-03-01")
    assert dict(found.countries) == {"LUX": "Luxembourg"}


def test_coverage_of_the_real_graph(snapshots: Path) -> None:
    found = coverage(Versions(snapshots).current(), queries())
    assert found.earliest is not None
    assert found.latest is not None
    assert found.earliest < found.latest
    assert {"NLD", "FRA", "GBR", "ITA", "GRC"} <= set(found.countries)
    assert set(found.languages) == {"deu", "eng", "fra", "ita", "nld"}
