"""Connections of the server: closed where the other side neither finishes asking nor takes its answer."""

import asyncio
import json
import uuid
from http import HTTPStatus
from math import inf
from typing import cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.errors import PROBLEM, Problem, document
from api.requests import NAME

OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": NAME}
"""That a script of another site may read the answer, and its name."""


class Connection(H11Protocol):
    """A connection of uvicorn by h11, which caps the size of a head as httptools does not, with limits for what it
    leaves open: uvicorn waits for ever for a head that comes byte by byte (Slowloris), and keeps an answer for ever
    for a client that reads none of it (slow read)."""

    HEAD_SECONDS = 20.0
    """Seconds from the first byte of a request, or from the beginning of a connection, to the end of its head."""
    STALLED_SECONDS = 120.0
    """Seconds in which a client takes nothing of an answer that waits for it. The buffers of both systems are between,
    so that one on a slow line seems to take a megabyte at once and then nothing: not less than this."""

    _head_due: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(cast(asyncio.Transport, transport))
        self._expect_head()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.conn.their_state is h11.IDLE:
            self._expect_head()
        elif self._head_due is not None:
            self._head_due.cancel()
            self._head_due = None

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled is not None:
            self._stalled.cancel()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        for timer in (self._head_due, self._stalled):
            if timer is not None:
                timer.cancel()

    def send_400_response(self, msg: str) -> None:
        """Answer what cannot be read as a request as every other error is answered; then the connection ends."""
        name = uuid.uuid4().hex
        problem = Problem(400, f"{msg} Write what is not ASCII with percent signs, and no address or header too long.")
        body = json.dumps(document(problem, "/", name)).encode()
        headers = {"Content-Type": PROBLEM, "Content-Length": str(len(body)), "Connection": "close", **OPEN, NAME: name}
        told = [(key.encode(), value.encode()) for key, value in headers.items()]
        reason = HTTPStatus(400).phrase.encode()
        for event in (
            h11.Response(status_code=400, headers=told, reason=reason),
            h11.Data(data=body),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _watch(self, waiting: float = inf) -> None:
        """Give up a client that took nothing of `waiting` bytes since the last look."""
        if (now := self.transport.get_write_buffer_size()) < waiting:
            self._stalled = self.loop.call_later(self.STALLED_SECONDS, self._watch, now)
        else:
            self.transport.abort()

    def _expect_head(self) -> None:
        if self._head_due is None:
            self._head_due = self.loop.call_later(self.HEAD_SECONDS, self.transport.close)
