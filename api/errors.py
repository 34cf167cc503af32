"""Errors over HTTP: problem documents (RFC 9457), one shape everywhere; a page for those who read HTML."""

import json
import logging
import uuid
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from urllib.parse import quote

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.negotiation import HTML, JSON, choose
from api.security import SECURITY
from graph.errors import (
    AnswerTooLarge,
    AnswerUnfit,
    EndpointBroken,
    EndpointDown,
    GraphError,
    NoDumps,
    NoIndex,
    NoSnapshot,
    ParameterError,
    PermalinkError,
    QueryBusy,
    QueryRefused,
    QueryTooLong,
    UnknownVersion,
)

PROBLEM = "application/problem+json"
LOG = logging.getLogger("comity")
Answer = Callable[[Request, Exception], Awaitable[Response]]


class Problem(GraphError):
    """An answer that is an error: HTTP status, what is wrong and what to do, and members of its own."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None, **members: object) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.members = status, detail, headers or {}, members


def problem_of(error: Exception) -> Problem:
    """The problem to answer with for an error of the graph, of HTTP, or of our own making."""
    match error:
        case Problem():
            return error
        case ParameterError():
            return Problem(422, str(error), parameter=error.name)
        case UnknownVersion():
            return Problem(404, str(error), kept=error.kept)
        case NoIndex() | NoDumps():
            return Problem(404, str(error))
        case NoSnapshot():
            return Problem(503, str(error), {"Retry-After": "10"})
        case PermalinkError():
            return Problem(400, str(error))
        case QueryRefused():
            place = {"line": error.place[0], "column": error.place[1]} if error.place else {}
            return Problem(400, str(error), None, **place)
        case AnswerTooLarge():
            return Problem(413, str(error))
        case AnswerUnfit():
            return Problem(406, str(error))
        case QueryBusy():
            return Problem(503, str(error), {"Retry-After": "5"})
        case EndpointDown():
            return Problem(503, str(error), {"Retry-After": "10"})
        case EndpointBroken():
            return Problem(502, str(error))
        case QueryTooLong():
            return Problem(504, str(error))
        case HTTPException():
            return Problem(error.status_code, _words(error), _allowed(error))
        case _:
            return Problem(500, "Something failed here. It is not your request's fault; please report it.")


METHODS = ("GET", "HEAD", "POST", "OPTIONS")
"""Methods that anything here takes, in the order in which they are told."""


def _allowed(error: HTTPException) -> dict[str, str]:
    """The headers of an HTTP error; where it names methods, HEAD goes with GET, and OPTIONS is always there."""
    headers = dict(error.headers or {})
    if error.status_code == 405:
        given = {method.strip() for method in headers.get("Allow", "GET").split(",")} | {"OPTIONS"}
        given |= {"HEAD"} if "GET" in given else set()
        headers["Allow"] = ", ".join(method for method in METHODS if method in given)
    return headers


def _words(error: HTTPException) -> str:
    if error.status_code == 404:
        return "There is nothing at this address. The home page and /api/v1/openapi.json list what there is."
    if error.status_code == 405:
        return "This method is not allowed here; the Allow header names those that are."
    return str(error.detail)


def document(problem: Problem, path: str, request_id: str) -> dict[str, object]:
    """The problem document, as RFC 9457 has it, with the name of the request."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
        "instance": quote(path, safe="/:@!$&'()*+,;=~"),
        "request_id": request_id,
        **problem.members,
    }


def handlers(app: FastAPI, page: Callable[[Request, dict[str, object]], str]) -> Answer:
    """Let every error of `app` end in one shape; `page` writes it for those who ask for HTML.

    Gives what answers an error, for those that no route raised. An error of ours is told in the log with the name of
    the request.
    """

    async def answer(request: Request, error: Exception) -> Response:
        problem = problem_of(error)
        if problem.status == 405 and request.method == "OPTIONS":  # RFC 9110, section 9.3.7
            return Response(status_code=204, headers={"Allow": problem.headers["Allow"]})
        name = str(request.scope.get("state", {}).get("request_id") or uuid.uuid4().hex)
        if problem.status >= 500:
            what = f"{type(error).__name__}: {error}".replace("\n", " ")
            LOG.error("%s %s %s: %d %s", name, request.method, request.url.path, problem.status, what)
        body = document(problem, request.scope["path"], name)
        headers = {**problem.headers, "Cache-Control": "no-store", "Vary": "Accept", "X-Request-ID": name}
        wants = choose(request.headers.get("accept"), (JSON, HTML))
        if wants is HTML and not request.url.path.startswith("/api/"):
            return Response(page(request, body), problem.status, {**SECURITY, **headers}, HTML.content_type)
        return Response(json.dumps(body, ensure_ascii=False), problem.status, headers, PROBLEM)

    kinds: tuple[type[Exception], ...] = (GraphError, HTTPException, Exception)
    for kind in kinds:
        app.add_exception_handler(kind, answer)
    return answer
