"""Things and concepts that were renamed or withdrawn: IRIs are permanent, so an old one still gets an answer."""

from collections.abc import Mapping
from dataclasses import dataclass

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
