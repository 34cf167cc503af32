"""Cautions: what its author is told of a query."""

import pytest
from pyoxigraph import Store

from graph.cautions import cautions


@pytest.mark.parametrize(
    ("query", "unordered"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", True),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 1", False),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 1 } ?s ?p ?o } ORDER BY ?s", True),
        ("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?s OFFSET 1 } ?s ?p ?o }", False),
        ("SELECT * { { SELECT * { ?s ?p ?o } ORDER BY ?s } ?s ?p ?o } LIMIT 1", True),
        ("SELECT * { ?s ?p ?o }", False),
    ],
)
def test_rows_taken_in_no_order_are_told_at_every_depth(query: str, unordered: bool) -> None:
    Store().query(query)
    assert any("LIMIT without ORDER BY" in caution for caution in cautions(query)) is unordered


def test_what_changes_each_time_is_named() -> None:
    assert [caution.split()[0] for caution in cautions("SELECT (NOW() AS ?x) (rand() AS ?y) {}")] == ["NOW", "RAND"]
    assert cautions("SELECT ('NOW()' AS ?x) {}") == []
