"""A real server, as operators run it, for tests that need sockets, processes and time."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.conftest import free_port

COMITY = Path(sys.executable).parent / "comity"
SECONDS = 3.0
"""Seconds one stranger's query may take on the server of the tests."""
WORKERS = 2
QUEUE = 6


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float = field(compare=False)


def environment(snapshots: Path, **settings: str) -> dict[str, str]:
    """The environment of a command of ours, with no setting but those given."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COMITY_")}
    given = {f"COMITY_{name.upper()}": value for name, value in settings.items()}
    return {**kept, "COMITY_SNAPSHOTS": str(snapshots), **given}


def descendants(pid: int) -> list[int]:
    """Processes below `pid`, at any depth."""
    found, parents = [], [pid]
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        children.setdefault(parent, []).append(int(folder.name))
    while parents:
        below = children.get(parents.pop(), [])
        found += below
        parents += below
    return found


def alive(pid: int) -> bool:
    """Whether a process runs still; a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@dataclass(frozen=True)
class Server:
    """A running server: its port, its process and the folder of its snapshots."""

    port: int
    process: subprocess.Popen[bytes]
    snapshots: Path

    @property
    def url(self) -> str:
        """Address without a path."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """The answer to one request on a connection of its own. Fails where it does not come whole."""
        begun = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, found, body, time.monotonic() - begun)

    def query(self, text: str, **headers: str) -> Reply:
        """The answer to a query sent as a form."""
        form = {"Content-Type": "application/x-www-form-urlencoded", **headers}
        return self.ask("/sparql", "POST", urlencode({"query": text}).encode(), form)

    def connection(self) -> socket.socket:
        """A bare connection, for what no client would send."""
        return socket.create_connection(("127.0.0.1", self.port), 60)

    def memory(self) -> int:
        """MiB of memory the server process holds, its workers apart."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) // 1024
        raise AssertionError("The server is gone.")


@contextmanager
def running(snapshots: Path, log: Path, **settings: str) -> Iterator[Server]:
    """`comity serve` on a free port until the end of the block; what it writes goes to `log`."""
    port = free_port()
    with log.open("wb") as written:
        process = subprocess.Popen(
            [str(COMITY), "serve", "--port", str(port)],
            env=environment(snapshots, **settings),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    server = Server(port, process, snapshots)
    try:
        _wait_until_ready(server, log)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_until_ready(server: Server, log: Path) -> None:
    until = time.monotonic() + 180
    while time.monotonic() < until and server.process.poll() is None:
        try:
            if server.ask("/health/ready").status == 200 and server.query("ASK {}").status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="session")
def server(snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the real snapshot, whose queries may take three seconds."""
    log = tmp_path_factory.mktemp("server") / "log"
    settings = {"query_seconds": str(SECONDS), "workers": str(WORKERS), "queue": str(QUEUE)}
    with running(snapshots, log, **settings) as found:
        yield found
