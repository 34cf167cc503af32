"""Drafts: one build at a time, and what was left by one that was killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph import drafts
from graph.errors import BuildUnderWay
from graph.namespaces import ROOT

BUILDING = """
import sys
from pathlib import Path
from graph import drafts
with drafts.alone(Path(sys.argv[1])):
    print("begun", flush=True)
    sys.stdin.read()
"""
"""Holds a folder until its standard input ends."""


def ended() -> int:
    """The number of a process that is gone."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def draft(path: Path) -> Path:
    """A draft with something in it."""
    path.mkdir(parents=True)
    (path / "half").write_text("x")
    return path


def test_a_second_build_is_told_of_the_first_and_none_of_one_that_was_killed(tmp_path: Path) -> None:
    command = [sys.executable, "-c", BUILDING, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == b"begun\n"
        with pytest.raises(BuildUnderWay, match=r"Another build.*wait"), drafts.alone(tmp_path):
            pass
        first.kill()
    with drafts.alone(tmp_path):
        pass
    with drafts.alone(tmp_path):
        pass


def test_what_a_killed_build_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    gone, living = ended(), os.getppid()
    for name in (f".0a1b.{gone}", f"changes/.000002.{gone}", f"0a1b/.search.{gone}", f".1c2d.{os.getpid()}"):
        draft(tmp_path / name)
    (tmp_path / f".current.{gone}").write_text("0a1b")
    old = draft(tmp_path / f".2e3f.{living}")
    os.utime(old, (time.time() - drafts.DAY - 60,) * 2)
    kept = [draft(tmp_path / name) for name in (f".4a5b.{living}", "0a1b/store", ".git", f"x.{gone}", ".a.b")]
    with drafts.alone(tmp_path):
        assert drafts.left(tmp_path) == []
    found = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.name != "half"}
    expected = {path.relative_to(tmp_path) for path in kept}
    assert found == expected | {Path("0a1b"), Path("changes")}
