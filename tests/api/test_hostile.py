"""Requests meant to harm, against a real server: each is answered or refused in time, and others never notice."""

import base64
import http.client
import json
import os
import signal
import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import pytest

from graph.namespaces import GRAPH_CURATED
from tests.api.conftest import QUEUE, SECONDS, WORKERS, Reply, Server, alive, descendants, running
from tests.conftest import soon

pytestmark = pytest.mark.alone

SLACK = 12.0
"""Seconds an answer may come after the limit. On a machine with nothing else to do it is 1.5; what no limit ended would
take hours. No share of the load of the machine: its average lags behind, and the processors may be those of others."""
MEMORY = 150
"""MiB by which the server process may grow."""
ALL = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
LONG = "x" * 20_000
HERE = "http://127.0.0.1:1/"

BOMBS = {
    "cross product": f"SELECT * {{ {ALL} }}",
    "count of a cross product": f"SELECT (COUNT(*) AS ?n) {{ {ALL} }}",
    "sort of a cross product": f"SELECT * {{ {ALL} }} ORDER BY ?l ?a ?f",
    "distinct": f"SELECT DISTINCT ?a ?d ?g ?j {{ {ALL} }}",
    "property path over everything": "SELECT (COUNT(*) AS ?n) { ?a (!<x:a>)* ?b . ?b (!<x:b>|^!<x:c>)* ?d }",
    "exploding regular expression": "ASK { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i "
    'FILTER(REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), "^(([a-z])+.)+[A-Z]([a-z])+$!")) }',
    "large regular expression": 'ASK { FILTER(REGEX("'
    + "a" * 5000
    + '", "((((a{1,100}){1,100}){1,100}){1,100}){1,100}")) }',
    "aggregates of everything": "SELECT ?a (SUM(?c) AS ?s) (AVG(?f) AS ?t) (MAX(?i) AS ?m) (SAMPLE(?l) AS ?o) "
    f"{{ {ALL} }} GROUP BY ?a ?d ?g",
    "GROUP_CONCAT": f"SELECT (GROUP_CONCAT(?x) AS ?all) {{ {ALL} BIND(CONCAT(STR(?c), '{'y' * 1000}') AS ?x) }}",
    "growth by CONCAT": "SELECT * { "
    + f"BIND('{LONG}' AS ?x0) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 10)}) AS ?x{n + 1})" for n in range(8))
    + " }",
    "growth by REPLACE": "SELECT (STRLEN(?x9) AS ?n) { "
    + f"BIND('{'a' * 1000}' AS ?x0) "
    + " ".join(f"BIND(REPLACE(?x{n}, 'a', 'aaaaaaaaaa') AS ?x{n + 1})" for n in range(9))
    + " }",
    "product of VALUES": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(str(m) for m in range(300))} }}" for n in range(6))
    + " }",
    "product of UNIONs": "SELECT * { " + " ".join(["{ ?a ?b ?c } UNION { ?c ?b ?a }"] * 30) + " }",
    "chain of OPTIONALs": "SELECT * { ?a ?b ?c "
    + " ".join(f"OPTIONAL {{ ?x{n} ?y{n} ?z{n} }}" for n in range(30))
    + " }",
    "MINUS of everything": f"SELECT * {{ {ALL} MINUS {{ ?m ?n ?c . ?o ?p ?l }} }}",
    "nested EXISTS": "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f FILTER NOT EXISTS { ?g ?h ?i "
    "FILTER NOT EXISTS { ?j ?k ?l FILTER(?c != ?l && ?f = ?i) } } } }",
    "large CONSTRUCT": "CONSTRUCT { ?a ?e ?i . ?d ?b ?f . ?g ?h ?c } WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "DESCRIBE of everything": f"DESCRIBE * {{ {ALL} }}",
}
"""Queries that parse and would run for hours or fill the memory."""

