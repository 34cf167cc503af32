"""The search page: hits by kind, for people, without a script."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api import search
from api.contract import PAGING, ROOT
from api.links import of_answer
from api.paging import described, span
from api.rendering import html
from api.resolution import resolution
from api.responses import Content
from api.schemaorg import webpage
from api.shaping import Record
from api.state import state_of
from api.versions import View
from graph.highlights import Match, Question
from graph.index import KINDS
from graph.search import Found, asked

A_KIND = 8
"""Hits shown of each kind where all kinds are shown."""
KNOWN = {**search.SEARCH, **PAGING}


@dataclass(frozen=True)
class Group:
    """Hits of one kind, each with the text that answers, and how many there are in all."""

    kind: str
    total: int
    hits: list[tuple[Record, Match]]


def _group(found: Found, kind: str, parts: list[str], lang: str | None) -> Group:
    question = Question(parts, found.similar, lang)
    hits = [(search.named(hit.entry, lang), question.best(hit.entry)) for hit in found.hits]
    return Group(kind, found.total, hits)


async def results(request: Request) -> Response:
    """The page: a form; below it the hits, by kind or of one kind, and what a citation names."""

    def make(view: View, day: str) -> Content:
        text = request.query_params.get("q", "").strip()
        context: dict[str, Any] = {"asked": text, "groups": [], "resolved": None, "kind": None, "page": None}
        context["markup"] = webpage("SearchResultsPage", "/search", "search")
        if text:
            parameters = search.given(request, KNOWN, "q")
            context |= _found(request, view, {**parameters, "q": text})
        relations = of_answer("", urlencode({"q": text}), f"{ROOT}/search") if text else []
        return html("search.html", relations, **context, version=view.version, day=day)

    return await state_of(request).answer(request, "html", make)


def _found(request: Request, view: View, parameters: dict[str, str]) -> dict[str, Any]:
    text, kind, lang = parameters["q"], search.only(parameters), search.language(parameters)
    parts = asked(text)
    resolved = resolution(view.search, text)
    context: dict[str, Any] = {"kind": kind, "resolved": resolved if resolved["outcome"] == "found" else None}
    if kind is not None:
        at = span(request, view.version)
        found = view.search.found(text, kind, at.start, at.limit)
        groups = [_group(found, kind, parts, lang)]
        context["page"] = described(found.total, at)
    else:
        found = view.search.found(text, limit=1)
        present = sorted(found.kinds, key=KINDS.index)
        groups = [_group(view.search.found(text, one, 0, A_KIND), one, parts, lang) for one in present]
    return {**context, "groups": groups, "kinds": found.kinds, "forgiven": [p for p in parts if p in found.similar]}
