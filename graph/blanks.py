"""Blank nodes: named by what is said of them, so that the same statements always have the same bytes."""

from collections.abc import Iterable

from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad


def canonical(quads: Iterable[Quad]) -> list[Quad]:
    """The same quads with blank nodes named by RDFC-1.0; in their order where there is no blank node."""
    found = list(quads)
    if not any(isinstance(term, BlankNode) for quad in found for term in (quad.subject, quad.object)):
        return found
    dataset = Dataset(found)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return list(dataset)