FOR_THE_PARSER = {
    "braces": "SELECT * " + "{" * 30_000 + "}" * 30_000,
    "brackets": "SELECT * { FILTER(" + "(" * 30_000 + "1" + ")" * 30_000 + ") }",
    "square brackets": "SELECT * { ?s ?p " + "[ ?p " * 15_000 + "1" + "]" * 15_000 + " }",
    "lists": "SELECT * { ?s ?p " + "(" * 30_000 + "1" + ")" * 30_000 + " }",
    "braces never closed": "SELECT * " + "{" * 99_000,
    "not": "ASK { FILTER(" + "!" * 90_000 + "true) }",
    "unary minus": "ASK { FILTER(" + "- " * 45_000 + "1 = 1) }",
    "unary minus and brackets": "ASK { FILTER(" + "-(" * 90 + "- " * 40_000 + "1" + ")" * 90 + " = 1) }",
    "paths of inverses": "ASK { ?s " + "^" * 90_000 + "<x:p> ?o }",
    "alternatives": "ASK { ?s " + "|".join(["<x:p>"] * 15_000) + " ?o }",
    "sequence": "ASK { ?s " + "/".join(["<x:p>"] * 15_000) + " ?o }",
    "disjunctions": "ASK { FILTER(" + "||".join(["?x"] * 25_000) + ") }",
    "minuses of literals": "ASK { FILTER(1" + "-1" * 45_000 + " = 1) }",
    "a wide list": "SELECT * { ?s ?p (" + "1 " * 40_000 + ") }",
    "nested paths": "ASK { ?s " + "(" * 95 + "!<x:p>" + ")*" * 95 + " ?o }",
    "triples in triples": "SELECT * { " + "<< " * 90 + "?s ?p ?o" + " >> ?p ?o" * 90 + " }",
    "annotations in annotations": "SELECT * { ?s ?p ?o " + "{| ?p ?o " * 95 + "|}" * 95 + " }",
    "a chain of BIND": "SELECT * { BIND(1 AS ?v0) "
    + " ".join(f"BIND(?v{n}+1 AS ?v{n + 1})" for n in range(2500))
    + " }",
    "many orders": "SELECT * { ?s ?p ?o } ORDER BY " + " ".join(["STR(?s)"] * 9000),
    "wide VALUES": "SELECT * { VALUES ("
    + " ".join(f"?v{n}" for n in range(5000))
    + ") { ("
    + " UNDEF" * 5000
    + ") } }",
    "a long IRI": "ASK { <x:" + "a" * 99_000 + "> ?p ?o }",
    "sums": "SELECT (" + "+".join(["1"] * 45_000) + " AS ?x) {}",
    "IN with many": "SELECT * { ?s ?p ?o FILTER(?o IN (" + ",".join(str(n) for n in range(15_000)) + ")) }",
    "many UNIONs": "SELECT * { " + " UNION ".join(["{?s ?p ?o}"] * 6_000) + " }",
    "many OPTIONALs": "SELECT * { " + "OPTIONAL{?s ?p ?o}" * 5_000 + " }",
    "many prefixes": "PREFIX p: <x:> " * 6_000 + "ASK {}",
    "many variables": "SELECT " + " ".join(f"?v{n}" for n in range(13_000)) + " { ?s ?p ?o }",
    "one long variable": "SELECT ?" + "v" * 95_000 + " {}",
    "an open string": 'SELECT * { ?s ?p "' + "x" * 90_000,
    "an open long string": "SELECT * { ?s ?p '''" + "'' " * 30_000,
    "an open IRI": "SELECT * { ?s <" * 6_000,
    "backslashes": "SELECT * { ?s ?p '" + "\\" * 90_000,
    "escapes of surrogates": 'SELECT ("\\uD800\\uDC00" AS ?x) {}',
    "a comment only": "#" * 90_000,
    "too long": "ASK {} #" + "x" * 150_000,
}
"""Queries that are meant to break whoever parses them."""

