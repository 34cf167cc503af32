"""The contract tried from outside: Schemathesis sends what fits it and what does not, and judges every answer."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.contract import PAGING, Operation
from api.errors import PROBLEM
from graph.namespaces import ROOT
from tests.api.conftest import Server

PROGRAM = ROOT / ".tools" / "schemathesis" / "bin" / "st"
CONFIGURATION = ROOT / "tests" / "schemathesis" / "schemathesis.toml"
pytestmark = pytest.mark.alone
PHASES = ("Examples", "Coverage", "Fuzzing", "Stateful")


@pytest.mark.timeout(900)
def test_the_server_keeps_its_contract(server: Server, tmp_path: Path) -> None:
    assert PROGRAM.is_file(), "`make test` sets up Schemathesis; by hand: make .tools/schemathesis/.ready"
    address = f"{server.url}/api/v1/openapi.json"
    operations = json.loads(server.ask("/api/v1/openapi.json").body)["paths"]
    done = subprocess.run(
        [PROGRAM, "--no-color", "--config-file", CONFIGURATION, "run", address, "--checks", "all"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(CONFIGURATION.parent)},
        capture_output=True,
        text=True,
        timeout=840,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert f"Tested: {len(operations)}" in done.stdout
    for phase in PHASES:
        assert f"✅ {phase}" in done.stdout, done.stdout[-8000:]


def test_an_operation_has_a_name_that_stays() -> None:
    async def route(_: object) -> None: ...

    names = {"/decisions": "decisions_list", "/decisions/{slug}": "decisions_slug", "/stats/fines": "stats_fines_list"}
    for path, name in names.items():
        one = Operation(path, route, "", "", PAGING, {})  # type: ignore[arg-type]
        assert one.id == name
    assert Operation("/cases/{slug}/compare", route, "", "", {}, {}).slots == ["slug"]  # type: ignore[arg-type]


def test_what_is_given_in_json_alone_is_refused_to_whom_takes_none(client: TestClient) -> None:
    paths = json.loads(client.get("/api/v1/openapi.json").text)["paths"]
    plain = [
        path
        for path, methods in paths.items()
        if list(methods["get"]["responses"]["200"]["content"]) == ["application/json"] and "{" not in path
    ]
    assert {"/api/v1/search", "/api/v1/stats/fines", "/api/v1/queries"} <= set(plain)
    for path in [*plain, "/api/v1/cases/clearview-scraping/compare", "/api/v1/cases/clearview-scraping/timeline"]:
        for accept in ("text/csv", "application/json;q=0, text/csv"):
            answer = client.get(path, headers={"Accept": accept})
            assert (answer.status_code, answer.headers["content-type"]) == (406, PROBLEM), path
    for accept in ("*/*", "text/html,*/*;q=0.1", "application/*", ""):
        answer = client.get("/api/v1/stats/fines", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
        assert "accept" in answer.headers["vary"].lower()
