"""Which documents support a value: the evidence of an act that says so of the property the value stands under."""

from collections.abc import Collection, Sequence

from api.shaping import Record


class Support:
    """Evidence of a set of acts. Only documents that were read support anything.

    Evidence supports a property of an act as a whole, so that what it supports is every value under it.
    """

    def __init__(self, decisions: Sequence[Record]) -> None:
        self._known: dict[str, list[tuple[str, frozenset[str], Record]]] = {}
        for decision in decisions:
            self._known[decision["id"]] = [
                (row["id"], frozenset(one["id"] for one in row["supports"]), row)
                for row in decision["sources"]
                if row["consulted"]
            ]
        self._used: dict[str, Record] = {}

    def of(self, decision: str, properties: Collection[str]) -> list[str]:
        """Ids of the evidence of that act for any of the properties, such as `infringes`; none if nothing is read."""
        found = []
        for name, supported, row in self._known.get(decision, ()):
            if not supported.isdisjoint(properties):
                found.append(name)
                self._used[name] = row
        return found

    def used(self) -> Record:
        """All evidence told so far, by id: its address here and its document."""
        return {
            name: {
                "iri": row["iri"],
                "url": row["url"],
                "document": row["document"],
                "address": row.get("address"),
            }
            for name, row in sorted(self._used.items())
        }
