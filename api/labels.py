"""Labels that stand in a document beside what it says: those of what it names, in all languages."""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Triple

from api.versions import View
from graph.queries import Query

Labels = Mapping[NamedNode, list[Triple]]


def prepare(view: View, query: Query) -> None:
    """Make the labels of all that has one, once a version."""
    view.kept.get("labels", lambda: _by_thing(view.store.triples(query.bind({}))))


def labelled(view: View, query: Query, said: Iterable[Triple]) -> set[Triple]:
    """What is said, and the labels of all that it names."""
    found = set(said)
    nodes = (node for triple in found for node in (triple.subject, triple.object))
    values = {node for node in nodes if isinstance(node, NamedNode)}
    kept: Labels | None = view.kept.found("labels")
    if kept is not None:
        return found.union(*(kept.get(value, ()) for value in values))
    rows = [{"thing": value} for value in sorted(values, key=str)]
    return found.union(view.store.triples(query.bind(*rows))) if rows else found


def _by_thing(triples: Iterable[Triple]) -> dict[NamedNode, list[Triple]]:
    made: dict[NamedNode, list[Triple]] = {}
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            made.setdefault(triple.subject, []).append(triple)
    return made
