"""An account of changes in words: what a reader of two versions would say became of each thing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from pyoxigraph import Literal, NamedNode, Quad

from graph.changes import DERIVED, LABELS, Change, quad, text
from graph.namespaces import BASE, GRAPH_DERIVED, ONTOLOGY, PREFIXES

RULES = NamedNode(GRAPH_DERIVED)
TYPE = f"{PREFIXES['rdf']}type"
LONGEST = 160
"""Characters of a value that are told: enough to know it by."""
LEADING = 20
"""Characters told before the first one that differs."""

Names = Mapping[str, str]


def names(*graphs: Iterable[str]) -> dict[str, str]:
    """English labels of everything in these lines, a later graph before an earlier one."""
    found: dict[str, str] = {}
    for lines in graphs:
        for line in lines:
            if '"@en <' in line and line.split(" ", 2)[1] in LABELS:
                told = quad(line)
                found[text(told.subject)] = text(told.object)
    return found


def account(change: Change, named: Names) -> list[str]:
    """What became of a thing, a sentence a line, each beginning with the short name of the thing."""
    short = _short(change.thing)
    if change.outcome != "updated":
        return [f"{short}: {change.outcome}: {change.label}"]
    return [f"{short}: {sentence}" for sentence in _sentences(change, named)]


def _sentences(change: Change, named: Names) -> Iterator[str]:
    before = [quad(line) for line in (*change.kept, *change.removed)]
    after = [quad(line) for line in (*change.kept, *change.added)]
    told = list(_statuses(change.thing, before, after, named))
    yield from told
    written: dict[tuple[str, str], tuple[list[Quad], list[Quad]]] = defaultdict(lambda: ([], []))
    for side, lines in enumerate((change.removed, change.added)):
        for line in lines:
            if not line.endswith(DERIVED):
                one = quad(line)
                written[text(one.subject), one.predicate.value][side].append(one)
    for (subject, property_), sides in written.items():
        part = subject.removeprefix(change.thing).removeprefix("#")
        what = f"{part}: {_name(property_, named)}" if part else _name(property_, named)
        yield f"{what}: {_turned(*sides, named)}"
    if not told and not written:
        count = len(change.removed) + len(change.added)
        yield f"{count} derived statement{'s' * (count > 1)} changed"


def _turned(gone: list[Quad], new: list[Quad], named: Names) -> str:
    """From what to what; where one side is empty, added or removed."""
    old, now = ("; ".join(_apart(one, [*gone, *new], named) for one in side) for side in (gone, new))
    return f"{old} → {now}" if gone and new else f"added: {now}" if new else f"removed: {old}"


def _apart(one: Quad, every: list[Quad], named: Names) -> str:
    """A value of `every`, with what tells it from those of the same words.

    It is the short name of a thing, the type or language of a literal, and of a long text where it begins to differ.
    """
    value, said = one.object, _value(one, named)
    alike = [text(other.object) for other in every if _value(other, named) == said]
    if len(alike) == 1:
        return said
    if not isinstance(value, Literal):
        return f"{said} ({_short(text(value))})"
    if len(set(alike)) == 1:
        return f"{said} ({value.language or _name(value.datatype.value, named)})"
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*alike, strict=False))
    return f"…{_cut(value.value[max(0, len(list(same)) - LEADING) :])}"


def _statuses(thing: str, before: list[Quad], after: list[Quad], named: Names) -> Iterator[str]:
    """The states that are no longer the last ones of their axis."""
    old, new = _states(before), _states(after)
    kinds = {
        text(one.subject): text(one.object) for one in after if one.predicate.value == TYPE and one.graph_name != RULES
    }
    for part, axis in sorted(old.keys() | new.keys()):
        was, now = old.get((part, axis), set()), new.get((part, axis), set())
        if was == now:
            continue
        kind = kinds.get(part)
        whose = "the act" if part == thing else f"the {_name(kind, named).lower()}" if kind else part.rpartition("#")[2]
        turned = [" or ".join(sorted(_name(state, named) for state in states)) or "none" for states in (was, now)]
        yield f"status of {whose} ({_name(axis, named).lower()}): {turned[0]} → {turned[1]}"


def _states(quads: list[Quad]) -> dict[tuple[str, str], set[str]]:
    """The states that last, by what they are of and by axis: those of intervals without an end."""
    intervals: dict[str, dict[str, str]] = defaultdict(dict)
    for one in quads:
        intervals[text(one.subject)][one.predicate.value.removeprefix(ONTOLOGY)] = text(one.object)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for told in intervals.values():
        if {"statusOf", "statusAxis", "status"} <= told.keys() and "until" not in told:
            found[told["statusOf"], told["statusAxis"]].add(told["status"])
    return found


def _name(iri: str, named: Names) -> str:
    """Its label, or the end of its IRI."""
    return named.get(iri) or iri.rpartition("/")[2].rpartition("#")[2] or iri


def _value(one: Quad, named: Names) -> str:
    value = one.object
    words = value.value if isinstance(value, Literal) else _name(text(value), named)
    return _cut(words)


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


def _short(iri: str) -> str:
    return iri.removeprefix(BASE).removeprefix("id/")


def rdf_patch(removed_and_added: Iterable[tuple[int, str]], before: str, after: str) -> Iterator[str]:
    """The lines of an RDF Patch that makes the graph `after` from the graph `before` (versions).

    RDF Patch as Apache Jena reads it: headers, one transaction, `D` and `A` with a quad each. Its id, and that of the
    patch before, are the IRIs of the snapshots. Sides are those of `graph.changes.merged`. Blank nodes are those of
    the canonical lines.
    """
    yield f"H id <{BASE}dataset/{after}> ."
    yield f"H prev <{BASE}dataset/{before}> ."
    yield "TX ."
    for side, line in removed_and_added:
        if side:
            yield f"{'A' if side > 0 else 'D'} {line}"
    yield "TC ."
