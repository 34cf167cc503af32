"""Validation: shapes and checks, and the report an author can act on."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Literal as OneOf

import pyoxigraph as ox
import rdflib
from pyshacl import validate as shacl
from rdflib.namespace import SH

from graph.files import Sources, parsed, turtle_files
from graph.namespaces import BASE, GRAPH_ONTOLOGY, ONTOLOGY
from graph.queries import Query

SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")

Severity = OneOf["violation", "warning"]


@dataclass(frozen=True)
class Finding:
    """One fault: how bad, what to do, at which thing, found by which shape or check, where it is written."""

    severity: Severity
    message: str
    focus: str
    path: str
    value: str
    rule: str
    place: str
    component: str = field(default="SPARQLConstraintComponent", compare=False)
    """Local name of the kind of constraint; that of the checks, which are queries, if none is given."""

    def __str__(self) -> str:
        path = f" {self.path}" if self.path else ""
        value = f" (found: {self.value})" if self.value else ""
        return f"{self.severity}: {self.place}: <{self.focus}>{path}: {self.message}{value} [{self.rule}]"


@dataclass(frozen=True)
class Report:
    """All findings, violations first."""

    findings: tuple[Finding, ...]

    @property
    def violations(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "violation"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "warning"]

    def records(self) -> list[dict[str, str]]:
        """The findings as plain records, for JSON."""
        return [asdict(finding) for finding in self.findings]


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> rdflib.term.Node:
    """The rdflib form of a term, its lexical form kept as written."""
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        if term.datatype == STRING:
            return rdflib.Literal(term.value)  # As rdflib reads "…" in shapes: the two must be equal.
        return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
    raise TypeError(f"{term} has no place in the facts.")


def rdflib_graph(quads: Iterable[ox.Quad]) -> rdflib.Graph:
    """The union of `quads` as one rdflib graph."""
    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def shapes_graph(folder: Path) -> rdflib.Graph:
    """All shapes below a folder as one graph. Raises TurtleError for a file that does not parse."""
    return rdflib_graph(quad for file in turtle_files(folder) for quad in parsed(file, GRAPH_ONTOLOGY))


def _compact(text: str) -> str:
    return text.replace(ONTOLOGY, "comity:").replace(BASE, "")


def _short(node: object) -> str:
    text = str(node) if node is not None else ""
    return _compact(text) if isinstance(node, rdflib.URIRef) else text


Foci = Collection[str] | None
"""Things on which findings are wanted; None for all."""


def _shape_findings(data: rdflib.Graph, shapes: rdflib.Graph, sources: Sources, only: Foci) -> list[Finding]:
    _, report, _ = shacl(data, shacl_graph=shapes, inference="none", advanced=False, allow_warnings=True)
    found = []
    for result in report.objects(None, SH.result):
        severity: Severity = "violation" if report.value(result, SH.resultSeverity) == SH.Violation else "warning"
        focus = str(report.value(result, SH.focusNode))
        if only is not None and focus not in only:
            continue
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        shape = report.value(result, SH.sourceShape)
        found.append(
            Finding(
                severity,
                str(report.value(result, SH.resultMessage)),
                focus,
                _short(path) if isinstance(path, rdflib.URIRef) else "",
                "" if str(value) == focus else _short(value),
                _short(shape),
                str(sources.place(focus) or "derived"),
                str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)),
            )
        )
    return found


def _filled(template: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: _compact(values.get(match.group(1), "")), template)


def _check_findings(store: ox.Store, checks: Mapping[str, Query], sources: Sources, only: Foci) -> list[Finding]:
    found = []
    for check in checks.values():
        rows = store.query(check.text, use_default_graph_as_union=True)
        if not isinstance(rows, ox.QuerySolutions):
            raise TypeError(f"The check {check.name} is not a SELECT query.")
        names = [variable.value for variable in rows.variables]
        severity: Severity = "warning" if check.fields.get("severity") == "warning" else "violation"
        for row in rows:
            values = {name: getattr(row[name], "value", "") if row[name] else "" for name in names}
            focus = values["focus"]
            if only is not None and focus not in only:
                continue
            message = _filled(check.fields["message"], values)
            place = str(sources.place(focus) or "derived")
            found.append(Finding(severity, message, focus, "", "", f"checks/{check.name}", place))
    return found


def _surroundings(quads: Iterable[ox.Quad], only: Collection[str]) -> list[ox.Quad]:
    """All that is said of the things in `only`, of their neighbours but for texts, and the hierarchy of classes.

    Shapes look no further than one step from a thing, in either direction, and at no text of a neighbour: pyshacl
    takes half of its time for labels in five languages. (It can be told focus nodes, but then takes minutes on a
    large graph, and judges nested shapes on those nodes only.)
    """
    everything = list(quads)
    near = set(only)
    for quad in everything:
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            if quad.subject.value in only:
                near.add(quad.object.value)
            elif quad.object.value in only:
                near.add(quad.subject.value)
    return [
        quad
        for quad in everything
        if (subject := getattr(quad.subject, "value", "")) in only
        or (subject in near and not (isinstance(quad.object, ox.Literal) and quad.object.language))
        or quad.predicate == SUBCLASS
    ]


def validate(
    quads: Iterable[ox.Quad],
    store: ox.Store,
    shapes: Path,
    checks: Mapping[str, Query],
    sources: Sources,
    only: Foci = None,
) -> Report:
    """Judge the whole graph: `quads` (asserted and derived) by the shapes, `store` (the same) by the checks.

    pyshacl is the judge of shapes; no inference is made, since the rules have derived what they need. With
    `only`, the findings are those on the things with these IRIs.
    """
    judged = quads if only is None else _surroundings(quads, only)
    data = rdflib_graph(judged)
    found = _shape_findings(data, shapes_graph(shapes), sources, only) + _check_findings(store, checks, sources, only)
    found = list(dict.fromkeys(found))
    found.sort(key=lambda finding: (finding.severity != "violation", finding.place, finding.rule, finding.message))
    return Report(tuple(found))
