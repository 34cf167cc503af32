"""Store: rows and triples of our own queries over a snapshot."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph import snapshot
from graph import store as stores
from graph.errors import GraphError
from graph.store import EmbeddedStore, embedded

THING, OTHER, LABEL = NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:label")


@pytest.fixture(params=["in memory", "on disk"])
def store(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> EmbeddedStore:
    """The store of a snapshot of two graphs, with one triple in both."""
    label = Literal("a", language="en")
    quads = [Quad(THING, LABEL, label, NamedNode(graph)) for graph in ("x:one", "x:two")]
    quads.append(Quad(OTHER, NamedNode("x:see"), THING, NamedNode("x:two")))
    made = snapshot.write(tmp_path, snapshot.canonical(quads), {"quads": {"x:one": 1, "x:two": 2}}, [])
    if request.param == "on disk":
        monkeypatch.setattr(stores, "IN_MEMORY", 2)
    return embedded(made)


def test_rows_come_from_the_union_and_leave_out_what_is_unbound(store: EmbeddedStore) -> None:
    rows = store.rows("SELECT DISTINCT ?s ?l { ?s ?p ?o OPTIONAL { ?s <x:label> ?l } } ORDER BY ?s")
    assert rows == [{"s": THING, "l": Literal("a", language="en")}, {"s": OTHER}]


def test_triples(store: EmbeddedStore) -> None:
    assert [str(t.subject) for t in store.triples("CONSTRUCT { ?s <x:p> ?o } { ?s <x:see> ?o }")] == ["<x:b>"]


def test_the_wrong_form_is_an_error(store: EmbeddedStore) -> None:
    for query in ("ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"):
        with pytest.raises(GraphError, match="SELECT"):
            store.rows(query)
    for query in ("ASK { ?s ?p ?o }", "SELECT * { ?s ?p ?o }"):
        with pytest.raises(GraphError, match="CONSTRUCT"):
            store.triples(query)


def test_nothing_can_be_written(store: EmbeddedStore) -> None:
    for query in ("INSERT DATA { <x:a> <x:b> 1 }", "DROP ALL"):
        with pytest.raises(SyntaxError):
            store.rows(query)
