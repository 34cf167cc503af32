"""The JSON API: a list and an item for every resource."""

from collections.abc import Mapping
from functools import cache, partial

from fastapi import Request
from starlette.responses import Response

from api import exports, facets, lists, references
from api import parameters as types
from api import resources as items
from api.citations import reference
from api.contract import COMMON, PAGING, Link, Operation, Operations, Route, Types, leads
from api.fields import FIELDS, INCLUDE, included, kinds, thinned, wanted
from api.formats import asked as format_asked
from api.formats import of_item, of_list, words
from api.gaps import of_found
from api.given import single
from api.lists import SUMMARY, asked_list, given, needed, parameters, told, written
from api.negotiation import JSON, Format
from api.paging import described, links
from api.parts import parts
from api.paths import Tree, paths, tree
from api.resources import Resource, item, text
from api.resources import resources as every_resource
from api.responses import Content, joined
from api.schemas import COMMON as VALUES
from api.schemas import Schema, answer, array, mapped, record, ref
from api.shaping import Record
from api.state import State, state_of
from api.things import NAMES, listed, things
from api.things import included as brief
from api.versions import View
from graph.namespaces import KINDS
from graph.queries import Query

ITEM = COMMON | FIELDS | INCLUDE
"""Parameters of the record of one thing."""


def filters(query: Query, request: Request, known: tuple[str, ...]) -> dict[str, str]:
    """The filters given in the address. Raises ParameterError for one that is unknown or given twice."""
    names = dict.fromkeys(parameter.name for parameter in query.parameters)
    return {name: value for name, value in single(request, (*names, *known)).items() if name in names}


@cache
def fields(name: str) -> Tree:
    """The fields of the record whose schema has that name."""
    schemas = {**VALUES, **things(every_resource())}
    return tree(schemas[name], schemas)


@cache
def known(name: str) -> frozenset[str]:
    """The paths of these fields."""
    return frozenset(paths(fields(name)))


def list_content(
    request: Request, state: State, resource: Resource, view: View, day: str, format_: Format = JSON
) -> Content:
    """A page of a list; in another format than JSON the whole list, unless a page is asked for.

    Raises ParameterError for what no list takes, whatever the format.
    """
    asked = given(request, resource.filters, words(of_list(resource.kind)))
    shown = wanted(request.query_params.get("fields"), known(listed(resource.kind)))
    neighbours = kinds(request.query_params.get("include"), state.resources)
    counted = facets.asked(resource.filters, request.query_params.get("facets"))
    found = asked_list(request, view, state.resources, resource, asked, day)
    gaps = of_found(view, state.resources, resource, asked, found)
    if format_ is not JSON:  # It has a shape of its own: what shapes JSON changes nothing.
        return exports.content(request, format_, state.resources, resource, found.slugs, view, day, SUMMARY, gaps)
    total, completing = len(found.slugs), needed(shown)
    page = described(total, found.at)
    if gaps.uncertain is not None:
        page["uncertain"] = gaps.uncertain
    if shown or neighbours:
        records = told(view, resource, found.shown, day, completing)
        body: Record = {"data": [thinned(record, shown) for record in records], "page": page}
    else:
        body = {"data": b"[%b]" % b",".join(written(view, resource, found.shown, day, completing)), "page": page}
    if counted:
        body["facets"] = facets.facets(view, resource, found.chosen, counted, day, state.pages["names"])
    if neighbours:
        body["included"] = included(view, records, neighbours, day, shown)
    if gaps.unknown:
        body["unknown"] = gaps.unknown
    if within := parts(view, state.resources["jurisdictions"], asked):
        body["parts"] = within
    if gaps.coverage is not None:
        body["coverage"] = gaps.coverage
    body["version"] = view.version
    return Content(joined(body), "application/json", {**links(total, found.at), "Vary": "Accept"})


def item_content(
    request: Request, state: State, resource: Resource, slug: str, view: View, day: str, format_: Format = JSON
) -> Content:
    """The record of one thing, or the reference to it."""
    filters_none(request, (*ITEM, "format"))
    if format_ is JSON and "fields" not in request.query_params and "include" not in request.query_params:
        body: Record = {"data": text(view, resource, slug, day), "version": view.version}
        return Content(joined(body), "application/json", {"Vary": "Accept"})
    neighbours = kinds(request.query_params.get("include"), state.resources)
    shown = wanted(request.query_params.get("fields"), known(NAMES[resource.kind]))
    whole = item(view, resource, slug, day)
    if format_ is not JSON:
        cited = references.written([reference(view, state.resources, resource.kind, whole, day)], format_)
        return Content(cited, format_.content_type, {"Vary": "Accept"})
    body = {"data": thinned(whole, shown)}
    if neighbours:
        body["included"] = included(view, [whole], neighbours, day, shown)
    body["version"] = view.version
    return Content(joined(body), "application/json", {"Vary": "Accept"})


