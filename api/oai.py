"""OAI-PMH 2.0 at `/oai`: the six verbs over the things of the graph, as the change log last told of them.

A record is a thing; its datestamp is the time when anything in it last changed, be it the label of what it names.
Withdrawn things stay as deleted records for ever, in all sets in which they ever were.
Sets are jurisdictions. A record that leaves a set is told of in its other sets alone: the protocol has no word for it
but "deleted", by which who harvests several sets would drop a record that there still is. A list goes on with a token
that holds what was asked and where it was left, so the server keeps nothing: a thing that changes meanwhile moves
behind, and is given again, never left out.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api import elements
from api.cataloguing import INSTANCE, PREFIXED, item
from api.elements import Element, child
from api.following import Log, day, log
from api.protocol import parameters
from api.responses import CHECK_EACH_TIME
from api.selection import Fault, Row, known_prefix, selection, standing
from api.state import state_of
from graph.changelog import Entry
from graph.changes import Change
from graph.history import latest

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
PAGE = 100
"""Records an answer has; some 150 kB."""
LIST = ("metadataPrefix", "from", "until", "set", "resumptionToken")
ARGUMENTS = {
    "Identify": (),
    "ListMetadataFormats": ("identifier",),
    "ListSets": ("resumptionToken",),
    "GetRecord": ("identifier", "metadataPrefix"),
    "ListIdentifiers": LIST,
    "ListRecords": LIST,
}
"""Arguments of each verb."""
Given = dict[str, str]


async def oai(request: Request) -> Response:
    """The answer to a request of OAI-PMH, by GET or POST. Errors of the protocol are answers with status 200."""
    pairs = await parameters(request)
    state = state_of(request)
    address = str(request.url.replace(query=""))

    def make() -> bytes:
        return _answer(log(state), pairs, address, state.settings.contact)

    body = await run_in_threadpool(make)
    return Response(body, headers={"Cache-Control": CHECK_EACH_TIME}, media_type="text/xml; charset=utf-8")


def _answer(found: Log, pairs: list[tuple[str, str]], address: str, contact: str) -> bytes:
    namespaces = {"": NAMESPACE, "xsi": INSTANCE}
    top = elements.root("OAI-PMH", namespaces)
    top.set("xsi:schemaLocation", f"{NAMESPACE} {NAMESPACE}OAI-PMH.xsd")
    child(top, "responseDate", day(datetime.now(UTC)))
    asked = child(top, "request", address)
    try:
        verb, given = _asked(pairs)
        part = VERBS[verb](found, given, verb)
        for name, value in {"verb": verb, **given}.items():
            asked.set(name, elements.FORBIDDEN.sub("", value))
        if verb == "Identify":
            _identity(part, found, address, contact)
        top.append(part)
    except Fault as fault:
        if fault.code not in ("badVerb", "badArgument"):
            for name, value in pairs:
                asked.set(name, elements.FORBIDDEN.sub("", value))
        child(top, "error", str(fault), {"code": fault.code})
    return elements.document(top)


def _asked(pairs: list[tuple[str, str]]) -> tuple[str, Given]:
    """The verb and its arguments. Raises Fault badVerb or badArgument."""
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in ARGUMENTS:
        raise Fault("badVerb", f"Give one verb: {', '.join(ARGUMENTS)}.")
    given: Given = {}
    for name, value in pairs:
        if name == "verb":
            continue
        if name not in ARGUMENTS[verbs[0]] or name in given:
            raise Fault(
                "badArgument", f"{name[:40]}: {verbs[0]} takes {', '.join(ARGUMENTS[verbs[0]]) or 'nothing'}, once."
            )
        if not value and name != "resumptionToken":  # An empty token is told as a bad one.
            raise Fault("badArgument", f"{name} is empty: give it a value, or leave it out.")
        given[name] = value
    if "resumptionToken" in given and len(given) > 1:
        raise Fault("badArgument", "resumptionToken stands alone: it knows what was asked.")
    return verbs[0], given


def _identity(part: Element, found: Log, address: str, contact: str) -> None:
    told = {"repositoryName": "Comity", "baseURL": address, "protocolVersion": "2.0", "adminEmail": contact}
    told |= {
        "earliestDatestamp": day(found[0].time),
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
    }
    for name, value in told.items():
        child(part, name, value)


def _identify(_: Log, __: Given, verb: str) -> Element:
    return elements.root(verb, {})


def _formats(found: Log, given: Given, verb: str) -> Element:
    if "identifier" in given:
        _one(found, given["identifier"])
    part = elements.root(verb, {})
    for name, prefix in PREFIXED.items():
        node = child(part, "metadataFormat")
        for key, value in (
            ("metadataPrefix", name),
            ("schema", prefix.schema),
            ("metadataNamespace", prefix.namespace),
        ):
            child(node, key, value)
    return part


def _sets(found: Log, given: Given, verb: str) -> Element:
    if given:
        raise Fault("badResumptionToken", "All sets stand in one answer: ask without a token.")
    part = elements.root(verb, {})
    for iri, (_, mark) in sorted(latest(found).items()):
        if mark.kind == "jurisdiction":
            node = child(part, "set")
            child(node, "setSpec", iri.rpartition("/")[2])
            child(node, "setName", mark.label)
    return part


def _record(found: Log, given: Given, verb: str) -> Element:
    if len(given) != 2:
        raise Fault("badArgument", "GetRecord takes identifier and metadataPrefix.")
    known_prefix(given["metadataPrefix"])
    part = elements.root(verb, {})
    _write(part, found, _one(found, given["identifier"]), given["metadataPrefix"])
    return part


def _one(found: Log, identifier: str) -> Row:
    known = standing(found).get(identifier)
    if known is None:
        raise Fault(
            "idDoesNotExist", "There is no such record; identifiers are IRIs of things, as ListIdentifiers gives."
        )
    return known


def _list(found: Log, given: Given, verb: str) -> Element:
    """A page of headers or records, with the token of the next."""
    span = selection(given, found)
    rest = span.rows(found)
    if not rest:
        raise Fault("noRecordsMatch", "No record changed in that time in that set.")
    part = elements.root(verb, {})
    for row in rest[:PAGE]:
        if verb == "ListRecords":
            _write(part, found, row, span.prefix)
        else:
            _header(part, row)
    if span.given or len(rest) > PAGE:
        last = replace(span, after=rest[:PAGE][-1].place, given=span.given + PAGE)
        size = {"completeListSize": str(span.given + len(rest)), "cursor": str(span.given)}
        child(part, "resumptionToken", last.token if len(rest) > PAGE else None, size)
    return part


@lru_cache(maxsize=8)
def _page(entry: Entry, page: int) -> dict[str, Change]:
    return {change.thing: change for change in entry.page(page)}


def _header(parent: Element, row: Row) -> None:
    gone = {"status": "deleted"} if row.mark.outcome == "withdrawn" else {}
    header = child(parent, "header", None, gone)
    child(header, "identifier", row.mark.thing)
    child(header, "datestamp", day(row.time))
    for place in row.sets:
        child(header, "setSpec", place.rpartition("/")[2])


def _write(parent: Element, found: Log, row: Row, prefix: str) -> None:
    record, mark = child(parent, "record"), row.mark
    _header(record, row)
    if mark.outcome != "withdrawn":
        told = item(row.entry, mark, _page(row.entry, mark.page)[mark.thing], latest(found))
        PREFIXED[prefix].write(child(record, "metadata"), told)


VERBS: dict[str, Callable[[Log, Given, str], Element]] = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "GetRecord": _record,
    "ListIdentifiers": _list,
    "ListRecords": _list,
}
