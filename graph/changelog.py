"""The change log: what each snapshot that came into use changed, kept beside the snapshots.

An entry is a folder `changes/000001`, numbered from 1, that never changes: `entry.json.gz` tells which things changed
and how, `0001.jsonl.gz` and so on hold the changes with their triples. It is written under another
name and moved into place, so it is there whole or not at all.

All that is dated goes by it: a thing last changed when the entry came into use that told of it last.
"""

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import Any

from graph.changes import Change, Outcome, changes, lines
from graph.errors import NoSnapshot
from graph.namespaces import ONTOLOGY_DOCUMENT
from graph.snapshot import Snapshot, current, kept

FOLDER = "changes"
PAGE, SIZE = 250, 1_000_000
"""Changes a file, and characters of N-Quads, whichever is reached first: a client reads it at once, and one that parses
for longer than a server waits finds the connection closed."""


@dataclass(frozen=True)
class Mark:
    """What became of one thing, without its triples: what `Change` tells, and the file (from 1) that has them.

    Entries of before there was `shown` have `links` alone.
    """

    thing: str
    kind: str
    outcome: Outcome
    derived: bool
    label: str
    links: tuple[str, ...]
    page: int
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)  # Itself alone: comparing thousands of marks would cost more than what is kept by it.
class Entry:
    """What came into use at one time (UTC): the version, the one before it, and what became of which thing."""

    folder: Path
    number: int
    version: str
    previous: str | None
    time: datetime
    pages: int
    marks: tuple[Mark, ...]

    def page(self, number: int) -> list[Change]:
        """The changes of one file, from 1 to `pages`, as the marks with that page, in their order."""
        with gzip.open(self.folder / f"{number:04}.jsonl.gz", "rt", encoding="utf-8") as text:
            return [_change(json.loads(line)) for line in text]


def _change(told: dict[str, Any]) -> Change:
    return Change(told["thing"], told["kind"], *(tuple(told[name]) for name in ("removed", "added", "kept")))


def entries(snapshots: Path) -> tuple[Entry, ...]:
    """The change log beside these snapshots, oldest entry first; empty where nothing was built since there is one."""
    folder = snapshots / FOLDER
    try:
        stamp = folder.stat().st_mtime_ns
    except FileNotFoundError:
        return ()
    return _entries(folder, stamp, tuple(sorted(one.name for one in folder.iterdir() if one.name.isdigit())))


@lru_cache(maxsize=8)
def _entries(folder: Path, _: int, names: tuple[str, ...]) -> tuple[Entry, ...]:
    """The entries of those names. The folder's time of writing tells them from those of a log begun anew."""
    return tuple(_entry(folder / name, (folder / name).stat().st_mtime_ns) for name in names)


@lru_cache(maxsize=512)
def _entry(folder: Path, _: int) -> Entry:
    """An entry, kept in memory since it never changes; its time of writing tells it from one of a log begun anew."""
    told = json.loads(gzip.decompress((folder / "entry.json.gz").read_bytes()))
    marks = tuple(_mark(mark) for mark in told.pop("marks"))
    return Entry(folder, **{**told, "time": datetime.fromisoformat(told["time"]), "marks": marks})


def _mark(told: dict[str, Any]) -> Mark:
    """A mark as it was written. Names that many marks have are held once."""
    named = {name: tuple(map(intern, told.get(name, ()))) for name in ("links", "shown")}
    return Mark(**{**told, **named})


def record(snapshots: Path) -> None:
    """Bring the log up to the snapshot in use; nothing happens where it tells of it already, or nothing is in use.

    A log begins with the snapshots that are kept, each at the time of its build, in that order; so it tells of as much
    as can be told, and one that was lost is made again. The first entry has everything as created. Where the
    snapshot that was last told of is no longer kept, what it said is taken from the log itself.
    """
    try:
        made = current(snapshots)
    except NoSnapshot:
        return
    if not entries(snapshots):
        for earlier in kept(snapshots):
            if (earlier.built, earlier.version) <= (made.built, made.version):
                _tell(snapshots, earlier, earlier.built)
    _tell(snapshots, made, datetime.now(UTC).replace(microsecond=0))


def _tell(snapshots: Path, made: Snapshot, now: datetime) -> None:
    """Add what a snapshot that came into use changed; nothing where it is the one last told of."""
    log = entries(snapshots)
    last = log[-1] if log else None
    if last is not None and last.version == made.version:
        return
    time = now if last is None else max(now, last.time + timedelta(seconds=1))  # Two entries never share a second.
    before = _said(snapshots, log)
    entry = Entry(Path(), len(log) + 1, made.version, last.version if last else None, time, 0, ())
    _write(snapshots / FOLDER, entry, changes(before, lines(made.nquads)))


