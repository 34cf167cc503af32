"""The report on a snapshot as SHACL has it (section 3.6): what the shapes and the checks found."""

from collections.abc import Iterable, Mapping
from io import BytesIO

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from graph.documents import serialize
from graph.namespaces import BASE, ONTOLOGY, PREFIXES

SH = "http://www.w3.org/ns/shacl#"
A = NamedNode(PREFIXES["rdf"] + "type")
BOOLEAN = NamedNode(PREFIXES["xsd"] + "boolean")
CHECK = "SPARQLConstraintComponent"
"""Kind of constraint where a report of an older Comity names none."""


def address(version: str) -> str:
    """IRI of the report on a snapshot."""
    return f"{BASE}dumps/{version}/report.ttl"


def turtle(version: str, findings: Iterable[Mapping[str, str]]) -> bytes:
    """The report as Turtle, from the findings kept with a snapshot."""
    buffer = BytesIO()
    serialize(triples(version, findings), RdfFormat.TURTLE, buffer, {"sh": SH})
    return buffer.getvalue()


def triples(version: str, findings: Iterable[Mapping[str, str]]) -> list[Triple]:
    """The report: it conforms only where nothing at all was found, be it a warning, as SHACL has it."""
    found = list(findings)
    whole = NamedNode(address(version))
    said = [
        Triple(whole, A, _sh("ValidationReport")),
        Triple(whole, _sh("conforms"), Literal(str(not found).lower(), datatype=BOOLEAN)),
    ]
    for number, finding in enumerate(found, 1):
        said += [Triple(whole, _sh("result"), NamedNode(f"{whole.value}#result-{number}"))]
        said += _result(NamedNode(f"{whole.value}#result-{number}"), finding)
    return said


def _result(result: NamedNode, finding: Mapping[str, str]) -> list[Triple]:
    said = [
        Triple(result, A, _sh("ValidationResult")),
        Triple(result, _sh("focusNode"), _node(finding["focus"])),
        Triple(result, _sh("resultSeverity"), _sh(finding["severity"].capitalize())),
        Triple(result, _sh("resultMessage"), Literal(finding["message"], language="en")),
        Triple(result, _sh("sourceShape"), NamedNode(BASE + finding["rule"])),
        Triple(result, _sh("sourceConstraintComponent"), _sh(finding.get("component", CHECK))),
    ]
    if finding["path"]:
        said.append(Triple(result, _sh("resultPath"), NamedNode(finding["path"].replace("comity:", ONTOLOGY, 1))))
    if finding["value"]:
        said.append(Triple(result, _sh("value"), Literal(finding["value"])))
    return said


def _sh(name: str) -> NamedNode:
    return NamedNode(SH + name)


def _node(name: str) -> NamedNode | BlankNode:
    """The thing in question; a blank node of the ontology has no IRI."""
    return NamedNode(name) if ":" in name else BlankNode(name)
