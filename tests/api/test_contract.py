"""The contract tried from outside: Schemathesis sends what fits it and what does not, and judges every answer."""

import json
import subprocess
from pathlib import Path

from api.contract import PAGING, Operation
from graph.namespaces import ROOT
from tests.api.conftest import Server

PROGRAM = ROOT / ".tools" / "schemathesis" / "bin" / "st"
CONFIGURATION = ROOT / "tests" / "schemathesis" / "schemathesis.toml"
PHASES = "examples,coverage,fuzzing"


def test_the_server_keeps_its_contract(server: Server, tmp_path: Path) -> None:
    assert PROGRAM.is_file(), "`make test` sets up Schemathesis; by hand: make .tools/schemathesis/.ready"
    document = json.loads(server.ask("/api/v1/openapi.json").body)
    for methods in document["paths"].values():
        # A cursor is an answer's: no made-up one can be right. tests/api/test_paging.py tries those.
        taken = methods["get"]["parameters"]
        methods["get"]["parameters"] = [parameter for parameter in taken if parameter["name"] != "cursor"]
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    command = [PROGRAM, "--no-color", "--config-file", CONFIGURATION, "run", file, "--url", server.url]
    done = subprocess.run(
        [*command, "--checks", "all", "--phases", PHASES],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert f"Tested: {len(document['paths'])}" in done.stdout


def test_an_operation_has_a_name_that_stays() -> None:
    async def route(_: object) -> None: ...

    names = {"/decisions": "decisions_list", "/decisions/{slug}": "decisions_slug", "/stats/fines": "stats_fines_list"}
    for path, name in names.items():
        one = Operation(path, route, "", "", PAGING, {})  # type: ignore[arg-type]
        assert one.id == name
    assert Operation("/cases/{slug}/compare", route, "", "", {}, {}).slots == ["slug"]  # type: ignore[arg-type]
