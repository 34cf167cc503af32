"""Things and concepts that were renamed or withdrawn: IRIs are permanent, so an old one still gets an answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad

from graph.changelog import Entry, Mark
from graph.changes import LABELS, kind_of
from graph.history import latest
from graph.queries import Query
from graph.store import Store


@dataclass(frozen=True)
class Retired:
    """What became of an IRI: the one that took its place, if any, why, and since when (a day)."""

    iri: str
    successor: str | None
    reason: str | None
    since: str | None


def retired(store: Store, query: Query) -> dict[str, Retired]:
    """All retired IRIs of a store, as `query` finds them. A row of renamings ends at the last name."""
    found: dict[str, Retired] = {}
    for row in store.rows(query.text):
        told = {name: row[name].value if name in row else None for name in ("successor", "reason", "since")}
        iri = row["thing"].value
        found[iri] = Retired(iri, told["successor"], told["reason"], told["since"])
    return {iri: _last(one, found) for iri, one in found.items()}


def _last(one: Retired, known: Mapping[str, Retired]) -> Retired:
    """The same with the end of its row of successors; without a successor where the row is a ring or ends in none."""
    seen, successor = {one.iri}, one.successor
    while successor is not None and successor in known:
        if successor in seen:
            return Retired(one.iri, None, one.reason, one.since)
        seen.add(successor)
        successor = known[successor].successor
    return Retired(one.iri, successor, one.reason, one.since)


def untold(log: tuple[Entry, ...], quads: Iterable[Quad]) -> dict[Mark, str | None]:
    """Things that the log knows, and of which a graph to come says nothing, not even what became of them.

    Each with the IRI of a new thing of the same kind and name, which may have taken its place, if there is one. A rate
    of exchange is derived, and goes with the sums that needed it: the log alone tells of that.
    """
    known, said, names = latest(log), set[str](), dict[tuple[str | None, str], str]()
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            iri = quad.subject.value
            said.add(iri)
            if isinstance(quad.object, Literal) and iri not in known and f"<{quad.predicate.value}>" in LABELS:
                names.setdefault((kind_of(iri), quad.object.value), iri)
    gone = (
        mark
        for thing, (_, mark) in sorted(known.items())
        if thing not in said and mark.outcome != "withdrawn" and mark.kind != "rate"
    )
    return {mark: names.get((mark.kind, mark.label)) for mark in gone}


def notices(gone: Mapping[Mark, str | None], day: str) -> str:
    """What is to be told of things that vanished, as Turtle to be finished by who knows why; `day` is ISO 8601.

    The reason left open is a fault that the build finds, so that it cannot be forgotten.
    """
    return "\n".join(
        f"# {mark.label}\n<{mark.thing}> owl:deprecated true ; "
        + (f"dcterms:isReplacedBy <{successor}> ; " if successor else "")
        + f'dcterms:modified "{day}"^^xsd:date ; rdfs:comment "TODO: why."@en .'
        for mark, successor in gone.items()
    )
