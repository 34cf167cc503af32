"""Check: from the files to the graph with what follows from it, and the report on both. Nothing is written."""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Quad, Store

from graph import checks, examples, files, findings, layout, queries, rates, rules
from graph.errors import TurtleError
from graph.judge import Judge, surroundings
from graph.namespaces import ROOT
from graph.neighbourhood import neighbourhood

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Inputs:
    """Folders a build reads."""

    data: Path = ROOT / "graph" / "data"
    ontology: Path = ROOT / "ontology"
    shapes: Path = ROOT / "shapes"
    queries: Path = ROOT / "queries"


@dataclass(frozen=True)
class Checked:
    """A graph with what was derived from it and the report on both."""

    quads: tuple[Quad, ...]
    report: findings.Report


def silent(_: str) -> None:
    """Progress that nobody watches."""


def check(inputs: Inputs, progress: Progress = silent, only: Collection[Path] = ()) -> Checked:
    """Parse, derive and validate; nothing is written. Raises TurtleError for files that do not parse.

    With `only`, everything is read, but only the things of which these files say anything are judged, with
    what bears on them.
    """
    progress("Reading the files")
    if not any(inputs.data.rglob("*.ttl")):
        raise TurtleError(f"There is no Turtle file below {inputs.data}: give the folder that holds the facts.")
    with Judge(inputs.shapes) as judge:
        sources = files.read(inputs.data, inputs.ontology)
        mine = _described(sources, only) if only else None
        asserted = sources.quads if mine is None else neighbourhood(sources.quads, mine)
        progress("Applying the rules")
        exchange = tuple(rates.quads(asserted))
        store = Store()
        derived = rules.derive((*asserted, *exchange), queries.folder("rules", inputs.queries), store)
        quads = (*asserted, *exchange, *derived)
        progress("Validating")
        judge.hear(quads if mine is None else surroundings(quads, mine))
        found = [*layout.findings(sources, inputs.data)]
        found += [*checks.findings(store, queries.folder("checks", inputs.queries)), *judge.findings()]
    report = findings.report(found, sources, mine)
    return Checked((*quads, *examples.quads(queries.folder("examples", inputs.queries).values())), report)


def _described(sources: files.Sources, wanted: Collection[Path]) -> set[str]:
    """IRIs of the things, and of their parts, that these files say anything of.

    Raises TurtleError for a file that is not there.
    """
    try:
        named = {(found.st_dev, found.st_ino) for found in map(os.stat, wanted)}
    except OSError as error:
        raise TurtleError(f"{error.filename}: {error.strerror}. Name files that are there.") from None
    mine: set[Path] = set()
    known: set[Path] = set().union(*sources.subjects.values())
    for file in known:  # By their numbers: to resolve each path takes ten times as long.
        status = os.stat(file)  # noqa: PTH116 - a third quicker than Path.stat
        if (status.st_dev, status.st_ino) in named:
            mine.add(file)
    subjects = {iri for iri, found in sources.subjects.items() if not mine.isdisjoint(found)}
    return subjects | {iri.partition("#")[0] for iri in subjects}
