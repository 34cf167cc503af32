"""Provisions as questions: parallels in two instruments ask the same, and a point is part of its article."""

from collections.abc import Iterable

from pyoxigraph import NamedNode

from api.shaping import Record, records
from api.versions import View
from graph.queries import Query


class Classes:
    """Names joined into classes; the first of a class in the order of the alphabet stands for it."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def of(self, name: str) -> str:
        """The name that stands for the class of `name`."""
        while name in self._above:
            name = self._above[name]
        return name

    def join(self, one: str, other: str) -> None:
        """Make one class of the classes of both."""
        first, second = sorted((self.of(one), self.of(other)))
        if first != second:
            self._above[second] = first


class Alignment:
    """What a set of provisions, given by IRI, have to do with each other."""

    def __init__(self, view: View, query: Query, iris: Iterable[str]) -> None:
        self._questions, self._laws = Classes(), Classes()
        known: dict[str, Record] = {}
        rows = [{"provision": NamedNode(iri)} for iri in sorted(set(iris))]
        if rows:
            known = {row["iri"]: row for row in map(_own, records(query, view.store.rows(query.bind(*rows))))}
        for iri, row in known.items():
            for parallel in row["parallels"]:
                self._questions.join(iri, parallel["iri"])
            for instrument in row["parallel_instruments"]:
                self._laws.join(row["instrument"]["id"], instrument["id"])
        self._above: dict[str, set[str]] = {}
        for iri, row in known.items():
            wholes = {self.question(whole["iri"]) for whole in row["wholes"]}
            self._above.setdefault(self.question(iri), set()).update(wholes)

    def question(self, iri: str) -> str:
        """The IRI that stands for a provision and its parallels."""
        return self._questions.of(iri)

    def above(self, question: str) -> set[str]:
        """The questions on what a provision is part of: a finding on a point is one on its article."""
        return self._above.get(question, set())

    def law(self, instrument: str) -> str:
        """The id of the instrument that stands for it and for those with parallel provisions."""
        return self._laws.of(instrument)


def _own(row: Record) -> Record:
    return {**row, "iri": row["provision"]["iri"]}
