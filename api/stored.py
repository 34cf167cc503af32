"""Stored answers (RFC 9111): whole ones kept as they were sent, so that who asks the same again waits for nothing.

Only what a route declares to hang on nothing but the address, the snapshot, the day and the headers in `Vary` is
stored (see `api.state`), and it counts only while that snapshot is in use and that day lasts.
"""

import threading
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.days import today
from api.kept import Bounded
from api.versions import Versions
from graph.errors import GraphError

VARYING = (b"accept", b"accept-encoding", b"accept-profile")
"""Headers by which an answer may vary. One that names another in `Vary` is not stored."""
CONDITION = b"if-none-match"
"""What is told to those who have an answer already is stored beside it, so that what follows from their tag is decided
in one place, below."""
DECIDING = {b"range", b"accept-datetime", b"if-modified-since", b"if-match", b"if-unmodified-since"}
"""What is asked with one of these is answered below."""
OWN = {b"set-cookie", b"ratelimit"}
"""Headers that are for one client."""
BESIDE = 1_000
"""Bytes that an entry takes besides its key, headers and body."""

Key = tuple[object, ...]


@dataclass(frozen=True)
class Basis:
    """What an answer was made of: a snapshot, and a day where none was asked for, so that it was today."""

    version: str
    day: str | None


@dataclass(frozen=True)
class Entry:
    """An answer as it was sent."""

    basis: Basis
    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @property
    def size(self) -> int:
        """Bytes of its headers and its body."""
        return len(self.body) + sum(len(name) + len(value) for name, value in self.headers)


def declare(scope: Scope, basis: Basis) -> None:
    """Declare that the answer to a request follows from its address, its `Vary` headers and `basis` alone."""
    scope.setdefault("state", {})["basis"] = basis


class Stored:
    """Middleware that sends what it has stored, and stores what is sent; within `cap` bytes, none where that is 0."""

    def __init__(self, app: ASGIApp, versions: Versions, cap: int) -> None:
        self.app, self.versions = app, versions
        self.entries: Bounded[Entry] = Bounded(cap)
        self._version: str | None = None
        self._lock = threading.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        key = _key(scope) if self.entries.cap and scope["type"] == "http" else None
        version = self._current() if key is not None else None
        if key is None or version is None:
            await self.app(scope, receive, send)
            return
        found = self.entries.found(key)
        if found is not None and found.basis.version == version and found.basis.day in (None, today()):
            await send({"type": "http.response.start", "status": found.status, "headers": list(found.headers)})
            await send({"type": "http.response.body", "body": found.body})
            return
        copy = _Copy(send)
        await self.app(scope, receive, copy)
        entry = copy.entry(scope)
        if entry is not None and entry.basis.version == self._current():
            self.entries.keep(key, entry, entry.size + sum(len(repr(part)) for part in key) + BESIDE)

    def _current(self) -> str | None:
        """Version of the snapshot in use, as the routes see it; None where there is none. A new one drops all."""
        try:
            version = self.versions.pointed()
        except GraphError:  # Told by the routes.
            return None
        with self._lock:
            if version != self._version:
                self.entries.clear()
                self._version = version
        return version


def _key(scope: Scope) -> Key | None:
    """All that an answer may hang on in a request; None for a request that is not answered from what is stored."""
    if scope["method"] not in ("GET", "HEAD"):
        return None
    given: dict[bytes, tuple[bytes, ...]] = {}
    for name, value in scope["headers"]:
        if name in DECIDING:
            return None
        if name in (b"host", CONDITION, *VARYING):
            given[name] = (*given.get(name, ()), value)
    path = scope.get("raw_path") or scope["path"]
    place = (scope["method"], scope["scheme"], tuple(scope.get("server") or ()), scope.get("root_path", ""), path)
    return (*place, scope["query_string"], *(given.get(name) for name in (b"host", CONDITION, *VARYING)))


class _Copy:
    """Passes an answer on and keeps a copy of it."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.parts: list[bytes] = []
        self.whole = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = {**message, "headers": list(message["headers"])}  # Those above add headers of the request.
        elif message["type"] == "http.response.body":
            self.parts.append(message.get("body", b""))
            self.whole = not message.get("more_body", False)
        await self.send(message)

    def entry(self, scope: Scope) -> Entry | None:
        """The answer to a request, where it may be stored: the same for everybody, and 200; 304 where one has it."""
        basis: Basis | None = scope.get("state", {}).get("basis")
        if basis is None or self.start is None or not self.whole:
            return None
        conditional = any(name == CONDITION for name, _ in scope["headers"])
        headers = [(name.lower(), value) for name, value in self.start["headers"]]
        names = {name for name, _ in headers}
        vary = b",".join(value for name, value in headers if name == b"vary").lower()
        varying = {name.strip() for name in vary.split(b",") if name.strip()}
        if self.start["status"] != (304 if conditional else 200) or b"etag" not in names or names & OWN:
            return None
        if not varying <= set(VARYING):
            return None
        return Entry(basis, self.start["status"], tuple(headers), b"".join(self.parts))
