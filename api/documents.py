"""Linked data: `/id/…` redirects, and RDF documents about things, concepts and the ontology."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from pyoxigraph import NamedNode, Triple
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api import links
from api.about import about, left_out
from api.entities import TYPES
from api.errors import Problem
from api.labels import labelled
from api.linked import CONTEXT
from api.negotiation import DOCUMENTS, HTML, JSONLD, LINKSET, Format, choose
from api.profiles import FULL, Profile
from api.publication import publication
from api.rendering import html
from api.responses import Content, http_date
from api.schemaorg import markup
from api.shaping import Record
from api.state import State, state_of
from api.versions import View
from graph.answers import GRAPHS as WRITERS
from graph.changelog import entries
from graph.descriptions import description, with_links
from graph.documents import canonical, serialize
from graph.history import holding, latest, modified, until
from graph.namespaces import BASE, CONCEPT, KINDS, ONTOLOGY, ONTOLOGY_DOCUMENT, path_of, thing
from graph.queries import Query
from graph.snapshot import kept

VARY = {"Vary": "Accept"}
OFFERED = (*DOCUMENTS, LINKSET)
"""Formats in which a thing can be had, in our order of preference for ties."""
SUFFIXES = sorted((format_ for format_ in OFFERED if format_.suffix), key=lambda format_: -len(format_.suffix))
"""Formats with a suffix, the longest first: `.linkset.json` ends in `.json` too."""


async def identifier(request: Request) -> Response:
    """303 from the IRI of a thing to what describes it, in the format that fits Accept best."""
    kind, slug = request.path_params["kind"], request.path_params["slug"]
    if kind not in KINDS:
        raise Problem(404, f"There is no kind {kind[:60]!r}. Kinds: {', '.join(KINDS)}.")
    return await see_other(request, thing(kind, slug))


async def concept(request: Request) -> Response:
    """303 from the IRI of a concept or scheme to its description."""
    return await see_other(request, CONCEPT + request.path_params["path"])


async def see_other(request: Request, iri: str) -> Response:
    """303 to the page about `iri`, or to the document beside it that fits Accept."""
    state = state_of(request)
    view = await run_in_threadpool(state.versions.of, request.query_params.get("version"))
    await run_in_threadpool(require, request, view, iri, lambda new: f"/{new.removeprefix(BASE)}")
    format_ = choose(request.headers.get("accept"), OFFERED) or HTML
    address = links.address(path_of(iri) or "/", format_) + _query(request)
    return RedirectResponse(address, 303, {"Vary": "Accept"})


def _query(request: Request) -> str:
    """What was asked of an address, as the end of another to which it leads."""
    return f"?{request.url.query}" if request.url.query else ""


def require(request: Request, view: View, iri: str, address: Callable[[str], str]) -> None:
    """Hold that the graph describes `iri`.

    Raises Problem 308 to the `address` of the IRI that took its place where it was renamed, with all that was asked of
    the old one; 410 with the reason and the kept snapshots that still describe it where it was withdrawn; 404 where the
    graph never said anything of it.
    """
    gone = view.retired.get(iri)
    if gone is None and describes(view, state_of(request).pages["described"], iri):
        return
    if gone is not None and gone.successor is not None:
        foreign = path_of(gone.successor) is None
        target = gone.successor if foreign else address(gone.successor) + _query(request)
        raise Problem(308, f"<{iri}> is <{gone.successor}> now.", {"Location": target}, successor=gone.successor)
    log = until(entries(view.snapshot.folder.parent), view.version)
    if gone is None and iri not in latest(log):
        raise Problem(404, f"The graph says nothing of <{iri[:200]}>.")
    reason, day = (gone.reason, gone.since) if gone else (None, latest(log)[iri][0].time.date().isoformat())
    told = f"<{iri}> was withdrawn{f' on {day}' if day else ''}. {reason or ''}"
    held = {entry.version for entry in holding(entries(view.snapshot.folder.parent), iri)}
    versions = [one.version for one in kept(view.snapshot.folder.parent) if one.version in held]
    raise Problem(410, told.strip(), iri=iri, reason=reason, since=day, kept=versions)


def describes(view: View, described: Query, iri: str) -> bool:
    """Whether a snapshot says anything of an IRI, be it only that it was renamed or withdrawn."""
    try:
        node = NamedNode(iri)
    except ValueError:  # A path may have what no IRI has.
        return False
    return bool(view.store.rows(described.bind({"thing": node})))


def split(path: str, more: Sequence[Format] = ()) -> tuple[str, Format | None]:
    """A path without the suffix of a document or of a format in `more`, and that format; None where it has none."""
    for format_ in (*more, *SUFFIXES):  # The longer suffix first: `.csl.json` ends as `.json` does.
        if format_.suffix and path.endswith(f".{format_.suffix}"):
            return path.removesuffix(f".{format_.suffix}"), format_
    return path, None


async def context(request: Request) -> Response:
    """The JSON-LD context of the JSON API."""
    made = Content(CONTEXT.read_bytes(), JSONLD.media_type)
    return await state_of(request).answer(request, "jsonld", lambda view, day: made)


def described(request: Request, view: View, iri: str, path: str, format_: Format, profile: Profile) -> Content:
    """The document about `iri`, whose page is at `path`: RDF in a format, as much as the profile has; or its links.

    Raises Problem 308, 404 or 410 as `require` does.
    """
    state, version = state_of(request), request.query_params.get("version")
    require(request, view, iri, lambda new: links.address(path_of(new) or "/", format_))
    if format_ is LINKSET:
        return dated(links.linkset(path, iri, types(iri), version), view, iri)
    buffer = BytesIO()
    serialize(canonical(_said(view, state, iri, path, profile)), WRITERS[format_.name], buffer)
    shown = links.pinned(links.of_document(path, iri, format_, profile.name), version)
    location = links.of_version(links.address(path, format_) + profile.suffix, version)
    own = {"Content-Location": location, "Content-Profile": f"<{profile.iri}>"}
    headers = {"Vary": "Accept, Accept-Profile", "Link": links.header(shown), **own}
    return dated(Content(buffer.getvalue(), format_.content_type, headers, steady=True), view, iri)


def _said(view: View, state: State, iri: str, path: str, profile: Profile) -> list[Triple]:
    """The statements of the document about `iri`, and on the document itself but for that of the ontology."""
    node, pages = NamedNode(iri), state.pages
    if iri == ONTOLOGY_DOCUMENT:
        return list(view.store.triples(pages["ontology"].text))
    told = list(about(path, node))
    if iri.startswith(ONTOLOGY):
        axioms = view.store.triples(pages["document-term"].bind({"thing": node}))
        if profile.name != FULL:
            return [*told, *axioms]
        found = with_links(view.store, node, pages, axioms, ())
        return [*told, *found.triples, *left_out(path, found, pages["incoming"].bind({"thing": node}))]
    if profile.name != FULL:
        return [*told, *labelled(view, pages["labels"], view.store.triples(profile.query.bind({"thing": node})))]
    found = description(view.store, node, pages)
    lacking = left_out(path, found, pages["incoming"].bind({"thing": node}))
    return [*told, *lacking, *labelled(view, pages["labels"], found.triples)]


def beside(request: Request, made: Content, view: View, iri: str, path: str, format_: Format) -> Content:
    """A record of `iri` with the links of a document: it stands beside the page at `path` in a format."""
    location = {"Content-Location": links.address(path, format_) + _query(request)}  # The day and the fields decide.
    told = links.pinned(links.of_document(path, iri, format_), request.query_params.get("version"))
    shown = {**location, "Vary": "Accept", "Link": links.header(told)}
    return dated(Content(made.body, made.media_type, {**made.headers, **shown}), view, iri)


def types(iri: str) -> tuple[str, ...]:
    """What schema.org calls a thing, by its kind."""
    plural = (path_of(iri) or "/").split("/")[1]
    return (TYPES[plural],) if plural in TYPES else ()


def page(
    request: Request,
    template: str,
    view: View,
    day: str,
    path: str,
    entity: Record,
    asked: str = "",
    **context: Any,
) -> Content:
    """The page that a template makes about an entity of schema.org, with the links to what describes it, and dated.

    `asked` are the parameters of its answer, where it is the page of a query.
    """
    iri, version = str(entity["@id"]), request.query_params.get("version")
    shown = links.pinned(links.of_page(path, iri, types(iri), asked), version)
    block = markup(entity, publication(view, iri, path, version))
    told = {"markup": block, "iri": iri, "path": path, "asked": asked, "version": view.version, "day": day}
    return dated(html(template, shown, **told, **context), view, iri)


def dated(made: Content, view: View, iri: str) -> Content:
    """A content with Last-Modified: when the description of `iri` last changed, as the change log tells.

    That is all that a document shows. A page and a record show more, such as the day in law, and the acts of a case
    with all their parties: who asks by If-Modified-Since alone is told that they are the same only where nothing
    changed at all; who must know, compares the ETag.
    """
    headers = {**made.headers, "Last-Modified": http_date(modified(view.snapshot)(iri))}
    return replace(made, headers=headers, broad=not made.steady)
