"""The shapes of the project as a graph of their own, to be asked which of them govern a term."""

from functools import cache

from pyoxigraph import Store

from graph.files import parsed, turtle_files
from graph.namespaces import ROOT
from graph.store import EmbeddedStore

GRAPH_SHAPES = "https://w3id.org/comity/graph/shapes"


@cache
def shapes() -> EmbeddedStore:
    """All shapes. They are those of the software that serves, not of the snapshot: a snapshot keeps facts."""
    store = Store()
    for file in turtle_files(ROOT / "shapes"):
        store.extend(parsed(file, GRAPH_SHAPES))
    return EmbeddedStore(store)
