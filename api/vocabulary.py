"""The words of the graph: the ontology, each of its terms, and the concept schemes, as pages and as documents."""

import re

from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api import documents, entities, memento
from api.errors import Problem
from api.links import address, of_version
from api.names import Names
from api.negotiation import HTML, JSON, JSONLD, Format, choose
from api.profiles import chosen
from api.responses import Content
from api.shaping import Record, own, records
from api.state import State, state_of
from api.versions import View
from graph.namespaces import CONCEPT, ONTOLOGY, ONTOLOGY_DOCUMENT, path_of
from graph.queries import Query
from graph.shapes import shapes
from graph.snapshot import kept
from graph.store import Store

VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9a-f]{16})?")
Shown = tuple[Record, Record]
"""An entity of schema.org, and what else the template of its page needs."""


def _format(request: Request, fixed: Format | None) -> Format:
    """A format for what has no JSON record: JSON there means JSON-LD."""
    found = fixed or choose(request.headers.get("accept"), documents.OFFERED) or HTML
    return JSONLD if found is JSON else found


def _rows(store: Store, query: Query, **given: NamedNode) -> list[Record]:
    return records(query, store.rows(query.bind(given)))


def _node(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError:
        raise Problem(404, "There is no such term or concept. /ontology lists all.") from None


async def _answer(request: Request, iri: str, path: str, fixed: Format | None, template: str) -> Response:
    """The page about a term or concept, or its document; the page is what `_CONTEXTS` knows for the template."""
    state, format_ = state_of(request), _format(request, fixed)
    profile = chosen(request, state.pages)

    def make(view: View, day: str) -> Content:
        node = _node(iri)
        if format_ is not HTML:
            return documents.described(request, view, node.value, path, format_, profile)
        documents.require(request, view, iri, lambda new: path_of(new) or "/")
        entity, context = _CONTEXTS[template](view, state, node)
        return documents.page(request, template, view, day, path, entity, **context)

    return await memento.answer(request, f"{format_.name} {profile.name}", make)


async def ontology(request: Request) -> Response:
    """The ontology: documentation for people, RDF for programs."""
    path, fixed = documents.split(request.url.path)
    if path != "/ontology":
        raise Problem(404, "The ontology has no such format. /ontology lists those there are.")
    return await _answer(request, ONTOLOGY_DOCUMENT, path, fixed, "ontology.html")


async def term(request: Request) -> Response:
    """A term of the ontology, by the name it has in its namespace."""
    name, fixed = documents.split(request.path_params["name"])
    if VERSION.fullmatch(name):
        return await _version(request, name, fixed)
    return await _answer(request, ONTOLOGY + name, f"/ontology/{name}", fixed, "term.html")


async def _version(request: Request, name: str, fixed: Format | None) -> Response:
    """303 from a version IRI of the ontology to that version of it, in a kept snapshot that has it."""
    held = await run_in_threadpool(_having, state_of(request), name)
    place = of_version(address("/ontology", fixed or _format(request, None)), held)
    return RedirectResponse(place, 303, {"Vary": "Accept"})


def _having(state: State, name: str) -> str:
    """Version of the snapshot in use, or else of the newest kept one, that has that version of the ontology.

    Raises Problem 404 where none has.
    """
    used = state.versions.current().snapshot
    for one in (used, *reversed(kept(state.versions.folder))):
        if one.ontology == name:
            return one.version
    raise Problem(404, f"No kept snapshot has version {name[:60]} of the ontology; the one in use has {used.ontology}.")


async def concepts(request: Request) -> Response:
    """A concept or a scheme."""
    path, fixed = documents.split(request.path_params["path"])
    return await _answer(request, CONCEPT + path, f"/concepts/{path}", fixed, "concept.html")


def _of_ontology(view: View, state: State, _: NamedNode) -> Shown:
    terms = _merged([own(found, "term") for found in _rows(view.store, state.pages["terms"])])
    schemes = [own(found, "concept") for found in _rows(view.store, state.pages["concepts"])]
    names = Names(view, state.pages["names"], terms)
    entity = entities.term(ONTOLOGY_DOCUMENT, "Comity ontology", None)
    return entity, {"terms": terms, "schemes": schemes, "names": names}


def _merged(terms: list[Record]) -> list[Record]:
    """One record a term, with lists of the terms above it and of its examples."""
    found: dict[str, Record] = {}
    for each in terms:
        one = found.setdefault(each["iri"], {**each, "above": [], "examples": []})
        if each["above"] is not None and each["above"] not in one["above"]:
            one["above"].append(each["above"])
        if each["example"] is not None and each["example"] not in one["examples"]:
            one["examples"].append(each["example"])
    return list(found.values())


def _of_term(view: View, state: State, node: NamedNode) -> Shown:
    found = [own(each, "term") for each in _rows(view.store, state.pages["term"], term=node)]
    if not found:
        raise Problem(404, "There is no such term. /ontology lists all.")
    governing = [own(each, "shape") for each in _rows(shapes(), state.pages["shapes"], term=node)]
    entity = entities.term(node.value, found[0]["label"], found[0]["definition"], ONTOLOGY_DOCUMENT)
    return entity, {"term": found[0], "shapes": governing, **_used(view, state, node, found[0])}


def _of_concept(view: View, state: State, node: NamedNode) -> Shown:
    query = state.pages["concepts"]
    found = _rows(view.store, query, concept=node)
    if not found:
        members = [own(each, "concept") for each in _rows(view.store, query, scheme=node)]
        if not members:
            raise Problem(404, "There is no such concept. /ontology lists all.")
        return entities.term(node.value, members[0]["scheme"]["label"], None), {"found": members}
    one = own(found[0], "concept")
    entity = entities.term(node.value, one["label"], one["definition"], one["scheme"]["iri"])
    return entity, {"found": [one], **_used(view, state, node, one)}


def _used(view: View, state: State, node: NamedNode, record: Record) -> Record:
    """How often a term or concept is used in the facts, and some statements with it."""
    usage = _rows(view.store, state.pages["usage"], term=node)[0]
    instances = _rows(view.store, state.pages["instance"], term=node)
    names = Names(view, state.pages["names"], record, instances)
    return {"usage": usage, "instances": instances, "names": names}


_CONTEXTS = {"ontology.html": _of_ontology, "term.html": _of_term, "concept.html": _of_concept}
