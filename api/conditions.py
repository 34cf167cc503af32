"""Conditions of requests (RFC 9110, section 13): what a client has, and what it holds to be there."""

from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

from api.errors import Problem

READING = ("GET", "HEAD")


def decided(
    request: Request, headers: Mapping[str, str], shown: Callable[[], datetime] | None = None
) -> Response | None:
    """What a request is answered with in place of the content that has these headers; None where that is to be sent.

    It is 304 where the client has it, by If-None-Match or, without one, If-Modified-Since. Before that, Problem 412 is
    raised where what the client holds to be there is not: by If-Match or, without one, If-Unmodified-Since (the order
    of section 13.2.2). Only who reads is asked for conditions; a time that is no date is ignored.

    `shown` gives since when all that the content shows is as it is, where that may be later than its Last-Modified:
    If-Modified-Since alone is then judged by that, since it would be told that a page is the same which is not.
    """
    if request.method not in READING:
        return None
    tag, modified = headers["ETag"], _time(headers.get("Last-Modified"))
    wanted, known = _listed(request, "if-match"), _listed(request, "if-none-match")
    if wanted is not None:
        if not (wanted == ["*"] or tag in wanted):  # Compared strongly: a weak tag is none of ours.
            raise Problem(412, "What is here has none of the tags in If-Match: ask for it anew, without that.")
    else:
        unmodified = _time(request.headers.get("if-unmodified-since"))
        if unmodified is not None and modified is not None and modified > unmodified:
            raise Problem(412, "It was modified since the time in If-Unmodified-Since: ask for it anew, without that.")
    if known is not None:
        has = known == ["*"] or tag in [one.removeprefix("W/") for one in known]
    else:
        since = _time(request.headers.get("if-modified-since"))
        has = since is not None and modified is not None and max(modified, shown() if shown else modified) <= since
    return Response(status_code=304, headers=dict(headers)) if has else None


def _listed(request: Request, name: str) -> list[str] | None:
    """The tags in a header, which may come several times; None where it does not come."""
    lines = request.headers.getlist(name)
    return [tag.strip() for line in lines for tag in line.split(",")] if lines else None


def _time(value: str | None) -> datetime | None:
    """A time as HTTP writes it; None for what is none."""
    try:
        found = parsedate_to_datetime(value or "")
    except ValueError:
        return None
    return found if found.tzinfo else None
