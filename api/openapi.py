"""The OpenAPI document: operations with the schemas of what they take and give, and answers taken from the graph."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api import glossary, parameters
from api.bodies import bodies
from api.contract import COMMON as TAKEN
from api.contract import ROOT, Operation
from api.editions import LICENSE
from api.figures import figures
from api.given import single
from api.negotiation import JSON, JSONLD
from api.references import CSL
from api.resources import Resource
from api.responses import Content, encoded
from api.samples import sample
from api.schemas import COMMON, Schema
from api.shaping import Record
from api.state import State, state_of
from api.things import things
from api.versions import View

INTRODUCTION = """Comity records who decided what against whom in
cross-border privacy enforcement, and whether it stood.

Every answer is of one snapshot, named in `version` and in the header Comity-Version; with `version=` it never changes.
`as_of` asks for the status on a day, not on one to come (422): what will be in force then is not known.
What is null or absent is not known, which does not mean that it did not happen.
Lists come in pages: follow `page.next`. Errors are problem documents (RFC 9457) that say what to do."""
TAGS = {
    "decisions": "Acts of authorities and courts, and complaints, with measures, legal bases, status and sources.",
    "cases": "All decisions on the same conduct of the same company; compared and told in order.",
    "authorities": "Supervisory authorities, courts, boards and other regulators, with how far each is covered.",
    "jurisdictions": "Legal orders: states, parts of states, and the Union.",
    "companies": "Companies, public bodies and organisations addressed by a decision or taking part in it.",
    "legal-bases": "Provisions that decisions find infringed, apply, rely on or reject.",
    "instruments": "The laws in which these provisions stand.",
    "sources": "Documents that are evidence for what is recorded.",
    "queries": "Example queries of the SPARQL endpoint as operations with typed parameters.",
    "search": "Finding things by words, while typing, and by citation.",
    "stats": "Sums of fines, durations, appeals and powers, each number with the acts behind it.",
}
PROBLEMS = {
    400: "The format asked for is unknown.",
    404: "There is no such thing, or no such snapshot is kept.",
    406: "None of the formats here is one that Accept takes.",
    409: "The cursor is of another list or snapshot: begin again without it, or repeat what it was given for.",
    412: "What If-Match or If-Unmodified-Since holds to be here is not.",
    413: "The list is too long for one file: narrow it, ask for pages, or take a dump.",
    414: "The address or a parameter of it is too long.",
    422: "A parameter is unknown, missing, given twice, or its value does not fit.",
    429: "Too many requests in a minute; Retry-After says when to try again.",
    500: "Something failed here. request_id finds it in our log.",
    503: "No snapshot or store is ready; Retry-After says when to try again.",
}
SOME: Mapping[int, Callable[[Operation], bool]] = {
    409: lambda one: "cursor" in one.words,
    413: lambda one: "cursor" in one.words and len(one.formats) > 1,
}
"""Operations that may end in a problem, where these are not all: those with pages, and those with files of them."""
HEADERS: Mapping[str, Schema] = {
    "ETag": {"description": "Tag of the answer, for If-None-Match.", "schema": {"type": "string"}},
    "Comity-Version": {"description": "Snapshot that the answer is made from.", "schema": {"type": "string"}},
    "X-Request-ID": {"description": "Name of this request, as given or made here.", "schema": {"type": "string"}},
    "RateLimit": {"description": "Requests left in this minute.", "schema": {"type": "string"}},
    "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 0}},
}
TELLING, REFUSING = ("ETag", "Comity-Version", "X-Request-ID", "RateLimit"), ("X-Request-ID", "Retry-After")
FORMS: Mapping[str, Schema] = {
    JSONLD.name: {"schema": {"type": "object"}},
    CSL.name: {"schema": {"type": "array", "items": {"type": "object"}}},
}
"""What is told of answers in formats that are JSON too; files have no schema."""


def document(
    operations: Sequence[Operation],
    resources: Mapping[str, Resource],
    view: View,
    words: glossary.Words,
    example: Callable[[Operation], Any],
) -> Record:
    """The whole document for a snapshot; `words` describe what is told, `example` gives an answer of an operation, or
    None."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Comity",
            "version": "1",
            "summary": "Cross-border privacy enforcement: who decided what against whom, and whether it stood.",
            "description": INTRODUCTION,
            "license": {"name": "Data: CC BY 4.0", "url": LICENSE},
        },
        "servers": [{"url": "/"}],
        "security": [],  # Nothing here needs a key, and nobody is asked who they are.
        "tags": [{"name": name, "description": words} for name, words in TAGS.items()],
        "paths": {ROOT + one.path: {"get": _operation(one, view, words, example(one))} for one in operations},
        "components": {
            "schemas": glossary.components({**COMMON, **things(resources), **bodies(), **figures()}, words),
            "headers": HEADERS,
            "responses": {_problem(status): _refusal(words) for status, words in PROBLEMS.items()},
        },
    }