OUTSIDE = {
    "SERVICE": f"SELECT * {{ SERVICE <{HERE}> {{ ?s ?p ?o }} }}",
    "small letters": f"SELECT * {{ service <{HERE}> {{ ?s ?p ?o }} }}",
    "mixed letters": f"SELECT * {{ sErViCe\n<{HERE}> {{ ?s ?p ?o }} }}",
    "SILENT": f"SELECT * {{ SERVICE SILENT <{HERE}> {{ ?s ?p ?o }} }}",
    "behind a comment": f"SELECT * {{ # SERVICE is not here\nSERVICE#x\n<{HERE}> {{ ?s ?p ?o }} }}",
    "of a variable": f"SELECT * {{ VALUES ?e {{ <{HERE}> }} SERVICE ?e {{ ?s ?p ?o }} }}",
    "escaped": f"SELECT * {{ \\u0053ERVICE <{HERE}> {{ ?s ?p ?o }} }}",
    "escaped long": f"SELECT * {{ S\\U00000045RVICE <{HERE}> {{ ?s ?p ?o }} }}",
    "in a subselect": f"SELECT * {{ {{ SELECT * {{ SERVICE <{HERE}> {{ ?s ?p ?o }} }} }} }}",
    "in EXISTS": f"SELECT * {{ ?a ?b ?c FILTER EXISTS {{ SERVICE <{HERE}> {{ ?s ?p ?o }} }} }}",
    "in CONSTRUCT": f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE <{HERE}> {{ ?s ?p ?o }} }}",
    "of a prefixed name": f"PREFIX x: <{HERE}> ASK {{ SERVICE x:y {{ ?s ?p ?o }} }}",
    "straight after a number": f"ASK {{ ?s ?p 5SERVICE<{HERE}>{{}} }}",
    "FROM elsewhere": f"ASK FROM <{HERE}> {{ ?s ?p ?o }}",
    "FROM NAMED a file": "ASK FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "FROM a prefixed name": f"PREFIX x: <{HERE}> ASK FROM x:y {{ ?s ?p ?o }}",
    "FROM a relative name": f"BASE <{HERE}> ASK FROM <y> {{ ?s ?p ?o }}",
    "FROM ours and another": f"ASK FROM <{GRAPH_CURATED}> FROM <{HERE}> {{ ?s ?p ?o }}",
    "LOAD": f"LOAD <{HERE}>",
    "INSERT": "INSERT DATA { <x:a> <x:b> <x:c> }",
    "DELETE": "DELETE WHERE { ?s ?p ?o }",
    "DROP": "DROP ALL",
    "CLEAR": "CLEAR SILENT ALL",
    "a query, then an update": "ASK {} ; DROP ALL",
    "two queries": "ASK {} ASK {}",
}
"""Queries that would reach other hosts or files, or write."""


@contextmanager
def innocent(server: Server) -> Iterator[None]:
    """An innocent visitor beside: each of the visitor's requests is answered 200, soon enough."""
    stop, faults = threading.Event(), []
    paths = ("/health/live", "/api/v1/decisions/nl-ap-2024-clearview", "/decisions/nl-ap-2024-clearview.ttl", "/")

    def visit() -> None:
        number = 0
        while not stop.is_set():
            path = paths[number % len(paths)]
            try:
                reply = server.ask(path)
                if reply.status != 200 or reply.seconds > SECONDS + SLACK:
                    faults.append((path, reply.status, reply.seconds))
            except OSError as error:
                faults.append((path, repr(error), 0.0))
            number += 1
            stop.wait(0.05)

    visitor = threading.Thread(target=visit)
    visitor.start()
    try:
        yield
    finally:
        stop.set()
        visitor.join()
    assert not faults


def definite(reply: Reply, *statuses: int) -> None:
    """The reply is one of the errors, with its problem document, or a whole answer."""
    assert reply.status in statuses, reply.body[:300]
    assert int(reply.headers["content-length"]) == len(reply.body)
    if reply.status == 200:
        if reply.headers["content-type"].startswith("application/sparql-results+json"):
            found = json.loads(reply.body)
            rows = 1 if "boolean" in found else len(found["results"]["bindings"])
            assert rows == int(reply.headers["comity-rows"])
    else:
        problem = json.loads(reply.body)
        assert problem["status"] == reply.status
        assert problem["detail"]
        assert "Traceback" not in problem["detail"]


@pytest.fixture(scope="module", autouse=True)
def _unharmed(server: Server) -> Iterator[None]:
    """After all of this the server is what it was before."""
    for path in ("/", "/decisions", "/api/v1/cases/clearview-scraping/compare", "/api/v1/decisions"):
        server.ask(path)  # What it keeps in memory anyway.
    before = server.memory()
    yield
    assert server.ask("/health/ready").status == 200
    assert server.query("SELECT * { ?s ?p ?o } LIMIT 3").status == 200
    assert server.memory() - before < MEMORY
    soon(lambda: len(workers(server)) <= WORKERS)


