"""Records of resources: a main query each, completed by the queries that give parts of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from pyoxigraph import Literal

from api.decisions import decision
from api.errors import Problem
from api.rows import rows
from api.shaping import Record, own, records
from api.tables import nearest, table
from api.versions import View
from graph.errors import ParameterError
from graph.namespaces import KINDS
from graph.queries import Query, folder, selected
from graph.terms import SLUG, parse

OWN = {
    "companies": "company",
    "coverage": "coverage",
    "predecessors": "predecessor",
    "claims": "claim",
    "origins": "origin",
}
"""Column whose thing a row of that part is about; for parts of a decision see api.decisions."""


def today() -> str:
    """Today in UTC, as YYYY-MM-DD: the day for which a status is told unless another is asked for."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True)
class Resource:
    """A kind of thing with its queries: `main` gives the record, `parts` complete it, `filters` give the values by
    which a list is filtered, `vocabulary` the concepts and classes these can be."""

    kind: str
    main: Query
    filters: Query
    vocabulary: Query
    parts: Mapping[str, Query] = field(default_factory=dict)

    @property
    def plural(self) -> str:
        """Name under which it stands in a path."""
        return KINDS[self.kind]


def resources() -> dict[str, Resource]:
    """The resources of the API by the name in their path, as the files in `queries/api` have them."""
    named = folder("api")
    queries = named.values()
    kinds = {plural: kind for kind, plural in KINDS.items()}
    found = {}
    for query in queries:
        plural = query.fields.get("path", "").strip("/")
        if plural in kinds:
            parts = {part.fields["part"]: part for part in selected(queries, of=kinds[plural])}
            (filters,) = selected(queries, filters=kinds[plural])
            found[plural] = Resource(kinds[plural], query, filters, named["vocabulary"], parts)
    return found


def listed(view: View, resource: Resource, slugs: Sequence[str], as_of: str) -> list[Record]:
    """The records of the things with those slugs, in their order, without their parts; an unknown one is left out."""
    found = records(resource.main, rows(view, resource.main, resource.kind, slugs, as_of))
    known = {record["id"]: record for record in (own(record, resource.kind) for record in found)}
    return [known[slug] for slug in slugs if slug in known]


def _part(view: View, resource: Resource, name: str, slugs: Sequence[str], as_of: str) -> dict[str, list[Record]]:
    """A part of several things at once, by slug."""
    query = resource.parts[name]
    found: dict[str, list[Record]] = {slug: [] for slug in slugs}
    for record in records(query, rows(view, query, resource.kind, slugs, as_of)):
        found[record.pop(resource.kind)["id"]].append(record)
    return found


def completed(view: View, resource: Resource, found: Sequence[Record], as_of: str, only: Sequence[str] = ()) -> None:
    """Add their parts (all, or those in `only`) to the records `found`, in place."""
    slugs = [record["id"] for record in found]
    if not slugs:
        return
    wanted = {*only, "measure_links"} if "measures" in only else set(only)
    wanted |= {"findings"} if {"legal_bases", "status"} <= wanted else set()
    names = [name for name in resource.parts if not wanted or name in wanted]
    parts = {name: _part(view, resource, name, slugs, as_of) for name in names}
    for record in found:
        mine = {name: rows[record["id"]] for name, rows in parts.items()}
        if resource.kind == "decision":
            record.update(decision(mine, as_of))
        else:
            record.update({name: [own(row, OWN[name]) for row in rows] for name, rows in mine.items()})


def item(view: View, resource: Resource, slug: str, as_of: str) -> Record:
    """The whole record of one thing. Raises Problem 404 where there is none."""
    found = listed(view, resource, [slug], as_of) if SLUG.fullmatch(slug) else []
    if not found:
        near = nearest(slug, table(view, resource.filters).ids)
        words = f" Nearest: {', '.join(near)}." if near else ""
        told = f"There is no {resource.kind} {slug[:100]!r}.{words} /api/v1/{resource.plural} lists those there are."
        raise Problem(404, told, nearest=near)
    completed(view, resource, found, as_of)
    return found[0]


def given_day(value: str | None) -> str:
    """The day asked for with `as_of`, or today. Raises ParameterError for anything but a day."""
    if value is None:
        return today()
    term = parse("as_of", "date", value)
    if isinstance(term, Literal) and date.fromisoformat(term.value).year < 1900:
        raise ParameterError("as_of", f"as_of: {value} lies before any decision here: give a day after 1900.")
    return value
