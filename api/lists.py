"""Lists: what an address asks of a resource, filtered, sorted, cut into pages and counted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from starlette.requests import Request

from api import facets, orders, paging
from api.contract import COMMON, PAGING
from api.fields import FIELDS, INCLUDE
from api.filters import UNCERTAIN, Chosen, Given, chosen
from api.given import several
from api.paging import Span
from api.resources import Resource, completed, listed, texts
from api.shaping import Record
from api.tables import table
from api.versions import View
from graph.namespaces import KINDS
from graph.queries import Query

SUMMARY = ("respondents", "measures", "legal_bases", "findings", "status", "outcomes")
"""Parts of a decision told in a list; its own record has all."""
TELLING = {
    "status": ("status", "as_of", "measures", "legal_bases", "findings"),
    "findings": ("findings", "legal_bases"),
    "measures": ("measures", "fine", "fines"),
}
"""Fields for which a part is needed, where these are not the one of its own name."""


def parameters(filters: Query) -> dict[str, str]:
    """The parameters of a list, with their descriptions."""
    told = {name: words for one in filters.filters for name, words in one.parameters.items()}
    spans = any(one.kind in ("period", "amount") for one in filters.filters)
    shown = orders.described(filters) | facets.described(filters) | FIELDS | INCLUDE
    return told | (UNCERTAIN if spans else {}) | shown | PAGING | COMMON


def given(request: Request, filters: Query, more: Iterable[str] = ()) -> dict[str, list[str]]:
    """The parameters in the address, those of a list and those in `more`.

    Raises ParameterError for one that is unknown, or given twice and no filter.
    """
    known = (*parameters(filters), *more)
    repeated = {name for one in filters.filters for name in one.parameters}
    return several(request, known, repeated)


@dataclass(frozen=True)
class List:
    """The things that fit, by slug in their order, and the page asked for."""

    slugs: Sequence[str]
    at: Span
    chosen: Chosen

    @property
    def shown(self) -> Sequence[str]:
        """The slugs on the page."""
        return self.slugs[self.at.start : self.at.start + self.at.limit]


def asked_list(
    request: Request,
    view: View,
    resources: Mapping[str, Resource],
    resource: Resource,
    asked: Given,
    day: str,
    limit: int = paging.DEFAULT,
) -> List:
    """The list that an address asks for. Raises ParameterError for what does not fit."""
    fits = chosen(view, resources, resource, asked, day)
    places = fits.places()
    order = orders.order(view, resource.filters, asked.get("sort", [None])[0])
    ids = fits.table.ids
    at = paging.span(request, view.version, limit, day if "status" in asked else None)
    return List([ids[place] for place in order if place in places], at, fits)


def fitting(view: View, resource: Resource, name: str = "", iri: str = "") -> list[str]:
    """Slugs of the things that have a value of a filter, or of all, in the usual order of their list."""
    found = table(view, resource.filters)
    places = found.places.get(name, {}).get(iri, frozenset()) if name else found.everything
    return [found.ids[place] for place in orders.order(view, resource.filters, None) if place in places]


def told(
    view: View, resource: Resource, slugs: Sequence[str], day: str, parts: Sequence[str] = SUMMARY
) -> list[Record]:
    """The records of things as a list tells them; those of decisions with some parts."""
    found = listed(view, resource, slugs, day)
    if resource.kind == "decision" and parts:
        completed(view, resource, found, day, parts)
    return found


def written(
    view: View, resource: Resource, slugs: Sequence[str], day: str, parts: Sequence[str] = SUMMARY
) -> list[bytes]:
    """What `told` gives, each record as JSON text."""
    made: Mapping[str, bytes] | None = view.kept.found(("written", resource.kind, day))
    if made is not None and parts == SUMMARY:
        return [made[slug] for slug in slugs if slug in made]
    return texts(view, resource, slugs, day, parts if resource.kind == "decision" and parts else None)


def prepare(view: View, resource: Resource, day: str) -> None:
    """Make the texts of all records as lists of that day tell them."""

    def make() -> dict[str, bytes]:
        slugs = table(view, resource.filters).ids
        return {slug: text for slug in slugs for text in written(view, resource, [slug], day)}

    view.kept.get(("written", resource.kind, day), make)


def ready(view: View, resource: Resource, day: str) -> bool:
    """Whether a page is joined from such texts."""
    return view.kept.found(("written", resource.kind, day)) is not None


def forget(view: View, day: str) -> None:
    """Keep no longer the texts of a day that has passed."""
    for kind in KINDS:
        view.kept.drop(("written", kind, day))


def needed(shown: Sequence[str]) -> tuple[str, ...]:
    """The parts of a decision that the fields `shown` need; all that a list tells where none are asked for."""
    tops = {path.partition(".")[0] for path in shown}
    return tuple(part for part in SUMMARY if not tops or tops & {*TELLING.get(part, (part,))})