def filters_none(request: Request, known: tuple[str, ...] = tuple(COMMON)) -> None:
    """Raise ParameterError for any parameter but those in `known`, and for one given twice."""
    single(request, known)


EMBEDDED = (*KINDS, "legal_basis")
"""Kinds of things whose records can be embedded beside others."""
OWN = "$request.path.slug"
LINKS: Mapping[str, Mapping[str, Link]] = {
    "decision": {
        "case": leads("/cases/{slug}", "Its case", "$response.body#/data/case/id"),
        "authority": leads("/authorities/{slug}", "Who decided", "$response.body#/data/authority/id"),
    },
    "case": {
        "comparison": leads("/cases/{slug}/compare", "The case across jurisdictions", OWN),
        "timeline": leads("/cases/{slug}/timeline", "The case in the order of time", OWN),
    },
    "company": {"timeline": leads("/companies/{slug}/timeline", "What befell the company", OWN)},
}
"""Where the record of a thing leads."""


def _whole_or_some(name: str) -> Schema:
    """A record, or with `fields` some of it."""
    return {"anyOf": [ref(name), ref("Some")]}


def _list_answer(kind: str) -> Schema:
    told: dict[str, Schema] = {"page": ref("Page"), "facets": mapped(array(ref("Count")))}
    told |= {"included": _beside(), "unknown": array(ref("Unknown")), "parts": array(ref("Parts"))}
    told |= {"coverage": ref("Coverage")} if kind == "decision" else {}
    return answer(array(_whole_or_some(listed(kind))), **told)


def _beside() -> Schema:
    plurals = {KINDS[kind]: array(ref(brief(kind))) for kind in NAMES}
    return record(plurals, tuple(plurals))


LIST = (
    "Filters of different names must all fit; without one all records are listed. What is asked for by name and not "
    "recorded is told in `unknown`."
)
ITEM_OF = "The whole record, with its parts and its sources; lists tell less."
"""What every list and every record is, beside what its own query says."""


def router(resources: dict[str, Resource]) -> Operations:
    """Routes for all resources, documented from the headers of their queries."""
    routes = Operations()
    for resource in resources.values():
        kind, main, plural = resource.kind, resource.main, resource.plural
        every = Operation(
            f"/{plural}",
            _list_route(resource),
            main.title,
            plural,
            parameters(resource.filters) | words(of_list(kind)),
            _list_answer(kind),
            f"{main.description} {LIST}".lstrip(),
            types=_list_types(resource),
            formats=of_list(kind),
            sample={"limit": 2},
            links={"item": leads(f"/{plural}/{{slug}}", "The first of them", "$response.body#/data/0/id")},
        )
        one = Operation(
            f"/{plural}/{{slug}}",
            _item_route(resource),
            f"One of: {main.title}",
            plural,
            ITEM | words(of_item(kind)),
            answer(_whole_or_some(NAMES[kind]), included=_beside()),
            f"{main.description} {ITEM_OF}".lstrip(),
            types=_item_types(resource),
            formats=of_item(kind),
            sample={"slug": types.SAMPLES[kind]},
            links=LINKS.get(kind, {}),
        )
        routes.add(every)
        routes.add(one)
    return routes


def _item_types(resource: Resource) -> Types:
    slug = {"slug": {"schema": types.thing_slug()}}
    told = types.of_record(EMBEDDED, fields(NAMES[resource.kind]))
    return lambda _: slug | told | types.of_format(of_item(resource.kind))


def _list_types(resource: Resource) -> Types:
    told = types.of_record(EMBEDDED, fields(listed(resource.kind))) | types.of_format(of_list(resource.kind))
    return lambda view: types.of_list(resource, view) | told


def _list_route(resource: Resource) -> Route:
    async def route(request: Request) -> Response:
        state, format_ = state_of(request), format_asked(request, of_list(resource.kind))
        make = partial(list_content, request, state, resource, format_=format_)
        plain = format_ is JSON and set(request.query_params) <= {*PAGING, *COMMON}
        ready = (lambda view, day: lists.ready(view, resource, day)) if plain else None
        return await state.answer(request, format_.name, make, ready)

    return route


def _item_route(resource: Resource) -> Route:
    async def route(request: Request) -> Response:
        state, slug = state_of(request), request.path_params["slug"]
        format_ = format_asked(request, of_item(resource.kind))
        make = partial(item_content, request, state, resource, slug, format_=format_)
        plain = format_ is JSON and set(request.query_params) <= set(COMMON)
        ready = (lambda view, day: items.ready(view, resource, day)) if plain else None
        return await state.answer(request, format_.name, make, ready)

    return route
