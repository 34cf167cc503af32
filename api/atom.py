"""The changes as Atom feeds (RFC 4287): of everything at `/feed.atom`, and of one case, company or jurisdiction."""

from starlette.requests import Request
from starlette.responses import Response

from api import elements
from api.editions import LICENSE
from api.elements import Element, child
from api.errors import Problem
from api.following import Log, change_iri, day, follow, host_of
from api.responses import Content, http_date
from graph.changelog import Entry, Mark
from graph.changes import LINKED
from graph.namespaces import BASE, KINDS, path_of, thing

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
LATEST = 100
"""Entries of a feed: what a reader shows; who needs all follows `/feed`."""
FOLLOWED = {KINDS[kind]: kind for kind in LINKED}
"""Plurals of the kinds that have feeds of their own."""
Told = list[tuple[Entry, Mark]]


async def everything(request: Request) -> Response:
    """The latest changes of all things, without the first load of the graph where more came after it."""
    host = host_of(request)

    def make(log: Log) -> Content:
        return _feed(f"{BASE}feed.atom", "Comity: what changed", "/", host, log, _latest(log, None))

    return await follow(request, host, make)


async def linked(request: Request, kind: str) -> Response:
    """The latest changes of a case, company or jurisdiction and of what is linked to it."""
    host, slug = host_of(request), request.path_params["slug"]
    iri = thing(kind, slug)

    def make(log: Log) -> Content:
        found = _latest(log, iri)
        names = [mark.label for _, mark in found if mark.thing == iri] or [
            mark.label for entry in log for mark in entry.marks if mark.thing == iri
        ]
        if not names:
            raise Problem(404, f"The change log tells of no {kind} {slug[:100]!r}.")
        return _feed(f"{iri}/feed.atom", f"Comity: {names[0]}", f"/{KINDS[kind]}/{slug}", host, log, found)

    return await follow(request, host, make)


def _latest(log: Log, iri: str | None) -> Told:
    """The changes of `iri` and of what is linked to it, or of all; newest first, LATEST of them at most.

    Terms, and what rules alone changed, are left out: nobody who reads news asks for them.
    """
    found: Told = []
    for entry in reversed(log):
        for mark in entry.marks:
            if mark.kind in KINDS and not mark.derived and (iri is None or iri in mark.links or iri == mark.thing):
                found.append((entry, mark))
                if len(found) == LATEST:
                    return found
    return found


def _feed(iri: str, title: str, path: str, host: str, log: Log, found: Told) -> Content:
    """The feed as XML. Its time is that of its newest change, so that it is the same until something changes."""
    updated = found[0][0].time if found else log[0].time
    root = elements.root("feed", {"": NAMESPACE})
    for name, text in (("id", iri), ("title", title), ("updated", day(updated))):
        child(root, name, text)
    author = child(root, "author")
    child(author, "name", "Comity")
    child(author, "uri", BASE)
    child(root, "rights", "CC BY 4.0")
    _link(root, "self", f"{host}{path.rstrip('/')}/feed.atom", MEDIA_TYPE)
    _link(root, "alternate", f"{host}{path}", "text/html")
    _link(root, "license", LICENSE, "text/html")
    for entry, mark in found:
        _entry(root, entry, mark, host)
    headers = {"Last-Modified": http_date(updated)}
    return Content(elements.document(root), f"{MEDIA_TYPE}; charset=utf-8", headers)


def _entry(root: Element, entry: Entry, mark: Mark, host: str) -> None:
    """One change: its id is that of the change and never comes back, its link leads to the thing."""
    node = child(root, "entry")
    iri, time = change_iri(entry.number, mark.thing), day(entry.time)
    words = f"{mark.kind.capitalize()} {mark.outcome} in version {entry.version}."
    title = f"{mark.label} ({mark.outcome})"
    told = {"id": iri, "title": title, "updated": time, "published": time, "summary": words}
    for name, text in told.items():
        child(node, name, text)
    for term in (mark.kind, mark.outcome):
        child(node, "category", None, {"term": term})
    _link(node, "alternate", f"{host}{path_of(mark.thing)}", "text/html")
    _link(node, "via", f"{host}/{iri.removeprefix(BASE)}", "text/turtle")


def _link(parent: Element, relation: str, address: str, media_type: str) -> None:
    child(parent, "link", None, {"rel": relation, "href": address, "type": media_type})
