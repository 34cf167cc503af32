"""Answers with the manners of HTTP: strong ETags, 304, caching by version, one place for headers."""

import hashlib
import json
import sys
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from api.conditions import decided
from api.days import today
from api.kept import Bounded
from api.versions import View
from graph.history import in_use

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
    broad: bool = False
    """Whether it shows more than its Last-Modified tells of: the day, and things that its own does not name."""

    @property
    def etag(self) -> str:
        """Strong entity tag: equal bodies of one type have equal tags, others have not."""
        hashed = hashlib.sha256(self.media_type.encode() + b"\n")
        hashed.update(self.body)  # Not joined first: the page of a list has some 300 kB.
        return f'"{hashed.hexdigest()[:32]}"'


class Cache(Bounded[tuple[Content, str]]):
    """Contents with their ETags, by key. Two threads never make the same content at once.

    Unlike `api.kept.Kept`, which holds values for good and lets the next one try again what failed, it is bounded by
    bytes, and tells an error to all who wait: what one stranger's question costs is not spent again for each of them.
    """

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


def http_date(time: datetime) -> str:
    """A time in UTC as HTTP writes it."""
    return format_datetime(time.astimezone(UTC), usegmt=True)


def encoded(data: object) -> bytes:
    """JSON text, UTF-8, with names as they are written."""
    return ENCODER.encode(data).encode()


def member(name: str, value: object) -> bytes:
    """A member of a JSON object as text; a value of bytes is JSON text already."""
    return b"%b:%b" % (encoded(name), value if isinstance(value, bytes) else encoded(value))


def joined(members: Mapping[str, object]) -> bytes:
    """A JSON object, as `encoded` would write it; values of bytes are JSON text already."""
    return b"{%b}" % b",".join(member(name, value) for name, value in members.items())


def respond(request: Request, view: View, kept: tuple[Content, str], fixed: bool) -> Response:
    """The response for a content: 304 where the client has it already; never changing where it is `fixed`.

    Raises Problem 412 as `api.conditions.decided` does. A POST is answered in full, whatever the client has.
    """
    content, etag = kept
    headers = {
        "ETag": etag,
        "Cache-Control": FOR_EVER if fixed else CHECK_EACH_TIME,
        "Comity-Version": view.version,
        **content.headers,
    }
    other = decided(request, headers, partial(_since, view) if content.broad else None)
    return other or Response(content.body, headers=headers, media_type=content.media_type)


def _since(view: View) -> datetime:
    """Since when all of a snapshot is as it is told today: it came into use, or the day began."""
    return max(in_use(view.snapshot), datetime.combine(date.fromisoformat(today()), time.min, UTC))
