"""Validation by the shapes: what they find, as it is told; facts reach them as they were written."""

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from graph.errors import TurtleError
from graph.findings import Finding
from graph.validation import findings, rdflib_graph, shapes_graph

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .\n"
SHAPE = (
    HEAD
    + """x:thing a sh:NodeShape ; sh:targetClass x:Thing ; sh:property x:named , x:wise .
x:named a sh:PropertyShape ; sh:path x:name ; sh:minCount 1 ; sh:message "Add a name."@en .
x:wise a sh:PropertyShape ; sh:path x:rank ; sh:maxInclusive 3 ; sh:severity sh:Warning ; sh:message "Lower it."@en .
"""
)


@pytest.fixture
def judged(tmp_path: Path) -> Any:
    """Judges facts, given as Turtle, by one shape."""
    (tmp_path / "thing.ttl").write_text(SHAPE)

    def judge(facts: str) -> list[Finding]:
        return findings(ox.parse(HEAD + facts, format=ox.RdfFormat.TURTLE), shapes_graph(tmp_path))

    return judge


def test_faults_are_told_with_what_the_shape_says_of_them(judged: Any) -> None:
    found = judged('x:a a x:Thing ; x:rank 5 . x:c a x:Thing ; x:name "c" ; x:rank 3 .')
    x = "https://example.org/"
    assert set(found) == {
        Finding("violation", "Add a name.", f"{x}a", f"{x}name", "", f"{x}named"),
        Finding("warning", "Lower it.", f"{x}a", f"{x}rank", "5", f"{x}wise"),
    }
    components = {finding.component for finding in found}
    assert components == {"MinCountConstraintComponent", "MaxInclusiveConstraintComponent"}


def test_facts_without_fault_give_no_findings(judged: Any) -> None:
    assert judged('x:a a x:Thing ; x:name "a" .') == []


def test_a_shape_that_does_not_parse_is_named(tmp_path: Path) -> None:
    (tmp_path / "bad.ttl").write_text("\n<a> <b> .\n")
    with pytest.raises(TurtleError, match=r"bad\.ttl, line 2"):
        shapes_graph(tmp_path)


def test_terms_cross_to_rdflib_as_written() -> None:
    text = '<x:s> <x:p> 30500000.00 , "a" , "a"@en , "2022-13"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> , <x:o> .'
    graph = rdflib_graph(ox.parse(text, format=ox.RdfFormat.TURTLE))
    assert {term.n3() for term in graph.objects()} == {
        '"30500000.00"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        '"a"',
        '"a"@en',
        '"2022-13"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>',
        "<x:o>",
    }
    assert rdflib.Literal("a") in set(graph.objects())
