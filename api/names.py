"""Labels and definitions of what a record names only by IRI, for pages."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from pyoxigraph import NamedNode

from api.versions import View
from graph.namespaces import BASE
from graph.queries import Query
from graph.store import Row


class Named(NamedTuple):
    """What something is called in English, and what that means where it is told."""

    label: str
    definition: str | None


def mentioned(value: object) -> Iterator[str]:
    """IRIs of the project anywhere in a record."""
    if isinstance(value, dict):
        iri = value.get("iri")
        if isinstance(iri, str) and iri.startswith(BASE):
            yield iri
        for part in value.values():
            yield from mentioned(part)
    elif isinstance(value, list):
        for part in value:
            yield from mentioned(part)


def prepare(view: View, query: Query) -> None:
    """Make the names of all that has one, once a version."""
    view.kept.get("names", lambda: _asked(view, query.bind({})))


def named(view: View, query: Query, iris: Iterable[str]) -> Mapping[str, Named]:
    """Names of what these IRIs mean, by IRI; nothing for one that has none."""
    kept: Mapping[str, Named] | None = view.kept.found("names")
    if kept is not None:
        return {iri: kept[iri] for iri in iris if iri in kept}
    rows = [{"thing": NamedNode(iri)} for iri in sorted(iris)]
    return _asked(view, query.bind(*rows)) if rows else {}


def _asked(view: View, query: str) -> dict[str, Named]:
    return {row["thing"].value: _named(row) for row in view.store.rows(query)}


def _named(row: Row) -> Named:
    return Named(row["label"].value, row["definition"].value if "definition" in row else None)


class Names:
    """Names of things as a page shows them: labels from the graph, and definitions of concepts and terms."""

    def __init__(self, view: View, query: Query, *shown: object) -> None:
        self._found = named(view, query, {iri for value in shown for iri in mentioned(value)})

    def label(self, reference: dict[str, Any]) -> str:
        """The label of what a reference points to; its short id where the graph gives none."""
        known = self._found.get(reference["iri"])
        return str(reference.get("label") or (known and known.label) or reference.get("id") or reference["iri"])

    def definition(self, reference: dict[str, Any]) -> str | None:
        """The definition of a concept or term, if it has one."""
        known = self._found.get(reference["iri"])
        return known.definition if known else None
