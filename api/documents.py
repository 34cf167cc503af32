"""Linked data: `/id/…` redirects, and RDF documents about things, concepts and the ontology."""

from collections.abc import Sequence
from io import BytesIO

from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.errors import Problem
from api.linked import CONTEXT
from api.negotiation import DOCUMENTS, HTML, JSONLD, Format, choose
from api.responses import Content
from api.state import State, state_of
from api.versions import View
from graph.answers import GRAPHS as WRITERS
from graph.documents import canonical, serialize
from graph.namespaces import BASE, KINDS

VARY = {"Vary": "Accept"}


async def identifier(request: Request) -> Response:
    """303 from the IRI of a thing or concept to what describes it, in the format that fits Accept best."""
    kind, slug = request.path_params["kind"], request.path_params["slug"]
    if kind not in KINDS:
        raise Problem(404, f"There is no kind {kind[:60]!r}. Kinds: {', '.join(KINDS)}.")
    return see_other(request, f"/{KINDS[kind]}/{slug}")


async def concept(request: Request) -> Response:
    """303 from the IRI of a concept or scheme to its description."""
    return see_other(request, f"/concepts/{request.path_params['path']}")


def see_other(request: Request, path: str) -> Response:
    """303 to the page at `path`, or to the document beside it that fits Accept."""
    format_ = choose(request.headers.get("accept"), DOCUMENTS) or HTML
    suffix = f".{format_.suffix}" if format_.suffix else ""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{path}{suffix}{query}", 303, VARY)


def split(path: str, more: Sequence[Format] = ()) -> tuple[str, Format | None]:
    """A path without the suffix of a document or of a format in `more`, and that format; None where it has none."""
    for format_ in (*more, *DOCUMENTS):  # The longer suffix first: `.csl.json` ends as `.json` does.
        if format_.suffix and path.endswith(f".{format_.suffix}"):
            return path.removesuffix(f".{format_.suffix}"), format_
    return path, None


async def context(request: Request) -> Response:
    """The JSON-LD context of the JSON API."""
    made = Content(CONTEXT.read_bytes(), JSONLD.media_type)
    return await run_in_threadpool(state_of(request).answer, request, "jsonld", lambda view, day: made)


def links(path: str, iri: str) -> str:
    """The Link header of a document: what it describes, and the same in other formats."""
    shown = [f'<{iri}>; rel="describes"']
    for format_ in DOCUMENTS:
        address = f"{path}.{format_.suffix}" if format_.suffix else path
        shown.append(f'<{address}>; rel="alternate"; type="{format_.media_type}"')
    return ", ".join(shown)


def described(view: View, state: State, iri: str, path: str, format_: Format) -> Content:
    """The RDF document about `iri`. Raises Problem 404 where the graph says nothing of it."""
    name = "ontology" if iri == f"{BASE}ontology" else "document"
    query = state.pages[name]
    triples = canonical(view.store.triples(query.bind({"thing": NamedNode(iri)}) if query.parameters else query.text))
    if not triples:
        raise Problem(404, f"The graph says nothing of <{iri[:200]}>.")
    buffer = BytesIO()
    serialize(triples, WRITERS[format_.name], buffer)
    headers = {**VARY, "Link": links(path, iri), "Content-Location": f"{path}.{format_.suffix}"}
    return Content(buffer.getvalue(), format_.content_type, headers)
