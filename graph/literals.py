"""Literals: each value in one form, that in which a store gives it back."""

from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, Store

NODE = NamedNode("x:")
TEXTS = {
    "http://www.w3.org/2001/XMLSchema#string",
    "http://www.w3.org/2001/XMLSchema#anyURI",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
}
"""Types whose values have one form each."""


def canonical(quad: Quad) -> Quad:
    """The same quad with its literal in the form in which a store gives it back.

    Oxigraph keeps numbers, days, times, durations and truth values as values, not as texts, and writes them in the
    canonical form of XML Schema 1.1: 30500000.00 comes back as 30500000, P12M as P1Y. In any other form a dump would
    have other terms than the documents and answers that are made from a store, and who joins them would hold each sum
    twice. A literal that its type does not allow stays as it is.
    """
    term = quad.object
    if not isinstance(term, Literal) or term.datatype.value in TEXTS:
        return quad
    return Quad(quad.subject, quad.predicate, stored(term), quad.graph_name)


@lru_cache(maxsize=1 << 16)
def stored(literal: Literal) -> Literal:
    """A literal as it comes back from a store, which is asked since it alone knows: 13 µs."""
    store = Store()
    store.add(Quad(NODE, NODE, literal))
    [quad] = store
    assert isinstance(quad.object, Literal)  # noqa: S101 - it was put in as one
    return quad.object
