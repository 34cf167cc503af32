"""For harvesters, over HTTP: the catalogue, VoID, and the dataset as DataCite and schema.org describe it."""

from collections.abc import Callable
from functools import cache
from http import HTTPStatus
from io import BytesIO
from typing import Any

from pyoxigraph import Triple
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api import catalogue, datacite, schemaorg, void
from api.documents import VARY, split
from api.editions import Edition, coverage, editions
from api.errors import Problem
from api.links import Link, address, header, linksets, of_dataset, of_version, pinned
from api.negotiation import GRAPHS, HTML, JSON, JSONLD, LINKSET, Format, choose, named
from api.rendering import html
from api.responses import Content, encoded
from api.state import state_of
from api.versions import View
from graph.answers import GRAPHS as WRITERS
from graph.documents import serialize
from graph.dump import WHOLE
from graph.namespaces import BASE
from graph.queries import Query, folder

DATACITE = Format("datacite", datacite.MEDIA_TYPE)
SCHEMAORG = Format("schemaorg", 'application/ld+json;profile="https://schema.org/"', ("schema.org",))
"""Asked for by name only: a parameter of a media type takes no part in negotiation here."""
OFFERED = (HTML, *GRAPHS, DATACITE, LINKSET)
DESCRIBED = (*GRAPHS, LINKSET)
"""Formats of what has no page."""
PREFIXES = {name: iri for name, iri in catalogue.VOCABULARIES.items() if name not in ("rdf", "skos", "xsd", "dct")}


@cache
def queries() -> dict[str, Query]:
    """The queries that count what catalogues tell."""
    return folder("catalogue")


async def show(request: Request) -> Response:
    """The catalogue, in the format of the suffix, of `?format=` or of Accept."""
    format_ = _format(request, "/catalog", OFFERED)

    def make(view: View, day: str) -> Content:
        kept = editions(view.snapshot)
        covered = coverage(view, queries())
        if format_ is DATACITE:
            return Content(encoded(datacite.document(kept[0], covered)), DATACITE.media_type, dict(VARY))
        if format_ is SCHEMAORG:
            return Content(encoded(schemaorg.dataset(kept[0], covered)), JSONLD.media_type, dict(VARY))
        if format_ is LINKSET:
            pages = [(place, landing(request, place, kept[0])) for place in ("/", "/catalog")]
            return _links(request, "/catalog", catalogue.CATALOGUE, pages)
        if format_ is HTML:
            found = {"editions": kept, "covered": covered, "dataset": schemaorg.dataset(kept[0], covered)}
            return html("catalog.html", landing(request, "/catalog", kept[0]), **found, version=view.version, day=day)
        return _graph(request, catalogue.triples(kept, covered), format_, "/catalog", catalogue.CATALOGUE)

    return await _respond(request, format_.name, make)


async def description(request: Request) -> Response:
    """The description in VoID; a page of it there is none, the catalogue is for people."""
    format_ = _format(request, "/void", DESCRIBED)

    def make(view: View, day: str) -> Content:
        if format_ is LINKSET:
            return _links(request, "/void", void.VOID, [("/void", _told(request, "/void", void.VOID))])
        sizes = state_of(request).pages["sizes"]
        made = void.triples(view, editions(view.snapshot)[0], queries(), sizes)
        return _graph(request, made, format_, "/void", void.VOID)

    return await _respond(request, format_.name, make)


async def well_known(request: Request) -> Response:
    """303 from where VoID is looked for to where it is."""
    return _see_other("/void", request.url.query)


async def graph(request: Request) -> Response:
    """303 from the IRI of a named graph to the description in VoID, which tells of it."""
    iri = f"{BASE}graph/{request.path_params['name']}"
    view = await run_in_threadpool(state_of(request).versions.of, request.query_params.get("version"))
    if iri not in view.snapshot.graphs:
        raise Problem(404, f"There is no such graph. Named graphs: {', '.join(view.snapshot.graphs)}.")
    return _see_other("/void", request.url.query)


async def dataset(request: Request) -> Response:
    """303 from the IRI of a snapshot, or of the series of them, to the catalogue that describes it."""
    version = request.path_params.get("version")
    return _see_other("/catalog", f"version={version}" if version else request.url.query)


def elsewhere(request: Request) -> Response | None:
    """303 to the catalogue for those who ask the home page for data; None for those who want the page."""
    format_ = choose(request.headers.get("accept"), OFFERED) or HTML
    if format_ is HTML:
        return None
    query = "&".join(part for part in (request.url.query, f"format={format_.name}") if part)
    return _see_other("/catalog", query)


def described(view: View) -> dict[str, Any]:
    """The dataset in the words of schema.org, to be embedded in the home page."""
    return schemaorg.dataset(editions(view.snapshot)[0], coverage(view, queries()))


def landing(request: Request, path: str, edition: Edition) -> list[Link]:
    """Links of the page at a path about a snapshot: to what describes it and to its files (FAIR Signposting).

    The addresses of its files have its version, whichever was asked for.
    """
    whole = (dump for dump in edition.dumps if dump.scope == WHOLE)
    files = [Link(f"/dumps/{edition.version}/{dump.name}", "item", catalogue.PACKINGS[dump.packing]) for dump in whole]
    return [*pinned(of_dataset(path, edition.iri), request.query_params.get("version")), *files]


def _see_other(path: str, query: str) -> Response:
    return RedirectResponse(f"{path}{'?' + query if query else ''}", HTTPStatus.SEE_OTHER, VARY)


def _format(request: Request, path: str, offered: tuple[Format, ...]) -> Format:
    """The format asked for: that of the suffix, of `?format=` or of Accept; the first offered where none fits."""
    stem, fixed = split(request.url.path)
    if stem != path:
        raise Problem(404, f"There is no such format. {path} has {', '.join(format_.name for format_ in offered)}.")
    asked = request.query_params.get("format")
    if fixed is not None:
        return JSONLD if fixed is JSON else fixed
    if asked is None:
        return choose(request.headers.get("accept"), offered) or offered[0]
    found = named(asked, (*offered, SCHEMAORG) if HTML in offered else offered)
    if found is None:
        raise Problem(400, f"There is no format {asked[:40]!r}: {', '.join(format_.name for format_ in offered)}.")
    return found


async def _respond(request: Request, variant: str, make: Callable[[View, str], Content]) -> Response:
    return await state_of(request).answer(request, variant, make)


def _told(request: Request, path: str, iri: str) -> list[Link]:
    """Links of what stands at a path: what it describes, its other formats, and the set of all links."""
    others = [Link(address(path, other), "alternate", other.media_type) for other in GRAPHS]
    told = [Link(iri, "describes"), *others, Link(address(path, LINKSET), "linkset", LINKSET.media_type)]
    return pinned(told, request.query_params.get("version"))


def _links(request: Request, path: str, iri: str, pages: list[tuple[str, list[Link]]]) -> Content:
    """The links of a description in each of its formats, after those of `pages`, as JSON (RFC 9264)."""
    told = [(address(path, format_), _told(request, path, iri)) for format_ in (*GRAPHS, JSON)]
    version = request.query_params.get("version")
    return linksets([(of_version(place, version), links) for place, links in (*pages, *told)])


def _graph(request: Request, triples: list[Triple], format_: Format, path: str, iri: str) -> Content:
    buffer = BytesIO()
    serialize(triples, WRITERS[format_.name], buffer, PREFIXES)
    place = of_version(address(path, format_), request.query_params.get("version"))
    headers = {**VARY, "Link": header(_told(request, path, iri)), "Content-Location": place}
    return Content(buffer.getvalue(), format_.content_type, headers)
