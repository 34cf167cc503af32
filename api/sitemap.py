"""For crawlers: what pages there are, when each last changed, and which addresses are not worth their time."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from api import elements
from api.elements import child
from api.errors import Problem
from api.responses import CHECK_EACH_TIME, Content
from api.state import State, state_of
from api.versions import View
from graph.changelog import entries
from graph.history import modified, newest, until
from graph.namespaces import KINDS, path_of
from graph.queries import Query

LARGEST = 50_000
"""Addresses a sitemap may have (sitemaps.org)."""
XML = "application/xml"
NAMESPACES = {"": "http://www.sitemaps.org/schemas/sitemap/0.9"}
UNLISTED = ("/sparql?", "/search?", "/q/", "/timegate/", "/timemap/", "/*?version=", "/*?as_of=")
"""Addresses without number, of answers to questions nobody may ask again; what they lead to is in the sitemap."""
LISTED = ("/catalog?version=",)
"""Where the IRIs of kept snapshots lead: few, and read all the same, since the longer rule counts (RFC 9309, 2.2.2)."""


def _pages(view: View, described: Query) -> dict[str, list[tuple[str, datetime]]]:
    """Paths of the canonical pages with the day each last changed, by what stands at their beginning.

    A list changes with each thing of its kind, and when one comes or goes; the home page with everything. Things that
    were retired have no page.
    """
    found: dict[str, list[tuple[str, datetime]]] = {}
    changed = modified(view.snapshot)
    for row in view.store.rows(described.text):
        iri = row["thing"].value
        path = path_of(iri)
        if path is None or iri in view.retired:
            continue
        path = path.replace("#", "/")  # A term has a page of its own.
        found.setdefault(path.split("/")[1], []).append((path, changed(iri)))
    log = until(entries(view.snapshot.folder.parent), view.version)
    last = newest(log)
    for kind, plural in KINDS.items():
        if plural in found:
            found[plural].insert(0, (f"/{plural}", last.get(kind, view.snapshot.built)))
    return {"home": [("/", log[-1].time if log else view.snapshot.built)], **found}


def _parts(view: View, described: Query) -> Iterator[tuple[str, list[tuple[str, datetime]]]]:
    """Sitemaps by name, none larger than allowed."""
    for name, pages in _pages(view, described).items():
        for number, first in enumerate(range(0, len(pages), LARGEST), 1):
            yield f"{name}-{number}", pages[first : first + LARGEST]


def _written(top: str, element: str, entries: Iterable[tuple[str, datetime]]) -> Content:
    """A sitemap: an element for each address, with the day of the last change of what is there."""
    made = elements.root(top, NAMESPACES)
    for address, when in entries:
        entry = child(made, element)
        child(entry, "loc", address)
        child(entry, "lastmod", when.astimezone(UTC).isoformat())
    return Content(elements.document(made), XML)


def _index(view: View, described: Query, root: str) -> Content:
    parts = _parts(view, described)
    entries = ((f"{root}/sitemaps/{name}.xml", max(when for _, when in part)) for name, part in parts)
    return _written("sitemapindex", "sitemap", entries)


def _part(view: View, described: Query, root: str, name: str) -> Content:
    parts = dict(_parts(view, described))
    if name not in parts:
        raise Problem(404, f"There is no sitemap {name[:60]!r}. /sitemap.xml lists those there are.")
    return _written("urlset", "url", ((f"{root}{path}", when) for path, when in parts[name]))


def _asked(request: Request) -> tuple[State, str]:
    """The state, and the address of this site as the client knows it: a sitemap names whole addresses."""
    return state_of(request), str(request.base_url).rstrip("/")


async def index(request: Request) -> Response:
    """The sitemaps."""
    state, root = _asked(request)
    return await state.answer(request, root, lambda view, _: _index(view, state.pages["described"], root))


async def part(request: Request) -> Response:
    """One sitemap."""
    state, root = _asked(request)
    name = request.path_params["name"]
    return await state.answer(request, root, lambda view, _: _part(view, state.pages["described"], root, name))


async def robots(request: Request) -> Response:
    """What crawlers may read, and where the sitemap is."""
    _, root = _asked(request)
    rules = [*(f"Disallow: {address}" for address in UNLISTED), *(f"Allow: {address}" for address in LISTED)]
    lines = ["User-agent: *", *rules, "", f"Sitemap: {root}/sitemap.xml"]
    return Response("\n".join(lines) + "\n", headers={"Cache-Control": CHECK_EACH_TIME}, media_type="text/plain")
