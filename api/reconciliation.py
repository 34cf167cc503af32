"""Reconciliation (W3C Reconciliation Service API 0.2): the names in somebody's table matched with things of the graph.

OpenRefine and other clients read the manifest and then ask for candidates, previews, suggestions and values. JSONP,
which the specification leaves open, is not offered: every address may be read from scripts of other sites (CORS).
"""

import json
from collections.abc import Mapping
from typing import Any

from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.days import given_day, today
from api.errors import Problem
from api.extension import SETTINGS, cell, extension
from api.protocol import FORM, parameters
from api.rendering import framed
from api.responses import Content, encoded, respond
from api.shaping import Record
from api.state import state_of
from api.suggestions import class_name, described, description, kinds_of
from api.versions import View
from graph.candidates import RECONCILED, Candidate, Wanted, candidates
from graph.errors import ParameterError
from graph.identifiers import iri_of
from graph.namespaces import ID, ONTOLOGY, path_of
from graph.properties import PROPERTIES, Type, labels, types, values

BATCH = 50
"""Queries of a batch: OpenRefine sends 10."""
MOST_CANDIDATES, USUAL_CANDIDATES = 25, 10
MOST_GIVEN = 20
"""Properties of a query, and values of a property."""
WIDTH, HEIGHT = 430, 300
STRICTNESS = ("any", "all", "should")


def manifest(base: str, known: Mapping[str, Type]) -> Record:
    """The manifest of the service at `base`/reconcile."""
    service = f"{base}/reconcile"
    return {
        "versions": ["0.2"],
        "name": "Comity: cross-border privacy enforcement",
        "identifierSpace": ID,
        "schemaSpace": ONTOLOGY,
        "documentation": f"{base}/",
        "logo": f"{base}/static/icon.svg",
        "defaultTypes": [described(known[kind.capitalize()]) for kind in RECONCILED],
        "view": {"url": f"{service}/view?id={{{{id}}}}"},
        "preview": {"url": f"{service}/preview?id={{{{id}}}}", "width": WIDTH, "height": HEIGHT},
        "suggest": {
            what: {"service_url": base, "service_path": f"/reconcile/suggest/{what}"}
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": "/reconcile/properties"},
            "property_settings": SETTINGS,
        },
        "batchSize": BATCH,
    }


