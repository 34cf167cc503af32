"""The SPARQL 1.1 Protocol: what a request holds, wherever the protocol lets it stand."""

import asyncio
from collections.abc import Sequence
from email.message import Message
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from api.errors import Problem
from api.state import state_of

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UTF8 = ("utf-8", "utf8")
PATIENCE = 10.0
"""Seconds in which a body must have come."""
CLOSE = {"Connection": "close"}
"""Of an answer to a request whose body was not read to its end: what follows would be taken for the next request."""


async def parameters(request: Request) -> list[tuple[str, str]]:
    """The parameters of the request. Raises Problem 400, 408, 413 or 415 for a body that cannot be read."""
    given = _decoded(request.scope["query_string"])
    if request.method in ("GET", "HEAD"):
        return given
    media_type, charset = _content_type(request)
    if media_type not in (FORM, DIRECT):
        raise Problem(415, f"Send the query as {FORM} or {DIRECT}, and say so in Content-Type.")
    if charset not in UTF8:
        raise Problem(415, "Send the query in UTF-8.")
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("identity", ""):
        raise Problem(415, "Send the body as it is, without Content-Encoding.", {"Accept-Encoding": "identity"})
    body = await _body(request, state_of(request).settings.body_bytes)
    if media_type == FORM:
        return given + _decoded(body)
    return [*given, ("query", _text(body))]


def values(given: Sequence[tuple[str, str]], wanted: str) -> list[str]:
    """The values of a parameter, in their order."""
    return [value for name, value in given if name == wanted]


def _content_type(request: Request) -> tuple[str, str]:
    """Media type of the body, and its charset; other parameters do not count (RFC 9110, section 8.3.1)."""
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "")
    charset = header.get_param("charset", "utf-8")
    return header.get_content_type(), charset.strip().lower() if isinstance(charset, str) else ""


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise Problem(400, "The query is not UTF-8. Encode it as UTF-8.") from None


def _decoded(raw: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_text(raw), keep_blank_values=True, errors="strict", max_num_fields=100)
    except UnicodeDecodeError:
        raise Problem(400, "A parameter is not UTF-8 behind its percent signs. Encode it as UTF-8.") from None
    except ValueError:
        raise Problem(400, "There are more than 100 parameters.") from None


async def _body(request: Request, most: int) -> bytes:
    """The body, refused where it has more than `most` bytes or does not arrive in time; then the connection ends."""
    parts, size, declared = [], 0, request.headers.get("content-length", "")
    refusal = Problem(413, f"The body has more than {most:,} bytes. Shorten the query.", CLOSE)
    if declared.isdecimal() and int(declared[:20]) > most:
        raise refusal
    try:
        async with asyncio.timeout(PATIENCE):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise refusal
                parts.append(part)
    except TimeoutError:
        raise Problem(408, f"The body did not arrive within {PATIENCE:g} seconds.", CLOSE) from None
    except ClientDisconnect:
        raise Problem(400, "The connection ended before the body was complete.") from None
    return b"".join(parts)
