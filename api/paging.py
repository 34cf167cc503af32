"""Pages of a list: a limit, and a cursor that only we can read, bound to the list it was given for."""

import hashlib
import re
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from api.contract import COMMON, ROOT
from api.days import given_day
from api.errors import Problem
from api.shaping import Record
from api.state import state_of
from graph.errors import ParameterError
from graph.snapshot import versions as kept_versions

T = TypeVar("T")

DEFAULT, MOST = 50, 500
CURSOR = re.compile("([0-9a-f]{8})([0-9a-f]{16})([0-9a-f]{12})")
"""A cursor: where the page begins, the version, and what it is bound to. Clients need not know what stands in it."""
SAME = ("cursor", "limit", "fields", "include", "facets", *COMMON)
"""Parameters that change neither what a list holds nor its order; the version and the day are bound by themselves."""


@dataclass(frozen=True)
class Span:
    """Where a page begins (from 0), the records it may have, what its cursors are bound to, and the address of the
    list without a cursor."""

    start: int
    limit: int
    version: str
    bound: str
    address: str

    def cursor(self, start: int) -> str:
        """The cursor of the page that begins there."""
        return f"{start:08x}{self.version}{self.bound}"

    def page(self, start: int) -> str:
        """The address of the page that begins there."""
        return (
            f"{self.address}{'&' if '?' in self.address else '?'}cursor={self.cursor(start)}" if start else self.address
        )


def _bound(request: Request, day: str | None) -> str:
    """A word that is the same for two requests only where both ask for the same list in the same order."""
    kept = sorted((key, value) for key, value in request.query_params.multi_items() if key not in SAME)
    return hashlib.sha256(repr((request.url.path, kept, day)).encode()).hexdigest()[:12]


def _elsewhere(words: str) -> Problem:
    """A cursor well written, but of no page of this list: 409, so that a client can tell it from a malformed one."""
    return Problem(409, f"cursor: {words}", parameter="cursor")


def _start(request: Request, cursor: str, version: str, bound: str) -> int:
    match = CURSOR.fullmatch(cursor)
    if not match:
        raise ParameterError("cursor", "cursor: this is no cursor of ours: take it from `page.next` of a list.")
    start, its, list_ = match.groups()
    if its != version:
        kept = its in kept_versions(state_of(request).versions.folder)
        told = f"add version={its} to go on in it, or begin again" if kept else "that one is not kept, so begin again"
        raise _elsewhere(f"it is of snapshot {its}, and this is {version}: {told} without a cursor.")
    if list_ != bound:
        told = "repeat path, filters, sort and as_of as they were, or begin again without a cursor."
        raise _elsewhere(f"it was given for another list: {told}")
    return int(start, 16)


def span(request: Request, version: str, default: int = DEFAULT, day: str | None = None) -> Span:
    """The page asked for in a list of that version; `day` where the list hangs on a day that the address may not give.

    In the API the addresses of other pages name version and day, so that a walk ends in the list in which it began,
    whatever comes into use meanwhile.

    Raises ParameterError for a limit outside 1 to 500 or a malformed cursor, and Problem 409 for a cursor of another
    list or version.
    """
    text = request.query_params.get("limit", str(default))
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= MOST:
        raise ParameterError("limit", f"limit: {text[:20]!r} is not a number from 1 to {MOST}.")
    cursor, bound = request.query_params.get("cursor"), _bound(request, day)
    start = _start(request, cursor, version, bound) if cursor is not None else 0
    given = [(key, value) for key, value in request.query_params.multi_items() if key != "cursor"]
    if request.url.path.startswith(ROOT):
        as_of = given_day(request.query_params.get("as_of"))
        given = [pair for pair in given if pair[0] not in COMMON] + [("as_of", as_of), ("version", version)]
    kept = urlencode(given)
    return Span(start, int(text), version, bound, request.url.path + (f"?{kept}" if kept else ""))


def described(total: int, at: Span) -> Record:
    """The description of a page for `page` of the answer. Raises Problem 409 where it begins behind the end."""
    if at.start > total:
        raise _elsewhere("it points behind the end of this list: begin again without it.")
    following = at.start + at.limit
    more = following < total
    cursor, next_ = (at.cursor(following), at.page(following)) if more else (None, None)
    return {"total": total, "limit": at.limit, "cursor": cursor, "next": next_}


def links(total: int, at: Span) -> dict[str, str]:
    """The Link header (RFC 8288) that leads to the first, the previous and the next page; none for a list of one."""
    places = {"first": 0} if at.start or at.start + at.limit < total else {}
    if at.start:
        places["prev"] = max(0, at.start - at.limit)
    if at.start + at.limit < total:
        places["next"] = at.start + at.limit
    told = ", ".join(f'<{at.page(start)}>; rel="{name}"' for name, start in places.items())
    return {"Link": told} if told else {}


def page(request: Request, found: list[T], version: str) -> tuple[list[T], Record, dict[str, str]]:
    """The page of `found` that was asked for, its description, and its Link header. Raises as above."""
    at = span(request, version)
    return found[at.start : at.start + at.limit], described(len(found), at), links(len(found), at)