def _problem(status: int) -> str:
    return f"Problem{status}"


def _headers(names: Sequence[str]) -> Record:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _refusal(words: str) -> Record:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": words, "headers": _headers(REFUSING), "content": content}


def _operation(one: Operation, view: View, words: glossary.Words, example: Any) -> Record:
    content: Record = {}
    for format_ in one.formats:
        content[format_.media_type] = FORMS.get(format_.name, {})
    content[JSON.media_type] = {"schema": glossary.told(one.answer, words, one.id)} | (
        {"example": example} if example is not None else {}
    )
    given: Record = {"description": one.summary, "headers": _headers(TELLING), "content": content}
    links = {**one.links, **({"next": _next(one)} if "cursor" in one.words else {})}
    answers: Record = {"200": {**given, **({"links": links} if links else {})}}
    for status in PROBLEMS:
        if status not in SOME or SOME[status](one):
            answers[str(status)] = {"$ref": f"#/components/responses/{_problem(status)}"}
    told = {"description": one.description} if one.description else {}
    return {
        "operationId": one.id,
        "tags": [one.tag],
        "summary": one.summary,
        **told,
        "parameters": _parameters(one, view),
        "responses": answers,
    }


def _next(one: Operation) -> Record:
    """The link to the next page: its cursor, and what this page was asked for."""
    asked = {name: f"$request.query.{name}" for name in one.words if name != "cursor"}
    told = "The next page; there is none where the cursor is null."
    taken = {"cursor": "$response.body#/page/cursor", **asked}
    return {"operationId": one.id, "description": told, "parameters": taken}


def _parameters(one: Operation, view: View) -> list[Record]:
    types = {**{name: {"schema": schema} for name, schema in parameters.COMMON.items()}, **one.types(view)}
    found: list[Record] = []
    for name in one.slots:
        shown = f", such as `{one.sample[name]}`" if name in one.sample else ""
        told = f"Name of it in addresses{shown}: {ROOT}/{one.path.split('/')[1]} lists all."
        given = {"name": name, "in": "path", "description": told, "required": True}
        found.append({**given, **types[name], **_sample(one, name)})
    for name, words in one.words.items():
        asked = {"name": name, "in": "query", "description": words, "required": name == one.required}
        found.append({**asked, **types[name], **_sample(one, name)})
    return found


def _sample(one: Operation, name: str) -> Record:
    return {"example": one.sample[name]} if name in one.sample else {}


def whole(request: Request, state: State, view: View) -> Record:
    """The document with examples; to be made in a thread, as these are."""
    words = glossary.words(view, state.pages["definitions"])
    return document(state.operations, state.resources, view, words, lambda one: sample(request.app, view, one))


async def contract(request: Request) -> Response:
    """The document for the snapshot asked for, with answers of the operations themselves."""
    state = state_of(request)

    def make(view: View, _: str) -> Content:
        return Content(encoded(whole(request, state, view)), JSON.media_type)

    return await state.answer(request, "json", make)


async def index(request: Request) -> Response:
    """What stands below ROOT: the contract, the page on it, and every address that needs no more than itself."""
    state = state_of(request)

    def make(view: View, _: str) -> Content:
        single(request, TAKEN)
        plain = [one for one in state.operations if not one.slots and not one.required]
        addresses = [{"url": ROOT + one.path, "summary": one.summary} for one in plain]
        told = {"contract": f"{ROOT}/openapi.json", "documentation": "/docs", "addresses": addresses}
        return Content(encoded({"data": told, "version": view.version}), JSON.media_type, steady=True)

    return await state.answer(request, "json", make)
