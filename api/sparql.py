"""The SPARQL endpoint (SPARQL 1.1 Protocol): strangers' queries, each in a worker with limits, whole answers only."""

from collections.abc import Sequence

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api import description, pages
from api.budget import client
from api.days import today
from api.errors import Problem
from api.evaluation import outlined, run
from api.negotiation import BOOLEANS, GRAPHS, HTML, RESULTS, Format, choose, named
from api.protocol import DIRECT, FORM, parameters, values
from api.responses import Cache, Content, respond
from api.state import state_of
from graph import tokens
from graph.store import RemoteStore
from graph.worker import Task

METHODS = ("GET", "HEAD", "POST", "OPTIONS")


async def sparql(request: Request) -> Response:
    """GET or POST a query; a bare GET gives the editor to people and the service description to programs."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": ", ".join(METHODS), "Accept-Post": f"{FORM}, {DIRECT}"})
    given = await parameters(request)
    queries = values(given, "query")
    if any(name == "update" for name, _ in given):
        raise Problem(400, "This endpoint is read-only: it takes no update.")
    if not queries:
        if request.method in ("GET", "HEAD") and not given:
            return await _bare(request)
        raise Problem(400, "There is no query: give it as the parameter `query`.")
    if len(queries) > 1:
        raise Problem(400, f"There are {len(queries)} queries: give one.")
    state = state_of(request)
    versions = values(given, "version")
    view = await run_in_threadpool(state.versions.of, versions[0] if versions else None)
    outline = await outlined(request, state, view, queries[0])
    format_ = _format(request, given, _offered(outline.form))
    graphs = values(given, "default-graph-uri"), values(given, "named-graph-uri")
    over = tokens.dataset(outline, view.snapshot.graphs, queries[0], *graphs)
    task = Task(str(view.snapshot.store), queries[0], format_.name, *over)
    # Our store tells the time in UTC; the day of an endpoint may be another.
    day = today() if outline.daily and not isinstance(view.store, RemoteStore) else ""
    key = (task, day) if outline.steady or day else None
    kept = state.cache.found(key) if key else None
    if kept is None:
        answer = await run(request, state, view, task)
        headers = {"Comity-Rows": str(answer.rows), "Vary": "Accept"}
        if outline.limited(answer.rows):
            headers["Comity-Limited"] = "true"  # There may be more: a row count that looks whole misleads.
        content = Content(answer.body, format_.content_type, headers)
        same = key is not None and (outline.steady or today() == day)  # Else midnight passed meanwhile.
        kept = await run_in_threadpool(_tagged, content, state.cache, key if same else None)
    response = respond(request, view, kept, bool(versions) and outline.steady)
    response.headers.update(state.budget.told(client(request)))
    return response


def _tagged(content: Content, cache: Cache, key: object) -> tuple[Content, str]:
    """A content with its ETag, which takes a tenth of a second of a large one; kept where there is a key for it."""
    return (content, content.etag) if key is None else cache.add(key, content)


def _offered(form: tokens.Form) -> Sequence[Format]:
    return {"SELECT": RESULTS, "ASK": BOOLEANS}.get(form, GRAPHS)


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


async def _bare(request: Request) -> Response:
    """The editor for people, the service description for programs."""
    format_ = choose(request.headers.get("accept"), (*GRAPHS, HTML))
    if format_ is HTML or format_ is None:
        return await pages.editor(request)
    return await run_in_threadpool(description.respond, request, format_)
