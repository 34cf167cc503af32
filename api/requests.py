"""Requests before they reach a route: a name for each, a length that they may have, and how many in a minute."""

import asyncio
import re
import uuid
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.budget import Budget, client
from api.contract import ROOT
from api.errors import Answer, Problem

NAME = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._:-]{1,128}")
"""Names that a client may give: what can stand in a header and in a line of a log."""
NOSNIFF = {"X-Content-Type-Options": "nosniff"}
"""On every answer, since what strangers wrote is told back in many: it is what its Content-Type says, and no page."""
LONGEST = 50_000
"""Bytes of an address; servers and proxies take some 8,000, and ours reads no more than 65,536 of all headers."""

LINGERING, DROPPED = 2.0, 1 << 22
"""Seconds and bytes for which a body is read after its refusal."""


def request_id(scope: Scope) -> str:
    """The name of a request: that which the client gave, if it is sane, else a new one; kept for the request."""
    state = scope.setdefault("state", {})
    if "request_id" not in state:
        given = dict(scope["headers"]).get(NAME.lower().encode(), b"").decode("latin-1")
        state["request_id"] = given if SANE.fullmatch(given) else uuid.uuid4().hex
    return str(state["request_id"])


class _Rest:
    """Receives a request, and what is left of its body after an answer that ends the connection: a client that still
    sends when it ends may never see the answer."""

    def __init__(self, receive: Receive) -> None:
        self.receive = receive
        self.wanted, self.ended = False, False

    async def __call__(self) -> Message:
        message = await self.receive()
        self.ended = not message.get("more_body", False)
        return message

    async def drop(self) -> None:
        """Read on to the end of the body, or as much as is reasonable."""
        size = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(LINGERING):
                while not self.ended and size < DROPPED:
                    size += len((await self()).get("body", b""))


class Requests:
    """Middleware that names requests, refuses those of unclear length or no UTF-8 (400), with an address too long
    (414), and too many to the JSON API (429).

    Every answer says that it is of no other type than it tells.
    """

    def __init__(self, app: ASGIApp, budget: Budget, refuse: Answer) -> None:
        self.app, self.budget, self.refuse = app, budget, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = request_id(scope)
        told: Mapping[str, str] = {}

        rest = _Rest(receive)

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for header, value in {NAME: name, **NOSNIFF, **told}.items():
                    headers.setdefault(header, value)
                rest.wanted = headers.get("connection") == "close" and message["status"] != 408
            elif rest.wanted and not message.get("more_body", False):
                await send({**message, "more_body": True})
                await rest.drop()
                message = {"type": "http.response.body"}
            await send(message)

        request = Request(scope)
        try:
            told = self._admitted(request)
        except Problem as problem:
            response = await self.refuse(request, problem)
            await response(scope, rest, named)
            return
        await self.app(scope, rest, named)

    def _admitted(self, request: Request) -> Mapping[str, str]:
        """Headers that tell what a client has left. Raises Problem 400, 414 or 429."""
        length = len(request.scope.get("raw_path") or request.scope["path"]) + len(request.scope["query_string"])
        if length > LONGEST:
            words = f"The address has {length:,} bytes; {LONGEST:,} are the most. A query can be sent by POST."
            raise Problem(414, words)
        if {"content-length", "transfer-encoding"} <= set(request.headers):
            # It may be two requests for a proxy before us and one for us, or the other way (RFC 9112, section 6.1).
            words = "Content-Length and Transfer-Encoding are both given: give one."
            raise Problem(400, words, {"Connection": "close"})
        try:
            unquote_to_bytes(request.scope["query_string"]).decode()
        except UnicodeDecodeError:
            raise Problem(400, "The parameters are not UTF-8: write é as %C3%A9, its bytes in UTF-8.") from None
        if not request.scope["path"].startswith(f"{ROOT}/") or request.method == "OPTIONS":
            return {}
        who = client(request)
        self.budget.reserve(who, 1)
        return self.budget.told(who)
