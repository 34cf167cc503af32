"""Pages of a list: a limit, and a cursor that only we can read."""

import base64
import binascii
import re
from urllib.parse import urlencode

from starlette.requests import Request

from api.shaping import Record
from graph.errors import ParameterError

DEFAULT, MOST = 50, 500


def _cursor(offset: int) -> str:
    return base64.urlsafe_b64encode(f"o{offset}".encode()).decode().rstrip("=")


def _offset(cursor: str) -> int:
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        text = ""
    match = re.fullmatch(r"o([0-9]{1,9})", text)
    if not match or _cursor(int(match.group(1))) != cursor:
        raise ParameterError("cursor", "cursor: this is no cursor of ours: take it from `page.next` of a list.")
    return int(match.group(1))


def span(request: Request, default: int = DEFAULT) -> tuple[int, int]:
    """Where the page asked for begins (from 0), and the records it may have.

    Raises ParameterError for a limit outside 1 to 500 or a forged cursor.
    """
    text = request.query_params.get("limit", str(default))
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= MOST:
        raise ParameterError("limit", f"limit: {text[:20]!r} is not a number from 1 to {MOST}.")
    cursor = request.query_params.get("cursor")
    return (_offset(cursor) if cursor is not None else 0), int(text)


def described(request: Request, total: int, start: int, limit: int) -> Record:
    """The description of a page for `page` of the answer. Raises ParameterError where it begins behind the end."""
    if start > total:
        raise ParameterError("cursor", "cursor: it points behind the end of this list: begin again without it.")
    following = _cursor(start + limit) if start + limit < total else None
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "cursor"]
    next_ = f"{request.url.path}?{urlencode([*kept, ('cursor', following)])}" if following else None
    return {"total": total, "limit": limit, "cursor": following, "next": next_}


def page(request: Request, found: list[Record]) -> tuple[list[Record], Record]:
    """The page of `found` that was asked for, and its description. Raises ParameterError as the above."""
    start, limit = span(request)
    return found[start : start + limit], described(request, len(found), start, limit)
