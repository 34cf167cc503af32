"""The JSON API: a list and an item for every resource."""

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.contract import COMMON, PAGING, ROOT, Route, operation
from api.coverage import coverage
from api.paging import page
from api.resources import Resource, completed, item, listed
from api.responses import Content, encoded
from api.shaping import Record
from api.state import state_of
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


def list_content(request: Request, resource: Resource, resources: dict[str, Resource], view: View, day: str) -> Content:
    """A page of a list."""
    given = filters(resource.main, request, (*COMMON, *PAGING))
    found, described = page(request, listed(view, resource, resource.main.values(given)))
    body: Record = {"data": found, "page": described, "version": view.version}
    if resource.kind == "decision":
        completed(view, resource, found, day, SUMMARY)
        if not found:
            body["coverage"] = coverage(view, resources["authorities"], given)
    links = {"Link": f'<{described["next"]}>; rel="next"'} if described["next"] else {}
    return Content(encoded(body), "application/json", links)


def item_content(request: Request, resource: Resource, slug: str, view: View, day: str) -> Content:
    """The record of one thing."""
    filters_none(request)
    return Content(encoded({"data": item(view, resource, slug, day), "version": view.version}), "application/json")


def filters_none(request: Request) -> None:
    """Raise ParameterError for any parameter but those every address takes."""
    for name in request.query_params:
        if name not in COMMON:
            raise ParameterError(name, f"There is no parameter {name[:60]!r} here. Known: {', '.join(COMMON)}.")


def router(resources: dict[str, Resource]) -> APIRouter:
    """Routes for all resources, documented from the headers of their queries."""
    routes = APIRouter(prefix=ROOT)
    for resource in resources.values():
        main, plural = resource.main, resource.plural
        words = {parameter.name: parameter.description for parameter in main.parameters} | PAGING | COMMON
        operation(routes, f"/{plural}", _list_route(resource), main.title, plural, words, main.description)
        one = f"One of: {main.title}"
        operation(routes, f"/{plural}/{{slug}}", _item_route(resource), one, plural, COMMON, main.description)
    return routes


def _list_route(resource: Resource) -> Route:
    async def route(request: Request) -> Response:
        state = state_of(request)
        make = lambda view, day: list_content(request, resource, state.resources, view, day)  # noqa: E731
        return await run_in_threadpool(state_of(request).answer, request, "json", make)

    return route


def _item_route(resource: Resource) -> Route:
    async def route(request: Request) -> Response:
        slug = request.path_params["slug"]
        make = lambda view, day: item_content(request, resource, slug, view, day)  # noqa: E731
        return await run_in_threadpool(state_of(request).answer, request, "json", make)

    return route