def _said(snapshots: Path, log: Sequence[Entry]) -> Iterable[str]:
    """Sorted lines of what the log told of last."""
    if not log:
        return ()
    kept = Snapshot(snapshots / log[-1].version, log[-1].version, {}).nquads
    if kept.is_file():
        return lines(kept)
    states: dict[str, tuple[str, ...]] = {}
    for entry in log:
        for page in range(1, entry.pages + 1):
            states.update({change.thing: change.state for change in entry.page(page)})
    return sorted(line for state in states.values() for line in state)


def _batches(found: Iterable[Change]) -> Iterator[list[Change]]:
    """The changes of each file: PAGE of them or SIZE characters; one alone may be larger."""
    batch, size = list[Change](), 0
    for change in found:
        length = sum(len(line) + 1 for line in (*change.removed, *change.added, *change.kept))
        if batch and (len(batch) == PAGE or size + length > SIZE):
            yield batch
            batch, size = [], 0
        batch.append(change)
        size += length
    if batch:
        yield batch


def _write(folder: Path, entry: Entry, found: Iterable[Change]) -> None:
    """Write an entry whole, or leave nothing."""
    draft = folder / f".{entry.number:06}.{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    marks: list[Mark] = []
    for number, batch in enumerate(_batches(found), 1):
        entry = replace(entry, pages=number)
        told = "".join(json.dumps(vars(change), ensure_ascii=False) + "\n" for change in batch)
        _packed(draft / f"{number:04}.jsonl.gz", told)
        for one in batch:
            marks.append(Mark(one.thing, one.kind, one.outcome, one.derived, one.label, one.links, number, one.shown))
    head = {"number": entry.number, "version": entry.version, "previous": entry.previous, "pages": entry.pages}
    told = json.dumps({**head, "time": entry.time.isoformat(), "marks": [asdict(mark) for mark in marks]})
    _packed(draft / "entry.json.gz", told)
    draft.rename(folder / f"{entry.number:06}")


def _packed(file: Path, text: str) -> None:
    file.write_bytes(gzip.compress(text.encode(), 6, mtime=0))


@lru_cache(maxsize=8)
def latest(log: tuple[Entry, ...]) -> dict[str, tuple[Entry, Mark]]:
    """For each thing the log tells of, the entry and the mark of its last change; withdrawn things have one too."""
    return {mark.thing: (entry, mark) for entry in log for mark in entry.marks}


@lru_cache(maxsize=8)
def _histories(log: tuple[Entry, ...]) -> dict[str, list[tuple[int, Outcome]]]:
    """For each thing the log tells of, the numbers of the entries that tell of it and what became of it, in order."""
    found: dict[str, list[tuple[int, Outcome]]] = {}
    for entry in log:
        for mark in entry.marks:
            found.setdefault(mark.thing, []).append((entry.number, mark.outcome))
    return found


def until(log: tuple[Entry, ...], version: str) -> tuple[Entry, ...]:
    """The log up to the last time that version came into use; empty where it never did."""
    numbers = [entry.number for entry in log if entry.version == version]
    return tuple(entry for entry in log if entry.number <= numbers[-1]) if numbers else ()


def since(found: Snapshot) -> datetime:
    """When a snapshot came into use for the first time; when it was built where the log does not tell of it."""
    times = (entry.time for entry in entries(found.folder.parent) if entry.version == found.version)
    return next(times, found.built)


def holding(log: tuple[Entry, ...], thing: str) -> list[Entry]:
    """The entries after which the graph described a thing, in their order."""
    changes_ = dict(_histories(log).get(thing, ()))
    found, there = [], False
    for entry in log:
        if entry.number in changes_:
            there = changes_[entry.number] != "withdrawn"
        if there:
            found.append(entry)
    return found


@lru_cache(maxsize=8)
def _shown(log: tuple[Entry, ...]) -> dict[str, datetime]:
    """For each thing, when it or anything that links to it last changed, came or went."""
    marks = ((entry.time, mark) for entry in log for mark in entry.marks)
    return {thing: time for time, mark in marks for thing in (mark.thing, *mark.links, *mark.shown)}


def modified(found: Snapshot) -> Callable[[str], datetime]:
    """What tells of an IRI when the description of it that a snapshot has last changed, to the second, in UTC.

    It has what links to the thing, so it changes with that: a case with its decisions. What a thing links to is no part
    of its description but for the label, which changes it no more than the day does. The ontology changes with each of
    its terms and concepts. What the log does not tell of is as old as the log: it has not changed since the first day
    that is known. Where there is no log, or none of that version, it is as old as the snapshot.
    """
    log = until(entries(found.folder.parent), found.version)
    if not log:
        return lambda _: found.built
    known, times, first = _shown(log), newest(log), log[0].time
    ontology = max(times.get(kind, first) for kind in ("term", "concept"))
    return lambda iri: ontology if iri == ONTOLOGY_DOCUMENT else known.get(iri, first)


@lru_cache(maxsize=8)
def newest(log: tuple[Entry, ...]) -> dict[str, datetime]:
    """When anything of each kind last changed, came or went."""
    return {mark.kind: entry.time for entry in log for mark in entry.marks}
