"""The two stores behind our own queries: inside this process, or behind a SPARQL 1.1 endpoint.

A stranger's query never runs inside this process (`graph.workers`); to an endpoint it is passed on (`graph.relay`).
"""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import unquote, urlsplit, urlunsplit

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QuerySolutions,
    QueryTriples,
    Triple,
)
from pyoxigraph import Store as Oxigraph
from SPARQLWrapper import JSON, POST, SPARQLWrapper

from graph import snapshot
from graph.connections import Connections
from graph.errors import AnswerTooLarge, EndpointBroken, EndpointDown, GraphError, QueryRefused
from graph.queries import Query, returned
from graph.replies import BEHIND, BROKEN, OTHER, ROWS, TRIPLES, Reply, checked, solutions, triples
from graph.snapshot import Snapshot

OWN_SECONDS, OWN_SIZE = 30.0, 1 << 28
"""Seconds and bytes that the answer to a query of ours may take at an endpoint."""

Value = NamedNode | BlankNode | Literal
Row = Mapping[str, Value]
log = logging.getLogger("comity.endpoint")


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
        return _rows(solutions)

    def triples(self, query: str) -> Iterator[Triple]:
        found = self.store.query(query, use_default_graph_as_union=True)
        if not isinstance(found, QueryTriples):
            raise GraphError("Triples come from a CONSTRUCT or DESCRIBE query only.")
        return found


def _rows(solutions: QuerySolutions) -> list[Row]:
    names = [variable.value for variable in solutions.variables]
    return [
        {name: value for name, value in zip(names, solution, strict=True) if isinstance(value, Value)}
        for solution in solutions
    ]


def embedded(found: Snapshot) -> EmbeddedStore:
    """The store of a snapshot, read-only."""
    return EmbeddedStore(snapshot.opened(found.store))


@dataclass(frozen=True)
class Endpoint:
    """A SPARQL 1.1 endpoint. `address` holds no credentials, so that it can be logged."""

    address: str
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)
    connections: Connections = field(default_factory=Connections, repr=False, compare=False)

    def reply(
        self,
        query: str,
        accept: str,
        seconds: float,
        size: int,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        prologue: str = "",
    ) -> Reply:
        """The whole answer to a query, of at most `size` bytes within `seconds`.

        `prologue` goes before the query, in lines of its own, which are not counted where a fault is told.
        Raises what `Connections.reply` does; QueryRefused for a query the endpoint cannot read; EndpointDown,
        QueryTooLong or EndpointBroken for another failure of it.
        """
        wrapper = SPARQLWrapper(self.address, returnFormat=JSON, agent="Comity")  # Not shared between threads.
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.setCredentials(self.user, self.password)
        wrapper.addCustomHttpHeader("Accept", accept)
        for name, graphs in (("default-graph-uri", default_graphs), ("named-graph-uri", named_graphs)):
            for graph in graphs:
                wrapper.addParameter(name, graph)
        # Its setQuery would guess from the text whether this is an update, and send it as one.
        wrapper.queryString, wrapper.queryType = prologue + query, "SELECT"
        try:
            reply = self.connections.reply(wrapper._createRequest(), seconds, size)
            return checked(reply, seconds, prologue.count("\n"))
        except (EndpointBroken, EndpointDown) as error:
            log.warning("%s: %s (%s)", self.address, error, error.__cause__ or "as answered")
            raise


def endpoint(address: str) -> Endpoint:
    """The endpoint at an address, which may have `user:password@`. Raises GraphError, which does not repeat them."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or parts.scheme not in ("http", "https") or parts.fragment:
        raise GraphError("COMITY_ENDPOINT is no address of an endpoint: write http://host:port/path, or https.")
    place = f"[{host}]" if ":" in host else host
    bare = urlunsplit((parts.scheme, place + (f":{port}" if port else ""), parts.path or "/", parts.query, ""))
    if parts.username is None:
        return Endpoint(bare)
    return Endpoint(bare, unquote(parts.username), unquote(parts.password or ""))


@dataclass(frozen=True)
class RemoteStore:
    """A snapshot in an endpoint. `graphs` are named with each query where its default graph is not their union."""

    endpoint: Endpoint
    graphs: tuple[str, ...] = ()

    def rows(self, query: str) -> list[Row]:
        found = _read(self._reply(query, ROWS))
        if found is None:
            raise EndpointBroken(BROKEN)
        names, rows = found
        columns = returned(query)
        always = {column.name for column in columns if column.required}
        if not names.issuperset(column.name for column in columns) or not all(always <= row.keys() for row in rows):
            raise EndpointBroken(OTHER)
        return rows

    def triples(self, query: str) -> Iterator[Triple]:
        return iter(triples(self._reply(query, TRIPLES)))

    def _reply(self, query: str, accept: str) -> Reply:
        try:
            return self.endpoint.reply(query, accept, OWN_SECONDS, OWN_SIZE, self.graphs, self.graphs)
        except (QueryRefused, AnswerTooLarge) as error:
            raise EndpointBroken(f"It failed at a query of the server's own: {error}") from error


def _read(reply: Reply) -> tuple[set[str], list[Row]] | None:
    """The variables and the solutions in a reply; None where it does not parse to its end. Raises EndpointBroken.

    The solutions being read must end in the thread that reads them: an error would carry them out of it.
    """
    found = solutions(reply)
    if not isinstance(found, QuerySolutions):
        raise EndpointBroken(OTHER)
    try:
        return {variable.value for variable in found.variables}, _rows(found)
    except SyntaxError:
        return None


def remote(found: Snapshot, at: Endpoint, sizes: Query) -> RemoteStore:
    """The store of a snapshot that was loaded into an endpoint.

    `sizes` counts the triples of each graph, and of the default graph. Raises EndpointBroken where they are not
    those of the snapshot, so that no answer carries the version of another graph.
    """
    counts = {row.get("graph"): int(row["triples"].value) for row in RemoteStore(at).rows(sizes.text)}
    expected = dict(found.manifest["quads"])
    held = {name: counts.get(NamedNode(name), 0) for name in expected}
    if held != expected:
        raise EndpointBroken(
            f"{BEHIND} does not hold snapshot {found.version}: it has {held} triples, the snapshot {expected}. "
            f"The operator should load {found.nquads.name} of the snapshot into it."
        )
    union = max(expected.values()) <= counts.get(None, 0) <= sum(expected.values())
    return RemoteStore(at, () if union else tuple(expected))
