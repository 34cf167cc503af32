"""Filters of lists: from what an address asks to the places of a table that fit.

Values of one filter are alternatives, different filters must all fit. A thing fits only where that is certain: a
decision known to be of 2022 does not fit `decided_from=2022-06-01`. Those that may fit are counted, and are given
as well where `uncertain=included` is asked for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce

from api.adoption import within
from api.given import one
from api.resources import Resource
from api.shaping import Record
from api.spans import DAYS, Span, span
from api.tables import POSSIBLE, Places, Table, called, meant, nearest, states, table, vocabulary
from api.unrecorded import unrecorded
from api.versions import View
from graph.errors import ParameterError
from graph.queries import Filter
from graph.terms import parse

ALSO = {"kind": ("kind", "type"), "decided": ("decided",)}
"""Values in which a filter looks, where it is not those of its own name: a kind is a concept or a class."""
MOST = 100
"""Values that one filter may have."""
UNCERTAIN = {
    "uncertain": "`included` to have those too whose dates, amounts or states are not known well enough to be sure."
}

Given = Mapping[str, list[str]]


@dataclass(frozen=True)
class Chosen:
    """For each filter given the places that fit for certain, and all that may fit."""

    table: Table
    certain: Mapping[str, Places]
    possible: Mapping[str, Places]
    included: bool = False
    unknown: list[Record] = field(default_factory=list)
    """Things asked for that are not recorded here, each with the slugs nearest to it."""

    @property
    def sets(self) -> Mapping[str, Places]:
        """The places that fit each filter, as asked for."""
        return self.possible if self.included else self.certain

    def places(self, without: str | None = None) -> Places:
        """The places that fit all filters, or all but one."""
        return self._all({name: places for name, places in self.sets.items() if name != without})

    @property
    def uncertain(self) -> int:
        """How many may fit all filters, but not for certain."""
        return len(self._all(self.possible)) - len(self._all(self.certain))

    def _all(self, sets: Mapping[str, Places]) -> Places:
        return reduce(frozenset.__and__, sorted(sets.values(), key=len), self.table.everything)


def chosen(view: View, resources: Mapping[str, Resource], resource: Resource, given: Given, day: str) -> Chosen:
    """What fits the filters of `resource` with the values `given` by parameter, on a day for the status.

    Raises ParameterError for a value that does not fit its filter.
    """
    certain: dict[str, Places] = {}
    possible: dict[str, Places] = {}
    unknown: list[Record] = []
    found = table(view, resource.filters)
    for asked in resource.filters.filters:
        mine = {name: given[name] for name in asked.parameters if name in given}
        if not mine:
            continue
        if asked.kind in ("period", "amount"):
            bounds = {name.rpartition("_")[2]: one(name, values) for name, values in mine.items()}
            fits = _period if asked.kind == "period" else _amount
            certain[asked.name], possible[asked.name] = fits(found, asked, bounds)
            continue
        if asked.kind == "words":
            certain[asked.name] = _words(view, found, resource.kind, one(asked.name, mine[asked.name]))
        elif asked.kind == "term":
            iris = _terms(view, resource, asked, _several(asked.name, mine[asked.name]))
            if asked.name == "status":
                held = states(view, resource.filters, resource.parts["status"], day)
                certain[asked.name], possible[asked.name] = (_union(held, name, iris) for name in ("status", POSSIBLE))
            else:
                certain[asked.name] = _union(found, asked.name, iris)
        else:
            certain[asked.name] = _things(
                view, resources, found, asked, _several(asked.name, mine[asked.name]), unknown
            )
        possible.setdefault(asked.name, certain[asked.name])
    wanted = one("uncertain", given.get("uncertain", ["left-out"]))
    if wanted not in ("left-out", "included"):
        raise ParameterError("uncertain", f"uncertain: {wanted[:40]!r} is neither 'included' nor 'left-out'.")
    return Chosen(found, certain, possible, wanted == "included", unknown)


def _several(name: str, values: list[str]) -> list[str]:
    found = [part.strip(" ") for value in values for part in value.split(",")]
    if len(found) > MOST:  # As the contract counts them: one given again too.
        raise ParameterError(name, f"{name}: it has {len(found)} values: give at most {MOST}.")
    if "" in found:
        raise ParameterError(name, f"{name}: a value is empty: leave the parameter out, or the comma.")
    return list(dict.fromkeys(found))


def _union(found: Table, name: str, values: list[str]) -> Places:
    columns = [found.places.get(column, {}) for column in ALSO.get(name, (name,))]
    return frozenset().union(*(column.get(value, frozenset()) for column in columns for value in values))


def _things(
    view: View,
    resources: Mapping[str, Resource],
    found: Table,
    asked: Filter,
    values: list[str],
    unknown: list[Record],
) -> Places:
    """Those with one of some things or texts, in any case; what is not recorded is told in `unknown`."""
    if asked.kind == "text":
        spelled = {known.casefold(): known for known in found.places.get(asked.name, ())}
        unknown += [
            {"parameter": asked.name, "value": value[:100], "nearest": nearest(value, [*spelled.values()])}
            for value in values
            if value.casefold() not in spelled
        ]
        return _union(found, asked.name, [spelled.get(value.casefold(), value) for value in values])
    iris = [parse(asked.name, asked.kind, value).value for value in values]
    unknown += unrecorded(view, resources, ((asked.name, asked.kind, iri) for iri in iris))
    return _union(found, asked.name, iris)


def _terms(view: View, resource: Resource, asked: Filter, values: list[str]) -> list[str]:
    """IRIs of some concepts or classes, given as `annulled`, `force/annulled`, `Fine`, or IRI."""
    spellings = vocabulary(view, resource.vocabulary, asked)
    iris: list[str] = []
    for value in values:
        mine = meant(spellings, value)
        if not mine:
            known = ", ".join(sorted({called(iri) for iris in spellings.values() for iri in iris}))
            raise ParameterError(asked.name, f"{asked.name}: there is no {value[:60]!r}. Known: {known}.")
        iris += mine
    return iris


def _words(view: View, found: Table, kind: str, text: str) -> Places:
    """Those the search finds."""
    hits = view.search.found(text, kind, 0, max(1, len(found.ids))).hits
    slugs = (hit.entry.iri.rpartition("/")[2] for hit in hits)
    return frozenset(found.place[slug] for slug in slugs if slug in found.place)


def _period(found: Table, asked: Filter, bounds: Mapping[str, str]) -> tuple[Places, Places]:
    """Those whose whole period lies within the bounds, and those of which some day may (see `api.adoption`)."""
    limits = {end: _days(f"{asked.name}_{end}", text) for end, text in bounds.items()}
    first = limits["from"].first if "from" in limits else DAYS.first
    last = limits["to"].last if "to" in limits else DAYS.last
    _ordered(asked.name, first <= last)

    return within(found, asked.name, Span(first, last))


def _days(name: str, text: str) -> Span:
    try:
        return span(text)
    except ValueError:
        told = f"{name}: {text[:40]!r} is no day, month or year: write 2024-05-16, 2024-05 or 2024."
        raise ParameterError(name, told) from None


def _amount(found: Table, asked: Filter, bounds: Mapping[str, str]) -> tuple[Places, Places]:
    """Those with a fine within the bounds, and those with one whose amount in euro is not known."""
    limits = {end: Decimal(parse(f"{asked.name}_{end}", "decimal", text).value) for end, text in bounds.items()}
    _ordered(asked.name, len(limits) < 2 or limits["from"] <= limits["to"])

    def fits(amount: str) -> bool:
        value = Decimal(amount)
        return limits.get("from", value) <= value <= limits.get("to", value)

    amounts = found.places.get(asked.name, {})
    certain = frozenset[int]().union(*(places for amount, places in amounts.items() if fits(amount)))
    return certain, certain.union(*found.places.get(f"{asked.name}_unknown", {}).values())


def _ordered(name: str, right: bool) -> None:
    if not right:
        raise ParameterError(f"{name}_from", f"{name}_from lies above {name}_to: nothing can fit both.")
