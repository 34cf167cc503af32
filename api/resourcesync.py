"""ResourceSync (ANSI/NISO Z39.99): the documents of all things, and which of them changed, for mirrors.

The resources are the N-Quads that the log has of each thing in its last change, at `/resources/…`: their bytes are
those that a hash was made of, for as long as nothing is said anew. A list has all of them: a sitemap may have 50,000.
"""

import hashlib
from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from api import elements
from api.elements import Element, child
from api.errors import Problem
from api.following import Log, day, follow, host_of, thing_at
from api.negotiation import NQUADS
from api.responses import Content, http_date
from graph.changelog import Entry
from graph.history import latest
from graph.namespaces import BASE

SITEMAP, SYNC = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.openarchives.org/rs/terms/"
MEDIA_TYPE = "application/xml"
LISTS = ("capabilitylist", "resourcelist", "changelist")
CHANGES = 50_000
"""Changes a list has, the latest ones: what one sitemap may have."""


async def description(request: Request) -> Response:
    """The well-known document: where what we are capable of is listed."""

    def make(_: Log) -> Content:
        top, _md = _document("description", None)
        _url(top, f"{host_of(request)}/resourcesync/capabilitylist.xml", {"capability": "capabilitylist"})
        return _content(top)

    return await follow(request, host_of(request), make)


async def listing(request: Request) -> Response:
    """The capability list, the list of resources or the list of changes."""
    name, host = request.path_params["name"], host_of(request)
    if name not in LISTS:
        raise Problem(404, f"There is no such list. Lists: {', '.join(LISTS)}.")

    def make(log: Log) -> Content:
        top, facts = _document(name, f"{host}/resourcesync/capabilitylist.xml")
        if name == "capabilitylist":
            child(top, "rs:ln", None, {"rel": "up", "href": f"{host}/.well-known/resourcesync"})
            for other in LISTS[1:]:
                _url(top, f"{host}/resourcesync/{other}.xml", {"capability": other})
        elif name == "resourcelist":
            facts.set("at", day(log[-1].time))
            for thing, (entry, mark) in latest(log).items():
                if mark.outcome != "withdrawn":
                    _url(top, address(host, thing), sums(entry, mark.page)[thing], day(entry.time))
        else:
            facts.set("from", day(log[0].time))
            for entry, mark in [(each, mark) for each in log for mark in each.marks][-CHANGES:]:
                told = {"change": VERBS[mark.outcome], "datetime": day(entry.time)}
                if mark.outcome != "withdrawn":
                    told |= sums(entry, mark.page)[mark.thing]
                _url(top, address(host, mark.thing), told, day(entry.time))
        return _content(top)

    return await follow(request, host, make)


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


def _document(capability: str, up: str | None) -> tuple[Element, Element]:
    top = elements.root("urlset", {"": SITEMAP, "rs": SYNC})
    if up is not None and capability != "capabilitylist":
        child(top, "rs:ln", None, {"rel": "up", "href": up})
    return top, child(top, "rs:md", None, {"capability": capability})


def _url(top: Element, place: str, facts: dict[str, str], time: str | None = None) -> None:
    node = child(top, "url")
    child(node, "loc", place)
    if time is not None:
        child(node, "lastmod", time)
    child(node, "rs:md", None, facts)


def _content(top: Element) -> Content:
    return Content(elements.document(top), MEDIA_TYPE)
