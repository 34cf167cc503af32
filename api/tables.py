"""Tables: for every thing of a resource the values by which it is filtered, counted and sorted.

A table holds no records, only references to values: some 15 values a decision.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from api.shaping import Record, records
from api.spans import Span
from api.states import held
from api.versions import View
from graph.errors import NoIndex, ParameterError
from graph.namespaces import CONCEPT, ID
from graph.queries import Filter, Query
from graph.terms import parse

Places = frozenset[int]
POSSIBLE = "possible"
"""Name of the states that may hold on a day, those that do for certain among them."""
LIKE = 60
"""Likeness, of 100, that a slug must have to be told as one that may have been meant."""
SURE = 85
"""Likeness from which a slug is a slip of the pen rather than a name."""
LONGEST = 100
"""Characters of a slug that is compared: comparing takes the product of both lengths."""


@dataclass(frozen=True)
class Table:
    """Things by place, in the order of their slugs, with their values by name: IRIs and texts."""

    ids: tuple[str, ...]
    values: Mapping[str, tuple[tuple[str, ...], ...]]
    places: Mapping[str, Mapping[str, Places]]
    """For each name and value the places of the things that have it."""
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict, compare=False)
    """For a date the days it may be, by place, once `api.adoption` has made them."""

    @cached_property
    def everything(self) -> Places:
        """All places."""
        return frozenset(range(len(self.ids)))

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Place of a slug."""
        return {slug: at for at, slug in enumerate(self.ids)}

    def of(self, name: str, at: int) -> tuple[str, ...]:
        """Values of that name of the thing at a place; none for a name that nothing has."""
        column = self.values.get(name)
        return column[at] if column else ()


def table(view: View, filters: Query) -> Table:
    """The table that a query of values to filter by gives, made once a version."""
    kind = filters.fields["filters"]

    def make() -> Table:
        found = view.store.rows(filters.bind({}))
        ids = tuple(sorted({_slug(row[kind].value) for row in found}))
        return tabled(ids, ((_slug(row[kind].value), row["filter"].value, row["value"].value) for row in found))

    return view.kept.get(("table", kind), make)


def states(view: View, filters: Query, status: Query, day: str) -> Table:
    """The states of every decision and its measures on a day: as `status` the certain ones, as POSSIBLE all."""
    ids = table(view, filters).ids

    def make() -> Table:
        found: dict[tuple[str, str], list[Record]] = {}
        for row in records(status, view.store.rows(status.bind({"as_of": parse("as_of", "date", day)}))):
            found.setdefault((row["thing"]["iri"], row["axis"]["iri"]), []).append(row)
        return tabled(ids, (told for rows in found.values() for state in held(rows) for told in _state(state)))

    return view.passing.get(("states", day), make)


def tabled(ids: tuple[str, ...], found: Iterable[tuple[str, str, str]]) -> Table:
    """A table of the things `ids` from slug, name and value; a value told twice counts once."""
    at = {slug: place for place, slug in enumerate(ids)}
    columns: dict[str, list[set[str]]] = {}
    places: dict[str, dict[str, set[int]]] = {}
    for slug, name, value in found:
        if name not in columns:
            columns[name] = [set() for _ in ids]
        columns[name][at[slug]].add(value)
        places.setdefault(name, {}).setdefault(value, set()).add(at[slug])
    values = {name: tuple(tuple(sorted(cell)) for cell in column) for name, column in columns.items()}
    frozen = {name: {value: frozenset(them) for value, them in of.items()} for name, of in places.items()}
    return Table(ids, values, frozen)


def _slug(iri: str) -> str:
    return iri[len(ID) :].partition("/")[2]


def _state(row: Record) -> list[tuple[str, str, str]]:
    names = ("status", POSSIBLE) if row["certain"] else (POSSIBLE,)
    return [(row["decision"]["id"], name, row["status"]["iri"]) for name in names]


def vocabulary(view: View, terms: Query, asked: Filter) -> dict[str, list[str]]:
    """IRIs of the concepts and classes that a filter takes, by every spelling it takes: IRI, path, name, plain name.

    A class means what is of any class below it as well: the facts name the lowest one, and no fine is just a measure.
    Plain names have a tilde before them (see `meant`). A name can stand in two schemes, as `unknown` does in those of
    finality and execution: then it means both.
    """
    rows = view.kept.get("vocabulary", lambda: view.store.rows(terms.text))
    members: dict[str, list[str]] = {}
    for row in rows:
        members.setdefault(row["group"].value, []).append(row["term"].value)
    found: dict[str, list[str]] = {}
    for group, known in members.items():
        for iri in known if group.removeprefix(CONCEPT).rpartition("#")[2] in asked.groups else ():
            for spelling in {iri, iri.removeprefix(CONCEPT), notation(iri), f"~{plain(notation(iri))}"}:
                mine = found.setdefault(spelling, [])
                mine += [below for below in members.get(iri, [iri]) if below not in mine]
    return found


def meant(spellings: Mapping[str, list[str]], word: str) -> list[str]:
    """IRIs of all concepts and classes that a word names, in any spelling: `judgment`, `Judgment` and `JUDGMENT` mean
    the kind and the class alike, since nobody can tell them apart by a capital."""
    return list(dict.fromkeys([*spellings.get(word, ()), *spellings.get(f"~{plain(word)}", ())]))


def notation(iri: str) -> str:
    """The short name of a concept or a class."""
    return iri.replace("#", "/").rpartition("/")[2]


def called(iri: str) -> str:
    """What names a concept or class without doubt: `force/annulled`, `Fine`."""
    return iri.removeprefix(CONCEPT) if iri.startswith(CONCEPT) else notation(iri)


def spelled(iri: str) -> set[str]:
    """Every way in which the contract writes a concept or class: `force/annulled` and `annulled`, `PeriodicPenalty` and
    `periodic-penalty`."""
    name = notation(iri)
    return {called(iri), name, re.sub("(?<=[a-z])(?=[A-Z])", "-", name).lower()}


def plain(name: str) -> str:
    """A name without what tells `PeriodicPenalty`, `periodic-penalty` and `periodic_penalty` apart."""
    return name.replace("-", "").replace("_", "").lower()


def meant_by(view: View, kind: str, slug: str, ids: Sequence[str]) -> list[str]:
    """At most three slugs that `slug` may have been meant to be: those written nearly so, then things of that name."""
    if len(slug) > LONGEST:
        return []
    found = process.extract(slug.lower(), ids, scorer=fuzz.ratio, limit=3, score_cutoff=LIKE)
    sure = [known for known, score, _ in found if score >= SURE]
    named: list[str] = []
    with suppress(NoIndex, ParameterError):
        named = [hit.entry.iri.rpartition("/")[2] for hit in view.search.found(slug.replace("-", " "), kind, 0, 2).hits]
    return list(dict.fromkeys([*sure, *named, *(known for known, _, _ in found)]))[:3]


def nearest(slug: str, ids: Sequence[str]) -> list[str]:
    """At most three slugs that `slug` may have been meant to be, best first; capitals make no difference."""
    slug = slug.lower()
    if len(slug) > LONGEST:
        return []
    return [known for known, _, _ in process.extract(slug, ids, scorer=fuzz.ratio, limit=3, score_cutoff=LIKE)]
