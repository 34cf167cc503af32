"""The judge of the shapes, in a process of its own: pyshacl beside the checks, on the second core."""

import json
import subprocess
import sys
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from graph.errors import GraphError, TurtleError
from graph.findings import Finding
from graph.namespaces import PREFIXES, ROOT

SUBCLASS = NamedNode(PREFIXES["rdfs"] + "subClassOf")


class Judge:
    """Judges one graph by the shapes below a folder: `hear` it, do something else, and ask for the `findings`.

    Its process starts at once, and loads pyshacl (half a second) while the facts are still being read.
    """

    def __init__(self, shapes: Path) -> None:
        command = [sys.executable, "-m", "graph.validation", str(shapes.resolve())]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            process_group=0,  # An interrupt from the keyboard is for us alone; we end it then.
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """End the process, whether it was asked or not."""
        self._process.kill()
        with suppress(BrokenPipeError):  # What it had not heard yet.
            self._process.__exit__(kind, error, at)

    def hear(self, quads: Iterable[Quad]) -> None:
        """Hand over the graph to be judged."""
        assert self._process.stdin  # noqa: S101 - it was opened as a pipe
        with suppress(BrokenPipeError):  # It ended already: why is told when it is asked for its findings.
            serialize(quads, self._process.stdin, RdfFormat.N_QUADS)
            self._process.stdin.close()

    def findings(self) -> list[Finding]:
        """What the shapes find, without its place. Raises TurtleError for shapes that do not parse."""
        assert self._process.stdout  # noqa: S101 - it was opened as a pipe
        answer = self._process.stdout.read()
        if self._process.wait():
            raise GraphError("The shapes could not be applied: mend what the lines above name.")
        told = json.loads(answer)
        if "error" in told:
            raise TurtleError(told["error"])
        return [Finding(**finding) for finding in told["findings"]]


def surroundings(quads: Collection[Quad], only: Collection[str]) -> list[Quad]:
    """All that is said of the things in `only`, of their neighbours but for texts, and the hierarchy of classes.

    Shapes look no further than one step from a thing, in either direction, and at no text of a neighbour: pyshacl
    takes half of its time for labels in five languages. (It can be told focus nodes, but then takes minutes on a
    large graph, and judges nested shapes on those nodes only.)
    """
    near = set(only)
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            if quad.subject.value in only:
                near.add(quad.object.value)
            elif quad.object.value in only:
                near.add(quad.subject.value)
    return [
        quad
        for quad in quads
        if (subject := getattr(quad.subject, "value", "")) in only
        or (subject in near and not (isinstance(quad.object, Literal) and quad.object.language))
        or quad.predicate == SUBCLASS
    ]
