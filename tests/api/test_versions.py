"""Versions: a new snapshot comes into use unnoticed, an old one stays readable, a broken build changes nothing."""

import gzip
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest

from api.versions import OPEN, Versions
from graph import snapshot
from graph.errors import NoSnapshot, UnknownVersion
from graph.snapshot import Snapshot
from tests.api.conftest import COMITY, environment, running

LABEL = b"AP v Clearview AI: fine and four orders under periodic penalty"
PATHS = (
    "/health/ready",
    "/api/v1/decisions/nl-ap-2024-clearview",
    "/decisions/nl-ap-2024-clearview.ttl",
    "/api/v1/cases/clearview-scraping/compare",
    "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
)


@pytest.fixture
def kept(snapshots: Path, tmp_path: Path) -> Path:
    """A folder of snapshots that a test may change."""
    folder = tmp_path / "snapshots"
    shutil.copytree(snapshots, folder)
    return folder


def changed(folder: Path, word: str) -> Snapshot:
    """Another snapshot, in which the label of the Dutch decision has another end. The pointer is not touched."""
    current = snapshot.current(folder)
    with gzip.open(current.nquads) as file:
        nquads = file.read()
    assert LABEL in nquads
    manifest = {name: value for name, value in current.manifest.items() if name not in ("version", "sha256")}
    lines = nquads.replace(LABEL, LABEL + word.encode()).splitlines(keepends=True)
    return snapshot.write(folder, b"".join(sorted(lines)), manifest, [])


def test_the_one_in_use_and_kept_ones(kept: Path) -> None:
    versions = Versions(kept)
    first = versions.current()
    made = changed(kept, " again")
    assert versions.of(made.version).version == made.version
    assert versions.of(None).version == first.version
    assert versions.of(first.version) is first
    with pytest.raises(UnknownVersion) as error:
        versions.of("0" * 16)
    assert set(error.value.kept) == {first.version, made.version}


def test_without_a_snapshot_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot):
        Versions(tmp_path).current()


def test_only_few_are_open_at_once(kept: Path) -> None:
    versions = Versions(kept)
    made = [changed(kept, f" {number}").version for number in range(OPEN)]
    for version in made:
        assert versions.of(version).version == version
    assert len(versions._open) == OPEN


def test_a_new_snapshot_comes_into_use_without_a_failed_request(kept: Path, tmp_path: Path) -> None:
    before = snapshot.current(kept).version
    with running(kept, tmp_path / "log", workers="1", query_seconds="20") as server:
        stop, seen, faults = threading.Event(), [], []

        def hammer(offset: int) -> None:
            number = offset
            while not stop.is_set():
                path = PATHS[number % len(PATHS)]
                try:
                    reply = server.ask(path)
                    seen.append(reply.headers.get("comity-version"))
                    if reply.status != 200:
                        faults.append((path, reply.status, reply.body[:200]))
                except OSError as error:
                    faults.append((path, 0, repr(error).encode()))
                number += 1

        visitors = [threading.Thread(target=hammer, args=(offset,)) for offset in range(3)]
        for visitor in visitors:
            visitor.start()
        try:
            time.sleep(0.5)
            made = changed(kept, " (changed)")
            time.sleep(0.5)
            assert server.ask("/health/ready").body.count(before.encode()) == 1
            snapshot.point(kept, made.version)
            until = time.monotonic() + 10
            while made.version.encode() not in server.ask("/health/ready").body and time.monotonic() < until:
                time.sleep(0.1)
            time.sleep(1)
        finally:
            stop.set()
            for visitor in visitors:
                visitor.join()
        assert not faults
        assert {before, made.version} <= set(seen)
        page = "/api/v1/decisions/nl-ap-2024-clearview"
        assert b"(changed)" in server.ask(page).body
        assert b"(changed)" not in server.ask(f"{page}?version={before}").body
        label = (
            "ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20FILTER%28CONTAINS%28STR%28%3Fo%29%2C%20%22%28changed%29%22%29%29%20%7D"
        )
        assert b"true" in server.ask(f"/sparql?query={label}").body
        assert b"false" in server.ask(f"/sparql?query={label}&version={before}").body

        broken = tmp_path / "broken"
        broken.mkdir()
        (broken / "bad.ttl").write_text("<a> <b> .\n")
        done = subprocess.run(
            [str(COMITY), "build", "--data", str(broken)],
            env=environment(kept),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "bad.ttl, line 1" in done.stderr
        time.sleep(1.2)
        assert made.version.encode() in server.ask("/health/ready").body
        assert snapshot.current(kept).version == made.version
        assert set(snapshot.versions(kept)) == {before, made.version}
