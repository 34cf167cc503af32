"""Programs that scholars and harvesters use, run against a real server. `make test` installs them; none is optional."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.namespaces import ROOT
from tests.api.conftest import Server, running
from tests.clients.history import begin
from tests.conftest import Project

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
