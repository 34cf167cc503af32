"""Memento (RFC 7089): what stood at an address on a day, over the snapshots that are kept."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.documents import split
from api.errors import Problem
from api.links import Link, header
from api.responses import CHECK_EACH_TIME
from api.state import State, state_of
from graph.modified import built, descriptions, kept
from graph.namespaces import iri_of
from graph.snapshot import Snapshot

LINKS = "application/link-format"


def stamp(found: Snapshot) -> str:
    """When a snapshot was built, as HTTP writes it."""
    return format_datetime(built(found).astimezone(UTC), usegmt=True)


def _mementos(request: Request, path: str) -> list[Snapshot]:
    """Kept snapshots that have what stands at `path`, oldest first. Raises Problem 404 where none has."""
    iri = iri_of(split(path)[0])
    if iri is None:
        raise Problem(404, f"There is no thing with versions at {path[:200]!r}: give the path of a page or a document.")
    found = [one for one in kept(state_of(request).versions.folder) if iri in descriptions(one.nquads)]
    if not found:
        raise Problem(404, f"No kept snapshot has {path[:200]!r}.", {"Vary": "accept-datetime"})
    return found


def _path(request: Request) -> str:
    """The path of the original resource: as given, or the address on this host without the host."""
    given = str(request.path_params["path"])
    for scheme in ("http:/", "https:/"):  # Doubled slashes are led to single ones before.
        if given.startswith(scheme):
            return "/" + given.removeprefix(scheme).strip("/").partition("/")[2]
    return "/" + given


def _frame(request: Request, path: str) -> list[Link]:
    """Links from any version of `path` to the resource without versions, its TimeGate and its TimeMap.

    They are absolute, and so made for each answer: clients of Memento take no relative ones.
    """
    root = str(request.base_url).rstrip("/")
    original, gate = Link(f"{root}{path}", "original"), Link(f"{root}/timegate{path}", "timegate")
    return [original, gate, Link(f"{root}/timemap{path}", "timemap", LINKS)]


def framed(request: Request, response: Response, state: State) -> Response:
    """An answer with links to its other versions, and Memento-Datetime where a version was asked for."""
    links = header(_frame(request, request.url.path))
    own = response.headers.get("link")
    response.headers["Link"] = f"{own}, {links}" if own else links
    if "version" in request.query_params:
        version = request.query_params["version"]
        response.headers["Memento-Datetime"] = stamp(state.versions.of(version).snapshot)
    return response


def _memento(root: str, path: str, one: Snapshot, place: str) -> str:
    return f'<{root}{path}?version={one.version}>; rel="{place}memento"; datetime="{stamp(one)}"'


def _listed(request: Request, path: str, found: list[Snapshot]) -> list[str]:
    root, last = str(request.base_url).rstrip("/"), len(found) - 1
    places = {index: f"{'first ' if index == 0 else ''}{'last ' if index == last else ''}" for index in (0, last)}
    return [_memento(root, path, one, places.get(index, "")) for index, one in enumerate(found)]


def wanted(value: str | None) -> datetime:
    """The day and time asked for with Accept-Datetime; now where there is none. Raises Problem 400 for another text."""
    if value is None:
        return datetime.now(UTC)
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        detail = "Accept-Datetime is no date: write it as HTTP does, such as Sun, 22 Nov 2026 12:00:00 GMT."
        raise Problem(400, detail, {"Vary": "accept-datetime"}) from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def timegate(request: Request) -> Response:
    """302 to the version that stood on the day asked for: the last built by then, or else the first of all."""
    path, day = _path(request), wanted(request.headers.get("accept-datetime"))
    found = await run_in_threadpool(_mementos, request, path)
    then = [one for one in found if built(one) <= day] or found[:1]
    links = [*map(str, _frame(request, path)), *_listed(request, path, found)]
    headers = {"Vary": "accept-datetime", "Link": ", ".join(links), "Cache-Control": CHECK_EACH_TIME}
    return RedirectResponse(f"{path}?version={then[-1].version}", 302, headers)


async def timemap(request: Request) -> Response:
    """All versions of what stands at a path, as link-format."""
    path = _path(request)
    found = await run_in_threadpool(_mementos, request, path)
    root = str(request.base_url).rstrip("/")
    original, gate, own = _frame(request, path)
    span = f'; from="{stamp(found[0])}"; until="{stamp(found[-1])}"'
    itself = Link(f"{root}/timemap{path}", "self", own.media_type)
    lines = [str(original), str(gate), f"{itself}{span}", *_listed(request, path, found)]
    return Response(",\n".join(lines) + "\n", headers={"Cache-Control": CHECK_EACH_TIME}, media_type=LINKS)
