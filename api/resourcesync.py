"""ResourceSync (ANSI/NISO Z39.99): the documents of all things, and which of them changed, for mirrors.

The resources are the N-Quads that the log has of each thing in its last change, at `/resources/…`: their bytes are
those that a hash was made of, for as long as nothing is said anew. Lists have all resources, and all changes since the
log began; one that is longer than a sitemap may be is an index of several.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from api import elements
from api.elements import Element, child
from api.errors import Problem
from api.following import Log, day, follow, host_of, thing_at
from api.negotiation import NQUADS
from api.responses import Content, http_date
from graph.changelog import Entry, Mark
from graph.history import latest
from graph.namespaces import BASE

SITEMAP, SYNC = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.openarchives.org/rs/terms/"
MEDIA_TYPE = "application/xml"
NAMED = re.compile(r"(?P<list>[a-z]+)(-(?P<part>[1-9][0-9]{0,5}))?")
"""A list, or a part of it."""
LISTS = ("capabilitylist", "resourcelist", "changelist")
MOST = 50_000
"""Addresses a list has: what one sitemap may have."""
Told = tuple[Entry, Mark]


async def description(request: Request) -> Response:
    """The well-known document: where what we are capable of is listed."""

    def make(_: Log) -> Content:
        top, _md = _document("description", None)
        _url(top, f"{host_of(request)}/resourcesync/capabilitylist.xml", {"capability": "capabilitylist"})
        return _content(top)

    return await follow(request, host_of(request), make)


async def listing(request: Request) -> Response:
    """The capability list; the list of resources or of changes, the index of it where it is long, or a part of it."""
    asked, host = NAMED.fullmatch(request.path_params["name"]), host_of(request)
    name, number = (asked["list"], asked["part"]) if asked else ("", None)
    if name not in LISTS:
        raise Problem(404, f"There is no such list. Lists: {', '.join(LISTS)}.")

    def make(log: Log) -> Content:
        if name == "capabilitylist":
            return _capabilities(host)
        parts = _parts(_resources(log) if name == "resourcelist" else _changes(log))
        which = int(number or 1)
        if len(parts) == 1 and not number:
            return _list(host, name, log, parts, 1)
        if which > len(parts) or len(parts) == 1:
            raise Problem(404, f"The list has no part {number}: /resourcesync/{name}.xml tells of all.")
        return _list(host, name, log, parts, which) if number else _index(host, name, log, parts)

    return await follow(request, host, make)


def _capabilities(host: str) -> Content:
    top, _ = _document("capabilitylist", None)
    child(top, "rs:ln", None, {"rel": "up", "href": f"{host}/.well-known/resourcesync"})
    for other in LISTS[1:]:
        _url(top, f"{host}/resourcesync/{other}.xml", {"capability": other})
    return _content(top)


def _resources(log: Log) -> Iterator[list[Told]]:
    yield from ([one] for one in latest(log).values() if one[1].outcome != "withdrawn")


def _changes(log: Log) -> Iterator[list[Told]]:
    yield from ([(entry, mark) for mark in entry.marks] for entry in log)


def _parts(groups: Iterable[list[Told]]) -> list[list[Told]]:
    """What is told, in lists of MOST at most. A group, as of changes at one time, is in one list that can hold it."""
    parts: list[list[Told]] = [[]]
    for group in groups:
        if parts[-1] and len(parts[-1]) + len(group) > MOST:
            parts.append([])
        for first in range(0, len(group), MOST):
            if len(parts[-1]) + len(group) - first > MOST and parts[-1]:
                parts.append([])
            parts[-1].extend(group[first : first + MOST])
    return parts


def _times(name: str, log: Log) -> dict[str, str]:
    """Of when a list is, or since when."""
    return {"at": day(log[-1].time)} if name == "resourcelist" else {"from": day(log[0].time)}


def _span(name: str, log: Log, parts: list[list[Told]], number: int) -> dict[str, str]:
    """The same of a part; and until when, where what comes next will not come to it."""
    told, part = _times(name, log), parts[number - 1]
    if name == "changelist" and number > 1:
        told["from"] = day(part[0][0].time)
    if name == "changelist" and number < len(parts):
        told["until"] = day(part[-1][0].time)
    return told


def _index(host: str, name: str, log: Log, parts: list[list[Told]]) -> Content:
    top, facts = _document(name, f"{host}/resourcesync/capabilitylist.xml", "sitemapindex")
    facts.attrib.update(_times(name, log))
    for number in range(1, len(parts) + 1):
        told = {"capability": name, **_span(name, log, parts, number)}
        _url(top, f"{host}/resourcesync/{name}-{number}.xml", told, element="sitemap")
    return _content(top)


def _list(host: str, name: str, log: Log, parts: list[list[Told]], number: int) -> Content:
    index = f"{host}/resourcesync/{name}.xml" if len(parts) > 1 else None
    top, facts = _document(name, f"{host}/resourcesync/capabilitylist.xml", index=index)
    facts.attrib.update(_span(name, log, parts, number))
    for entry, mark in parts[number - 1]:
        told = {"change": VERBS[mark.outcome], "datetime": day(entry.time)} if name == "changelist" else {}
        if mark.outcome != "withdrawn":
            told |= sums(entry, mark.page)[mark.thing]
        _url(top, address(host, mark.thing), told, day(entry.time))
    return _content(top)


VERBS = {"created": "created", "updated": "updated", "withdrawn": "deleted"}
"""What became of a thing, as ResourceSync names it."""


async def resource(request: Request) -> Response:
    """What is said of a thing after its last change, as N-Quads. Raises Problem 410 for what was withdrawn."""
    thing = thing_at(request.path_params["name"])

    def make(log: Log) -> Content:
        entry, mark = latest(log).get(thing, (None, None))
        if entry is None or mark is None:
            raise Problem(404, "The change log tells of no such thing.")
        if mark.outcome == "withdrawn":
            raise Problem(410, f"This was withdrawn on {day(entry.time)}.")
        [state] = [body for iri, body in _bodies(entry, mark.page) if iri == thing]
        return Content(state, NQUADS.content_type, {"Last-Modified": http_date(entry.time)})

    return await follow(request, "", make)


def address(host: str, thing: str) -> str:
    """Where the N-Quads of a thing are."""
    return f"{host}/resources/{thing.removeprefix(BASE).replace('#', '/')}.nq"


def _bodies(entry: Entry, page: int) -> list[tuple[str, bytes]]:
    return [(one.thing, "".join(f"{line}\n" for line in one.state).encode()) for one in entry.page(page)]


@lru_cache(maxsize=1024)
def sums(entry: Entry, page: int) -> dict[str, dict[str, str]]:
    """Hash, length and type of what is said of each thing on a page of an entry."""
    return {
        thing: {
            "hash": f"sha-256:{hashlib.sha256(body).hexdigest()}",
            "length": str(len(body)),
            "type": NQUADS.media_type,
        }
        for thing, body in _bodies(entry, page)
    }


def _document(
    capability: str, up: str | None, element: str = "urlset", index: str | None = None
) -> tuple[Element, Element]:
    top = elements.root(element, {"": SITEMAP, "rs": SYNC})
    for relation, place in (("up", up), ("index", index)):
        if place is not None:
            child(top, "rs:ln", None, {"rel": relation, "href": place})
    return top, child(top, "rs:md", None, {"capability": capability})


def _url(top: Element, place: str, facts: dict[str, str], time: str | None = None, element: str = "url") -> None:
    node = child(top, element)
    child(node, "loc", place)
    if time is not None:
        child(node, "lastmod", time)
    child(node, "rs:md", None, facts)


def _content(top: Element) -> Content:
    return Content(elements.document(top), MEDIA_TYPE)
