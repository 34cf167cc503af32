"""One address for one thing: slashes too many are led to the canonical form, once."""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

SLASHES = re.compile(rb"/+")


class Canonical:
    """Answers 308 to the same path without doubled and trailing slashes; passes all others on.

    The path is taken as it was sent: an escaped slash is part of a name and stays, so that no redirect can lead
    back to itself. The target begins with one slash and then another character, so that it never leaves the site;
    a backslash, which browsers read as a slash, is escaped.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or pass on one request."""
        sent = scope.get("raw_path") or b""
        wanted = SLASHES.sub(b"/", sent).rstrip(b"/").replace(b"\\", b"%5C") or b"/"
        if scope["type"] != "http" or sent == wanted or not sent.startswith(b"/"):
            await self.app(scope, receive, send)
            return
        query = b"?" + scope["query_string"] if scope["query_string"] else b""
        headers = [(b"location", wanted + query), (b"content-length", b"0")]
        await send({"type": "http.response.start", "status": 308, "headers": headers})
        await send({"type": "http.response.body", "body": b""})
