"""Compression with tags that keep encodings apart: what is strong for plain bytes cannot be strong for packed ones."""

import asyncio
import re

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette_compress import CompressMiddleware, add_compress_type

from api.negotiation import DOCUMENTS, RESULTS
from api.references import REFERENCES

SMALLEST = 1024
"""Bytes below which an answer is sent as it is: it fits a packet."""
CODINGS = ("zstd", "br", "gzip")
"""Codings in the order in which they are chosen, as the middleware does."""
for _format in (*DOCUMENTS, *RESULTS, *REFERENCES):
    add_compress_type(_format.media_type)  # It knows the usual types of the web, and few of those of RDF.
LARGE, PIECE = 1 << 20, 1 << 16
"""Bytes beyond which a body is packed and sent in pieces, and those of a piece. One of 40 MB takes seconds to pack, and
others are answered meanwhile; then its length is not known ahead."""
TAG = re.compile(rf'"([^"]*)-({"|".join(CODINGS)})"')

TAGGED = (b"if-none-match", b"if-match")
"""Headers in which clients send tags."""


class Compression:
    """Middleware that compresses, and gives each coding of an answer a tag of its own (RFC 9110, section 8.8.3.3).

    A tag is that of the plain answer with the coding after it. One that a client sends counts where it takes that
    coding, and 304 then repeats it. Whatever has a tag varies by Accept-Encoding, compressed or too small for it, so
    that 304 says the same as the 200 that it stands for (RFC 9110, section 15.4.5).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = CompressMiddleware(_Pieces(_Plain(app)), minimum_size=SMALLEST)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the tag of the coding."""

        async def tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                coding, tag = headers.get("content-encoding"), headers.get("etag", "")
                if tag and "accept-encoding" not in headers.get("vary", "").lower():
                    headers.add_vary_header("Accept-Encoding")
                if coding in CODINGS and tag.endswith('"'):
                    headers["etag"] = f'{tag[:-1]}-{coding}"'
            await send(message)

        await self.app(scope, receive, tagged)


def _takes(accepted: str, coding: str) -> bool:
    """Whether an Accept-Encoding header takes a coding that it names."""
    named = re.search(rf"(?:^|,)\s*{coding}\s*(?:;\s*q=([0-9.]+))?\s*(?:,|$)", accepted)
    return named is not None and (named[1] is None or named[1].strip("0.") != "")


class _Pieces:
    """Gives on a large body in pieces, between which the server turns to other requests."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def divided(message: Message) -> None:
            body = message.get("body", b"") if message["type"] == "http.response.body" else b""
            if len(body) <= LARGE or scope["method"] == "HEAD":
                await send(message)
                return
            last = (len(body) - 1) // PIECE * PIECE
            for begin in range(0, last, PIECE):
                await send({**message, "body": body[begin : begin + PIECE], "more_body": True})
                await asyncio.sleep(0)
            await send({**message, "body": body[last:]})

        await self.app(scope, receive, divided if scope["type"] == "http" else send)


class _Plain:
    """What lies below compression sees the tags of plain answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope) if scope["type"] == "http" else Headers()
        sent = [(name, value.decode("latin-1")) for name, value in headers.raw if name in TAGGED]
        taken = headers.get("accept-encoding", "").lower()
        tags = [found for _, value in sent for found in TAG.findall(value)]
        known = {plain: coding for plain, coding in tags if _takes(taken, coding)}
        if not known:
            await self.app(scope, receive, send)
            return
        given = [pair for pair in scope["headers"] if pair[0] not in TAGGED]
        for name, value in sent:
            plain = TAG.sub(lambda match: f'"{match[1]}"' if match[1] in known else match[0], value)
            given.append((name, plain.encode("latin-1")))

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 304:
                answered = MutableHeaders(scope=message)
                tag = answered.get("etag", "").strip('"')
                if tag in known:
                    answered["etag"] = f'"{tag}-{known[tag]}"'
            await send(message)

        await self.app({**scope, "headers": given}, receive, told)
