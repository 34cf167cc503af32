"""Showing: in which descriptions the label of a thing stands, though nothing is said of them themselves."""

from collections.abc import Collection, Iterable
from itertools import groupby

from graph.changes import named, thing_of
from graph.namespaces import ID, PREFIXES, RATE

MEMBER = f"<{PREFIXES['skos']}inScheme>"


def touched(graph: Iterable[str], renamed: Collection[str]) -> set[str]:
    """Things whose descriptions show a label of an IRI in `renamed`, by the sorted lines of a graph.

    They are those that link to it, themselves or by a part; and those of whose descriptions such a part is a part too,
    as are a status that another act brought about, and a concept of a scheme.
    """
    found: set[str] = set()
    for subject, about in groupby(graph, key=lambda line: line[: line.index(" ")]):
        said = list(about)
        thing = thing_of(subject[1:-1]) if subject[0] == "<" else None
        if thing is not None and any(named(line) in renamed for line in said):
            whole = "#" not in subject
            found.update((thing[0], *(target for line in said if (target := _whole(line, whole)))))
    return found


def _whole(line: str, whole: bool) -> str | None:
    """IRI of the thing in whose description all stands that is said of the subject of a line, `whole` or a part."""
    target = (named(line) or "").partition("#")[0]
    member = line.split(" ", 2)[1] == MEMBER
    return target if member or (not whole and target.startswith((ID, RATE))) else None
