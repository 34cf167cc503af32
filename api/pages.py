"""Pages for people: the same records as the JSON API, written by templates."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api import documents, harvest
from api.acts import dated, effects, taken
from api.citations import line, reference
from api.comparison import comparison
from api.endpoints import item_content
from api.errors import Problem
from api.following import modified
from api.formats import CITED
from api.lists import fitting
from api.names import Names
from api.negotiation import DOCUMENTS, GRAPHS, HTML, JSON, JSONLD, RESULTS, Format, choose
from api.references import REFERENCES
from api.rendering import html, rendered
from api.resources import Resource, completed, item, listed
from api.responses import Content
from api.shaping import Record, own, records
from api.state import State, state_of
from api.sums import fine_sums
from api.versions import View
from graph.namespaces import BASE, CONCEPT, ID, thing
from graph.queries import folder
from graph.terms import SLUG

RELATED = {
    "authority": "authority",
    "jurisdiction": "jurisdiction",
    "company": "company",
    "provision": "legal_basis",
    "instrument": "instrument",
    "source": "source",
}
"""Filter of the decisions that stand on the page of a thing of that kind."""


def error_page(request: Request, problem: dict[str, object]) -> str:
    """The page for an error."""
    return rendered("error.html", problem=problem, path=request.url.path, version=None, day=None).decode()


def carried(request: Request) -> str:
    """The day asked for, as the end of an address, so that links to other records keep it; "" if none was."""
    asked = request.query_params.get("as_of")
    return f"?{urlencode({'as_of': asked})}" if asked else ""


async def _respond(request: Request, variant: str, make: Callable[[View, str], Content]) -> Response:
    return await run_in_threadpool(state_of(request).answer, request, variant, make)


async def home(request: Request) -> Response:
    """The home page: what Comity is, what it holds, and where to begin."""
    other = harvest.elsewhere(request)
    if other is not None:
        return other
    state = state_of(request)

    def make(view: View, day: str) -> Content:
        counts = records(state.pages["counts"], view.store.rows(state.pages["counts"].text))[0]
        cases = listed(view, state.resources["cases"], fitting(view, state.resources["cases"]), day)
        cases.sort(key=lambda case: (-case["jurisdictions"], case["label"]))
        newest = fitting(view, state.resources["decisions"])[:8]
        latest = listed(view, state.resources["decisions"], newest, day)
        shown: dict[str, Any] = {"counts": counts, "cases": cases[:8], "latest": latest}
        return html("home.html", **shown, dataset=harvest.described(view), version=view.version, day=day)

    return await _respond(request, "html", make)


def resource_of(state: State, plural: str) -> Resource:
    """The resource whose pages stand under a plural. Raises Problem 404 where there is none."""
    if plural not in state.resources:
        raise Problem(404, f"There is no page /{plural[:60]}. Pages: /{', /'.join(state.resources)}.")
    return state.resources[plural]


async def one(request: Request) -> Response:
    """A thing: its page, its JSON record or its RDF document, by suffix or by Accept."""
    state = state_of(request)
    resource = resource_of(state, request.path_params["plural"])
    cited = REFERENCES if resource.kind in CITED else ()
    slug, fixed = documents.split(request.path_params["slug"], cited)
    format_ = fixed or choose(request.headers.get("accept"), DOCUMENTS) or HTML

    def make(view: View, day: str) -> Content:
        if format_ is JSON or format_ in cited:
            return item_content(request, state, resource, slug, view, day, format_)
        if format_ is not HTML:
            if not SLUG.fullmatch(slug):
                raise Problem(404, f"There is no {resource.kind} {slug[:100]!r}.")
            iri = thing(resource.kind, slug)
            return documents.described(view, state, iri, f"/{resource.plural}/{slug}", format_)
        return _page(view, state, resource, slug, day, carried(request))

    answer = await _respond(request, format_.name, make)
    version = request.query_params.get("version")
    answer.headers.update(modified(state, f"{ID}{resource.kind}/{slug}", version))
    return answer


def _page(view: View, state: State, resource: Resource, slug: str, day: str, carry: str) -> Content:
    path = f"/{resource.plural}/{slug}"
    record = item(view, resource, slug, day)
    context: dict[str, Any] = {"record": record, "resource": resource, "path": path, "carry": carry}
    if resource.kind == "case":
        template = "case.html"
        compared = comparison(view, state.resources, slug, day)
        compared["matrix"].pop("rows")  # The page tells what diverges; its table is one of its own.
        entries = compared["jurisdictions"] = _union_first(view, state, compared["jurisdictions"])
        decisions = [decision for entry in entries for decision in entry["decisions"]]
        fines = [fine for entry in entries for fine in entry["measures"]["fines"]]
        context |= {"compared": compared, "sums": fine_sums(fines), "effects": effects, "taken": taken}
        context["decisions"] = sorted(decisions, key=dated)
    elif resource.kind == "decision":
        template = "decision.html"
        given = {"decision": NamedNode(record["iri"])}
        for name, page, column in (("reports", "status-reports", "report"), ("kept", "claims-kept-here", "claim")):
            query = state.pages[page]
            context[name] = [own(row, column) for row in records(query, view.store.rows(query.bind(given)))]
        context["taken"] = taken
    else:
        template = "source.html" if resource.kind == "source" else "thing.html"
        filter_ = RELATED[resource.kind]
        fits = fitting(view, state.resources["decisions"], filter_, record["iri"])
        decisions = listed(view, state.resources["decisions"], fits, day)
        completed(view, state.resources["decisions"], decisions, day, ("status", "measures"))
        context |= {"decisions": decisions, "filter": filter_}
        context["claims"] = record.get("claims", [])
    if resource.kind in CITED:
        context["cited"] = line(reference(view, state.resources, resource.kind, record, day))
    names = Names(view, state.pages["names"], list(context.values()))
    made = html(template, names=names, version=view.version, day=day, **context)
    return Content(made.body, made.media_type, {**made.headers, "Link": documents.links(path, record["iri"])})


def _union_first(view: View, state: State, entries: list[Record]) -> list[Record]:
    """Entries of a comparison, those of the European Union and its members first, then by name."""
    places = state.resources["jurisdictions"]
    known = {place["id"]: place for place in listed(view, places, fitting(view, places), "")}

    def outside(slug: str) -> bool:
        place = known[slug]
        if slug == "eu" or place["member_of"] is not None:
            return False
        return place["part_of"] is None or outside(place["part_of"]["id"])

    for entry in entries:
        entry["outside"] = outside(entry["jurisdiction"]["id"])
    return sorted(entries, key=lambda entry: (entry["outside"], entry["jurisdiction"]["label"]))


async def ontology(request: Request) -> Response:
    """The ontology: documentation for people, RDF for programs."""
    state = state_of(request)
    path, fixed = documents.split(request.url.path)
    if path != "/ontology":
        raise Problem(404, "The ontology has no such format. /ontology lists those there are.")
    format_ = _graph_format(request, fixed)

    def make(view: View, day: str) -> Content:
        if format_ is not HTML:
            return documents.described(view, state, f"{BASE}ontology", path, format_)
        query = state.pages["terms"]
        terms = _merged([own(term, "term") for term in records(query, view.store.rows(query.text))])
        schemes = _concepts(view, state, {})
        names = Names(view, state.pages["names"], terms)
        context: dict[str, Any] = {"terms": terms, "schemes": schemes, "names": names, "path": path}
        return html("ontology.html", **context, version=view.version, day=day)

    return await _respond(request, format_.name, make)


def _merged(terms: list[Record]) -> list[Record]:
    """One record a term, with lists of the terms above it and of its examples."""
    found: dict[str, Record] = {}
    for term in terms:
        one = found.setdefault(term["iri"], {**term, "above": [], "examples": []})
        if term["above"] is not None and term["above"] not in one["above"]:
            one["above"].append(term["above"])
        if term["example"] is not None and term["example"] not in one["examples"]:
            one["examples"].append(term["example"])
    return list(found.values())


def _graph_format(request: Request, fixed: Format | None) -> Format:
    """A format for what has no JSON record: JSON there means JSON-LD."""
    found = fixed or choose(request.headers.get("accept"), DOCUMENTS) or HTML
    return JSONLD if found is JSON else found


def _concepts(view: View, state: State, given: dict[str, NamedNode]) -> list[Record]:
    """Concepts, each with its scheme."""
    query = state.pages["concepts"]
    return [own(concept, "concept") for concept in records(query, view.store.rows(query.bind(given)))]


async def concepts(request: Request) -> Response:
    """A concept or a scheme: its page or its RDF document."""
    state = state_of(request)
    path, fixed = documents.split(request.path_params["path"])
    format_ = _graph_format(request, fixed)
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
        context = {"examples": examples, "results": RESULTS, "graphs": GRAPHS}
        return html("sparql.html", **context, version=view.version, day=day)

    return await _respond(request, "html", make)
