"""The contract of the JSON API: every operation with its parameters and its answer, which `api.openapi` writes down."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import starlette.routing
from starlette.requests import Request
from starlette.responses import Response

from api.errors import Problem
from api.negotiation import HTML, JSON, Format, choose
from api.versions import View

ROOT = "/api/v1"
COMMON = {
    "as_of": "Day in law (YYYY-MM-DD) for which the status is told; today if none is given. A day to come "
    "is refused: what will be in force then is not known.",
    "version": "Snapshot to answer from; the current one if none is given.",
}
PAGING = {"limit": "Records on a page, 1 to 500.", "cursor": "Where the page begins: `page.cursor` of the one before."}

Route = Callable[[Request], Awaitable[Response]]
Types = Callable[[View], Mapping[str, Mapping[str, Any]]]


Link = Mapping[str, Any]
"""A link object of OpenAPI: the operation to which an answer leads, and what to give it."""


def name(path: str) -> str:
    """The name of the operation at a path."""
    return re.sub(r"\W+", "_", path).strip("_") + ("" if "{" in path else "_list")


def leads(path: str, words: str, slug: str) -> Link:
    """A link to the operation at a path, its slug an expression of OpenAPI, such as `$response.body#/data/case/id`."""
    return {"operationId": name(path), "description": words, "parameters": {"slug": slug}}


def untyped(_: View) -> Mapping[str, Mapping[str, Any]]:
    """No parameters but those that mean the same everywhere."""
    return {}


@dataclass(frozen=True)
class Operation:
    """GET of a path below ROOT: what it asks, takes and gives.

    `words` describes each parameter of the query, of which `required` must be given; `types` gives their schemas (and
    style) for a snapshot, since some take the words of its vocabulary. `answer` is the schema of the JSON answer,
    `formats` all that it is given in, `sample` values of parameters for which the graph has an answer to show, `links`
    the operations to which an answer leads.
    """

    path: str
    route: Route
    summary: str
    tag: str
    words: Mapping[str, str]
    answer: Mapping[str, Any]
    description: str = ""
    required: str = ""
    types: Types = untyped
    formats: Sequence[Format] = (JSON,)
    sample: Mapping[str, Any] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The name by which generated clients call it."""
        return name(self.path)

    @property
    def slots(self) -> list[str]:
        """What stands in braces in the path."""
        return re.findall(r"\{(\w+)\}", self.path)


def _plain(route: Route) -> Route:
    """A route that answers in JSON: Problem 406 where Accept takes none, as where there is a choice of formats."""

    async def checked(request: Request) -> Response:
        accept = request.headers.get("accept", "")
        if choose(accept, (JSON,)) is None and HTML.media_type not in accept:  # A browser shows JSON to people.
            raise Problem(406, f"This is given as {JSON.media_type} only.")
        response = await route(request)
        response.headers["Vary"] = "Accept"
        return response

    return checked


class Operations:
    """Routes below ROOT with what is told of them.

    They are plain routes of Starlette: what a route takes is told and checked here, not by its signature, and matching
    and calling those of FastAPI takes a third of the time of a list that is looked up.
    """

    def __init__(self) -> None:
        self.told: list[Operation] = []
        self.routes: list[starlette.routing.Route] = []

    def add(self, operation: Operation) -> None:
        """Add GET and HEAD of an operation. One that is given in JSON alone is refused to whom takes no JSON."""
        self.told.append(operation)
        self.also(operation.path, _plain(operation.route) if tuple(operation.formats) == (JSON,) else operation.route)

    def also(self, path: str, route: Route) -> None:
        """Answer GET and HEAD of a path that is not told: what is below it is told one by one."""
        self.routes.append(starlette.routing.Route(ROOT + path, route, methods=["GET"]))
