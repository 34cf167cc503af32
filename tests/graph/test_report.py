"""The report as SHACL has it: each finding as a result that another tool can read."""

import rdflib
from rdflib.namespace import RDF, SH

from graph import report
from graph.snapshot import Snapshot

FINDING = {
    "severity": "warning",
    "message": "Add a name.",
    "focus": "https://w3id.org/comity/id/authority/x",
    "path": "comity:name",
    "value": "é",
    "rule": "shapes/authority-named",
    "place": "x.ttl:1",
    "component": "MinCountConstraintComponent",
}


def read(version: str, findings: list[dict[str, str]]) -> rdflib.Graph:
    """The report as rdflib reads it."""
    return rdflib.Graph().parse(data=report.turtle(version, findings), format="turtle")


def test_a_result() -> None:
    graph = read("v1", [FINDING])
    whole = rdflib.URIRef("https://w3id.org/comity/dumps/v1/report.ttl")
    assert graph.value(whole, SH.conforms).toPython() is False  # type: ignore[union-attr]
    [result] = graph.objects(whole, SH.result)
    assert {(str(predicate), str(value)) for predicate, value in graph.predicate_objects(result)} == {
        (str(RDF.type), str(SH.ValidationResult)),
        (str(SH.focusNode), FINDING["focus"]),
        (str(SH.resultPath), "https://w3id.org/comity/ontology#name"),
        (str(SH.resultSeverity), str(SH.Warning)),
        (str(SH.resultMessage), "Add a name."),
        (str(SH.sourceShape), "https://w3id.org/comity/shapes/authority-named"),
        (str(SH.sourceConstraintComponent), str(SH.MinCountConstraintComponent)),
        (str(SH.value), "é"),
    }


def test_no_finding_conforms() -> None:
    graph = read("v1", [])
    assert [value.toPython() for value in graph.objects(None, SH.conforms)] == [True]  # type: ignore[attr-defined]


def test_a_finding_of_an_older_build_or_on_a_blank_node() -> None:
    old = {name: value for name, value in FINDING.items() if name != "component"} | {"focus": "c14n0", "path": ""}
    graph = read("v1", [old])
    assert set(graph.objects(None, SH.sourceConstraintComponent)) == {SH.SPARQLConstraintComponent}
    assert [isinstance(node, rdflib.BNode) for node in graph.objects(None, SH.focusNode)] == [True]


def test_the_report_on_the_real_snapshot_is_whole(real: Snapshot) -> None:
    graph = read(real.version, real.report)
    assert len(set(graph.objects(None, SH.result))) == real.manifest["warnings"] == len(real.report)
    kinds = {str(kind).removeprefix(str(SH)) for kind in graph.objects(None, SH.sourceConstraintComponent)}
    assert "SPARQLConstraintComponent" in kinds
    assert "MinCountConstraintComponent" in kinds
