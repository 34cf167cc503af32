"""Validation: each fault named with its place, its thing, its rule and what to do."""

from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib

from graph.files import Sources
from graph.queries import folder
from graph.validation import Finding, Report, rdflib_graph, validate

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .\n"
SHAPE = (
    HEAD
    + """x:thing a sh:NodeShape ; sh:targetClass x:Thing ; sh:property x:named , x:wise .
x:named a sh:PropertyShape ; sh:path x:name ; sh:minCount 1 ; sh:message "Add a name."@en .
x:wise a sh:PropertyShape ; sh:path x:rank ; sh:maxInclusive 3 ; sh:severity sh:Warning ; sh:message "Lower it."@en .
"""
)
CHECK = """# Things called none.
#
# severity: warning
# message: {focus} is called {name}{nothing}.
SELECT ?focus ?name { ?focus <https://example.org/name> ?name FILTER(?name = "none") }
"""


@pytest.fixture
def judged(tmp_path: Path) -> Any:
    """Judges facts, given as Turtle, by one shape and one check."""
    for name, text in (("shapes/thing.ttl", SHAPE), ("checks/none.rq", CHECK)):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)

    def judge(facts: str) -> Report:
        quads = list(ox.parse(HEAD + facts, format=ox.RdfFormat.TURTLE))
        store = ox.Store()
        store.extend(quads)
        return validate(quads, store, tmp_path / "shapes", folder("checks", tmp_path), Sources(tuple(quads), {}))

    return judge


def test_faults_are_told_violations_first(judged: Any) -> None:
    report = judged(
        'x:b a x:Thing ; x:name "none" . x:a a x:Thing ; x:rank 5 . x:c a x:Thing ; x:name "c" ; x:rank 3 .'
    )
    assert [(f.severity, f.focus.rpartition("/")[2], f.message, f.value) for f in report.findings] == [
        ("violation", "a", "Add a name.", ""),
        ("warning", "b", "https://example.org/b is called none.", ""),
        ("warning", "a", "Lower it.", "5"),
    ]
    assert report.violations == [report.findings[0]]
    assert report.warnings == list(report.findings[1:])
    assert report.findings[1].rule == "checks/none"
    assert report.records()[0]["path"] == "https://example.org/name"


def test_facts_without_fault_give_an_empty_report(judged: Any) -> None:
    assert judged('x:a a x:Thing ; x:name "a" .') == Report(())


def test_a_finding_reads_as_one_line() -> None:
    finding = Finding("violation", "Add it.", "https://x/a", "comity:currency", "EURO", "shapes/fine", "data/a.ttl:3")
    assert str(finding) == "violation: data/a.ttl:3: <https://x/a> comity:currency: Add it. (found: EURO) [shapes/fine]"


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
