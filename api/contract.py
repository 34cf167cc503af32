"""The contract of the JSON API: every operation with its parameters, as OpenAPI tells it."""

import re
from collections.abc import Awaitable, Callable, Mapping

from fastapi import APIRouter, Request
from starlette.responses import Response

ROOT = "/api/v1"
COMMON = {
    "as_of": "Day in law (YYYY-MM-DD) for which the status is told; today if none is given.",
    "version": "Snapshot to answer from; the current one if none is given.",
}
PAGING = {"limit": "Records on a page, 1 to 500.", "cursor": "Where the page begins: `page.cursor` of the one before."}

Route = Callable[[Request], Awaitable[Response]]


def operation(
    routes: APIRouter,
    path: str,
    route: Route,
    summary: str,
    tag: str,
    words: Mapping[str, str],
    description: str = "",
    required: str = "",
) -> None:
    """Add GET and HEAD of `path` (below ROOT) to `routes`, with the parameters of its query in `words`.

    What stands in braces in the path becomes a parameter of the path; the parameter `required` must be given.
    """
    parameters: list[dict[str, object]] = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"\{(\w+)\}", path)
    ]
    for name, text in words.items():
        schema = {"type": "string"}
        told = {"name": name, "in": "query", "description": text, "required": name == required, "schema": schema}
        parameters.append(told)
    for method in ("GET", "HEAD"):
        routes.add_api_route(
            path,
            route,
            methods=[method],
            summary=summary,
            description=description or None,
            tags=[tag],
            response_class=Response,
            response_model=None,
            openapi_extra={"parameters": parameters},
            operation_id=re.sub(r"\W+", "_", path).strip("_") + ("" if "{" in path else "_list"),
            include_in_schema=method == "GET",
        )
