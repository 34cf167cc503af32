"""Programs that scholars and harvesters use, run against a real server. `make test` installs them; none is optional."""

import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph import snapshot
from graph.namespaces import ROOT
from tests.api.conftest import Server, running
from tests.clients.history import begin
from tests.conftest import Project, retold, rewritten, soon

PREFIX = "PREFIX comity: <https://w3id.org/comity/ontology#> "
CASES = PREFIX + "SELECT ?case { ?case a comity:Case } ORDER BY ?case"
CONSTRUCT = PREFIX + "CONSTRUCT { ?case a comity:Case } WHERE { ?case a comity:Case }"
FINES = (ROOT / "queries" / "examples" / "fines-in-force-in-the-union.rq").read_text(encoding="utf-8")
CLEARVIEW = "https://w3id.org/comity/id/company/clearview-ai"
"""Among the fines in force in the Union: four, of 90,500,000 euro together."""

FOLDER = Path(__file__).parent
SECONDS = 120
"""Seconds a program may take: Comunica needs some 3 to load, more where the machine is busy."""


def output(program: str, *arguments: str, given: str = "") -> str:
    """What a program writes. Fails with its complaint where it fails or is missing."""
    found = shutil.which(program)
    if found is None:
        pytest.fail(f"{program} is missing, without which these tests say nothing: `make test` installs it.")
    command = [found, *arguments]
    done = subprocess.run(
        command, input=given, cwd=FOLDER, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def node(script: str, *arguments: str, given: str = "") -> Any:
    """The JSON that a script of this folder writes."""
    return json.loads(output("node", script, *arguments, given=given))


@pytest.fixture(scope="session")
def server(snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server over the real snapshot, with the settings of an operator who set none."""
    with running(snapshots, tmp_path_factory.mktemp("clients") / "log") as found:
        yield found


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory, skeleton: Path) -> Project:
    """A project with two snapshots, whose change log tells of one thing created, one updated and one withdrawn."""
    found = Project(tmp_path_factory.mktemp("history"), skeleton)
    begin(found)
    return found


@pytest.fixture(scope="session")
def followed(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of that project."""
    with running(project.snapshots, tmp_path_factory.mktemp("followed") / "log") as found:
        yield found


@dataclass
class Spoiled:
    """A server that a test may spoil: `header` gives another value, or None to drop it; `body` another body."""

    app: ASGIApp
    url: str = ""
    earlier: str = ""
    header: Callable[[str, str], str | None] = lambda _, value: value
    body: Callable[[bytes], bytes] = lambda body: body

    def mend(self) -> None:
        """Spoil nothing more."""
        self.header, self.body = (lambda _, value: value), (lambda body: body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does, spoiled. Nothing is packed, so that bodies can be changed."""
        start: list[Message] = []
        whole = bytearray()

        async def spoil(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.append(message)
                return
            if message["type"] != "http.response.body":
                await send(message)
                return
            whole.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            body = self.body(bytes(whole))
            headers = []
            for name, value in start[0]["headers"]:
                kept = self.header(name.decode(), value.decode())
                if kept is not None and (name != b"content-length" or scope["method"] == "HEAD"):
                    headers.append((name, kept.encode()))
            if scope["method"] != "HEAD":
                headers.append((b"content-length", str(len(body)).encode()))
            await send({**start[0], "headers": headers})
            await send({"type": "http.response.body", "body": body})

        if scope["type"] == "http":
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        await self.app(scope, receive, spoil)


@contextmanager
def spoilable(folder: Path) -> Iterator[Spoiled]:
    """The application over a folder of snapshots, in a thread of this process, to be spoiled."""
    found = Spoiled(create_app(Settings(snapshots=folder, workers=1), Versions(folder)))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        found.url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        serving = uvicorn.Server(uvicorn.Config(found, log_level="warning"))
        thread = threading.Thread(target=serving.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            soon(lambda: serving.started or not thread.is_alive())
            assert serving.started
            yield found
        finally:
            serving.should_exit = True
            thread.join()


@pytest.fixture(scope="session")
def one(snapshots: Path) -> Iterator[Spoiled]:
    """A server to spoil."""
    with spoilable(snapshots) as found:
        yield found


@pytest.fixture
def spoiled(one: Spoiled) -> Iterator[Spoiled]:
    """A server to spoil for one test."""
    yield one
    one.mend()


@pytest.fixture(scope="session")
def two(snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spoiled]:
    """A server that keeps an earlier snapshot too."""
    folder = tmp_path_factory.mktemp("kept")
    shutil.copytree(snapshots, folder, dirs_exist_ok=True)
    label = b"AP v Clearview AI"
    earlier = rewritten(
        snapshot.current(folder), lambda said: said.replace(label, b"The AP v Clearview"), "2021-06-01T12:00:00+00:00"
    )
    retold(folder)
    with spoilable(folder) as found:
        found.earlier = earlier.version
        yield found


@pytest.fixture
def kept(two: Spoiled) -> Iterator[Spoiled]:
    """A server that keeps an earlier snapshot, to spoil for one test."""
    yield two
    two.mend()
