"""Citable queries: `/q/…` tells whether a query still has the answer that was cited, and what it answers today."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.days import today
from api.errors import Problem
from api.evaluation import outlined, run
from api.formats import asked
from api.links import Link
from api.negotiation import HTML, JSON, Format
from api.protocol import parameters
from api.quotation import reference, title
from api.references import REFERENCES, written
from api.rendering import html
from api.responses import CHECK_EACH_TIME, Content, encoded
from api.schemaorg import webpage
from api.state import State, state_of
from api.versions import View
from graph import tokens
from graph.cautions import cautions
from graph.errors import UnknownVersion
from graph.namespaces import BASE
from graph.permalink import EDITION, Permalink, canonical, difference, digest, permalink
from graph.worker import Task
from graph.workers import Answer

SHOWN = 1000
"""Rows of a difference that are told on each side; how many there are is always told."""
OFFERED = (HTML, JSON, *REFERENCES)


@dataclass(frozen=True)
class Found:
    """What a snapshot answers to a query: canonical lines, how many rows, and their hash."""

    lines: list[bytes]
    rows: int
    sha256: str


async def cite(request: Request) -> Response:
    """Run the query given as `query` on the snapshot in use, or on `version`, and lead to its permalink."""
    given = await parameters(request)
    queries = [value for name, value in given if name == "query"]
    if len(queries) != 1:
        raise Problem(400, "Give the query to be cited once, as the parameter `query`.")
    if {"default-graph-uri", "named-graph-uri"} & {name for name, _ in given}:
        words = "A permalink holds the query alone: write the graphs into it, with FROM <…> and FROM NAMED <…>."
        raise Problem(400, words)
    state = state_of(request)
    versions = [value for name, value in given if name == "version"]
    view = await run_in_threadpool(state.versions.of, versions[0] if versions else None)
    found = await _answered(request, state, view, queries[0])
    token = Permalink(queries[0], view.version, *_made(view), found.rows, found.sha256).token
    return RedirectResponse(f"/q/{token}", 303)


def _made(view: View) -> tuple[str, str]:
    """Day on which a snapshot was built, and the commit it was built from, "" if unknown."""
    manifest = view.snapshot.manifest
    return manifest["built"][:10], manifest["commit"] or ""


async def _answered(request: Request, state: State, view: View, query: str, edition: int = EDITION) -> Found:
    """What a snapshot answers to a query, hashed as that edition of permalinks does."""
    outline = await outlined(request, state, view, query)
    over = tokens.dataset(outline, view.snapshot.graphs, query)
    form = "tsv" if outline.form in ("SELECT", "ASK") else "ntriples"
    answer = await run(request, state, view, Task(str(view.snapshot.store), query, form, *over))
    return await run_in_threadpool(_found, answer, edition)


def _found(answer: Answer, edition: int) -> Found:
    lines = canonical(answer.body)
    return Found(lines, answer.rows, digest(lines if edition == EDITION else canonical(answer.body, edition)))


def _cited(request: Request) -> tuple[Permalink, State]:
    return permalink(request.path_params["token"]), state_of(request)


def _gone(cited: Permalink, error: UnknownVersion) -> Problem:
    """The answer where the snapshot that was cited is no longer kept: 410, with how to make it again."""
    how = f"check out commit {cited.commit} and run `comity build`" if cited.commit else "build it from its files"
    detail = (
        f"Snapshot {cited.version} is no longer kept here. To ask it again, {how}: the same facts give the same "
        "version. `/q/…/today` asks the snapshot in use."
    )
    return Problem(410, detail, **_told(cited), kept=error.kept)


def _told(cited: Permalink) -> dict[str, Any]:
    """A permalink as members of an answer."""
    snapshot = {"version": cited.version, "built": cited.built, "commit": cited.commit or None}
    return {"query": cited.query, **snapshot, "rows": cited.rows, "sha256": cited.sha256}


def _cautions(cited: Permalink, held: Permalink) -> list[str]:
    """What to know of a query, and what a link says otherwise than the snapshot that is held."""
    found = cautions(cited.query)
    if (cited.built, cited.commit) != (held.built, held.commit):
        found.append(
            f"This link says built {cited.built} from commit {cited.commit or 'unknown'}; the snapshot kept here was "
            f"built {held.built} from commit {held.commit or 'unknown'}, which is told below. It is another build of "
            "the same facts, or the link was changed."
        )
    if (cited.rows, cited.sha256) != (held.rows, held.sha256):
        found.append(f"The link says {cited.rows} rows; the cited snapshot answers {held.rows}, with another hash.")
    return found


async def show(request: Request) -> Response:
    """Ask the cited query again on the cited snapshot: is the answer the one that was cited? Or its reference.

    A reference tells what the snapshot answers, whatever the link says, unless it is no longer kept.
    """
    cited, state = _cited(request)
    format_ = asked(request, OFFERED)
    try:
        view = await run_in_threadpool(state.versions.of, cited.version)
    except UnknownVersion as error:
        if format_ in REFERENCES:
            return _referred(cited, format_, "as the link says: the snapshot is no longer kept to check it")
        raise _gone(cited, error) from None
    found = await _answered(request, state, view, cited.query, cited.edition)
    built, commit = _made(view)
    held = replace(cited, built=built, commit=commit)
    true = replace(held, rows=found.rows, sha256=found.sha256)
    if format_ in REFERENCES:
        otherwise = f"the link it was asked by says {cited.rows} rows, SHA-256 {cited.sha256}"
        return _referred(true, format_, "" if true == held else otherwise)
    record: dict[str, Any] = {
        **_told(held),
        "iri": f"{BASE}q/{held.token}",
        "url": request.url.path,
        "answer": {"rows": found.rows, "sha256": found.sha256},
        "unchanged": true == held,
        "cautions": _cautions(cited, held),
        "today": f"{request.url.path}/today",
    }
    context: dict[str, Any] = {"title": title(cited.query), "formats": REFERENCES, "day": today()}
    context |= {
        "version": cited.version,
        "markup": webpage("WebPage", request.url.path, "a cited query"),
        "edition": cited.edition,
    }
    relations = [Link(record["iri"], "cite-as"), *_as_json(request)]
    return await _shown(format_, cited, record, lambda: html("citation.html", relations, cited=record, **context))


async def compare(request: Request) -> Response:
    """And today? The rows by which the answer of the snapshot in use differs from that of the cited one; where that is
    no longer kept, whether it differs in the number of rows and the hash alone."""
    cited, state = _cited(request)
    format_ = asked(request, (HTML, JSON))
    current = await run_in_threadpool(state.versions.current)
    gone: dict[str, Any] | None = None
    new, held = gone, cited
    try:
        view = await run_in_threadpool(state.versions.of, cited.version)
    except UnknownVersion:
        later = await _answered(request, state, current, cited.query, cited.edition)
    else:
        earlier = await _answered(request, state, view, cited.query, cited.edition)
        later = await _answered(request, state, current, cited.query, cited.edition)
        gone, new = await run_in_threadpool(_sides, earlier.lines, later.lines)
        built, commit = _made(view)
        held = replace(cited, built=built, commit=commit, rows=earlier.rows, sha256=earlier.sha256)
    record: dict[str, Any] = {
        **_told(held),
        "today": {"version": current.version, "rows": later.rows, "sha256": later.sha256},
        "unchanged": (later.rows, later.sha256) == (held.rows, held.sha256),
        "columns": _columns(later.lines),
        "gone": gone,
        "new": new,
        "cautions": _cautions(cited, held),
    }
    context = {"title": title(cited.query), "path": request.url.path.removesuffix("/today"), "day": today()}
    context |= {"version": cited.version, "markup": webpage("WebPage", request.url.path, "a cited query, today")}
    return await _shown(format_, cited, record, lambda: html("today.html", _as_json(request), cited=record, **context))


def _as_json(request: Request) -> list[Link]:
    return [Link(f"{request.url.path}?format=json", "alternate", JSON.media_type)]


def _sides(earlier: list[bytes], later: list[bytes]) -> tuple[dict[str, Any], dict[str, Any]]:
    """How many rows are gone and how many are new, with the first of them."""
    found = difference(earlier, later)
    gone, new = (
        {"count": len(side), "rows": [_row(line) for line in side[:SHOWN]]} for side in (found.gone, found.new)
    )
    return gone, new


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
    head = lines[0].decode() if lines else ""
    return head.replace("?", "").split("\t") if head.startswith("?") else []


def _row(line: bytes) -> list[str]:
    """The terms of a row, as SPARQL TSV or N-Triples writes them."""
    return line.decode().split("\t")


def _referred(cited: Permalink, format_: Format, more: str) -> Response:
    body = written([reference(cited, more)], format_)
    return Response(body, media_type=format_.content_type, headers=_headers(cited))