def workers(server: Server) -> list[int]:
    """Worker processes: children of the fork server, which is a child of the server."""
    children = descendants(server.process.pid)
    return [pid for pid in children if _parent(pid) != server.process.pid and alive(pid)]


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_in_time(server: Server, name: str) -> None:
    with innocent(server), ThreadPoolExecutor(1) as pool:
        bomb = pool.submit(server.query, BOMBS[name])
        time.sleep(0.1)
        beside = server.query("SELECT * { ?s ?p ?o } LIMIT 3")
        reply = bomb.result()
    assert beside.status == 200
    definite(reply, 200, 400, 413, 504)
    assert reply.seconds < SECONDS + SLACK


@pytest.mark.parametrize("name", FOR_THE_PARSER)
def test_the_parser_falls_into_no_trap(server: Server, name: str) -> None:
    with innocent(server):
        reply = server.query(FOR_THE_PARSER[name])
    definite(reply, 200, 400, 413, 504)
    assert reply.seconds < SECONDS + SLACK


@pytest.mark.parametrize("name", OUTSIDE)
def test_nothing_reaches_outside_or_writes(server: Server, name: str) -> None:
    reply = server.query(OUTSIDE[name])
    definite(reply, 400)
    assert reply.seconds < SECONDS + SLACK


def test_service_sends_no_request(server: Server) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.5)
        here = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        for query in OUTSIDE.values():
            server.query(query.replace(HERE, here))
        with pytest.raises(TimeoutError):
            listener.accept()


def raw(server: Server, sent: bytes, seconds: float = 20) -> bytes:
    """What comes back for some bytes until the connection closes or is silent."""
    with server.connection() as connection:
        connection.settimeout(seconds)
        found = b""
        try:
            connection.sendall(sent)
            while part := connection.recv(65_536):
                found += part
        except (TimeoutError, ConnectionError):
            pass
        return found


FORM = "POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.mark.parametrize(
    ("request_", "statuses"),
    [
        ("GET /sparql?query=%ZZ%1 HTTP/1.1", (400,)),
        ("GET /sparql?query=ASK%20%7B%7D%20%23%FF%FE HTTP/1.1", (400,)),
        ("GET /sparql?query=ASK%20%7B%7D%00 HTTP/1.1", (400,)),
        ("GET /sparql?%00=%00&&&=&= HTTP/1.1", (400,)),
        ("GET /sparql?" + "&".join(["a=b"] * 5000) + " HTTP/1.1", (400,)),
        ("GET /decisions/%FF%FE%00 HTTP/1.1", (404,)),
        ("GET /id/decision/%0D%0ASet-Cookie:%20a=b HTTP/1.1", (303, 404)),
        ("GET /concept/%0D%0ALocation:%20http://x HTTP/1.1", (308,)),
        ("GET /static/../../app.py HTTP/1.1", (404,)),
        ("GET /static/..%2f..%2fapp.py HTTP/1.1", (404,)),
        ("GET /static/%2e%2e/%2e%2e/etc/passwd HTTP/1.1", (404,)),
        ("GET /static//etc/passwd HTTP/1.1", (308,)),
        ("GET //example.org//x HTTP/1.1", (308,)),
        ("GET /static/%00 HTTP/1.1", (404,)),
        ("GET /static/" + "a" * 5000 + " HTTP/1.1", (404,)),
        ("GET /decisions/../../etc/passwd HTTP/1.1", (404,)),
        ("GET /decisions/..%2f..%2fetc%2fpasswd.ttl HTTP/1.1", (404,)),
        ("GET /decisions/" + "a" * 50_000 + " HTTP/1.1", (414,)),
        ("GET /api/v1/decisions?version=..%2f..%2fetc HTTP/1.1", (404,)),
        ("GET /api/v1/decisions?jurisdiction=" + "n" * 50_000 + " HTTP/1.1", (414,)),
        ("GET /api/v1/decisions?jurisdiction=nl%22%7D%20SERVICE HTTP/1.1", (422,)),
        ("GET http://example.org/health/live HTTP/1.1", (200, 400, 404)),
        ("TRACE / HTTP/1.1", (405,)),
        ("PUT /sparql HTTP/1.1", (405,)),
        ("PROPFIND / HTTP/1.1", (405, 400)),
        ("NONSENSE / HTTP/1.1", (405, 400)),
        ("GET / HTTP/9.9", (400, 505, 200)),
        ("GET", (400,)),
        ("\x00\x01\x02\x03", (400,)),
    ],
)
def test_malformed_requests_have_a_definite_answer(server: Server, request_: str, statuses: tuple[int, ...]) -> None:
    with innocent(server):
        found = raw(server, f"{request_}\r\nHost: x\r\nConnection: close\r\n\r\n".encode("latin-1"))
    head = found.partition(b"\r\n\r\n")[0]
    assert head.startswith(b"HTTP/1.1 "), found[:200]
    assert int(head[9:12]) in statuses, found[:500]
    assert b"\nset-cookie" not in head.lower()
    assert b"root:" not in found
    assert b"import" not in found


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "text/turtle;q=" + "9" * 10_000},
        {"Accept": ",".join(["text/turtle;q=0.1"] * 3000)},
        {"Accept": ";;;===,,,"},
        {"If-None-Match": ",".join(['"x"'] * 10_000)},
        {"Range": "bytes=0-0,-1"},
        {"Accept-Encoding": "gzip;q=nonsense, *;q=0"},
        {"X-Forwarded-Host": "evil.example", "Host": "evil.example"},
        {"Cookie": "a=" + "b" * 30_000},
        {"Origin": "null"},
    ],
)
def test_odd_headers_break_nothing(server: Server, headers: dict[str, str]) -> None:
    for path in ("/decisions/nl-ap-2024-clearview.ttl", "/api/v1/cases", "/sparql?query=ASK%7B%7D"):
        assert server.ask(path, headers=headers).status in (200, 206, 400, 406, 431)


