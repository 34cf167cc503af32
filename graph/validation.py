"""Validation by the shapes. pyshacl is their judge; it knows nothing of what the checks find.

Run as a program, it judges the N-Quads it is given: see graph/judge.py, which starts it.
"""

import gc
import json
import logging
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as ox
import rdflib
from pyshacl import validate
from rdflib.namespace import SH

from graph.errors import TurtleError
from graph.files import parsed, turtle_files
from graph.findings import Finding, Severity, compact
from graph.namespaces import GRAPH_ONTOLOGY

STRING = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")


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


def rdflib_graph(quads: Iterable[ox.Quad], store: str = "default") -> rdflib.Graph:
    """The union of `quads` as one rdflib graph, held in one of the kinds of store that rdflib has."""
    graph = rdflib.Graph(store=store)
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def shapes_graph(folder: Path) -> rdflib.Graph:
    """All shapes below a folder as one graph. Raises TurtleError for a file that does not parse.

    It needs no named graphs: pyshacl reads it at every step, and is a sixth faster where none are kept apart.
    """
    quads = (quad for file in turtle_files(folder) for quad in parsed(file, GRAPH_ONTOLOGY))
    return rdflib_graph(quads, "SimpleMemory")


def _short(node: object) -> str:
    text = str(node) if node is not None else ""
    return compact(text) if isinstance(node, rdflib.URIRef) else text


def findings(quads: Iterable[ox.Quad], shapes: rdflib.Graph) -> list[Finding]:
    """What the shapes find in `quads`, asserted and derived, without its place.

    No inference is made, since the rules have derived what the shapes need.
    """
    data = rdflib_graph(quads)
    _, report, _ = validate(data, shacl_graph=shapes, inference="none", advanced=False, allow_warnings=True)
    found = []
    for result in report.objects(None, SH.result):
        severity: Severity = "violation" if report.value(result, SH.resultSeverity) == SH.Violation else "warning"
        focus = str(report.value(result, SH.focusNode))
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        found.append(
            Finding(
                severity,
                str(report.value(result, SH.resultMessage)),
                focus,
                _short(path) if isinstance(path, rdflib.URIRef) else "",
                "" if str(value) == focus else _short(value),
                _short(report.value(result, SH.sourceShape)),
                component=str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH)),
            )
        )
    return found


def main(folder: Path) -> None:
    """Judge the N-Quads of standard input by the shapes below `folder`; write as JSON what they find."""
    gc.disable()  # As `comity check` does: next to nothing of what is made here is ever thrown away.
    logging.getLogger("rdflib.term").setLevel(
        logging.ERROR
    )  # Its traceback for a day that is none: the shapes tell it.
    try:
        shapes = shapes_graph(folder)
    except TurtleError as error:
        json.dump({"error": str(error)}, sys.stdout)
        return
    quads = ox.parse(sys.stdin.buffer.read(), format=ox.RdfFormat.N_QUADS)
    json.dump({"findings": [asdict(finding) for finding in findings(quads, shapes)]}, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
