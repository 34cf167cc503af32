"""The application as a whole: nothing at import, nothing shared between two, nothing left when it ends."""

import subprocess
import sys
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph.namespaces import KINDS


def test_importing_the_application_reads_nothing(tmp_path: Path) -> None:
    program = "import api.app, api.commands, multiprocessing as m; assert not m.active_children()"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"COMITY_PORT": "nonsense", "COMITY_X": "1", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir())


def test_it_starts_and_ends_and_starts_again(snapshots: Path) -> None:
    for _ in range(2):
        with TestClient(create_app(Settings(snapshots=snapshots, workers=1), Versions(snapshots))) as client:
            assert client.get("/sparql?query=ASK%7B%7D").status_code == 200


@pytest.mark.parametrize("plural", KINDS.values())
def test_there_is_one_address_for_each_thing(client: TestClient, plural: str) -> None:
    assert client.get(f"/{plural}", follow_redirects=False).status_code == 200
    assert client.get(f"/api/v1/{plural}", follow_redirects=False).status_code == 200
    assert client.get(f"/{plural}/", follow_redirects=False).status_code == 308
    assert client.get(f"/api/v1/{plural}/", follow_redirects=False).status_code in (308, 404)


def test_nothing_can_be_written(client: TestClient) -> None:
    routes = [(route.path, set(route.methods or ())) for route in client.app.routes if hasattr(route, "methods")]  # type: ignore[attr-defined]
    assert {path for path, methods in routes if methods - {"GET", "HEAD"}} == {"/sparql", "/q", "/oai", "/reconcile"}, (
        "which only ask"
    )


@pytest.mark.parametrize("path", ["/static/style.css", "/static/icon.svg"])
def test_files_of_pages_are_served(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["etag"]
