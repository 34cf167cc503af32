"""Turtle files of the project: what they say, and where they say it."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from graph import blanks
from graph.errors import TurtleError
from graph.literals import canonical
from graph.namespaces import BASE, GRAPH_CURATED, GRAPH_ONTOLOGY, ROOT
from graph.ontology import versioned


@dataclass(frozen=True)
class Place:
    """Where a thing is described: a file, and a line in it (from 1)."""

    file: Path
    line: int

    def __str__(self) -> str:
        return f"{shown(self.file)}:{self.line}"


@dataclass(frozen=True)
class Sources:
    """Everything asserted by hand: quads as parsed, and the files in which each subject stands."""

    quads: tuple[Quad, ...]
    subjects: dict[str, list[Path]]

    def places(self, iri: str) -> list[Place]:
        """Files and lines of the description of `iri`; for an unknown fragment those of its thing; else none."""
        for candidate in (iri, iri.partition("#")[0]):
            if candidate in self.subjects:
                return [self.place(candidate, file) for file in self.subjects[candidate]]
        return []

    def place(self, iri: str, file: Path) -> Place:
        """File and line of the description of `iri` in one of its files."""
        return Place(file, _line_of(file, iri))


def shown(file: Path) -> str:
    """Path of a file as a reader knows it: relative to the project where it lies within."""
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)


def turtle_files(folder: Path) -> list[Path]:
    """All Turtle files below a folder, in a stable order."""
    return sorted(folder.rglob("*.ttl"))


def parsed(file: Path, graph: str) -> Iterator[Quad]:
    """The quads of one Turtle file, in named graph `graph`, each literal in its canonical form.

    Raises TurtleError naming file, line and column of a syntax error, and one that begins with a byte order mark.
    """
    name = NamedNode(graph)
    content = file.read_bytes()
    if content.startswith(BOM_UTF8):
        raise TurtleError(
            f"{shown(file)}, line 1: it begins with a byte order mark, an unseen sign that Turtle does not know. "
            "Save the file as UTF-8 without it (editors call it BOM or signature)."
        )
    try:
        for quad in parse(content, format=RdfFormat.TURTLE, base_iri=BASE):
            yield canonical(Quad(quad.subject, quad.predicate, quad.object, name))
    except SyntaxError as error:
        detail = re.sub(r"^.*?line \d+ (?:between )?columns? [\d and]+:?\s*", "", error.msg or str(error))
        raise TurtleError(
            f"{shown(file)}, line {error.lineno}, column {error.offset}: not valid Turtle: {detail} "
            "Mend that line; a missing ';', '.' or quotation mark just before it is the usual cause."
        ) from None


def read(data: Path, ontology: Path) -> Sources:
    """All asserted quads: the facts below `data` and the ontology below `ontology`, with its version.

    Raises TurtleError listing every file that does not parse, so that all can be mended at once.
    """
    quads: list[Quad] = []
    subjects: dict[str, list[Path]] = {}
    faults: list[str] = []
    for folder, graph in ((ontology, GRAPH_ONTOLOGY), (data, GRAPH_CURATED)):
        found: list[Quad] = []
        for file in turtle_files(folder):
            try:
                here = list(parsed(file, graph))
            except TurtleError as error:
                faults.append(str(error))
                continue
            found.extend(here)
            for name in dict.fromkeys(quad.subject.value for quad in here if isinstance(quad.subject, NamedNode)):
                subjects.setdefault(name, []).append(file)
        quads.extend(versioned(blanks.canonical(found)) if graph == GRAPH_ONTOLOGY else found)
    if faults:
        raise TurtleError("\n".join(faults))
    return Sources(tuple(quads), subjects)


def _line_of(file: Path, iri: str) -> int:
    """Line (from 1) on which the description of `iri` begins; 1 where it cannot be told."""
    spellings = (f"<{iri}>", f"<{iri.removeprefix(BASE)}>", "comity:" + iri.partition("#")[2])
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if any(re.match(re.escape(spelling) + r"(?=[\s;]|$)", line) for spelling in spellings):
            return number
    return 1
