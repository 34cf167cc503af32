"""Finding things over the JSON API: search, suggestions while typing, and the resolution of citations."""

import re
from collections.abc import Callable, Mapping

from fastapi import Request
from starlette.responses import Response

from api.contract import COMMON, PAGING, Operation, Operations, Route
from api.given import single
from api.paging import MOST, described, links, span
from api.parameters import WORDS as SOME
from api.parameters import choice
from api.resolution import resolution
from api.responses import Content, encoded
from api.schemas import TEXT, Schema, answer, array, mapped, record, ref
from api.shaping import Record, reference
from api.state import state_of
from api.versions import View
from graph.errors import ParameterError
from graph.highlights import Question
from graph.identifiers import LONGEST
from graph.index import KINDS, Entry
from graph.search import MOST_CHARACTERS, asked

DEFAULT = 20
"""Hits on a page of a search unless another number is asked for."""
SUGGESTIONS = 10

SEARCH = {
    "q": "Words to find, 1 to 24. The last may be unfinished; case, accents and small slips are forgiven.",
    "kind": f"Only things of this kind: {', '.join(KINDS)}.",
    "lang": "Language of the labels and texts shown where there are several, such as fr; nothing is left out by it.",
}
SUGGEST = {"q": "What has been typed so far.", "lang": SEARCH["lang"]}
RESOLVE = {
    "cite": "A number or citation: `SAN-2022-019`, `ECLI:EU:C:2024:834`, `C-446/21, EU:C:2024:834`, `C-97/23 P`, "
    "`[2023] UKFTT 819 (GRC)`, `doc. web 9751362`, `Binding Decision 1/2023`, `32016R0679`, `Art. 6(1)(f) GDPR`; or a "
    "name of ours: an IRI, the address of a page, a slug such as `nl-ap-2024-clearview`."
}

ORDER = "Best first. Each hit comes with the text of it that answers best, and where in that the words were found."
TYPED = "For a field that offers names while somebody writes. The last word may be unfinished."
"""What is told of an answer."""

HOSTED = "cite"
"""The parameter whose value may be an address on the host asked: then that host decides the answer as well."""

Make = Callable[[Request, View, Mapping[str, str]], Record]


def given(request: Request, known: Mapping[str, str], required: str) -> dict[str, str]:
    """The parameters in the address. Raises ParameterError for one that is unknown, given twice, or missing."""
    found = single(request, (*known, *COMMON))
    if required not in found:
        raise ParameterError(required, f"The parameter {required!r} is missing.")
    return found


def language(asked_for: Mapping[str, str]) -> str | None:
    """The language asked for. Raises ParameterError for what is no code of one."""
    code = asked_for.get("lang")
    if code is not None and not re.fullmatch(r"[a-z]{2,3}", code):
        raise ParameterError("lang", f"lang: {code[:20]!r} is no language: write its two letters, such as en or fr.")
    return code


def only(asked_for: Mapping[str, str]) -> str | None:
    """The kind asked for. Raises ParameterError for one that there is not."""
    kind = asked_for.get("kind")
    if kind is not None and kind not in KINDS:
        raise ParameterError("kind", f"kind: {kind[:40]!r} is no kind of what can be found: {', '.join(KINDS)}.")
    return kind


def named(entry: Entry, lang: str | None) -> Record:
    """What every answer says of an entry: iri, url, id, kind and label."""
    return {**reference(entry.iri), "kind": entry.kind, "label": entry.label(lang)}


def search(request: Request, view: View, parameters: Mapping[str, str]) -> Record:
    """A page of hits, with the text of each that answers best, and how many there are of each kind."""
    lang, at = language(parameters), span(request, view.version, DEFAULT)
    found = view.search.found(parameters["q"], only(parameters), at.start, at.limit)
    question = Question(asked(parameters["q"]), found.similar, lang)
    hits = []
    for hit in found.hits:
        match = question.best(hit.entry)
        matched: Record = {"field": match.field, "text": match.text, "language": match.language}
        matched["highlights"] = [list(pair) for pair in match.highlights]
        hits.append({**named(hit.entry, lang), "matched": matched, "score": round(hit.score, 3)})
    page = described(found.total, at)
    forgiven = [part for part in question.parts if part in found.similar]
    return {"data": hits, "page": page, "facets": {"kind": found.kinds}, "forgiven": forgiven}


def suggest(_: Request, view: View, parameters: Mapping[str, str]) -> Record:
    """The names that fit what has been typed so far, at most ten."""
    lang = language(parameters)
    found = view.search.found(parameters["q"], limit=SUGGESTIONS, fields=("name",))
    return {"data": [named(hit.entry, lang) for hit in found.hits]}


def resolve(request: Request, view: View, parameters: Mapping[str, str]) -> Record:
    """What a citation names."""
    return {"data": resolution(view.search, parameters["cite"], request.url.netloc)}


WORDS: Schema = {**SOME, "maxLength": MOST_CHARACTERS}
TYPES: dict[str, dict[str, Schema]] = {
    "q": {"schema": WORDS},
    "cite": {"schema": {**WORDS, "maxLength": LONGEST}},
    "kind": {"schema": choice(KINDS)},
    "lang": {"schema": {"type": "string", "pattern": "^[a-z]{2,3}$"}},
    "limit": {"schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": DEFAULT}},
}


def router() -> Operations:
    """The routes, documented."""
    routes = Operations()
    found = answer(
        array(ref("Hit")),
        page=ref("Page"),
        facets=record({"kind": mapped({"type": "integer"})}),
        forgiven=array(TEXT),
    )
    told = "Found, ambiguous, or not covered, which does not mean that it does not exist."
    texts = (
        "Words are looked for in names and numbers, authority, parties, place, case and year, headings, summaries and "
        "notes, those of the parts of an act (`part`: its orders, findings, evidence) among them. Names count for "
        "most. `matched` is the text that answers best. A ruling is found by the parties and numbers of its official "
        "`citation`, never by the name of a person alone."
    )
    things = "Things, concepts and terms that have all of some words"
    names = "Names that fit what has been typed so far, at most ten"
    cited = "What a number or citation names"
    for path, make, taken, required, summary, gives, description, value in (
        ("/search", search, SEARCH | PAGING, "q", things, found, f"{texts} {ORDER}", "clearview"),
        ("/suggest", suggest, SUGGEST, "q", names, answer(array(ref("Suggestion"))), TYPED, "clear"),
        ("/resolve", resolve, RESOLVE, "cite", cited, answer(ref("Resolution")), told, "Art. 6(1)(f) GDPR"),
    ):
        route, sample = _route(make, taken, required), {required: value}
        words = taken | COMMON
        one = Operation(
            path, route, summary, "search", words, gives, description, required, lambda _: TYPES, sample=sample
        )
        routes.add(one)
    return routes


def _route(make: Make, known: Mapping[str, str], required: str) -> Route:
    async def route(request: Request) -> Response:
        def content(view: View, _: str) -> Content:
            body = make(request, view, given(request, known, required))
            leads = links(body["page"]["total"], span(request, view.version, DEFAULT)) if "page" in body else {}
            return Content(encoded({**body, "version": view.version}), "application/json", leads, steady=True)

        variant = f"json {request.url.netloc}" if HOSTED in known else "json"
        return await state_of(request).answer(request, variant, content)

    return route
