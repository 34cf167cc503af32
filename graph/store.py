"""The store behind our own queries. A stranger's query never runs here: see `graph.workers`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, QueryTriples, Triple
from pyoxigraph import Store as Oxigraph

from graph.errors import GraphError

Value = NamedNode | BlankNode | Literal
Row = Mapping[str, Value]


class Store(Protocol):
    """What the rest of the project asks of a store. The default graph is the union of the named graphs."""

    def rows(self, query: str) -> list[Row]:
        """Solutions of a SELECT query; an unbound variable is absent from its row."""

    def triples(self, query: str) -> Iterator[Triple]:
        """Triples of a CONSTRUCT or DESCRIBE query."""


@dataclass(frozen=True)
class EmbeddedStore:
    """Oxigraph in this process, opened read-only from a snapshot."""

    store: Oxigraph

    def rows(self, query: str) -> list[Row]:
        solutions = self.store.query(query, use_default_graph_as_union=True)
        if not isinstance(solutions, QuerySolutions):
            raise GraphError("Rows come from a SELECT query only.")
        names = [variable.value for variable in solutions.variables]
        return [
            {name: value for name, value in zip(names, solution, strict=True) if isinstance(value, Value)}
            for solution in solutions
        ]

    def triples(self, query: str) -> Iterator[Triple]:
        found = self.store.query(query, use_default_graph_as_union=True)
        if not isinstance(found, QueryTriples):
            raise GraphError("Triples come from a CONSTRUCT or DESCRIBE query only.")
        return found


def embedded(path: Path) -> EmbeddedStore:
    """The store at `path`, read-only. It never sees later writes, which is right: a snapshot has none."""
    return EmbeddedStore(Oxigraph.read_only(str(path)))
