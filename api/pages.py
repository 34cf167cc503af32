"""Pages for people: the same records as the JSON API, written by templates."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api import documents, harvest, links, memento
from api.acts import dated, effects, taken
from api.citations import line, reference
from api.comparison import comparison
from api.editions import editions
from api.endpoints import item_content
from api.entities import entity
from api.errors import Problem
from api.formats import CITED
from api.lists import fitting
from api.names import Names
from api.negotiation import GRAPHS, HTML, JSON, RESULTS, choose
from api.profiles import chosen
from api.references import REFERENCES
from api.rendering import html, rendered
from api.resources import Resource, completed, item, listed
from api.responses import Content
from api.rows import rows_of
from api.schemaorg import webpage
from api.shaping import Record, own, records
from api.state import State, state_of
from api.sums import fine_sums
from api.versions import View
from graph.namespaces import path_of, thing

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
    return await state_of(request).answer(request, variant, make)


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
        shown |= {"dataset": harvest.described(view), "version": view.version, "day": day}
        return html("home.html", harvest.landing(request, "/", editions(view.snapshot)[0]), **shown)

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
    format_ = fixed or choose(request.headers.get("accept"), documents.OFFERED) or HTML
    profile = chosen(request, state.pages)
    path, iri = f"/{resource.plural}/{slug}", thing(resource.kind, slug)

    def make(view: View, day: str) -> Content:
        if format_ not in (HTML, JSON, *cited):
            return documents.described(request, view, iri, path, format_, profile)
        documents.require(
            request, view, iri, lambda new: links.address(path_of(new) or "/", format_ if fixed else HTML)
        )
        if format_ is JSON or format_ in cited:
            made = item_content(request, state, resource, slug, view, day, format_)
            return documents.beside(request, made, view, iri, path, format_)
        return _page(request, view, state, resource, slug, day)

    return await memento.answer(request, f"{format_.name} {profile.name}", make)


def _page(request: Request, view: View, state: State, resource: Resource, slug: str, day: str) -> Content:
    path = f"/{resource.plural}/{slug}"
    record = item(view, resource, slug, day)
    context: dict[str, Any] = {"record": record, "resource": resource, "carry": carried(request)}
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
        for name, page, column in (("reports", "status-reports", "report"), ("kept", "claims-kept-here", "claim")):
            query = state.pages[page]
            found = rows_of(view, query, "decision", record["iri"])
            context[name] = [own(row, column) for row in records(query, found)]
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
    context["names"] = Names(view, state.pages["names"], list(context.values()))
    return documents.page(request, template, view, day, path, entity(resource.plural, record), **context)


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


async def editor(request: Request) -> Response:
    """The SPARQL editor: a form, and the example queries."""

    def make(view: View, day: str) -> Content:
        context: dict[str, Any] = {
            "examples": list(state_of(request).examples.values()),
            "results": RESULTS,
            "graphs": GRAPHS,
        }
        context["markup"] = webpage("WebPage", "/sparql", "SPARQL")
        return html("sparql.html", links.of_answer("/sparql"), **context, version=view.version, day=day)

    return await _respond(request, "html", make)
