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


def page(request: Request, found: list[Record]) -> tuple[list[Record], Record]:
    """The page of `found` that was asked for, and its description for `page` of the answer.

    Raises ParameterError for a limit outside 1 to 500 or a forged cursor.
    """
    text = request.query_params.get("limit", str(DEFAULT))
    if not re.fullmatch(r"[0-9]{1,6}", text) or not 1 <= int(text) <= MOST:
        raise ParameterError("limit", f"limit: {text[:20]!r} is not a number from 1 to {MOST}.")
    limit = int(text)
    cursor = request.query_params.get("cursor")
    start = _offset(cursor) if cursor is not None else 0
    if start > len(found):
        raise ParameterError("cursor", "cursor: it points behind the end of this list: begin again without it.")
    following = _cursor(start + limit) if start + limit < len(found) else None
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "cursor"]
    next_ = f"{request.url.path}?{urlencode([*kept, ('cursor', following)])}" if following else None
    described = {"total": len(found), "limit": limit, "cursor": following, "next": next_}
    return found[start : start + limit], described
