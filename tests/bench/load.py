"""A lean load: many kept connections at once, each asking again as soon as it has its answer.

It shares the machine with the server it measures, so that it does little: requests are written beforehand, and of an
answer it reads the status and the length.
"""

import asyncio
import time
from collections.abc import Sequence

SECONDS = 120.0
"""Seconds that all requests together may take."""
END = b"\r\n\r\n"
LENGTH = b"\r\ncontent-length:"


def request(path: str, port: int) -> bytes:
    """A request as it is sent."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: application/json\r\n\r\n".encode()


class Visitor(asyncio.Protocol):
    """A connection that sends requests one after another; `times` has the milliseconds until each was answered."""

    def __init__(self, requests: Sequence[bytes]) -> None:
        self.requests = list(reversed(requests))
        self.times: list[float] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._left = 0
        self._head = b""
        self._transport = asyncio.Transport()
        self._begun = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        if not self.requests:
            self._transport.close()
            return
        self._begun = time.perf_counter()
        self._transport.write(self.requests.pop())

    def data_received(self, data: bytes) -> None:
        if not self._left:
            self._head += data
            head, end, body = self._head.partition(END)
            if not end:
                return
            lower = head.lower()
            if not lower.startswith(b"http/1.1 200 ") or LENGTH not in lower:
                self._fail(RuntimeError(f"No whole answer with status 200: {head[:200]!r}"))
                return
            self._left = int(lower.partition(LENGTH)[2].partition(b"\r\n")[0])
            self._head, data = b"", body
        self._left -= len(data)
        if not self._left:
            self.times.append((time.perf_counter() - self._begun) * 1000)
            self._ask()

    def connection_lost(self, exc: Exception | None) -> None:
        if self.requests or self._left:
            self._fail(exc or RuntimeError("The server closed the connection."))
        elif not self.done.done():
            self.done.set_result(None)

    def _fail(self, error: Exception) -> None:
        if not self.done.done():
            self.done.set_exception(error)
        self._transport.close()


def crowd(port: int, paths: Sequence[str], clients: int, each: int) -> tuple[list[float], float]:
    """Milliseconds of all requests, sorted, and how many a second, of `clients` who each ask for `each` paths in turn.

    Raises RuntimeError for an answer that is not 200 and whole.
    """
    written = [request(path, port) for path in paths]

    async def run() -> list[float]:
        loop, visitors = asyncio.get_running_loop(), []
        for number in range(clients):
            mine = [written[(number + turn) % len(written)] for turn in range(each)]
            _, visitor = await loop.create_connection(lambda mine=mine: Visitor(mine), "127.0.0.1", port)  # type: ignore[misc]
            visitors.append(visitor)
        async with asyncio.timeout(SECONDS):
            await asyncio.gather(*(visitor.done for visitor in visitors))
        return sorted(took for visitor in visitors for took in visitor.times)

    begun = time.perf_counter()
    times = asyncio.run(run())
    return times, len(times) / (time.perf_counter() - begun)
