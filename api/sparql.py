"""The SPARQL endpoint (SPARQL 1.1 Protocol): strangers' queries, each in a worker with limits, whole answers only."""

import asyncio
import time
from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from typing import Any
from urllib.parse import parse_qsl

from pebble import ProcessExpired
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from api import description, pages
from api.budget import client
from api.days import today
from api.errors import Problem
from api.negotiation import BOOLEANS, GRAPHS, HTML, RESULTS, Format, choose, named
from api.responses import Content, respond
from api.state import State, state_of
from api.versions import View
from graph import tokens
from graph.errors import QueryBusy
from graph.store import RemoteStore
from graph.workers import Answer, Task

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
LOOK = 0.25
"""Seconds between two looks whether the client is still there."""


async def sparql(request: Request) -> Response:
    """GET or POST a query; a bare GET gives the editor to people and the service description to programs."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS), "Accept-Post": f"{FORM}, {DIRECT}"})
    given = await parameters(request)
    queries = _values(given, "query")
    if any(name == "update" for name, _ in given):
        raise Problem(400, "This endpoint is read-only: it takes no update.")
    if not queries:
        if request.method in ("GET", "HEAD") and not given:
            return await _bare(request)
        raise Problem(400, "There is no query: give it as the parameter `query`.")
    if len(queries) > 1:
        raise Problem(400, f"There are {len(queries)} queries: give one.")
    state = state_of(request)
    outline = tokens.outline(queries[0])
    format_ = _format(request, given, _offered(outline.form))
    versions = _values(given, "version")
    view = await run_in_threadpool(state.versions.of, versions[0] if versions else None)
    graphs = _values(given, "default-graph-uri"), _values(given, "named-graph-uri")
    over = tokens.dataset(outline, view.snapshot.graphs, *graphs)
    task = Task(str(view.snapshot.store), queries[0], format_.name, *over)
    # Our store tells the time in UTC; the day of an endpoint may be another.
    day = today() if outline.daily and not isinstance(view.store, RemoteStore) else ""
    key = (task, day) if outline.steady or day else None
    kept = state.cache.found(key) if key else None
    if kept is None:
        answer = await run(request, state, view, task)
        headers = {"Comity-Rows": str(answer.rows), "Vary": "Accept"}
        if outline.form == "SELECT" and answer.rows == outline.limit:
            headers["Comity-Limited"] = "true"  # There may be more: a row count that looks whole misleads.
        content = Content(answer.body, format_.content_type, headers)
        same = key is not None and (outline.steady or today() == day)  # Else midnight passed meanwhile.
        kept = state.cache.add(key, content) if same else (content, content.etag)
    response = respond(request, view, kept, bool(versions) and outline.steady)
    response.headers.update(state.budget.told(client(request)))
    return response


def _values(given: list[tuple[str, str]], wanted: str) -> list[str]:
    return [value for name, value in given if name == wanted]


def _offered(form: tokens.Form) -> Sequence[Format]:
    return {"SELECT": RESULTS, "ASK": BOOLEANS}.get(form, GRAPHS)


async def parameters(request: Request) -> list[tuple[str, str]]:
    """The parameters of the request, wherever the protocol lets them stand."""
    given = _decoded(request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        return given
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in (FORM, DIRECT):
        raise Problem(415, f"Send the query as {FORM} or {DIRECT}, and say so in Content-Type.")
    body = await _body(request, state_of(request).settings.body_bytes)
    if media_type == FORM:
        return given + _decoded(body)
    charset = request.headers.get("content-type", "").lower().partition("charset=")[2].strip(' "')
    if charset not in ("", "utf-8", "utf8"):
        raise Problem(415, "Send the query in UTF-8.")
    return [*given, ("query", _text(body))]


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Problem(400, "The query is not UTF-8. Encode it as UTF-8.") from None


def _decoded(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_text(raw), keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise Problem(400, "A parameter is not UTF-8 behind its percent signs. Encode it as UTF-8.") from None
    except ValueError:
        raise Problem(400, "There are more than 100 parameters.") from None


async def _body(request: Request, most: int) -> bytes:
    """The body, refused as soon as it passes `most` bytes or does not arrive in 10 seconds."""
    parts, size, declared = [], 0, request.headers.get("content-length", "")
    refusal = Problem(413, f"The body has more than {most:,} bytes. Shorten the query.")
    if declared.isdecimal() and int(declared[:20]) > most:
        raise refusal
    try:
        async with asyncio.timeout(10):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise refusal
                parts.append(part)
    except TimeoutError:
        raise Problem(408, "The body did not arrive within 10 seconds.") from None
    except ClientDisconnect:
        raise Problem(400, "The connection ended before the body was complete.") from None
    return b"".join(parts)


def _format(request: Request, given: list[tuple[str, str]], offered: Sequence[Format]) -> Format:
    """The format asked for by `format`, else by Accept. Raises Problem 400 or 406 where we have none that fits."""
    for name, value in given:
        if name == "format":
            found = named(value, offered)
            if found is None:
                raise Problem(400, f"There is no format {value[:60]!r} here. Known: {_names(offered)}.")
            return found
    found = choose(request.headers.get("accept"), offered)
    if found is None and HTML.media_type in request.headers.get("accept", ""):
        return offered[0]
    if found is None:
        raise Problem(406, f"None of our formats fits the Accept header. Ours: {_types(offered)}.")
    return found


def _names(offered: Sequence[Format]) -> str:
    return ", ".join(format_.name for format_ in offered)


def _types(offered: Sequence[Format]) -> str:
    return ", ".join(format_.media_type for format_ in offered)


async def run(request: Request, state: State, view: View, task: Task) -> Answer:
    """The answer to a task run in a worker, or passed on to the endpoint; its place is freed when the client goes away.

    Its time is taken from the budget of the client. Raises the errors of Workers.answer, Workers.failure and
    Relay.run, QueryBusy, and Problem 429.
    """
    who, most = client(request), state.settings.query_seconds
    state.budget.reserve(who, most)
    begun, used = time.monotonic(), 0.0
    try:
        future: Future[Any] = (
            state.relay.schedule(task, view.store)
            if isinstance(view.store, RemoteStore)
            else state.workers.schedule(task)
        )
        used = most  # Unless it ends well: a query that is killed has had all it may take.
        found = await _awaited(request, future, most)
        used = found.seconds if isinstance(found, Answer) else found[3]
        return found if isinstance(found, Answer) else state.workers.answer(found)
    except (TimeoutError, ProcessExpired, BrokenProcessPool) as error:
        used = min(used, time.monotonic() - begun)
        raise state.workers.failure(error) from None
    finally:
        state.budget.give_back(who, max(0.0, most - used))


async def _awaited(request: Request, future: "Future[Any]", patience: float) -> Any:
    """What a future gives, unless the client goes away first, or it has not begun after `patience` seconds: then it
    is cancelled. So an answer, or none, comes within twice the limit, however many wait."""
    waiting, begun = asyncio.wrap_future(future), time.monotonic()
    try:
        while not waiting.done():
            await asyncio.wait([waiting], timeout=LOOK)
            if not waiting.done() and await request.is_disconnected():
                raise Problem(408, "The client went away.")
            if not (future.running() or waiting.done()) and time.monotonic() - begun > patience:
                raise QueryBusy(f"Others kept all workers busy for {patience:g} seconds. Try again in a few seconds.")
        return waiting.result()
    finally:
        if not waiting.done():
            future.cancel()


async def _bare(request: Request) -> Response:
    """The editor for people, the service description for programs."""
    format_ = choose(request.headers.get("accept"), (*GRAPHS, HTML))
    if format_ is HTML or format_ is None:
        return await pages.editor(request)
    return await run_in_threadpool(description.respond, request, format_)
