"""Changes: by what one graph differs from another, told thing by thing.

Two canonical N-Quads are read side by side, line by line, so that memory holds a few things at a time, never a graph.
A thing is what has an IRI of its own without a fragment (its parts are fragments of it): a thing of one of the kinds of
the graph, a concept or scheme, a term of the ontology, an example query, or a rate of exchange. What is said of IRIs of
others, such as the terms of their vocabularies, belongs to the ontology. What was renamed or withdrawn keeps a
notice of that (`graph.retired`); to the log it is withdrawn all the same. Blank nodes, which the ontology's axioms
alone have, are named anew in each graph and belong to no thing.
"""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pyoxigraph import Quad, RdfFormat, parse

from graph.namespaces import BASE, CONCEPT, GRAPH_DERIVED, ID, KINDS, ONTOLOGY, ONTOLOGY_DOCUMENT, PREFIXES, QUERY, RATE

Outcome = Literal["created", "updated", "withdrawn"]

REMOVED, KEPT, ADDED = -1, 0, 1
DERIVED = f" <{GRAPH_DERIVED}> ."
"""End of a line that a rule derived."""
LABELS = (f"<{PREFIXES['rdfs']}label>", f"<{PREFIXES['skos']}prefLabel>")
DEPRECATED, TYPED = f"<{PREFIXES['owl']}deprecated>", f"<{PREFIXES['rdf']}type>"
LINKED = ("case", "company", "jurisdiction")
"""Kinds of thing whose changes one may want to follow, with the changes of what is linked to them."""


@dataclass(frozen=True)
class Change:
    """What became of one thing. Lines are canonical N-Quads without the end of line, in their order.

    `kind` is one of the kinds of thing, `concept`, `term`, `query` or `rate`.
    """

    thing: str
    kind: str
    removed: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """Withdrawn where nothing is said of it now, created where nothing was before, else updated.

        The notice that a thing was renamed or withdrawn counts as nothing.
        """
        if not _described(self.thing, self.state):
            return "withdrawn"
        return "updated" if _described(self.thing, (*self.removed, *self.kept)) else "created"

    @property
    def derived(self) -> bool:
        """Whether all that changed was derived by rules: nobody wrote anything about this thing itself."""
        return self.outcome == "updated" and all(line.endswith(DERIVED) for line in (*self.removed, *self.added))

    @property
    def state(self) -> tuple[str, ...]:
        """All that is said of the thing after the change, in order; nothing of what was withdrawn."""
        return tuple(sorted((*self.kept, *self.added)))

    @property
    def label(self) -> str:
        """Its name, in English where it has one, as last told; the end of its IRI where it has none."""
        own = [line for line in (*self.state, *self.removed) if line.startswith(f"<{self.thing}> ")]
        names = [line for line in own if line.split(" ", 2)[1] in LABELS]
        for line in sorted(names, key=lambda line: '"@en <' not in line)[:1]:
            return text(quad(line).object)
        return self.thing.rpartition("/")[2].rpartition("#")[2]

    @property
    def shown(self) -> tuple[str, ...]:
        """Things in whose descriptions it stands, before the change or after it: all it links to, by rules too."""
        every = (*self.removed, *self.added, *self.kept)
        return tuple(sorted({shown for line in every if (shown := _shown_in(line))} - {self.thing}))

    @property
    def renamed(self) -> frozenset[str]:
        """What has another label than before: the thing, its parts; with the ontology, terms of others."""
        changed = (line.split(" ", 2) for line in (*self.removed, *self.added))
        return frozenset(subject[1:-1] for subject, property_, _ in changed if property_ in LABELS)

    @property
    def links(self) -> tuple[str, ...]:
        """Cases, companies and jurisdictions that were written to it, before the change or after it; itself if one."""
        lines = (line for line in (*self.removed, *self.added, *self.kept) if not line.endswith(DERIVED))
        found = {target for line in lines if (target := _object(line)) and kind_of(target) in LINKED}
        return tuple(sorted(found | ({self.thing} if self.kind in LINKED else set())))

    @property
    def left(self) -> tuple[str, ...]:
        """Those of its links that it has no more: all of them, where it was withdrawn."""
        if self.outcome == "withdrawn":
            return self.links
        now = {_object(line) for line in self.state if not line.endswith(DERIVED)} | {self.thing}
        return tuple(link for link in self.links if link not in now)


@dataclass
class _Open:
    """A thing of which lines may still come."""

    thing: str
    kind: str
    lines: dict[int, list[str]] = field(default_factory=lambda: {REMOVED: [], ADDED: [], KEPT: []})

    def closed(self) -> Iterator[Change]:
        removed, added, kept = (tuple(self.lines[side]) for side in (REMOVED, ADDED, KEPT))
        if removed or added:
            yield Change(self.thing, self.kind, removed, added, kept)


