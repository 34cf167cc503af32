"""Histories: when each thing came, changed and went, as the change log tells.

All that is dated goes by it: a thing last changed when the entry came into use that told of it last, and what is shown
of it when that told of anything that stands in it.
"""

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from graph.changelog import Entry, Mark, entries
from graph.changes import Outcome
from graph.namespaces import ONTOLOGY_DOCUMENT
from graph.snapshot import Snapshot


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


def in_use(found: Snapshot) -> datetime:
    """When a snapshot came into use for the last time; when it was built where the log does not tell of it."""
    log = until(entries(found.folder.parent), found.version)
    return log[-1].time if log else found.built


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
    """For each thing, when it, anything that links to it or a label that it shows last changed, came or went."""
    found: dict[str, datetime] = {}
    for entry in log:
        found |= dict.fromkeys(entry.touched, entry.time)
        for mark in entry.marks:
            found |= dict.fromkeys((mark.thing, *mark.links, *mark.shown), entry.time)
    return found


def modified(found: Snapshot) -> Callable[[str], datetime]:
    """What tells of an IRI when the description of it that a snapshot has last changed, to the second, in UTC.

    It has what links to the thing, so it changes with that: a case with its decisions. It has the label of all that
    it names, and changes with those. The ontology changes with each of its terms and concepts. What the log does not
    tell of is as old as the log: it has not changed since the first day that is known. Where there is no log, or none
    of that version, it is as old as the snapshot.
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
