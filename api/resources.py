"""Records of resources: a main query each, completed by the queries that give parts of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from pyoxigraph import Literal, NamedNode

from api.decisions import decision
from api.errors import Problem
from api.shaping import Record, own, records
from api.versions import View
from graph.errors import ParameterError
from graph.namespaces import KINDS, thing
from graph.queries import Query, folder, selected
from graph.terms import Term, parse

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
    """A kind of thing with its queries: `main` gives the record, `parts` complete it."""

    kind: str
    main: Query
    parts: Mapping[str, Query] = field(default_factory=dict)

    @property
    def plural(self) -> str:
        """Name under which it stands in a path."""
        return KINDS[self.kind]


def resources() -> dict[str, Resource]:
    """The resources of the API by the name in their path, as the files in `queries/api` have them."""
    queries = folder("api").values()
    kinds = {plural: kind for kind, plural in KINDS.items()}
    found = {}
    for query in queries:
        plural = query.fields.get("path", "").strip("/")
        if plural in kinds:
            parts = {part.fields["part"]: part for part in selected(queries, of=kinds[plural])}
            found[plural] = Resource(kinds[plural], query, parts)
    return found


def listed(view: View, resource: Resource, terms: Mapping[str, Term]) -> list[Record]:
    """All records of a resource that fit the filters, without their parts."""
    rows = view.store.rows(resource.main.bind(terms))
    return [own(record, resource.kind) for record in records(resource.main, rows)]


def _part(view: View, resource: Resource, name: str, slugs: Sequence[str], as_of: str) -> dict[str, list[Record]]:
    """A part of several things at once, by slug."""
    query = resource.parts[name]
    day: dict[str, Term] = {}
    if any(parameter.name == "as_of" for parameter in query.parameters):
        day = {"as_of": parse("as_of", "date", as_of)}
    rows = [{resource.kind: NamedNode(thing(resource.kind, slug)), **day} for slug in slugs]
    found: dict[str, list[Record]] = {slug: [] for slug in slugs}
    for record in records(query, view.store.rows(query.bind(*rows))):
        found[record.pop(resource.kind)["id"]].append(record)
    return found


def completed(view: View, resource: Resource, found: Sequence[Record], as_of: str, only: Sequence[str] = ()) -> None:
    """Add their parts (all, or those in `only`) to the records `found`, in place."""
    slugs = [record["id"] for record in found]
    if not slugs:
        return
    wanted = {*only, "measure_links"} if "measures" in only else set(only)
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
    try:
        term = parse(resource.kind, resource.kind, slug)
    except ParameterError:
        term = None
    found = listed(view, resource, {resource.kind: term}) if term is not None else []
    if not found:
        raise Problem(
            404, f"There is no {resource.kind} {slug[:100]!r}. /api/v1/{resource.plural} lists those there are."
        )
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
