"""Memento (RFC 7089): what stood at an address on a day, over the snapshots that are kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from api.documents import describes, split
from api.errors import Problem
from api.links import Link, header, of_version
from api.responses import CHECK_EACH_TIME, Content, http_date
from api.state import State, state_of
from api.versions import View
from graph.changelog import entries
from graph.history import holding, since
from graph.namespaces import iri_of
from graph.snapshot import kept

LINKS = "application/link-format"


@dataclass(frozen=True)
class Memento:
    """A kept snapshot: its version, and when it came into use for the first time."""

    version: str
    time: datetime


Use = tuple[datetime, Memento]


def _uses(request: Request, path: str) -> list[Use]:
    """When which kept snapshot that has what stands at `path` came into use, in that order.

    The change log tells it; where there is none yet, only what the snapshot in use has is known. Raises Problem 404
    where none has it.
    """
    iri = iri_of(split(path)[0])
    if iri is None:
        raise Problem(404, f"There is no thing with versions at {path[:200]!r}: give the path of a page or a document.")
    state = state_of(request)
    log, view = entries(state.versions.folder), state.versions.current()
    first = {entry.version: entry.time for entry in reversed(log)}
    held = {
        one.version: Memento(one.version, first[one.version])
        for one in kept(state.versions.folder)
        if one.version in first
    }
    found = [(entry.time, held[entry.version]) for entry in holding(log, iri) if entry.version in held]
    if not log and iri not in view.retired and describes(view, state.pages["described"], iri):
        found = [(view.snapshot.built, Memento(view.version, view.snapshot.built))]
    if not found:
        raise Problem(404, f"No kept snapshot has {path[:200]!r}.", {"Vary": "accept-datetime"})
    return found


def _mementos(uses: list[Use]) -> list[Memento]:
    """Each snapshot once, in the order in which they came into use first."""
    return list(dict.fromkeys(found for _, found in uses))


def _path(request: Request) -> str:
    """The path of the original resource: as given, or the address on this host without the host."""
    given = str(request.path_params["path"])
    for scheme in ("http:/", "https:/"):  # Doubled slashes are led to single ones before.
        if given.startswith(scheme):
            return "/" + given.removeprefix(scheme).strip("/").partition("/")[2]
    return "/" + given


def _asked(request: Request) -> str:
    """What else than the version was asked for, as the end of an address: a part of the original resource."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "version"]
    return f"?{urlencode(pairs)}" if pairs else ""


def _frame(request: Request, address: str) -> list[Link]:
    """Links from any version of an address to the resource without versions, its TimeGate and its TimeMap.

    They are absolute, and so made for each answer: clients of Memento take no relative ones.
    """
    root = str(request.base_url).rstrip("/")
    original, gate = Link(f"{root}{address}", "original"), Link(f"{root}/timegate{address}", "timegate")
    return [original, gate, Link(f"{root}/timemap{address}", "timemap", LINKS)]


async def answer(request: Request, variant: str, make: Callable[[View, str], Content]) -> Response:
    """The answer that `State.answer` gives, with links to its other versions; Memento-Datetime where one was asked for.

    All of it is made in a thread: a version may have to be opened, and the change log read.
    """
    state = state_of(request)
    return await run_in_threadpool(lambda: _framed(request, state, state.made(request, variant, make)))


def _framed(request: Request, state: State, response: Response) -> Response:
    links = header(_frame(request, request.url.path + _asked(request)))
    own = response.headers.get("link")
    response.headers["Link"] = f"{own}, {links}" if own else links
    if "version" in request.query_params:
        found = state.versions.of(request.query_params["version"]).snapshot
        response.headers["Memento-Datetime"] = http_date(since(found))
    return response


def _listed(request: Request, address: str, found: list[Memento], chosen: int | None = None) -> list[str]:
    """Links to these versions, each with its place in the row; around the chosen one, where there is one, no others."""
    root, places = str(request.base_url).rstrip("/"), dict.fromkeys(range(len(found)), "")
    if chosen is not None:
        around = {0: "", chosen - 1: "prev ", chosen: "", chosen + 1: "next ", len(found) - 1: ""}
        places = {index: around[index] for index in sorted(around) if 0 <= index < len(found)}
    places[0] = "first " + places[0]
    places[len(found) - 1] += "last "
    return [
        f'<{root}{of_version(address, one.version)}>; rel="{place}memento"; datetime="{http_date(one.time)}"'
        for one, place in ((found[index], place) for index, place in places.items())
    ]


def wanted(value: str | None) -> datetime:
    """The day and time asked for with Accept-Datetime; the last there is without it.

    Raises Problem 400 for what is not written as RFC 1123 has it, in GMT (RFC 7089, section 2.1.1).
    """
    if value is None:
        return datetime.max.replace(tzinfo=UTC)
    try:
        found = parsedate_to_datetime(value) if value.endswith(" GMT") else None
    except ValueError:
        found = None
    if found is None or http_date(found) != value:  # A wrong day of the week is no date either.
        detail = "Accept-Datetime is no date: write it as HTTP does, such as Sun, 22 Nov 2026 12:00:00 GMT."
        raise Problem(400, detail, {"Vary": "accept-datetime"})
    return found


async def timegate(request: Request) -> Response:
    """302 to the version that stood on the day asked for: the last in use by then, or else the first of all."""
    path, day = _path(request), wanted(request.headers.get("accept-datetime"))
    uses = await run_in_threadpool(_uses, request, path)
    then = ([found for time, found in uses if time <= day] or [uses[0][1]])[-1]
    address, each = path + _asked(request), _mementos(uses)
    chosen = each.index(then)
    links = [*map(str, _frame(request, address)), *_listed(request, address, each, chosen)]
    headers = {"Vary": "accept-datetime", "Link": ", ".join(links), "Cache-Control": CHECK_EACH_TIME}
    return RedirectResponse(of_version(address, then.version), 302, headers)


async def timemap(request: Request) -> Response:
    """All versions of what stands at an address, as link-format."""
    path = _path(request)
    found = _mementos(await run_in_threadpool(_uses, request, path))
    root, address = str(request.base_url).rstrip("/"), path + _asked(request)
    original, gate, own = _frame(request, address)
    span = f'; from="{http_date(found[0].time)}"; until="{http_date(found[-1].time)}"'
    itself = Link(f"{root}/timemap{address}", "self", own.media_type)
    lines = [str(original), str(gate), f"{itself}{span}", *_listed(request, address, found)]
    return Response(",\n".join(lines) + "\n", headers={"Cache-Control": CHECK_EACH_TIME}, media_type=LINKS)
