"""Requests before they reach a route: a name for each, a length that they may have, and how many in a minute."""

import re
import uuid
from collections.abc import Mapping
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


def request_id(scope: Scope) -> str:
    """The name of a request: that which the client gave, if it is sane, else a new one; kept for the request."""
    state = scope.setdefault("state", {})
    if "request_id" not in state:
        given = dict(scope["headers"]).get(NAME.lower().encode(), b"").decode("latin-1")
        state["request_id"] = given if SANE.fullmatch(given) else uuid.uuid4().hex
    return str(state["request_id"])


class Requests:
    """Middleware that names requests, refuses an address too long (414), and too many to the JSON API (429).

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

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for header, value in {NAME: name, **NOSNIFF, **told}.items():
                    headers.setdefault(header, value)
            await send(message)

        request = Request(scope)
        try:
            told = self._admitted(request)
        except Problem as problem:
            response = await self.refuse(request, problem)
            await response(scope, receive, named)
            return
        await self.app(scope, receive, named)

    def _admitted(self, request: Request) -> Mapping[str, str]:
        """Headers that tell what a client has left. Raises Problem 400, 414 or 429."""
        length = len(request.scope.get("raw_path") or request.scope["path"]) + len(request.scope["query_string"])
        if length > LONGEST:
            words = f"The address has {length:,} bytes; {LONGEST:,} are the most. A query can be sent by POST."
            raise Problem(414, words)
        try:
            unquote_to_bytes(request.scope["query_string"]).decode()
        except UnicodeDecodeError:
            raise Problem(400, "The parameters are not UTF-8: write é as %C3%A9, its bytes in UTF-8.") from None
        if not request.scope["path"].startswith(f"{ROOT}/") or request.method == "OPTIONS":
            return {}
        who = client(request)
        self.budget.reserve(who, 1)
        return self.budget.told(who)
