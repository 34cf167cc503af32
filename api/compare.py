"""Comparisons over HTTP: a case, or any decisions a reader chose, as JSON and as a page."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.comparison import comparison
from api.contract import COMMON, ROOT, Operation, Operations
from api.errors import Problem
from api.links import of_answer
from api.matrix import COLUMNS, PARTS, compared
from api.names import Names
from api.parameters import choice, thing, thing_slug
from api.rendering import html
from api.resources import Resource, completed
from api.responses import Content, encoded
from api.schemaorg import webpage
from api.schemas import answer, ref
from api.shaping import Record, own, records
from api.state import State, state_of
from api.versions import View
from graph.errors import ParameterError
from graph.terms import parse

FEWEST, MOST = 2, 20
"""Decisions one comparison can have: more than twenty columns nobody reads."""
WORDS = {"columns": f"What a column of the matrix stands for: {' or '.join(COLUMNS)}."}
DECISION = {"decision": f"A decision by its slug, given {FEWEST} to {MOST} times."}


def columns(request: Request, default: str) -> str:
    """What columns stand for. Raises ParameterError for what is none of COLUMNS, or given twice."""
    given = request.query_params.getlist("columns")
    if len(given) > 1:
        raise ParameterError("columns", "columns: give it once.")
    if given and given[0] not in COLUMNS:
        raise ParameterError("columns", f"columns: {given[0][:40]!r} is none of these: {', '.join(COLUMNS)}.")
    return given[0] if given else default


def chosen(request: Request) -> list[NamedNode]:
    """The decisions in the address. Raises ParameterError for fewer than 2, more than 20, or one given twice."""
    slugs = request.query_params.getlist("decision")
    if not FEWEST <= len(slugs) <= MOST:
        told = f"decision: give {FEWEST} to {MOST} of them, each as decision=slug; these are {len(slugs)}."
        raise ParameterError("decision", told)
    terms = [parse("decision", "decision", slug) for slug in slugs]
    if len(set(terms)) < len(terms):
        raise ParameterError("decision", "decision: give each of them once.")
    return [NamedNode(term.value) for term in terms]


def known(request: Request, names: Sequence[str]) -> None:
    """Raise ParameterError for a parameter that is none of `names` nor taken by every address."""
    for name in request.query_params:
        if name not in names and name not in COMMON:
            listed = ", ".join([*names, *COMMON])
            raise ParameterError(name, f"There is no parameter {name[:60]!r} here. Known: {listed}.")


def decisions(view: View, resource: Resource, terms: Sequence[NamedNode], day: str) -> list[Record]:
    """The records of decisions with what a comparison reads. Raises Problem 404 for one there is not."""
    query = resource.main
    rows = records(query, view.store.rows(query.bind(*[{"decision": term} for term in terms])))
    found = [own(row, "decision") for row in rows]
    missing = {term.value for term in terms} - {act["iri"] for act in found}
    if missing:
        slugs = ", ".join(sorted(iri.rpartition("/")[2] for iri in missing))
        told = f"decision: there is none of these: {slugs[:200]}. /api/v1/decisions lists all."
        raise Problem(404, told, parameter="decision")
    completed(view, resource, found, day, PARTS)
    return found


def set_data(request: Request, state: State, view: View, day: str) -> Record:
    """The comparison of the decisions in the address."""
    known(request, ("decision", "columns"))
    by, resource = columns(request, "act"), state.resources["decisions"]
    return {"as_of": day, **compared(view, resource, decisions(view, resource, chosen(request), day), by, day)}


async def _set(request: Request) -> Response:
    state = state_of(request)

    def make(view: View, day: str) -> Content:
        body = {"data": set_data(request, state, view, day), "version": view.version}
        return Content(encoded(body), "application/json")

    return await run_in_threadpool(state.answer, request, "json", make)


async def _case(request: Request) -> Response:
    state, slug = state_of(request), request.path_params["slug"]

    def make(view: View, day: str) -> Content:
        known(request, ("columns",))
        by = columns(request, "jurisdiction")
        body = {"data": comparison(view, state.resources, slug, day, by), "version": view.version}
        return Content(encoded(body), "application/json")

    return await run_in_threadpool(state.answer, request, "json", make)


async def page(request: Request) -> Response:
    """The page that compares the decisions in the address."""
    state = state_of(request)

    def make(view: View, day: str) -> Content:
        found = set_data(request, state, view, day)
        context: Record = {"compared": found, "asked": request.query_params.getlist("decision")}
        query = urlencode(request.query_params.multi_items())
        context |= {"markup": webpage("WebPage", f"/compare?{query}", "comparison"), "query": query}
        context["names"] = Names(view, state.pages["names"], found)
        relations = of_answer("/compare", query, f"{ROOT}/compare")
        return html("compare.html", relations, **context, version=view.version, day=day)

    return await run_in_threadpool(state.answer, request, "html", make)


def router() -> Operations:
    """The routes of comparisons, documented."""
    routes = Operations()
    told = (
        "A cell is found, not found or not recorded; not recorded does not mean no. Evidence stands in matrix.sources."
    )
    several = {"type": "array", "items": thing("decision"), "minItems": FEWEST, "maxItems": MOST, "uniqueItems": True}
    types: dict[str, dict[str, Any]] = {
        "columns": {"schema": choice(COLUMNS)},
        "decision": {"schema": several, "explode": True},
        "slug": {"schema": thing_slug()},
    }
    case = Operation(
        "/cases/{slug}/compare",
        _case,
        "A case across jurisdictions, side by side, as a matrix, with what diverges",
        "cases",
        WORDS | COMMON,
        answer(ref("CaseComparison")),
        told,
        types=lambda _: types,
        sample={"slug": "clearview-scraping"},
    )
    some = Operation(
        "/compare",
        _set,
        f"{FEWEST} to {MOST} decisions as a matrix, with what diverges",
        "decisions",
        DECISION | WORDS | COMMON,
        answer(ref("Comparison")),
        told,
        "decision",
        types=lambda _: types,
        sample={"decision": ["nl-ap-2024-clearview", "fr-cnil-2022-clearview"]},
    )
    routes.add(case)
    routes.add(some)
    return routes
