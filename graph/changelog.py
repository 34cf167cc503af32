"""The change log: what each snapshot that came into use changed, kept beside the snapshots.

An entry is a folder `changes/000001`, numbered from 1, that never changes: `entry.json.gz` tells which things changed
and how, `0001.jsonl.gz` and so on hold the changes with their triples. It is written under another
name and moved into place, so it is there whole or not at all.

What the log told of last is what its followers have: the next entry goes by that, not by what a snapshot had. So what
an older Comity did not tell of is told as created by the next one that does.
"""

import gzip
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import Any

from graph.changes import Change, Outcome, changes, covered, lines
from graph.errors import NoSnapshot
from graph.showing import touched
from graph.snapshot import Snapshot, current, kept

FOLDER = "changes"
PAGE, SIZE = 250, 1_000_000
"""Changes a file, and characters of N-Quads, whichever is reached first: a client reads it at once, and one that parses
for longer than a server waits finds the connection closed."""


@dataclass(frozen=True)
class Mark:
    """What became of one thing, without its triples: what `Change` tells, and the file (from 1) that has them.

    `left` are those of `links` that it has no more.
    """

    thing: str
    kind: str
    outcome: Outcome
    derived: bool
    label: str
    links: tuple[str, ...]
    page: int
    shown: tuple[str, ...]
    left: tuple[str, ...]

    @property
    def linked(self) -> tuple[str, ...]:
        """Cases, companies and jurisdictions that are written to it now; itself if one; none of what was withdrawn."""
        return tuple(link for link in self.links if link not in self.left)


@dataclass(frozen=True, eq=False)  # Itself alone: comparing thousands of marks would cost more than what is kept by it.
class Entry:
    """What came into use at one time (UTC): the version, the one before it, and what became of which thing.

    `touched` are things of which nothing else is said than before, but whose descriptions show a label that changed.
    `covered` is how many quads the log had told of then as standing; entries of before that was counted have 0.
    """

    folder: Path
    number: int
    version: str
    previous: str | None
    time: datetime
    pages: int
    marks: tuple[Mark, ...]
    touched: tuple[str, ...] = ()
    covered: int = 0

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
    marks = told.pop("marks")
    told |= {"time": datetime.fromisoformat(told["time"]), "touched": tuple(map(intern, told.get("touched", ())))}
    bare = Entry(folder, **told, marks=())
    if marks and "left" not in marks[0]:  # It was written before marks told that: its changes do.
        pages = range(1, bare.pages + 1)
        return replace(bare, marks=tuple(_mark(change, page) for page in pages for change in bare.page(page)))
    return replace(bare, marks=tuple(_read(mark) for mark in marks))


def _read(told: dict[str, Any]) -> Mark:
    """A mark as it was written. Names that many marks have are held once."""
    return Mark(**{**told, **{name: tuple(map(intern, told[name])) for name in ("links", "shown", "left")}})


def _mark(one: Change, page: int) -> Mark:
    return Mark(one.thing, one.kind, one.outcome, one.derived, one.label, one.links, page, one.shown, one.left)


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
    """Add what a snapshot that came into use changed; nothing where all that is told of it was told last."""
    log = entries(snapshots)
    last = log[-1] if log else None
    count = covered(lines(made.nquads))
    if last is not None and (last.version, last.covered) == (made.version, count):
        return
    time = now if last is None else max(now, last.time + timedelta(seconds=1))  # Two entries never share a second.
    entry = Entry(Path(), len(log) + 1, made.version, last.version if last else None, time, 0, (), covered=count)
    _write(snapshots / FOLDER, entry, changes(_said(snapshots, log), lines(made.nquads)), made)


def _said(snapshots: Path, log: Sequence[Entry]) -> Iterable[str]:
    """Sorted lines of what the log told of last.

    That is the snapshot it told of last, where that is kept and has as many quads to be told of as the log had: else
    the log began when fewer kinds of thing were told of, and is read itself.
    """
    if not log:
        return ()
    kept = Snapshot(snapshots / log[-1].version, log[-1].version, {}).nquads
    if kept.is_file() and covered(lines(kept)) == log[-1].covered:
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


def _write(folder: Path, entry: Entry, found: Iterable[Change], made: Snapshot) -> None:
    """Write an entry whole, or leave nothing; nothing is left too of what tells nothing of the version told of last."""
    draft = folder / f".{entry.number:06}.{os.getpid()}"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    marks, renamed = list[Mark](), set[str]()
    for number, batch in enumerate(_batches(found), 1):
        entry = replace(entry, pages=number)
        told = "".join(json.dumps(vars(change), ensure_ascii=False) + "\n" for change in batch)
        _packed(draft / f"{number:04}.jsonl.gz", told)
        for one in batch:
            marks.append(_mark(one, number))
            renamed.update(one.renamed)
    if not marks and entry.version == entry.previous:
        draft.rmdir()
        return
    shown = touched(lines(made.nquads), renamed) if entry.number > 1 and renamed else set[str]()
    others = sorted(shown - {mark.thing for mark in marks})
    head = {name: getattr(entry, name) for name in ("number", "version", "previous", "pages", "covered")}
    told = json.dumps(
        {**head, "time": entry.time.isoformat(), "touched": others, "marks": [asdict(mark) for mark in marks]}
    )
    _packed(draft / "entry.json.gz", told)
    draft.rename(folder / f"{entry.number:06}")


def _packed(file: Path, text: str) -> None:
    file.write_bytes(gzip.compress(text.encode(), 6, mtime=0))
