"""Comparisons over HTTP: a case, or any decisions a reader chose, as JSON and as a page."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pyoxigraph import NamedNode
from starlette.responses import Response

from api.comparison import comparison
from api.contract import COMMON, ROOT, Operation, Operations
from api.errors import Problem
from api.given import several
from api.links import of_answer
from api.matrix import COLUMNS, PARTS, compared
from api.names import Names
from api.pages import carried
from api.parameters import choice, thing, thing_slug
from api.rendering import html
from api.resources import Resource, completed
from api.responses import Content, encoded
from api.schemaorg import webpage
from api.schemas import answer, ref
from api.shaping import Record, own, records
from api.state import State, state_of
from api.tables import nearest, table
from api.versions import View
from graph.errors import ParameterError
from graph.terms import parse

FEWEST, MOST = 2, 20
"""Decisions one comparison can have: more than twenty columns nobody reads."""
WORDS = {"columns": f"What a column of the matrix stands for: {' or '.join(COLUMNS)}."}
DECISION = {"decision": f"A decision by its slug, given {FEWEST} to {MOST} times."}


def columns(given: Mapping[str, Sequence[str]], default: str) -> str:
    """What columns stand for. Raises ParameterError for what is none of COLUMNS."""
    name = given.get("columns", [default])[0]
    if name not in COLUMNS:
        raise ParameterError("columns", f"columns: {name[:40]!r} is none of these: {', '.join(COLUMNS)}.")
    return name


def chosen(slugs: Sequence[str]) -> list[NamedNode]:
    """The decisions with these slugs. Raises ParameterError for fewer than 2, more than 20, or one given twice."""
    if not FEWEST <= len(slugs) <= MOST:
        told = f"decision: give {FEWEST} to {MOST} of them, each as decision=slug; these are {len(slugs)}."
        raise ParameterError("decision", told)
    terms = [parse("decision", "decision", slug) for slug in slugs]
    if len(set(terms)) < len(terms):
        raise ParameterError("decision", "decision: give each of them once.")
    return [NamedNode(term.value) for term in terms]


def decisions(view: View, resource: Resource, terms: Sequence[NamedNode], day: str) -> list[Record]:
    """The records of decisions with what a comparison reads. Raises Problem 404 for one there is not."""
    query = resource.main
    rows = records(query, view.store.rows(query.bind(*[{"decision": term} for term in terms])))
    found = [own(row, "decision") for row in rows]
    missing = sorted({term.value for term in terms} - {act["iri"] for act in found})
    if missing:
        slugs, known = [iri.rpartition("/")[2] for iri in missing], table(view, resource.filters).ids
        near = list(dict.fromkeys(one for slug in slugs for one in nearest(slug, known)))
        meant = f" Nearest: {', '.join(near)}." if near else ""
        told = f"decision: there is none of these: {', '.join(slugs)[:200]}.{meant} /api/v1/decisions lists all."
        raise Problem(404, told, parameter="decision", nearest=near)
    completed(view, resource, found, day, PARTS)
    return found


def set_data(request: Request, state: State, view: View, day: str) -> Record:
    """The comparison of the decisions in the address."""
    given = several(request, (*DECISION, *WORDS, *COMMON), DECISION)
    by, resource = columns(given, "act"), state.resources["decisions"]
    terms = chosen(given.get("decision", []))
    return {"as_of": day, **compared(view, resource, decisions(view, resource, terms, day), by, day)}


async def _set(request: Request) -> Response:
    state = state_of(request)

    def make(view: View, day: str) -> Content:
        body = {"data": set_data(request, state, view, day), "version": view.version}
        return Content(encoded(body), "application/json")

    return await state.answer(request, "json", make)


async def _case(request: Request) -> Response:
    state, slug = state_of(request), request.path_params["slug"]

    def make(view: View, day: str) -> Content:
        by = columns(several(request, (*WORDS, *COMMON)), "jurisdiction")
        body = {"data": comparison(view, state.resources, slug, day, by), "version": view.version}
        return Content(encoded(body), "application/json")

    return await state.answer(request, "json", make)


async def page(request: Request) -> Response:
    """The page that compares the decisions in the address."""
    state = state_of(request)

    def make(view: View, day: str) -> Content:
        found = set_data(request, state, view, day)
        context: Record = {"compared": found, "asked": request.query_params.getlist("decision")}
        query = urlencode(request.query_params.multi_items())
        context |= {"markup": webpage("WebPage", f"/compare?{query}", "comparison"), "query": query}
        context["carry"] = carried(request)
        context["names"] = Names(view, state.pages["names"], found)
        relations = of_answer("/compare", query, f"{ROOT}/compare")
        return html("compare.html", relations, **context, version=view.version, day=day)

    return await state.answer(request, "html", make)


def router() -> Operations:
    """The routes of comparisons, documented."""
    routes = Operations()
    told = (
        "A cell is found, not found or not recorded; not recorded does not mean no. Where columns are jurisdictions "
        "it is the answer that stands on the day: set aside where all that was found was annulled or withdrawn and no "
        "other stands. An act gives one answer to a question; what a later act did names the part it is on (`of`). "
        "Evidence stands in matrix.sources."
    )
    acts = {"type": "array", "items": thing("decision"), "minItems": FEWEST, "maxItems": MOST, "uniqueItems": True}
    types: dict[str, dict[str, Any]] = {
        "columns": {"schema": choice(COLUMNS)},
        "decision": {"schema": acts, "explode": True},
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