async def reconcile(request: Request) -> Response:
    """The manifest, or the answer to a batch of queries (`queries`) or to a data extension query (`extend`)."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.method == "POST" and media_type != FORM:
        raise Problem(415, f"Send `queries` or `extend`, as JSON in a form: {FORM}, and say so in Content-Type.")
    given = dict(await parameters(request))
    asked = [name for name in ("queries", "extend") if name in given]
    if len(asked) > 1 or (request.method == "POST" and not asked):
        raise Problem(400, "Give either `queries` or `extend`, as JSON in a form.")
    state = state_of(request)

    def answer() -> Response:
        found = state.versions.of(request.query_params.get("version"))
        known = types(found.store, RECONCILED)
        if not asked:
            body = manifest(str(request.base_url).rstrip("/"), known)
        elif asked == ["extend"]:
            body = extension(found, known, _read(given["extend"], "extend"))
        else:
            body = batch(found, known, _read(given["queries"], "queries"))
        content = Content(encoded(body), "application/json")
        return respond(request, found, (content, content.etag), False)

    return await run_in_threadpool(answer)


def _read(text: str, name: str) -> object:
    """The JSON in a parameter. Raises Problem 400 for anything else, and for text that cannot be sent back."""
    try:
        found: object = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Problem(400, f"{name}: this is not JSON in UTF-8, or it is nested too deeply.") from None
    return found


def batch(view: View, known: Mapping[str, Type], queries: object) -> Record:
    """Candidates for each query of a batch, under its name. Raises Problem 400 or 413, or ParameterError."""
    if not isinstance(queries, dict) or not all(isinstance(query, dict) for query in queries.values()):
        raise Problem(400, "queries: give an object that has a query, an object, under each name.")
    if len(queries) > BATCH:
        raise Problem(413, f"queries: there are {len(queries)}: send {BATCH} at a time.")
    read = {name: wanted(query, known) for name, query in queries.items()}
    found = {}
    for name, query in read.items():
        best: list[Candidate] = []
        for one in query:
            best = best or (candidates(view.search, view.store, one, today()) if one.kinds else [])
        found[name] = {"result": [told(candidate, known) for candidate in best]}
    return found


def wanted(query: dict[str, Any], known: Mapping[str, Type]) -> list[Wanted]:
    """What a query asks, and what to ask where nothing answers that (`type_strict: should` prefers a type only).

    Raises Problem 400 for another shape, ParameterError for a class or property that there is not, or a bad limit.
    """
    text, limit, strict = query.get("query") or "", query.get("limit"), query.get("type_strict") or "any"
    given = query.get("type") or []
    named = [one.get("id") if isinstance(one, dict) else one for one in (given if isinstance(given, list) else [given])]
    if not isinstance(text, str) or strict not in STRICTNESS or not all(isinstance(name, str) for name in named):
        raise Problem(
            400, "queries: `query` is text, `type` a class or a list of them, `type_strict` any, all or should."
        )
    if limit is None:
        limit = USUAL_CANDIDATES
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not limit >= 1:
        raise ParameterError("limit", "limit: it is a number of candidates, 1 or more.")
    names = frozenset(class_name(known, str(name)) for name in named)
    kinds = kinds_of(known, names) if names else RECONCILED
    evidence = _evidence(query.get("properties") or [])
    most = int(min(limit, MOST_CANDIDATES))
    strictly = Wanted(text, kinds, names, strict == "all", evidence, most)
    return [strictly, Wanted(text, evidence=evidence, limit=most)] if names and strict == "should" else [strictly]


def _evidence(given: object) -> Any:
    """Values by property. Raises Problem, and ParameterError for a property that there is not."""
    if not isinstance(given, list) or not all(
        isinstance(one, dict) and isinstance(one.get("pid"), str) for one in given
    ):
        raise Problem(400, "queries: `properties` is a list of objects with `pid` and `v`.")
    if len(given) > MOST_GIVEN:
        raise Problem(413, f"queries: there are {len(given)} properties: give {MOST_GIVEN} at most.")
    found = []
    for one in given:
        if one["pid"] not in PROPERTIES:
            known = ", ".join(PROPERTIES)
            raise ParameterError("pid", f"pid: there is no property {one['pid'][:60]!r}. Known: {known}.")
        stated = one.get("v")
        texts = [_text(value) for value in (stated if isinstance(stated, list) else [stated])[:MOST_GIVEN]]
        if any(texts):
            found.append((PROPERTIES[one["pid"]], tuple(text for text in texts if text)))
    return tuple(found)


def _text(value: object) -> str:
    """A value of a property as text: an entity by its id; "" for what is none."""
    if isinstance(value, dict):
        value = value.get("id") or value.get("name")
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)[:300].strip() if isinstance(value, str | int | float) else ""


def told(candidate: Candidate, known: Mapping[str, Type]) -> Record:
    """A candidate as the protocol tells it, its classes the narrowest first."""
    mine = [known[name] for name in sorted(candidate.types) if name in known]
    above = {name for one in mine for name in one.broader}
    features: list[Record] = [
        {"id": "name", "value": round(candidate.name, 2)},
        {"id": "identifier", "value": candidate.identified},
        *({"id": name, "value": agrees} for name, agrees in candidate.agrees.items()),
    ]
    return {
        "id": candidate.id,
        "name": candidate.entry.label(),
        "description": description(candidate.entry),
        "type": [described(one) for one in sorted(mine, key=lambda one: one.id in above)],
        "score": candidate.score,
        "match": candidate.match,
        "features": features,
    }


def _asked_for(request: Request) -> str:
    iri = iri_of(request.query_params.get("id", ""))
    if iri is None:
        raise Problem(404, "There is nothing with this id: give a kind and a slug, such as company/clearview-ai.")
    return iri


async def view(request: Request) -> Response:
    """To the page of the thing with the id given."""
    return RedirectResponse(path_of(_asked_for(request)) or "/", 303)


async def preview(request: Request) -> Response:
    """A small page on the thing with the id given, to be shown in a frame."""
    iri = _asked_for(request)
    day = given_day(request.query_params.get("as_of"))

    def make(found: View, _: str) -> Content:
        entry = found.search.thing(iri)
        if entry is None:
            raise Problem(404, f"There is no {iri.removeprefix(ID)[:100]!r} here.")
        slug, known = iri.removeprefix(ID), types(found.store, RECONCILED)
        mine = values(found.store, [slug], [*PROPERTIES, "type"], day)[slug]
        classes = {value.value.removeprefix(ONTOLOGY) for value in mine.pop("type", []) if value}
        named = labels(
            found.store, {value.value for one in mine.values() for value in one if isinstance(value, NamedNode)}
        )
        facts = []
        for name, property_ in PROPERTIES.items():
            cells = [cell(value, property_.form, named) for value in mine.get(name, [])[:5]]
            shown = [
                str(one.get("name") or one.get("str") or one.get("date", "")[:10] or one["float"])
                for one in cells
                if one
            ]
            facts += [(property_.name, shown)] if shown else []
        context: Record = {
            "name": entry.label(),
            "description": description(entry),
            "url": path_of(iri),
            "facts": facts,
        }
        context["types"] = [known[name].name for name in sorted(classes) if name in known]
        return framed("preview.html", **context)

    return await run_in_threadpool(state_of(request).answer, request, "html", make)
