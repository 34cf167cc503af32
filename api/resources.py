"""Records of resources: a main query each, completed by the queries that give parts of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.decisions import MEMBERS, decision, stated, undated
from api.errors import Problem
from api.responses import encoded, member
from api.rows import dated, rows
from api.shaping import Record, own, records
from api.sheets import Members, Sheet, read, sheet
from api.tables import meant_by, table
from api.versions import View
from graph.namespaces import KINDS
from graph.queries import Query, folder, selected
from graph.terms import SLUG

OWN = {
    "companies": "company",
    "coverage": "coverage",
    "predecessors": "predecessor",
    "claims": "claim",
    "origins": "origin",
}
"""Column whose thing a row of that part is about; for parts of a decision see api.decisions."""
JUDGED = frozenset({"legal_bases", "findings", "measures"})
"""Members of a decision that have a status of their own."""


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
    kept = sheet_of(view, resource, as_of)
    if kept is not None:
        return [read(kept.text(slug, kept.main, {})) for slug in slugs if slug in kept.members]
    known = {record["id"]: record for record in _listed(view, resource, slugs, as_of)}
    return [known[slug] for slug in slugs if slug in known]


def _listed(view: View, resource: Resource, slugs: Sequence[str] | None, as_of: str) -> list[Record]:
    found = records(resource.main, rows(view, resource.main, resource.kind, slugs, as_of))
    return [own(record, resource.kind) for record in found]


def _part(
    view: View, resource: Resource, name: str, slugs: Sequence[str] | None, as_of: str
) -> dict[str, list[Record]]:
    """A part of several things at once, or of all, by slug."""
    query = resource.parts[name]
    found: dict[str, list[Record]] = {slug: [] for slug in slugs or ()}
    for record in records(query, rows(view, query, resource.kind, slugs, as_of)):
        found.setdefault(record.pop(resource.kind)["id"], []).append(record)
    return found


def completed(view: View, resource: Resource, found: Sequence[Record], as_of: str, only: Sequence[str] = ()) -> None:
    """Add their parts (all, or those in `only`) to the records `found`, in place."""
    slugs = [record["id"] for record in found]
    kept = sheet_of(view, resource, as_of)
    if kept is None or not all(slug in kept.members for slug in slugs):
        _completed(view, resource, found, as_of, _names(resource, only))
    elif slugs:
        shown = _shown(kept, resource, only) - kept.main
        more = _dated(view, resource, kept, slugs, as_of) if "as_of" in shown else {}
        for record in found:
            record.update(read(kept.text(record["id"], shown, more.get(record["id"], {}))))


def _names(resource: Resource, only: Sequence[str]) -> list[str]:
    """The parts to ask for: all, or those in `only` and what they need."""
    wanted = {*only, "measure_links"} if "measures" in only else set(only)
    wanted |= {"findings"} if {"legal_bases", "status"} <= wanted else set()
    return [name for name in resource.parts if not wanted or name in wanted]


def _completed(
    view: View, resource: Resource, found: Sequence[Record], as_of: str, names: Sequence[str], everything: bool = False
) -> None:
    slugs = [record["id"] for record in found]
    parts = {name: _part(view, resource, name, None if everything else slugs, as_of) for name in names} if slugs else {}
    for record in found:
        mine = {name: by.get(record["id"], []) for name, by in parts.items()}
        if resource.kind == "decision":
            record.update(decision(mine, as_of))
        else:
            record.update({name: [own(row, OWN[name]) for row in rows] for name, rows in mine.items()})


def sheet_of(view: View, resource: Resource, day: str) -> Sheet | None:
    """The sheet of a resource, where it has been made; where its records hang on the day, for that day."""
    found: Sheet | None = view.kept.found(_key(resource, day))
    return found


def _key(resource: Resource, day: str) -> tuple[str, ...]:
    return ("sheet", resource.kind, day) if dated(resource.main) else ("sheet", resource.kind)


def prepare(view: View, resource: Resource, day: str) -> None:
    """Make the sheet of a resource where there is none yet, and the states of its things on that day."""

    def make() -> Sheet:
        main = _listed(view, resource, None, day)
        whole = [dict(record) for record in main]
        _completed(view, resource, whole, day, [name for name in resource.parts if name != "status"], everything=True)
        return sheet(main, [undated(record) for record in whole] if "status" in resource.parts else whole)

    kept = view.kept.get(_key(resource, day), make)
    if "status" in resource.parts:
        view.kept.get(("dated", day), lambda: _made(view, resource, kept, None, day))


def ready(view: View, resource: Resource, day: str) -> bool:
    """Whether the records of that day are looked up, not asked of the store."""
    stands = "status" not in resource.parts or view.kept.found(("dated", day)) is not None
    return stands and sheet_of(view, resource, day) is not None


def forget(view: View, day: str) -> None:
    """Keep no longer what hangs on a day that has passed."""
    view.kept.drop(("dated", day))
    for kind in KINDS:
        view.kept.drop(("sheet", kind, day))


def _dated(view: View, resource: Resource, kept: Sheet, slugs: Sequence[str], day: str) -> Mapping[str, Members]:
    """The members that hang on a day, by slug: those of today are kept."""
    found: Mapping[str, Members] | None = view.kept.found(("dated", day))
    return _made(view, resource, kept, slugs, day) if found is None else found


def _made(view: View, resource: Resource, kept: Sheet, slugs: Sequence[str] | None, day: str) -> dict[str, Members]:
    rows = _part(view, resource, "status", slugs, day)
    return {
        slug: {
            name: member(name, value)
            for name, value in stated(read(kept.text(slug, JUDGED, {})), rows.get(slug, []), day).items()
        }
        for slug in (kept.members if slugs is None else slugs)
    }


def _shown(kept: Sheet, resource: Resource, only: Sequence[str]) -> frozenset[str]:
    """The members of a record with its parts, or those in `only`."""
    names = set(_names(resource, only))
    parts = {name for part in names for name in MEMBERS.get(part, (part,))}
    return kept.main | (parts if "measures" in parts else parts - {"draft"})


def texts(view: View, resource: Resource, slugs: Sequence[str], as_of: str, only: Sequence[str] | None) -> list[bytes]:
    """The records of things with their parts (all for (), none for None) as JSON text, in their order.

    As `listed` and `completed` tell them; an unknown one is left out.
    """
    kept = sheet_of(view, resource, as_of)
    if kept is None:
        found = listed(view, resource, slugs, as_of)
        if only is not None:
            completed(view, resource, found, as_of, only)
        return [encoded(record) for record in found]
    known = [slug for slug in slugs if slug in kept.members]
    shown = kept.main if only is None else _shown(kept, resource, only)
    more = _dated(view, resource, kept, known, as_of) if "as_of" in shown else {}
    return [kept.text(slug, shown, more.get(slug, {})) for slug in known]


def text(view: View, resource: Resource, slug: str, as_of: str) -> bytes:
    """The whole record of one thing as JSON text. Raises Problem 404 where there is none."""
    found = texts(view, resource, [slug], as_of, ()) if SLUG.fullmatch(slug) else []
    if not found:
        near = meant_by(view, resource.kind, slug, table(view, resource.filters).ids)
        words = f" Nearest: {', '.join(near)}." if near else ""
        told = f"There is no {resource.kind} {slug[:100]!r}.{words} /api/v1/{resource.plural} lists those there are."
        raise Problem(404, told, nearest=near)
    return found[0]


def item(view: View, resource: Resource, slug: str, as_of: str) -> Record:
    """The whole record of one thing. Raises Problem 404 where there is none."""
    return read(text(view, resource, slug, as_of))
