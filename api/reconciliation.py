"""Reconciliation (W3C Reconciliation Service API 0.2): the names in somebody's table matched with things of the graph.

OpenRefine and other clients read the manifest and then ask for candidates, previews, suggestions and values. JSONP,
which the specification leaves open, is not offered: every address may be read from scripts of other sites (CORS).
"""

import json
from collections.abc import Mapping

from pyoxigraph import NamedNode
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.batches import BATCH, batch
from api.budget import client
from api.days import given_day
from api.errors import Problem
from api.extension import SETTINGS, cell, extension
from api.protocol import FORM, parameters
from api.rendering import framed
from api.responses import Content, encoded, respond
from api.shaping import Record
from api.state import state_of
from api.suggestions import described, description
from api.versions import View
from api.wording import amount
from graph.candidates import RECONCILED
from graph.identifiers import iri_of
from graph.namespaces import ID, ONTOLOGY, path_of
from graph.properties import PROPERTIES, Type, labels, types, values
from graph.store import Value

WIDTH, HEIGHT = 430, 300


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
    state, who = state_of(request), client(request)

    def answer() -> Response:
        found = state.versions.of(request.query_params.get("version"))
        known = types(found.store, RECONCILED)
        if not asked:
            body = manifest(str(request.base_url).rstrip("/"), known)
        elif asked == ["extend"]:
            wanted = _read(given["extend"], "extend")
            state.requests.reserve(who, rows(wanted, "ids"))
            body = extension(found, known, wanted)
        else:
            wanted = _read(given["queries"], "queries")
            state.requests.reserve(who, rows(wanted))
            body = batch(found, known, wanted)
        content = Content(encoded(body), "application/json", state.requests.told(who) if asked else {})
        return respond(request, found, (content, content.etag), False)

    return await run_in_threadpool(answer)


def rows(asked: object, member: str = "") -> int:
    """How many rows of a table are asked about, each of which counts as a request; 1 for what is no such question."""
    found = asked.get(member) if member and isinstance(asked, dict) else asked
    return max(1, len(found)) if isinstance(found, dict | list) else 1


def _read(text: str, name: str) -> object:
    """The JSON in a parameter. Raises Problem 400 for anything else, and for text that cannot be sent back."""
    try:
        found: object = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Problem(400, f"{name}: this is not JSON in UTF-8, or it is nested too deeply.") from None
    return found


def _asked_for(request: Request) -> str:
    iri = iri_of(request.query_params.get("id", ""))
    if iri is None:
        raise Problem(404, "There is nothing with this id: give a kind and a slug, such as company/clearview-ai.")
    return iri


async def view(request: Request) -> Response:
    """To the page of the thing with the id given."""
    return RedirectResponse(path_of(_asked_for(request)) or "/", 303)


def _shown(value: Value, form: str, named: Mapping[str, str]) -> str:
    """A value as a reader of a preview sees it: an amount as on our pages, else the text of its cell."""
    if form == "decimal":
        return amount(value.value)
    one = cell(value, form, named)
    return str(one.get("name") or one.get("str") or one.get("date", "")[:10])


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
            shown = [_shown(value, property_.form, named) for value in mine.get(name, [])[:5] if value is not None]
            facts += [(property_.name, shown)] if shown else []
        context: Record = {
            "name": entry.label(),
            "description": description(entry),
            "url": path_of(iri),
            "facts": facts,
        }
        context["types"] = [known[name].name for name in sorted(classes) if name in known]
        return framed("preview.html", **context)

    return await state_of(request).answer(request, "html", make)
