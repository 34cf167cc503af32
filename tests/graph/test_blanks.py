"""Blank nodes: the same statements have the same names of them."""

from pyoxigraph import BlankNode, NamedNode, Quad

from graph.blanks import canonical

A, B = NamedNode("x:a"), NamedNode("x:b")


def test_blank_nodes_are_named_by_what_is_said_of_them() -> None:
    first, second = (
        [Quad(BlankNode(one), A, BlankNode(two), A), Quad(BlankNode(two), B, B, A)] for one, two in ("xy", "yx")
    )
    assert set(canonical(first)) == set(canonical(reversed(second)))
    assert set(canonical(first)) != set(first)


def test_without_blank_nodes_all_stays_in_its_order() -> None:
    quads = [Quad(B, A, A), Quad(A, A, A)]
    assert canonical(iter(quads)) == quads
