"""Connections: kept alive, bounded in time and bytes, whole or an error."""

import time
from urllib.request import Request

import pytest

from graph.connections import Connections
from graph.errors import AnswerTooLarge, EndpointBroken, EndpointDown, QueryTooLong
from tests.conftest import Fake, free_port, said, soon

CHUNK = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n"


def asked(address: str, seconds: float = 60.0, size: int = 1000) -> bytes:
    """The body of the reply to a request."""
    return Connections().reply(Request(address, b"query=x"), seconds, size).body


def test_a_whole_answer(fake: Fake) -> None:
    for answer in (said(b"abcde"), CHUNK + b"0\r\n\r\n"):
        fake.answer = lambda _, answer=answer: answer  # type: ignore[misc]
        assert asked(fake.address) == b"abcde"
    assert fake.requests[0].endswith(b"query=x")


@pytest.mark.parametrize(
    "answer",
    [said(b"abcde", content_length="9"), CHUNK, said(b"abcde", content_length="")],
    ids=["shorter than told", "without a last chunk", "of a length not told"],
)
def test_half_an_answer_is_none(fake: Fake, answer: bytes) -> None:
    fake.answer = lambda _: answer
    with pytest.raises(EndpointBroken, match="half an answer"):
        asked(fake.address)


def test_nobody_listens(fake: Fake) -> None:
    with pytest.raises(EndpointDown, match="try again"):
        asked(f"http://127.0.0.1:{free_port()}/")
    fake.answer = lambda _: b""
    with pytest.raises(EndpointDown):
        asked(fake.address)
    assert len(fake.requests) == 2  # Tried once more, since a kept connection may have been closed meanwhile.


def test_an_answer_that_does_not_come_or_drips(fake: Fake) -> None:
    fake.answer = lambda _: None
    begun = time.monotonic()
    with pytest.raises(QueryTooLong, match=r"0\.5 seconds"):
        asked(fake.address, 0.5)
    assert 0.5 <= time.monotonic() - begun < 60  # The endpoint itself waits for minutes.
    soon(lambda: fake.requests)
    assert len(fake.requests) == 1


def test_bytes_are_capped(fake: Fake) -> None:
    fake.answer = lambda _: said(b"x" * 1001)
    with pytest.raises(AnswerTooLarge, match="1,000 bytes"):
        asked(fake.address)


def test_a_redirect_is_an_answer(fake: Fake) -> None:
    fake.answer = lambda _: said(b"", "302 Found", location="http://127.0.0.1:1/")
    assert Connections().reply(Request(fake.address, b"q"), 60, 10).status == 302
    assert len(fake.requests) == 1


def test_a_connection_is_kept_and_a_closed_one_replaced(union: str) -> None:
    connections = Connections()
    request = Request(f"{union}?query=ASK%7B%7D", headers={"Accept": "application/sparql-results+json"})
    for _ in range(3):
        assert connections.reply(request, 60, 1000).status == 200
    [pool] = [connections.pool.connection_from_url(union)]
    assert (pool.num_connections, pool.num_requests) == (1, 3)