def test_a_header_larger_than_any_client_sends(server: Server) -> None:
    with innocent(server):
        found = raw(server, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-A: " + b"a" * 1_000_000 + b"\r\n\r\n")
    assert found == b"" or found.startswith((b"HTTP/1.1 4", b"HTTP/1.1 200"))


def test_a_body_of_a_megabyte_is_refused_before_it_is_read(server: Server) -> None:
    body = b"query=" + b"x" * 1_000_000
    for length in (f"Content-Length: {len(body)}", "Transfer-Encoding: chunked"):
        sent = body if "Length" in length else f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
        found = raw(server, f"{FORM}{length}\r\n\r\n".encode() + sent)
        assert found == b"" or found.startswith(b"HTTP/1.1 413"), found[:200]  # The rest may meet a closed door.
    reply = server.ask("/sparql", "POST", body[:300_000], {"Content-Type": "application/x-www-form-urlencoded"})
    definite(reply, 413)


def test_a_body_that_does_not_arrive(server: Server) -> None:
    begun = time.monotonic()
    with innocent(server):
        found = raw(server, f"{FORM}Content-Length: 100\r\n\r\nquery=ASK".encode(), 60)
    assert found.startswith(b"HTTP/1.1 408")
    assert time.monotonic() - begun < 10 + SLACK


def test_a_body_cut_off(server: Server) -> None:
    for _ in range(20):
        with server.connection() as connection:
            connection.sendall(f"{FORM}Content-Length: 100\r\n\r\nquery=ASK".encode())
    assert server.query("ASK {}").status == 200


def test_a_body_with_a_false_length(server: Server) -> None:
    for length in ("-1", "99999999999999999999", "x", "1, 2"):
        found = raw(server, f"{FORM}Content-Length: {length}\r\n\r\nquery=ASK%7B%7D".encode(), 1)
        assert not found.startswith(b"HTTP/1.1 5")


def leave(server: Server, times: int) -> None:
    """Ask for something long, and go away before the answer."""
    body = f"query={quote(BOMBS['count of a cross product'])}"
    for _ in range(times):
        with server.connection() as connection:
            connection.sendall(f"{FORM}Content-Length: {len(body)}\r\n\r\n{body}".encode())
            time.sleep(0.05)


def test_clients_that_leave_in_the_middle_of_an_answer(server: Server) -> None:
    body = f"query={quote('SELECT * { ?s ?p ?o . ?t ?p ?u } LIMIT 20000')}"
    for _ in range(3):
        with server.connection() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            connection.sendall(f"{FORM}Content-Length: {len(body)}\r\n\r\n{body}".encode())
            connection.recv(100)
    assert server.query("ASK {}").status == 200


def test_connections_that_say_nothing(server: Server) -> None:
    silent = [server.connection() for _ in range(100)]
    try:
        with innocent(server):
            time.sleep(0.5)
    finally:
        for connection in silent:
            connection.close()


def test_many_bombs_at_once_are_answered_or_turned_away(server: Server) -> None:
    names = ["count of a cross product", "sort of a cross product"]
    with innocent(server), ThreadPoolExecutor(40) as pool:
        replies = list(pool.map(lambda number: server.query(BOMBS[names[number % 2]]), range(40)))
    for reply in replies:
        definite(reply, 413, 503, 504)
        if reply.status == 503:
            assert int(reply.headers["retry-after"]) > 0
            full = b"queue is full" in reply.body
            assert reply.seconds < SLACK + (0 if full else SECONDS)
        # Waited for its turn as long as a query may run, for a worker to be replaced, and ran to the limit.
        assert reply.seconds < 2 * (SECONDS + SLACK)
    assert sum(reply.status == 503 for reply in replies) >= 40 - 2 * (QUEUE + WORKERS)
    begun = time.monotonic()
    assert server.query("ASK {}").status == 200
    assert time.monotonic() - begun < SECONDS + SLACK


def test_workers_that_are_killed_while_idle_are_replaced(server: Server) -> None:
    assert server.query("ASK {}").status == 200
    killed = workers(server)
    assert killed
    for worker in killed:
        os.kill(worker, signal.SIGKILL)
    soon(lambda: not set(killed) & set(workers(server)))
    assert server.query("ASK {} # with another worker").status == 200
    assert server.ask("/sparql?query=ASK%7B%7D").status == 200


def test_a_body_that_declares_to_be_too_large_is_not_waited_for(server: Server) -> None:
    for length in ("300000", "9" * 20):
        begun = time.monotonic()
        found = raw(server, f"{FORM}Content-Length: {length}\r\n\r\nquery=ASK".encode())
        assert found.startswith(b"HTTP/1.1 413"), found[:200]
        assert time.monotonic() - begun < SLACK


def test_a_permalink_that_unpacks_to_megabytes_is_refused(server: Server) -> None:
    packed = zlib.compress(b"[" + b" " * 5_000_000 + b"]", 9)
    reply = server.ask("/q/" + base64.urlsafe_b64encode(packed).decode().rstrip("="))
    definite(reply, 400)
    assert reply.seconds < SLACK


def test_a_keep_alive_connection_survives_an_error(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    for path, status in (("/sparql?query=x", 400), ("/nothing", 404), ("/health/live", 200)):
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        assert response.status == status
    connection.close()


@pytest.mark.parametrize(("kill", "limit"), [(False, 12), (True, 4)])
def test_no_process_is_left_behind(snapshots: Path, tmp_path: Path, kill: bool, limit: int) -> None:
    with running(snapshots, tmp_path / "log", query_seconds=str(limit), workers="2") as server:
        if not kill:
            leave(server, 5)
            reply = server.query("ASK {}")
            assert reply.status == 200
            assert reply.seconds < 2 * limit  # Else the five queries would come first.
        with ThreadPoolExecutor(2) as pool:
            for _ in range(2):
                pool.submit(_quietly, lambda: server.query(BOMBS["count of a cross product"]))
            soon(lambda: len(descendants(server.process.pid)) >= 3)
            below = descendants(server.process.pid)
            if kill:
                server.process.kill()
            else:
                server.process.terminate()
    until = time.monotonic() + limit + 3 + 2 * SLACK
    while any(alive(pid) for pid in below) and time.monotonic() < until:
        time.sleep(0.1)
    left = [pid for pid in below if alive(pid)]
    for pid in left:
        os.kill(pid, 9)
    assert not left


def _quietly(ask: Callable[[], Reply]) -> None:
    with suppress(OSError, http.client.HTTPException):
        ask()
