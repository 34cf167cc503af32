"""Compression: encodings of one answer have tags of their own, and a client that has one is not sent it again."""

import asyncio
import gzip
from collections.abc import Callable

import brotli
import pytest
import zstandard
from starlette.datastructures import Headers
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api.compression import PIECE, Compression
from tests.api.conftest import Server

UNPACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda packed: zstandard.ZstdDecompressor().stream_reader(packed).read(),
    "identity": bytes,
}
PATHS = ["/api/v1/decisions", "/decisions/nl-ap-2024-clearview", "/ontology.ttl", "/static/style.css"]


def asked(client: TestClient, path: str, coding: str, **headers: str) -> tuple[int, str, str]:
    """Status, tag and coding of an answer."""
    answer = client.get(path, headers={"Accept-Encoding": coding, **headers})
    return answer.status_code, answer.headers["etag"], answer.headers.get("content-encoding", "identity")


@pytest.mark.parametrize("path", PATHS)
def test_each_coding_has_a_tag_of_its_own(client: TestClient, path: str) -> None:
    tags = {}
    for coding in ("identity", "gzip", "br", "zstd"):
        status, tags[coding], used = asked(client, path, coding)
        assert (status, used) == (200, coding)
        assert tags[coding].startswith('"') and tags[coding].endswith('"')
    assert len(set(tags.values())) == 4
    assert tags["gzip"] == tags["identity"][:-1] + '-gzip"'


@pytest.mark.parametrize("path", PATHS[:3])
@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
def test_what_a_client_has_in_a_coding_is_not_sent_again(client: TestClient, path: str, coding: str) -> None:
    _, tag, _ = asked(client, path, coding)
    for sent in (tag, f"W/{tag}", f'"other", {tag}'):
        assert asked(client, path, coding, **{"If-None-Match": sent})[:2] == (304, tag)
    assert client.head(path, headers={"Accept-Encoding": coding, "If-None-Match": tag}).status_code == 304


def test_a_tag_counts_only_where_its_coding_is_taken(client: TestClient) -> None:
    _, tag, _ = asked(client, PATHS[0], "gzip")
    for coding in ("identity", "gzip;q=0", "gzip;q=0.0, br"):
        assert asked(client, PATHS[0], coding, **{"If-None-Match": tag})[0] == 200
    assert asked(client, PATHS[0], "br, gzip;q=0.5", **{"If-None-Match": tag})[:2] == (304, tag)


def test_caches_are_told_and_small_answers_stay_plain(client: TestClient) -> None:
    for coding in ("identity", "gzip"):
        assert "Accept-Encoding" in client.get(PATHS[0], headers={"Accept-Encoding": coding}).headers["vary"]
    assert "content-encoding" not in client.get("/health/live", headers={"Accept-Encoding": "gzip"}).headers


@pytest.mark.parametrize("coding", ["identity", "gzip", "br", "zstd"])
def test_a_large_body_is_packed_in_pieces_between_which_others_are_answered(coding: str) -> None:
    body = b"".join(b"%d," % number for number in range(200_000))

    async def large(scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/csv"), (b"content-length", b"%d" % len(body)), (b"etag", b'"x"')]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def both() -> tuple[list[Message], int]:
        sent: list[Message] = []
        looks = 0

        async def look() -> None:
            nonlocal looks
            while True:
                await asyncio.sleep(0)
                looks += 1

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "http.request"}

        other = asyncio.create_task(look())
        scope = {"type": "http", "method": "GET", "headers": [(b"accept-encoding", coding.encode())]}
        await Compression(large)(scope, receive, send)
        other.cancel()
        return sent, looks

    sent, looks = asyncio.run(both())
    assert looks >= len(body) // PIECE - 2
    headers = Headers(raw=sent[0]["headers"])
    packed = b"".join(message.get("body", b"") for message in sent[1:])
    assert headers.get("content-length", str(len(packed))) == str(len(packed))
    assert UNPACKED[coding](packed) == body


def test_a_packed_answer_holds_the_same(server: Server) -> None:
    plain = server.ask(PATHS[0], headers={"Accept-Encoding": "identity"})
    packed = server.ask(PATHS[0], headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["content-length"]) == len(packed.body)
    assert server.ask(PATHS[0], "HEAD").body == b""


@pytest.mark.parametrize("path", [*PATHS, "/api/v1/suggest?q=clear", "/catalog", "/feed"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_what_has_not_changed_varies_as_the_whole_answer_does(client: TestClient, path: str, coding: str) -> None:
    sent = {"Accept-Encoding": coding, "Origin": "https://example.org"}
    first = client.get(path, headers=sent)
    again = client.get(path, headers={**sent, "If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    told = [{name.strip().lower() for name in answer.headers["vary"].split(",")} for answer in (first, again)]
    assert told[0] == told[1] >= {"accept-encoding"}
