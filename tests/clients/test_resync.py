"""resync, the reference client of ResourceSync: it mirrors a source and says whether it is in step."""

import os
import subprocess
import sys
from pathlib import Path

from graph.changelog import entries
from graph.changes import lines, thing_of
from graph.history import latest
from graph.snapshot import current
from tests.api.conftest import Server, running
from tests.clients.conftest import SECONDS
from tests.clients.history import WITHDRAWN, begin, go_on, spoilt
from tests.conftest import Project

PROGRAM = Path(sys.executable).parent / "resync-sync"


def resync(folder: Path, *arguments: str) -> str:
    """What the program tells of its work in a folder."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, str(PROGRAM), *arguments]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    done = subprocess.run(
        command, cwd=folder, env=kept, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False
    )
    return done.stdout + done.stderr


def mirrored(folder: Path) -> set[str]:
    """The statements in a mirror."""
    return {line for file in folder.rglob("*.nq") for line in file.read_text(encoding="utf-8").splitlines()}


def said(project: Project) -> set[str]:
    """What the snapshot in use says of things, without the notice of one that was withdrawn: a mirror deletes it."""
    found = lines(current(project.snapshots).nquads)
    told = ((line, thing_of(line[1 : line.index(">")])) for line in found if line[0] == "<")
    return {line for line, thing in told if thing and thing[0] != WITHDRAWN}


def test_a_mirror_is_the_graph_and_stays_in_step(tmp_path: Path, skeleton: Path) -> None:
    project = Project(tmp_path, skeleton)
    begin(project)
    mirror = tmp_path / "mirror"
    with running(project.snapshots, tmp_path / "log") as server:
        first = resync(mirror, "-b", "--hash", "sha-256", server.url, str(mirror))
        assert "created=" in first, first
        assert mirrored(mirror) == said(project)
        files = list(mirror.rglob("*.nq"))
        last = latest(entries(project.snapshots))
        assert len(files) == sum(mark.outcome != "withdrawn" for _, mark in last.values())
        assert "IN SYNC" in resync(mirror, "-b", "--hash", "sha-256", server.url, str(mirror))
        go_on(project, "Later")
        after = resync(mirror, "-b", "--hash", "sha-256", "--delete", server.url, str(mirror))
        assert "to update=1," in after and "updated=1," in after, after
        assert mirrored(mirror) == said(project)


def test_a_wrong_hash_is_noticed(followed: Server, tmp_path: Path) -> None:
    mirror = tmp_path / "mirror"
    resync(mirror, "-b", "--hash", "sha-256", followed.url, str(mirror))
    with spoilt(followed, lambda _, body: body.replace(b"sha-256:", b"sha-256:0")) as url:
        assert "IN SYNC" not in resync(mirror, "-b", "--hash", "sha-256", url, str(mirror)).replace("NOT IN SYNC", "")
