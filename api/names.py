"""Labels and definitions of what a record names only by IRI, for pages."""

from collections.abc import Iterator
from typing import Any

from pyoxigraph import NamedNode

from api.shaping import Record, own, records
from api.versions import View
from graph.namespaces import BASE
from graph.queries import Query


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


class Names:
    """Names of things as a page shows them: labels from the graph, and definitions of concepts and terms."""

    def __init__(self, view: View, query: Query, *shown: object) -> None:
        iris = sorted({iri for value in shown for iri in mentioned(value)})
        rows = [{"thing": NamedNode(iri)} for iri in iris]
        found = records(query, view.store.rows(query.bind(*rows))) if rows else []
        self._found: dict[str, Record] = {entry["iri"]: entry for entry in (own(row, "thing") for row in found)}

    def label(self, reference: dict[str, Any]) -> str:
        """The label of what a reference points to; its short id where the graph gives none."""
        known = self._found.get(reference["iri"], {})
        return str(reference.get("label") or known.get("label") or reference.get("id") or reference["iri"])

    def definition(self, reference: dict[str, Any]) -> str | None:
        """The definition of a concept or term, if it has one."""
        found: str | None = self._found.get(reference["iri"], {}).get("definition")
        return found
