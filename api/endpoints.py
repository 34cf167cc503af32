"""The JSON API: a list and an item for every resource, and the comparison of a case."""

from collections.abc import Iterable

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api import exports
from api.citations import reference
from api.comparison import comparison
from api.contract import COMMON, PAGING, ROOT, Route, operation
from api.coverage import coverage
from api.formats import asked, of_item, of_list, words
from api.negotiation import JSON, Format
from api.paging import page
from api.references import written
from api.resources import Resource, completed, item, listed
from api.responses import Content, encoded
from api.shaping import Record
from api.state import State, state_of
from api.versions import View
from graph.errors import ParameterError
from graph.queries import Query

SUMMARY = ("respondents", "measures", "legal_bases", "status", "outcomes")
"""Parts of a decision told in a list; its own record has all."""


def filters(query: Query, request: Request, known: tuple[str, ...]) -> dict[str, str]:
    """The filters given in the address. Raises ParameterError for one that is unknown or given twice."""
    given: dict[str, str] = {}
    names = [parameter.name for parameter in query.parameters]
    for name, value in request.query_params.multi_items():
        if name in known:
            continue
        if name not in names:
            raise ParameterError(name, f"There is no parameter {name[:60]!r}. Known: {', '.join([*names, *known])}.")
        if name in given:
            raise ParameterError(name, f"{name}: give it once.")
        given[name] = value
    return given


def list_content(
    request: Request, resource: Resource, resources: dict[str, Resource], view: View, day: str, format_: Format = JSON
) -> Content:
    """A page of a list; in another format than JSON the whole list, unless a page is asked for."""
    given = filters(resource.main, request, (*COMMON, *PAGING, "format"))
    every = listed(view, resource, resource.main.values(given))
    if format_ is not JSON:
        return exports.content(request, format_, resources, resource, every, view, day, SUMMARY)
    found, described = page(request, every)
    body: Record = {"data": found, "page": described, "version": view.version}
    if resource.kind == "decision":
        completed(view, resource, found, day, SUMMARY)
        if not found:
            body["coverage"] = coverage(view, resources["authorities"], given)
    links = {"Link": f'<{described["next"]}>; rel="next"'} if described["next"] else {}
    return Content(encoded(body), "application/json", {**links, "Vary": "Accept"})


def item_content(
    request: Request,
    resource: Resource,
    resources: dict[str, Resource],
    slug: str,
    view: View,
    day: str,
    format_: Format = JSON,
) -> Content:
    """The record of one thing, or the reference to it."""
    filters_none(request, ("format",))
    record = item(view, resource, slug, day)
    if format_ is JSON:
        return Content(encoded({"data": record, "version": view.version}), "application/json", {"Vary": "Accept"})
    cited = written([reference(view, resources, resource.kind, record, day)], format_)
    return Content(cited, format_.content_type, {"Vary": "Accept"})


def compare_content(request: Request, state: State, slug: str, view: View, day: str) -> Content:
    """The comparison of a case across jurisdictions."""
    filters_none(request)
    body = {"data": comparison(view, state.resources, slug, day), "version": view.version}
    return Content(encoded(body), "application/json")


def filters_none(request: Request, more: Iterable[str] = ()) -> None:
    """Raise ParameterError for any parameter but those every address takes, and those in `more`."""
    known = (*COMMON, *more)
    for name in request.query_params:
        if name not in known:
            raise ParameterError(name, f"There is no parameter {name[:60]!r} here. Known: {', '.join(known)}.")


def router(resources: dict[str, Resource]) -> APIRouter:
    """Routes for all resources, documented from the headers of their queries."""
    routes = APIRouter(prefix=ROOT)
    for resource in resources.values():
        main, plural = resource.main, resource.plural
        taken = {parameter.name: parameter.description for parameter in main.parameters} | PAGING | COMMON
        taken |= words(of_list(resource.kind))
        operation(routes, f"/{plural}", _list_route(resource), main.title, plural, taken, main.description)
        one, given = f"One of: {main.title}", COMMON | words(of_item(resource.kind))
        operation(routes, f"/{plural}/{{slug}}", _item_route(resource), one, plural, given, main.description)
    compare = "A case across jurisdictions, side by side"
    operation(routes, "/cases/{slug}/compare", _compare, compare, "cases", COMMON)
    return routes


def _list_route(resource: Resource) -> Route:
    async def route(request: Request) -> Response:
        state, format_ = state_of(request), asked(request, of_list(resource.kind))
        make = lambda view, day: list_content(request, resource, state.resources, view, day, format_)  # noqa: E731
        return await run_in_threadpool(state.answer, request, format_.name, make)

    return route


def _item_route(resource: Resource) -> Route:
    async def route(request: Request) -> Response:
        state, slug, format_ = state_of(request), request.path_params["slug"], asked(request, of_item(resource.kind))
        make = lambda view, day: item_content(request, resource, state.resources, slug, view, day, format_)  # noqa: E731
        return await run_in_threadpool(state.answer, request, format_.name, make)

    return route


async def _compare(request: Request) -> Response:
    state, slug = state_of(request), request.path_params["slug"]
    make = lambda view, day: compare_content(request, state, slug, view, day)  # noqa: E731
    return await run_in_threadpool(state.answer, request, "json", make)
