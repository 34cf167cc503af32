"""Scopes: which acts a statistic counts, under the filters asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from api.adoption import within
from api.parts import parts
from api.resources import Resource
from api.shaping import Record, records
from api.spans import span
from api.tables import Places, Table, table
from api.versions import View
from graph.queries import Query
from graph.terms import Term, parse

YEAR = {"year": "only acts adopted in this year for certain; those that may have been are told in `uncertain`"}
"""The filter that every statistic knows besides those of its query, with its words."""


@dataclass(frozen=True)
class Scope:
    """The rows of parameters that the query of a statistic takes, and the acts of the year asked for."""

    rows: Sequence[Mapping[str, Term]]
    acts: Table
    years: tuple[Places, Places] | None = None
    """Places in `acts` of those adopted in the year for certain, and of all that may have been."""

    def found(self, view: View, query: Query) -> list[Record]:
        """What the query gives for all of the rows; a jurisdiction means its parts too."""
        return records(query, view.store.rows(query.bind(*self.rows)))

    def counted(self, found: Sequence[Record], act: str = "decision") -> list[Record]:
        """Those records whose act, in the column of that name, is of the year asked for; all where none is."""
        return [one for one in found if self.years is None or self._at(one, act) in self.years[0]]

    def uncertain(self, found: Sequence[Record], act: str = "decision") -> Record:
        """The acts of records that may be of the year asked for, and may be of another one."""
        names: set[str] = set()
        if self.years is not None:
            certain, possible = self.years
            names = {one[act]["id"] for one in found if self._at(one, act) in possible - certain}
        return {"acts": len(names), "decisions": sorted(names)}

    def _at(self, one: Record, act: str) -> int | None:
        return self.acts.place.get(one[act]["id"])


def scope(view: View, resources: Mapping[str, Resource], query: Query, asked: Mapping[str, str]) -> Scope:
    """The scope of a statistic with that query. Raises ParameterError where a value does not fit its type."""
    terms = query.values({name: value for name, value in asked.items() if name not in YEAR})
    acts = table(view, resources["decisions"].filters)
    given = parse("year", "year", asked["year"]).value if "year" in asked else None
    years = within(acts, "decided", span(given)) if given is not None else None
    inner = parts(
        view, resources["jurisdictions"], {name: [asked[name]] for name in ("jurisdiction",) if name in asked}
    )
    below = [parse("jurisdiction", "jurisdiction", slug) for one in inner for slug in one["parts"]]
    return Scope([terms, *({**terms, "jurisdiction": part} for part in below)], acts, years)
