"""Provisions as questions: parallels in two instruments ask the same, and a point is part of its article."""

from collections.abc import Collection, Iterable

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
        known = _known(view, query, iris)
        parallels = {parallel["iri"] for row in known.values() for parallel in row["parallels"]}
        known |= _known(view, query, parallels - set(known))
        wholes = {whole["iri"] for row in known.values() for whole in row["wholes"]}
        self._rows = known | _known(view, query, wholes - set(known))
        for iri, row in known.items():
            for parallel in row["parallels"]:
                self._questions.join(iri, parallel["iri"])
            for instrument in row["parallel_instruments"]:
                self._laws.join(row["instrument"]["id"], instrument["id"])
        self._above: dict[str, set[str]] = {}
        for iri, row in known.items():
            wholes = {self.question(whole["iri"]) for whole in row["wholes"]}
            self._above.setdefault(self.question(iri), set()).update(wholes)
        self._members: dict[str, list[Record]] = {}
        for iri, row in known.items():
            self._members.setdefault(self.question(iri), []).append(row)

    def question(self, iri: str) -> str:
        """The IRI that stands for a provision and its parallels."""
        return self._questions.of(iri)

    def whole(self, iri: str, question: str) -> Record | None:
        """What of the same law asks `question` and a provision is part of; None where the provision is no part of it.

        A finding on Article 12(1) of the GDPR is one on its Article 12, whatever others found.
        """
        wholes = [self._rows[whole["iri"]] for whole in self._rows[iri]["wholes"] if whole["iri"] in self._rows]
        found = next((row for row in wholes if self.question(row["iri"]) == question), None)
        return {**found["provision"], "instrument": found["instrument"]} if found else None

    def above(self, question: str) -> set[str]:
        """The questions on what a provision is part of: a finding on a point is one on its article."""
        return self._above.get(question, set())

    def asks(self, question: str, instruments: Collection[str], day: str) -> bool:
        """Whether a question can be put to an act of that day under those instruments (ids).

        It can where one of them has the provision, or had its parallel in force then. A provision without a number
        stands for sections that were not read: what it says of others is not known.
        """
        return any(
            row["instrument"]["id"] in instruments
            and row["number"] is not None
            and (row["in_force_from"] or "") <= day
            and (row["in_force_until"] or "9999") > day
            for row in self._members.get(question, ())
        )

    def law(self, instrument: str) -> str:
        """The id of the instrument that stands for it and for those with parallel provisions."""
        return self._laws.of(instrument)


def _known(view: View, query: Query, iris: Iterable[str]) -> dict[str, Record]:
    rows = [{"provision": NamedNode(iri)} for iri in sorted(set(iris))]
    found = records(query, view.store.rows(query.bind(*rows))) if rows else []
    return {row["iri"]: row for row in map(_own, found)}


def _own(row: Record) -> Record:
    return {**row, "iri": row["provision"]["iri"]}
