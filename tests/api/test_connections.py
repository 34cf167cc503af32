"""Connections: what is closed, and what is not, on a server of its own with short limits."""

import json
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from api.connections import Connection
from tests.conftest import soon

LONG = 32 * 2**20
"""Bytes of an answer that no buffer between server and client holds."""


class Impatient(Connection):
    """The same with limits that a test can wait for."""

    HEAD_SECONDS = 2
    STALLED_SECONDS = 3


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """One byte, or a long answer at `/long`, after the whole body was read."""
    while (await receive()).get("more_body"):
        pass
    body = b"x" * (LONG if scope["path"] == "/long" else 1)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The port of a server that runs in a thread."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        running = uvicorn.Server(
            uvicorn.Config(answer, http=Impatient, lifespan="off", date_header=False, server_header=False)
        )
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            soon(lambda: running.started or not thread.is_alive())
            assert running.started
            yield listener.getsockname()[1]
        finally:
            running.should_exit = True
            thread.join()


@pytest.fixture
def connection(port: int) -> Iterator[socket.socket]:
    """A connection that nothing was sent on."""
    with socket.create_connection(("127.0.0.1", port), 20) as made:
        yield made


def received(connection: socket.socket, least: int) -> bytes:
    """What comes until there are so many bytes or the connection ends."""
    found = b""
    while len(found) < least and (part := connection.recv(65_536)):
        found += part
    return found


def answered(connection: socket.socket, sent: bytes) -> bool:
    """Whether an answer of one byte came to what was sent."""
    connection.sendall(sent)
    whole = b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx"
    return received(connection, len(whole)) == whole


@pytest.mark.parametrize("begun", [b"", b"GET / HTTP/1.1\r\nHost: x\r\n"])
def test_a_head_that_never_ends(connection: socket.socket, begun: bytes) -> None:
    connection.sendall(begun)
    assert received(connection, 1) == b""


def test_a_head_that_comes_byte_by_byte(connection: socket.socket) -> None:
    with pytest.raises(ConnectionError):
        for _ in range(100):
            connection.sendall(b"X")
            time.sleep(0.1)


def test_a_second_head_that_never_ends(connection: socket.socket) -> None:
    assert answered(connection, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    connection.sendall(b"GET / HT")
    assert received(connection, 1) == b""


def test_a_connection_between_two_requests_and_a_slow_body_stay(connection: socket.socket) -> None:
    assert answered(connection, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(3)
    connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")
    time.sleep(3)
    assert answered(connection, b"x")


def test_a_client_that_takes_nothing_of_its_answer(connection: socket.socket) -> None:
    connection.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
    time.sleep(7)
    assert len(received(connection, LONG)) < LONG


def test_a_client_that_takes_its_answer_slowly(connection: socket.socket) -> None:
    connection.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
    taken = 0
    for _ in range(14):  # Longer than the limit in all, each pause shorter.
        taken += len(received(connection, 2**21))
        time.sleep(0.25)
    assert taken + len(received(connection, LONG - taken)) >= LONG


@pytest.mark.parametrize(
    "sent",
    [
        "GET /api/v1/decisions?limit=٥ HTTP/1.1\r\nHost: x\r\n\r\n".encode(),
        b"GET /?q=" + b"x" * 100_000,  # No end: what comes in one piece with its end is read, however long.
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 100_000,
        b"nothing of the sort\r\n\r\n",
    ],
    ids=["raw UTF-8", "long address", "long header", "no request"],
)
def test_what_is_no_request_is_told_as_every_error(connection: socket.socket, sent: bytes) -> None:
    connection.sendall(sent)
    head, _, body = received(connection, LONG).partition(b"\r\n\r\n")
    told, lines = json.loads(body), head.decode().lower().split("\r\n")
    assert lines[0].startswith("http/1.1 400")
    assert "content-type: application/problem+json" in lines
    assert f"x-request-id: {told['request_id']}" in lines
    assert "access-control-allow-origin: *" in lines
    assert told["status"] == 400
