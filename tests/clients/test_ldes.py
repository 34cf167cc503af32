"""ldes-client, which replicates an event stream and stays in step with it."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

from graph.changelog import entries
from graph.changes import lines, thing_of
from graph.namespaces import PREFIXES
from graph.snapshot import current
from tests.api.conftest import Server, running
from tests.clients.conftest import FOLDER, SECONDS, node
from tests.clients.history import CHANGED, CREATED, NEW_LABEL, OLD_LABEL, SAME, WITHDRAWN, begin, go_on, spoilt
from tests.conftest import Project, soon

LABEL = f"{PREFIXES['rdfs']}label"
VERB = f"{PREFIXES['dcterms']}type"


def members(url: str, order: str = "none", **options: bool) -> list[dict[str, Any]]:
    """What the client obtains."""
    found = node("ldes.mjs", f"{url}/feed", json.dumps(options), order)
    assert isinstance(found, list)
    return found


def values(member: dict[str, Any], property_: str) -> list[str]:
    """Values of a property of a member itself."""
    return [quad[2] for quad in member["quads"] if quad[:2] == [member["id"], property_]]


def history(found: list[dict[str, Any]], thing: str) -> list[tuple[str, list[str]]]:
    """What became of a thing, with its labels, in the order in which it was obtained."""
    mine = [member for member in found if member["of"] == thing]
    return [(values(member, VERB)[0].rpartition("#")[2], values(member, LABEL)) for member in mine]


def test_every_version_in_order(followed: Server, project: Project) -> None:
    found = members(followed.url, "ascending")
    log = entries(project.snapshots)
    assert len(found) == sum(len(entry.marks) for entry in log)
    assert len({member["id"] for member in found}) == len(found)
    assert [member["time"] for member in found] == sorted(member["time"] for member in found)
    assert history(found, CHANGED) == [("Create", [OLD_LABEL]), ("Update", [NEW_LABEL])]
    assert history(found, CREATED) == [("Create", ["Newcomer & Söhne <GmbH>"])]
    assert history(found, WITHDRAWN) == [("Create", ["Soon Gone AG"]), ("Delete", [])]
    assert history(found, SAME) == [("Create", ["Parcelwise S.A."])]
    [fine] = [member for member in found if member["of"] == CHANGED and values(member, LABEL) == [NEW_LABEL]]
    assert [f"{CHANGED}#fine", LABEL, "Fine"] in [quad[:3] for quad in fine["quads"]], "parts come with their thing"


def test_the_last_versions_materialised_are_the_graph_in_use(followed: Server, project: Project) -> None:
    found = members(followed.url, lastVersionOnly=True, materialize=True)
    assert len({member["id"] for member in found}) == len(found)
    assert values(next(member for member in found if member["id"] == CHANGED), LABEL) == [NEW_LABEL]
    times = {f"{PREFIXES['dcterms']}{name}" for name in ("created", "type", "isVersionOf")}
    obtained = {tuple(quad[:2]) for member in found for quad in member["quads"] if quad[1] not in times}
    named = (line for line in lines(current(project.snapshots).nquads) if line.startswith("<"))
    said = {tuple(part[1:-1] for part in line.split(" ", 2)[:2]) for line in named}
    assert obtained == {pair for pair in said if thing_of(pair[0])}


def test_it_stays_in_step(tmp_path: Path, skeleton: Path) -> None:
    project = Project(tmp_path, skeleton)
    begin(project)
    so_far = sum(len(entry.marks) for entry in entries(project.snapshots))
    program = shutil.which("node")
    assert program is not None
    with running(project.snapshots, tmp_path / "log") as server:
        options = json.dumps({"polling": True, "pollInterval": 200})
        command = [program, "ldes.mjs", f"{server.url}/feed", options, "ascending", str(so_far + 1)]
        told = tmp_path / "told"
        with (
            told.open("wb") as file,
            subprocess.Popen(command, cwd=FOLDER, stdout=subprocess.PIPE, stderr=file) as client,
        ):
            try:
                soon(lambda: "following" in told.read_text().splitlines() or client.poll() is not None)
                entry = go_on(project, "Later")
                written, _ = client.communicate(timeout=SECONDS)
                assert client.returncode == 0, told.read_text()
            finally:
                client.kill()
    assert [mark.thing for mark in entry.marks] == [CHANGED]
    assert history(json.loads(written)[-1:], CHANGED) == [("Update", ["Later"])]


def test_pages_told_on_another_host_are_missed(followed: Server) -> None:
    """What an absolute page address does: this is why pages are relative."""
    with spoilt(followed, lambda _, body: body.replace(b"http://127.0.0.1:", b"http://comity.invalid:")) as url:
        command = ["node", "ldes.mjs", f"{url}/feed"]
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, timeout=SECONDS, check=False)
        assert done.returncode != 0 or done.stdout == b"[]"


def test_a_wrong_time_is_noticed(followed: Server) -> None:
    """A page whose members bear another day than its relation says: the order is lost."""
    with spoilt(followed, lambda path, body: body.replace(b'"20', b'"19') if path == "/feed/1/1" else body) as url:
        found = members(url, "ascending")
        assert history(found, CHANGED) == [("Create", [OLD_LABEL]), ("Update", [NEW_LABEL])]
        assert min(member["time"] for member in found) < "2000"
