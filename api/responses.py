"""Answers with the manners of HTTP: strong ETags, 304, caching by version, one place for headers."""

import hashlib
import json
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime

from starlette.requests import Request
from starlette.responses import Response

from api.kept import Bounded
from api.versions import View

FOR_EVER = "public, max-age=31536000, immutable"
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
CHECK_EACH_TIME = "public, max-age=0, must-revalidate"


@dataclass(frozen=True)
class Content:
    """A body to send, with its type and headers of its own. The ETag is made from the body, so it is strong."""

    body: bytes
    media_type: str
    headers: dict[str, str] = field(default_factory=dict)
    steady: bool = False
    """Whether it is the same on every day: what tells a status changes with the day, under one version too."""

    @property
    def etag(self) -> str:
        """Strong entity tag: equal bodies of one type have equal tags, others have not."""
        return '"' + hashlib.sha256(self.media_type.encode() + b"\n" + self.body).hexdigest()[:32] + '"'


class Cache(Bounded[tuple[Content, str]]):
    """Contents with their ETags, by key. Two threads never make the same content at once."""

    def __init__(self, cap: int) -> None:
        super().__init__(cap)
        self._making: dict[object, Future[tuple[Content, str]]] = {}
        self._turn = threading.Lock()

    def get(self, key: object, make: Callable[[], Content]) -> tuple[Content, str]:
        """The content kept under `key` with its ETag, made if it is not there.

        Who asks while it is made waits for that one; an error is raised to each of them, and not kept. `make` must
        not ask for its own key.
        """
        with self._turn:
            known = self.found(key)
            if known:
                return known
            awaited = self._making.get(key)
            mine = self._making[key] = awaited or Future()
        if awaited is None:
            self._make(key, mine, make)
        return mine.result()

    def _make(self, key: object, mine: Future[tuple[Content, str]], make: Callable[[], Content]) -> None:
        """Make a content and tell it, or what was raised instead, whatever that was, to all who wait."""
        try:
            mine.set_result(self.add(key, make()))
        finally:
            if not mine.done():  # What was raised is told to all who wait, whatever it is: nobody waits for ever.
                mine.set_exception(sys.exc_info()[1])
            with self._turn:
                del self._making[key]

    def add(self, key: object, content: Content) -> tuple[Content, str]:
        """Keep a content that is not too large, and give it with its ETag."""
        made = (content, content.etag)
        self.keep(key, made, _size(key, content))
        return made


def _size(key: object, content: Content) -> int:
    """Bytes an entry takes: body, key (an address may be as long as a body) and some 1,000 for what holds them."""
    return len(content.body) + len(repr(key)) + 1000


def encoded(data: object) -> bytes:
    """JSON text, UTF-8, with names as they are written."""
    return ENCODER.encode(data).encode()


def member(name: str, value: object) -> bytes:
    """A member of a JSON object as text; a value of bytes is JSON text already."""
    return b"%b:%b" % (encoded(name), value if isinstance(value, bytes) else encoded(value))


def joined(members: Mapping[str, object]) -> bytes:
    """A JSON object, as `encoded` would write it; values of bytes are JSON text already."""
    return b"{%b}" % b",".join(member(name, value) for name, value in members.items())


def matches(header: str | None, etag: str) -> bool:
    """Whether the client has that representation already, by its If-None-Match header."""
    if header is None:
        return False
    return header.strip() == "*" or etag in [tag.strip().removeprefix("W/") for tag in header.split(",")]


def unmodified(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether the client has what these headers are of: by its If-None-Match, or without one by If-Modified-Since.

    What it has is asked of who reads only (RFC 9110, section 13.1); a time that is no date is ignored.
    """
    if request.method not in ("GET", "HEAD"):
        return False
    if "if-none-match" in request.headers:
        return matches(request.headers["if-none-match"], headers["ETag"])
    try:
        since = parsedate_to_datetime(request.headers["if-modified-since"])
        return parsedate_to_datetime(headers["Last-Modified"]) <= since
    except (KeyError, ValueError, TypeError):  # None was given, it is no date, or has no zone.
        return False


def respond(request: Request, view: View, kept: tuple[Content, str], fixed: bool) -> Response:
    """The response for a content: 304 where the client has it already; never changing where it is `fixed`.

    A POST is answered in full, whatever the client has (RFC 9110, section 13.1.2).
    """
    content, etag = kept
    headers = {
        "ETag": etag,
        "Cache-Control": FOR_EVER if fixed else CHECK_EACH_TIME,
        "Comity-Version": view.version,
        **content.headers,
    }
    if unmodified(request, headers):
        return Response(status_code=304, headers=headers)
    return Response(content.body, headers=headers, media_type=content.media_type)
