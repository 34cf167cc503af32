"""The example queries over HTTP: each an endpoint with typed parameters, a page with a form, and an RDF document."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api import documents, entities, exports, parameters, unrecorded
from api.contract import COMMON, PAGING, ROOT, Operation, Operations, Types
from api.coverage import coverage
from api.endpoints import filters
from api.errors import Problem
from api.formats import TABLES, asked, words
from api.gaps import Gaps
from api.given import single
from api.names import Names
from api.negotiation import HTML, JSON, Format, choose
from api.paging import page
from api.profiles import chosen
from api.responses import Content, encoded
from api.schemas import answer, array, columns, ref
from api.shaping import Record, records, scalar
from api.state import State, state_of
from api.versions import View
from graph import examples
from graph.errors import ParameterError
from graph.queries import Parameter, Query
from graph.terms import Term, parse


def bound(example: Query, given: Mapping[str, str], day: str) -> str:
    """The text of an example with the values given; where it asks for a day in law, with `day` unless one is given.

    Raises ParameterError for an unknown parameter, one that is missing, or a value that does not fit its type.
    """
    values: dict[str, Term] = dict(example.values(given))
    if any(parameter.name == "as_of" for parameter in example.parameters):
        values.setdefault("as_of", parse("as_of", "date", day))
    return example.bind(values)


def answered(view: View, example: Query, given: Mapping[str, str], day: str) -> list[Record]:
    """The rows of an example as records, in its order, its columns named and nested as in the rest of the API."""
    return records(example, view.store.rows(bound(example, given, day)))


def described(example: Query) -> Record:
    """An example as a record: what it asks, what it takes and what it gives."""
    return {
        "iri": examples.iri(example.name),
        "url": f"/queries/{example.name}",
        "id": example.name,
        "label": example.title,
        "description": example.description or None,
        "unknowns": example.fields.get("unknowns"),
        "parameters": [_parameter(parameter) for parameter in example.parameters],
        "columns": [
            {"name": column.name, "type": column.kind, "required": column.required, "description": column.description}
            for column in example.columns
        ],
        "answer": f"{ROOT}/queries/{example.name}",
        "text": example.text,
    }


def _parameter(parameter: Parameter) -> Record:
    return {
        "name": parameter.name,
        "type": parameter.kind,
        "required": parameter.required,
        "description": parameter.description,
    }


def _example(state: State, name: str) -> Query:
    if name not in state.examples:
        raise Problem(404, f"There is no example query {name[:100]!r}. {ROOT}/queries lists those there are.")
    return state.examples[name]


def _given(request: Request, example: Query) -> dict[str, str]:
    """The parameters of an example in the address."""
    return filters(example, request, (*COMMON, *PAGING, "format"))


def _filled(given: Mapping[str, str]) -> dict[str, str]:
    """What a form gives: a field left empty is none."""
    return {name: value for name, value in given.items() if value}


def _missing(view: View, state: State, example: Query, given: Mapping[str, str]) -> list[Record]:
    """What the parameters of an example name and is not recorded."""
    things = unrecorded.of_query(view, state.resources, example, given)
    return things + unrecorded.of_words(view, state.pages["recorded"], example, given)


def rows_content(
    request: Request, state: State, example: Query, view: View, day: str, format_: Format = JSON
) -> Content:
    """A page of the rows of an example; as a table all of them, unless a page is asked for.

    What is asked of and not recorded here is told in `unknown`, and what an empty answer means in `coverage`.
    """
    given = _given(request, example)
    for name in given.keys() - _filled(given).keys():
        raise ParameterError(name, f"{name}: it is empty: leave it out, or write a value.")
    every = answered(view, example, given, day)
    limits = {name: [value] for name, value in given.items()}
    covering = None if every else coverage(view, state.resources["authorities"], limits)
    missing = _missing(view, state, example, given)
    if format_ is not JSON:
        return exports.rows(request, format_, example, every, view, day, Gaps(missing, None, covering))
    found, told, links = page(request, every, view.version)
    body: Record = {"data": found, "page": told}
    if missing:
        body["unknown"] = missing
    if covering is not None:
        body["coverage"] = covering
    body["version"] = view.version
    return Content(encoded(body), JSON.media_type, {**links, "Vary": "Accept"})


async def _rows(request: Request) -> Response:
    state = state_of(request)
    example = _example(state, request.path_params.get("name") or request.url.path.rpartition("/")[2])
    format_ = asked(request, TABLES)
    make = lambda view, day: rows_content(request, state, example, view, day, format_)  # noqa: E731
    return await state.answer(request, format_.name, make)


async def _list(request: Request) -> Response:
    state = state_of(request)

    def make(view: View, _: str) -> Content:
        single(request, COMMON)
        found = [described(example) for example in state.examples.values()]
        return Content(encoded({"data": found, "version": view.version}), JSON.media_type)

    return await state.answer(request, "json", make)


def router(found: Mapping[str, Query]) -> Operations:
    """Routes of the examples; the contract has each with its own parameters."""
    routes = Operations()
    every = "Example queries, with what each asks, takes and gives"
    told = "Each runs as it stands at /sparql too, and has a page with a form."
    routes.add(Operation("/queries", _list, every, "queries", COMMON, answer(array(ref("ExampleQuery"))), told))
    for name, example in found.items():
        taken = {parameter.name: parameter.description for parameter in example.parameters}
        one = Operation(
            f"/queries/{name}",
            _rows,
            example.title,
            "queries",
            taken | PAGING | COMMON | words(TABLES),
            answer(array(columns(example)), page=ref("Page"), unknown=array(ref("Unknown")), coverage=ref("Coverage")),
            example.description,
            types=_types(example),
            formats=TABLES,
            sample={"limit": 2},
        )
        routes.add(one)
    routes.also("/queries/{name}", _rows)
    return routes


def _types(example: Query) -> Types:
    return lambda _: parameters.of_query(example) | parameters.of_format(TABLES)


def _cells(view: View, example: Query, given: Mapping[str, str], day: str) -> list[list[Any]]:
    """The rows of an example as lists of values, in the order of its columns."""
    rows = view.store.rows(bound(example, given, day))
    return [[scalar(row.get(column.name), column.kind) for column in example.columns] for row in rows]


async def identifier(request: Request) -> Response:
    """303 from the IRI of an example to its page or document."""
    return await documents.see_other(request, examples.iri(request.path_params["name"]))


async def named(request: Request) -> Response:
    """From a short address, /conflicts or /coverage, to the page of the example of that name, with its parameters."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/queries{request.url.path}{query}", 307)


async def show(request: Request) -> Response:
    """An example: a page with a form and its answer, or an RDF document."""
    state = state_of(request)
    name, fixed = documents.split(request.path_params["name"])
    example = _example(state, name)
    format_ = fixed or choose(request.headers.get("accept"), documents.OFFERED) or HTML
    profile = chosen(request, state.pages)
    if format_ is JSON:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"{ROOT}/queries/{name}{query}", 303, {"Vary": "Accept"})

    def make(view: View, day: str) -> Content:
        if format_ is not HTML:
            return documents.described(request, view, examples.iri(name), f"/queries/{name}", format_, profile)
        given = _filled(_given(request, example))
        context: dict[str, Any] = {"unrecorded": _missing(view, state, example, given)}
        context |= {"example": example, "given": given}
        rows, text = _cells(view, example, given, day), bound(example, given, day)
        context |= {"rows": rows, "text": text, "names": Names(view, state.pages["names"], rows)}
        entity = entities.query(examples.iri(name), example.title, example.description, example.text)
        path, told = f"/queries/{name}", urlencode(given)
        return documents.page(request, "query.html", view, day, path, entity, told, **context)

    return await state.answer(request, f"{format_.name} {profile.name}", make)