def _described(thing: str, lines: tuple[str, ...]) -> bool:
    """Whether these lines on a thing and its parts say more than that it was renamed or withdrawn.

    The rule is that of `queries/pages/retired.rq`: a notice is a deprecation of what has no type. What is left of the
    parts of a thing that has gone, such as a claim in the file of another, does not bring it back.
    """
    own = {line.split(" ", 2)[1] for line in lines if line.startswith(f"<{thing}> ")}
    return bool(lines) and (TYPED in own or DEPRECATED not in own)


def quad(line: str) -> Quad:
    """A line of N-Quads as a quad."""
    found: Quad = next(parse(line, format=RdfFormat.N_QUADS))
    return found


def text(term: object) -> str:
    """The IRI of a node, the text of a literal."""
    return str(getattr(term, "value", term))


def named(line: str) -> str | None:
    """IRI that is a line's object."""
    rest = line.split(" ", 2)[2]
    return rest[1 : rest.index(">")] if rest[0] == "<" else None


def _object(line: str) -> str | None:
    """IRI of the thing that a line's object is or belongs to."""
    found = named(line)
    return found and found.partition("#")[0]


def _shown_in(line: str) -> str | None:
    """IRI of the thing whose description has a line for a link to it."""
    found = named(line)
    thing = thing_of(found) if found and found.startswith(BASE) else None
    return thing and thing[0]


def kind_of(iri: str) -> str | None:
    """Kind of a thing: one of the kinds of the graph, `concept`, `term`, `query` or `rate`; None for none of ours."""
    if iri.startswith(ID):
        kind, _, slug = iri[len(ID) :].partition("/")
        return kind if slug and kind in KINDS else None
    if iri.startswith(CONCEPT):
        return "concept"
    if iri.startswith(QUERY):
        return "query"
    if iri.startswith(RATE):
        return "rate"
    return "term" if iri.startswith(ONTOLOGY) or iri == ONTOLOGY_DOCUMENT else None


@lru_cache(maxsize=4096)
def thing_of(subject: str) -> tuple[str, str] | None:
    """IRI and kind of the thing that what is said of an IRI belongs to; None for an IRI of ours that is no thing."""
    if not subject.startswith(BASE):
        return ONTOLOGY_DOCUMENT, "term"
    thing = subject if subject.startswith(ONTOLOGY) else subject.partition("#")[0]
    kind = kind_of(thing)
    return (thing, kind) if kind else None


def lines(nquads: Path) -> Iterator[str]:
    """The lines of canonical N-Quads, gzip, without their ends."""
    with gzip.open(nquads, "rt", encoding="utf-8", newline="\n") as opened:
        for line in opened:
            yield line.rstrip("\n")


def merged(before: Iterable[str], after: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Sorted lines of two graphs in one order, each with its side: REMOVED, KEPT or ADDED."""
    earlier, later = iter(before), iter(after)
    old, new = next(earlier, None), next(later, None)
    while old is not None or new is not None:
        if new is None or (old is not None and old < new):
            assert old is not None  # noqa: S101 - one of the two is left
            yield REMOVED, old
            old = next(earlier, None)
        elif old is None or new < old:
            yield ADDED, new
            new = next(later, None)
        else:
            yield KEPT, new
            old, new = next(earlier, None), next(later, None)


def changes(before: Iterable[str], after: Iterable[str]) -> Iterator[Change]:
    """What became of each thing that is not the same in both; `before` and `after` are sorted lines.

    In sorted lines `<x#part>` stands before `<x-2>`, and `<x>` after both. So a thing stays open while what comes
    begins with its IRI; those open are each the beginning of the next. The ontology alone stays open to the end, since
    IRIs of others stand anywhere.
    """
    ontology = _Open(ONTOLOGY_DOCUMENT, "term")
    open_: list[_Open] = []
    for side, line in merged(before, after):
        found = thing_of(line[1 : line.index(">")]) if line[0] == "<" else None
        if found is None:
            continue
        if found[0] == ontology.thing:
            ontology.lines[side].append(line)
            continue
        while open_ and not found[0].startswith(open_[-1].thing):
            yield from open_.pop().closed()
        if not open_ or open_[-1].thing != found[0]:
            open_.append(_Open(*found))
        open_[-1].lines[side].append(line)
    for left in (*reversed(open_), ontology):
        yield from left.closed()


def covered(graph: Iterable[str]) -> int:
    """How many lines of a graph are on something that changes are told of."""
    return sum(line[0] == "<" and thing_of(line[1 : line.index(">")]) is not None for line in graph)
