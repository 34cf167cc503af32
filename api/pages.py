"""Pages for people: the same records as the JSON API, written by templates."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api import documents
from api.comparison import comparison
from api.endpoints import item_content
from api.errors import Problem
from api.negotiation import DOCUMENTS, HTML, JSON, Format, choose
from api.resources import Resource, completed, item, listed
from api.responses import Content
from api.shaping import Record, own, records
from api.state import State, state_of
from api.versions import View
from graph.namespaces import BASE, CONCEPT, thing
from graph.queries import folder

HERE = Path(__file__).resolve().parent
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
"""Pages load nothing from elsewhere, run no inline script, and cannot be framed."""
RELATED = {
    "authority": "authority",
    "jurisdiction": "jurisdiction",
    "company": "company",
    "provision": "legal_basis",
    "instrument": "instrument",
    "source": "source",
}
"""Filter of the decisions that stand on the page of a thing of that kind."""


@cache
def environment() -> Environment:
    """The templates, with everything escaped and a missing value an error."""
    found = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters["money"] = money
    found.filters["web"] = web
    return found


def money(value: Record | None) -> str:
    """Money as people read it: `EUR 30,500,000`, with cents only where there are any."""
    if value is None:
        return ""
    whole, _, cents = str(value["amount"]).partition(".")
    shown = f"{int(whole):,}" + (f".{cents}" if cents.strip("0") else "")
    return f"{value['currency']} {shown}" if value["currency"] else shown


def web(address: str | None) -> str | None:
    """An address that may stand in a link: http or https only, so that no script hides in it."""
    return address if address and address.startswith(("https://", "http://")) else None


def rendered(template: str, **context: Any) -> bytes:
    """The page that a template makes of a context."""
    return environment().get_template(template).render(**context).encode()


def html(template: str, **context: Any) -> Content:
    """A page with the headers that keep it safe."""
    return Content(rendered(template, **context), HTML.content_type, {**SECURITY, "Vary": "Accept"})


def error_page(request: Request, problem: dict[str, object]) -> str:
    """The page for an error."""
    return rendered("error.html", problem=problem, path=request.url.path).decode()


async def _respond(request: Request, variant: str, make: Callable[[View, str], Content]) -> Response:
    return await run_in_threadpool(state_of(request).answer, request, variant, make)


async def home(request: Request) -> Response:
    """The home page: what Comity is, what it holds, and where to begin."""
    state = state_of(request)

    def make(view: View, day: str) -> Content:
        counts = records(state.pages["counts"], view.store.rows(state.pages["counts"].text))[0]
        cases = listed(view, state.resources["cases"], {})
        cases.sort(key=lambda case: (-case["jurisdictions"], case["label"]))
        latest = listed(view, state.resources["decisions"], {})[:8]
        return html("home.html", counts=counts, cases=cases[:8], latest=latest, version=view.version, day=day)

    return await _respond(request, "html", make)


async def listing(request: Request) -> Response:
    """All things of a kind."""
    state = state_of(request)
    plural = request.path_params["plural"]
    resource = _resource(state, plural)

    def make(view: View, day: str) -> Content:
        given = {key: value for key, value in request.query_params.items() if key not in ("as_of", "version")}
        found = listed(view, resource, resource.main.values(given))
        return html("list.html", resource=resource, found=found, given=given, version=view.version, day=day)

    return await _respond(request, "html", make)


def _resource(state: State, plural: str) -> Resource:
    if plural not in state.resources:
        raise Problem(404, f"There is no page /{plural[:60]}. Pages: /{', /'.join(state.resources)}.")
    return state.resources[plural]


async def one(request: Request) -> Response:
    """A thing: its page, its JSON record or its RDF document, by suffix or by Accept."""
    state = state_of(request)
    resource = _resource(state, request.path_params["plural"])
    slug, fixed = documents.split(request.path_params["slug"])
    format_ = fixed or choose(request.headers.get("accept"), DOCUMENTS) or HTML

    def make(view: View, day: str) -> Content:
        if format_ is JSON:
            return item_content(request, resource, slug, view, day)
        if format_ is not HTML:
            iri = thing(resource.kind, slug)
            return documents.described(view, state, iri, f"/{resource.plural}/{slug}", format_)
        return _page(view, state, resource, slug, day)

    return await _respond(request, format_.name, make)


def _page(view: View, state: State, resource: Resource, slug: str, day: str) -> Content:
    path = f"/{resource.plural}/{slug}"
    common: dict[str, Any] = {"path": path, "version": view.version, "day": day, "link": documents.links}
    record = item(view, resource, slug, day)
    if resource.kind == "case":
        made = html("case.html", record=record, compared=comparison(view, state.resources, slug, day), **common)
    elif resource.kind == "decision":
        made = html("decision.html", record=record, **common)
    else:
        filter_ = RELATED[resource.kind]
        decisions = listed(view, state.resources["decisions"], {filter_: NamedNode(record["iri"])})
        completed(view, state.resources["decisions"], decisions, day, ("status", "measures", "respondents"))
        template = "source.html" if resource.kind == "source" else "thing.html"
        made = html(template, record=record, resource=resource, decisions=decisions, filter=filter_, **common)
    return Content(made.body, made.media_type, {**made.headers, "Link": documents.links(path, record["iri"])})


async def ontology(request: Request) -> Response:
    """The ontology: documentation for people, RDF for programs."""
    state = state_of(request)
    path, fixed = documents.split(request.url.path)
    format_ = fixed or _graph_format(request)

    def make(view: View, day: str) -> Content:
        if format_ is not HTML:
            return documents.described(view, state, f"{BASE}ontology", path, format_)
        query = state.pages["terms"]
        terms = [own(term, "term") for term in records(query, view.store.rows(query.text))]
        schemes = _concepts(view, state, {})
        return html("ontology.html", terms=terms, schemes=schemes, version=view.version, day=day)

    return await _respond(request, format_.name, make)


def _graph_format(request: Request) -> Format:
    """A format for what has no JSON record: JSON there means JSON-LD."""
    return choose(request.headers.get("accept"), [format_ for format_ in DOCUMENTS if format_ is not JSON]) or HTML


def _concepts(view: View, state: State, given: dict[str, NamedNode]) -> list[Record]:
    """Concepts, each with its scheme."""
    query = state.pages["concepts"]
    return [own(concept, "concept") for concept in records(query, view.store.rows(query.bind(given)))]


async def concepts(request: Request) -> Response:
    """A concept or a scheme: its page or its RDF document."""
    state = state_of(request)
    path, fixed = documents.split(request.path_params["path"])
    format_ = fixed if fixed not in (None, JSON) else _graph_format(request)
    assert format_ is not None  # noqa: S101 - the expression above gives one
    iri = CONCEPT + path

    def make(view: View, day: str) -> Content:
        node = _node(iri)
        if format_ is not HTML:
            return documents.described(view, state, node.value, f"/concepts/{path}", format_)
        found = _concepts(view, state, {"concept": node}) or _concepts(view, state, {"scheme": node})
        if not found:
            raise Problem(404, f"There is no concept {path[:100]!r}. /ontology lists all.")
        return html("concept.html", found=found, iri=iri, path=path, version=view.version, day=day)

    return await _respond(request, format_.name, make)


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise Problem(404, "There is no such concept. /ontology lists all.") from None


async def editor(request: Request) -> Response:
    """The SPARQL editor: a form, and the example queries."""

    def make(view: View, day: str) -> Content:
        examples = list(folder("examples").values())
        return html("sparql.html", examples=examples, version=view.version, day=day)

    return await _respond(request, "html", make)
