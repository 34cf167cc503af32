"""Requests: each has a name, addresses have an end, and a client has so many a minute."""

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.errors import PROBLEM
from api.requests import LONGEST
from api.settings import Settings
from api.versions import Versions
from tests.api.conftest import Server

NAME = "X-Request-ID"


@pytest.mark.parametrize("path", ["/api/v1/decisions", "/", "/health/live", "/api/v1/nothing", "/static/style.css"])
def test_a_sane_name_is_kept_and_another_made(client: TestClient, path: str) -> None:
    assert client.get(path, headers={NAME: "job-7:42"}).headers[NAME] == "job-7:42"
    made = {client.get(path).headers[NAME] for _ in range(2)}
    assert len(made) == 2
    for bad in ("a b", "x" * 129, "<script>", ""):
        assert client.get(path, headers={NAME: bad}).headers[NAME] != bad


def test_a_problem_tells_the_name(client: TestClient) -> None:
    answer = client.get("/api/v1/decisions?nothing=1", headers={NAME: "mine"})
    assert answer.json()["request_id"] == answer.headers[NAME] == "mine"
    assert answer.headers.get_list(NAME) == ["mine"]


def test_an_error_of_ours_is_in_the_log_with_the_name(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(Settings(snapshots=tmp_path, workers=1), Versions(tmp_path))
    client = TestClient(app, raise_server_exceptions=False)
    with caplog.at_level(logging.ERROR, "comity"):
        answer = client.get("/api/v1/decisions", headers={NAME: "nightly"})
    assert answer.status_code == 503
    assert any(line.startswith("nightly GET /api/v1/decisions: 503") for line in caplog.messages)


def test_a_fault_of_ours_has_the_name_too(snapshots: Path, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(Settings(snapshots=snapshots, workers=1), Versions(snapshots))

    async def broken(*_: object) -> None:
        raise RuntimeError("secret")

    app.router.add_route("/broken-for-a-test/at/all", broken)
    answer = TestClient(app, raise_server_exceptions=False).get("/broken-for-a-test/at/all", headers={NAME: "n1"})
    assert answer.status_code == 500
    assert answer.headers[NAME] == answer.json()["request_id"] == "n1"
    assert any("n1 GET /broken-for-a-test/at/all: 500" in line for line in caplog.messages)


def test_a_request_of_unclear_length_is_refused_and_its_connection_ends(server: Server) -> None:
    both = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"
    smuggled = b"0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    with server.connection() as connection:
        connection.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\n" + both + smuggled)
        found = everything(connection)
    assert found.startswith(b"HTTP/1.1 400")
    assert found.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize(("length", "sent"), [(300_000, 300_000), (300_000, 10), (10**12, 500_000)])
def test_after_a_body_too_large_the_connection_ends_and_the_refusal_is_seen(
    server: Server, length: int, sent: int
) -> None:
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    head += f"Content-Length: {length}\r\n\r\n"
    with server.connection() as connection:
        connection.sendall(head.encode() + b"x" * sent)
        found = everything(connection)
    assert found.startswith(b"HTTP/1.1 413")
    assert b"\r\nconnection: close\r\n" in found.lower()


def everything(connection: socket.socket) -> bytes:
    """What comes until the server ends the connection."""
    found = b""
    while part := connection.recv(65_536):
        found += part
    return found


@pytest.mark.parametrize("path", ["/api/v1/decisions?q=", "/decisions?q=", "/"])
def test_an_address_has_an_end(client: TestClient, path: str) -> None:
    answer = client.get(path + "x" * LONGEST)
    assert answer.status_code == 414
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["request_id"] == answer.headers[NAME]


@pytest.fixture
def few(snapshots: Path) -> Iterator[TestClient]:
    """A client that may ask thrice a minute."""
    app = create_app(Settings(snapshots=snapshots, workers=1, requests=3), Versions(snapshots))
    with TestClient(app, client=("192.0.2.7", 1)) as found:
        yield found


def test_a_client_has_so_many_requests_a_minute(few: TestClient) -> None:
    told = [few.get("/api/v1/queries") for _ in range(3)]
    assert [answer.status_code for answer in told] == [200] * 3
    assert told[0].headers["RateLimit-Policy"] == '"requests";q=3;w=60'
    assert told[0].headers["RateLimit"].startswith('"requests";r=2;')
    more = (few.get("/api/v1/queries", headers={"Origin": "https://example.org"}) for _ in range(9))
    refused = next(answer for answer in more if answer.status_code == 429)
    assert refused.json()["request_id"] == refused.headers[NAME]
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.headers["access-control-allow-origin"] == "*"
    assert few.get("/health/live").status_code == 200
    assert few.get("/decisions").status_code == 200


def test_this_machine_is_not_counted(snapshots: Path) -> None:
    app = create_app(Settings(snapshots=snapshots, workers=1, requests=1), Versions(snapshots))
    with TestClient(app, client=("127.0.0.1", 1)) as client:
        answers = [client.get("/api/v1/queries") for _ in range(4)]
    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit" not in answers[0].headers


def test_a_browser_may_send_a_name_and_read_what_is_told(client: TestClient) -> None:
    asked = {
        "Origin": "https://app.example.org",
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "accept,if-none-match,x-request-id",
        "Sec-Fetch-Mode": "cors",
        "Sec-Fetch-Site": "cross-site",
    }
    preflight = client.options("/api/v1/decisions", headers=asked)
    assert preflight.status_code == 200
    assert preflight.headers["access-control-allow-origin"] == "*"
    assert "GET" in preflight.headers["access-control-allow-methods"]
    allowed = {name.strip().lower() for name in preflight.headers["access-control-allow-headers"].split(",")}
    assert {"if-none-match", "x-request-id"} <= allowed
    answer = client.get("/api/v1/decisions", headers={"Origin": asked["Origin"]})
    exposed = answer.headers["access-control-expose-headers"]
    assert all(name in exposed for name in ("ETag", "X-Request-ID", "RateLimit", "Retry-After", "Link"))


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/nothing", "/static/style.css", "/robots.txt", "/feed", "/sitemap.xml", "/sparql?query=ASK%20%7B%7D"),
        *(
            "/sparql?query=ASK",
            "/api/v1/decisions",
            "/api/v1/nothing",
            "/decisions/nl-ap-2024-clearview.ttl",
            "/metrics",
        ),
        "/decisions?" + "x" * 60_000,
    ],
)
def test_no_answer_is_taken_for_another_type_than_it_tells(client: TestClient, path: str) -> None:
    assert client.get(path).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path", ["/api/v1/resolve?cite=%C3%28", "/oai?verb=GetRecord&identifier=%C3%28", "/decisions?q=%FF"]
)
def test_what_is_no_utf_8_is_refused(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Accept": "application/json"})
    assert (answer.status_code, "UTF-8" in answer.json()["detail"]) == (400, True)
    assert client.get(path.replace("%C3%28", "%C3%A9").replace("%FF", "%C3%A9")).status_code != 400
