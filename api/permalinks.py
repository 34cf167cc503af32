"""Citable queries: `/q/…` tells whether a query still has the answer that was cited, and what it answers today."""

from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.days import today
from api.errors import Problem
from api.formats import asked
from api.links import Link
from api.negotiation import HTML, JSON, Format
from api.references import REFERENCES, Reference, written
from api.rendering import html
from api.responses import CHECK_EACH_TIME, Content, encoded
from api.schemaorg import webpage
from api.sparql import parameters, run
from api.state import State, state_of
from api.versions import View
from graph import tokens
from graph.errors import UnknownVersion
from graph.namespaces import BASE
from graph.permalink import Permalink, canonical, difference, digest, permalink
from graph.workers import Task

SHOWN = 1000
"""Rows of a difference that are told on each side; how many there are is always told."""
OFFERED = (HTML, JSON, *REFERENCES)


async def cite(request: Request) -> Response:
    """Run the query given as `query` on the snapshot in use, or on `version`, and lead to its permalink."""
    given = await parameters(request)
    queries = [value for name, value in given if name == "query"]
    if len(queries) != 1:
        raise Problem(400, "Give the query to be cited once, as the parameter `query`.")
    state = state_of(request)
    versions = [value for name, value in given if name == "version"]
    view = await run_in_threadpool(state.versions.of, versions[0] if versions else None)
    lines, rows = await _answered(request, state, view, queries[0])
    built, commit = view.snapshot.manifest["built"][:10], view.snapshot.manifest["commit"] or ""
    token = Permalink(queries[0], view.version, built, commit, rows, digest(lines)).token
    return RedirectResponse(f"/q/{token}", 303)


async def _answered(request: Request, state: State, view: View, query: str) -> tuple[list[bytes], int]:
    """The canonical answer to a query on a snapshot, and how many rows it has."""
    outline = tokens.outline(query)
    over = tokens.dataset(outline, view.snapshot.graphs)
    form = "tsv" if outline.form in ("SELECT", "ASK") else "ntriples"
    task = Task(str(view.snapshot.store), query, form, *over)
    answer = await run(request, state, view, task)
    return await run_in_threadpool(canonical, answer.body), answer.rows


def _cited(request: Request) -> tuple[Permalink, State]:
    return permalink(request.path_params["token"]), state_of(request)


async def _kept(state: State, cited: Permalink) -> View:
    """The snapshot that was cited. Raises Problem 410 with how to make it again where it is no longer kept."""
    try:
        return await run_in_threadpool(state.versions.of, cited.version)
    except UnknownVersion as error:
        how = f"check out commit {cited.commit} and run `comity build`" if cited.commit else "build it from its files"
        detail = (
            f"Snapshot {cited.version} is no longer kept here. To ask it again, {how}: the same facts give the same "
            "version. `/q/…/today` asks the snapshot in use."
        )
        raise Problem(410, detail, **_told(cited), kept=error.kept) from None


def _told(cited: Permalink) -> dict[str, Any]:
    """A permalink as members of an answer."""
    snapshot = {"version": cited.version, "built": cited.built, "commit": cited.commit or None}
    return {"query": cited.query, **snapshot, "rows": cited.rows, "sha256": cited.sha256}


async def show(request: Request) -> Response:
    """Ask the cited query again on the cited snapshot: is the answer the one that was cited? Or its reference."""
    cited, state = _cited(request)
    format_ = asked(request, OFFERED)
    if format_ in REFERENCES:
        return Response(written([reference(cited)], format_), media_type=format_.content_type, headers=_headers(cited))
    view = await _kept(state, cited)
    lines, rows = await _answered(request, state, view, cited.query)
    found = {"rows": rows, "sha256": digest(lines)}
    record: dict[str, Any] = {
        **_told(cited),
        "iri": f"{BASE}q/{cited.token}",
        "url": request.url.path,
        "answer": found,
        "unchanged": found == {"rows": cited.rows, "sha256": cited.sha256},
        "cautions": tokens.cautions(cited.query),
        "today": f"{request.url.path}/today",
    }
    context = {"title": title(cited.query), "formats": REFERENCES, "day": today(), "version": cited.version}
    context["markup"] = webpage("WebPage", request.url.path, "a cited query")
    relations = [Link(record["iri"], "cite-as"), *_as_json(request)]
    return await _shown(format_, cited, record, lambda: html("citation.html", relations, cited=record, **context))


async def compare(request: Request) -> Response:
    """And today? The rows by which the answer of the snapshot in use differs from that of the cited one."""
    cited, state = _cited(request)
    format_ = asked(request, (HTML, JSON))
    view, current = await _kept(state, cited), await run_in_threadpool(state.versions.current)
    earlier, _ = await _answered(request, state, view, cited.query)
    later, rows = await _answered(request, state, current, cited.query)
    found = await run_in_threadpool(difference, earlier, later)
    record: dict[str, Any] = {
        **_told(cited),
        "today": {"version": current.version, "rows": rows, "sha256": digest(later)},
        "columns": _columns(later),
        "gone": {"count": len(found.gone), "rows": [_row(line) for line in found.gone[:SHOWN]]},
        "new": {"count": len(found.new), "rows": [_row(line) for line in found.new[:SHOWN]]},
        "cautions": tokens.cautions(cited.query),
    }
    context = {"title": title(cited.query), "path": request.url.path.removesuffix("/today"), "day": today()}
    context |= {"version": cited.version, "markup": webpage("WebPage", request.url.path, "a cited query, today")}
    return await _shown(format_, cited, record, lambda: html("today.html", _as_json(request), cited=record, **context))


def _as_json(request: Request) -> list[Link]:
    return [Link(f"{request.url.path}?format=json", "alternate", JSON.media_type)]


async def _shown(format_: Format, cited: Permalink, record: dict[str, Any], page: Callable[[], Content]) -> Response:
    if format_ is JSON:
        body = encoded({"data": record, "version": cited.version})
        return Response(body, media_type=JSON.content_type, headers=_headers(cited))
    made = await run_in_threadpool(page)
    return Response(made.body, media_type=made.media_type, headers={**made.headers, **_headers(cited)})


def _headers(cited: Permalink) -> dict[str, str]:
    return {"Comity-Version": cited.version, "Cache-Control": CHECK_EACH_TIME, "Vary": "Accept"}


def _columns(lines: list[bytes]) -> list[str]:
    """Names of the columns of a table; none for a graph or a truth value."""
    head = lines[0].decode()
    return head.replace("?", "").split("\t") if head.startswith("?") else []


def _row(line: bytes) -> list[str]:
    """The terms of a row, as SPARQL TSV or N-Triples writes them."""
    return line.decode().split("\t")


def title(query: str) -> str:
    """What a query asks, in the words of its leading comment, or plain words where it has none."""
    first = query.lstrip().partition("\n")[0]
    words = first.lstrip("# ").strip().rstrip(".")[:200] if first.startswith("#") else ""
    return words or "A query of the Comity knowledge graph"


def reference(cited: Permalink) -> Reference:
    """The reference to a query with its answer: a data set, at the address that stays, read today."""
    return Reference(
        id=f"comity-{cited.sha256[:12]}",
        type="dataset",
        title=title(cited.query),
        authors=("Comity",),
        url=f"{BASE}q/{cited.token}",
        issued=cited.built,
        accessed=today(),
        publisher="Comity",
        version=cited.version,
        note=f"{cited.rows} rows, SHA-256 {cited.sha256}",
    )
