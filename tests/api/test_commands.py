"""Commands: what they print, where, and with which status they end."""

import http.client
import inspect
import json
import os
import socket
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api import commands as module
from api.commands import IDLE, commands
from graph import snapshot
from graph.answers import GRAPHS, RESULTS
from graph.namespaces import ROOT
from tests.api.conftest import COMITY, Server, environment
from tests.conftest import Project

EXAMPLE = ROOT / "queries" / "examples" / "fines-in-force-in-the-union.rq"


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder with nothing in it."""
    folder = tmp_path / "empty"
    folder.mkdir()
    return folder


def run(folder: Path, *arguments: str, given: str | None = None, **settings: str) -> Result:
    """Run a command with the snapshots in `folder`."""
    wanted = environment(folder, **settings)
    clean: dict[str, str | None] = {name: None for name in os.environ if name not in wanted}
    return CliRunner().invoke(commands, arguments, input=given, env={**clean, **wanted})


def test_help_names_the_commands(empty: Path) -> None:
    done = run(empty, "--help")
    assert done.exit_code == 0
    for name in ("build", "check", "serve", "query", "dump", "diff"):
        assert name in done.stdout
        assert name in str(inspect.getdoc(module)).partition("\n")[0]


def test_a_query_as_a_table_and_in_formats(snapshots: Path) -> None:
    table = run(snapshots, "query", str(EXAMPLE))
    assert table.exit_code == 0, table.output
    assert "90500000" in table.stdout
    found = json.loads(run(snapshots, "query", str(EXAMPLE), "--format", "json").stdout)
    assert "total" in found["head"]["vars"]
    assert run(snapshots, "query", str(EXAMPLE), "--format", "csv").stdout.startswith("company,name,currency,total")


def test_help_of_query_names_every_format(empty: Path) -> None:
    told = " ".join(run(empty, "query", "--help").stdout.replace("│", " ").split())
    assert all(f" {form}" in f" {told}" for form in ("table", *RESULTS, *GRAPHS))


def test_a_query_that_is_no_utf8_or_has_a_byte_order_mark(snapshots: Path, tmp_path: Path) -> None:
    file = tmp_path / "query.rq"
    file.write_bytes(b"\xef\xbb\xbfASK {}")
    assert run(snapshots, "query", str(file)).stdout == "yes\n"
    file.write_bytes(b"ASK { ?s ?p '\xe9' }")
    done = run(snapshots, "query", str(file))
    assert (done.exit_code, "save the query as UTF-8" in done.stderr) == (1, True)


def test_a_query_from_standard_input(snapshots: Path) -> None:
    assert run(snapshots, "query", "-", given="ASK { ?s ?p ?o }").stdout == "yes\n"
    assert run(snapshots, "query", "-", given="ASK { <x:y> ?p ?o }").stdout == "no\n"
    graph = run(snapshots, "query", "-", "--format", "ntriples", given="CONSTRUCT { <x:a> <x:b> <x:c> } WHERE {}")
    assert graph.stdout == "<x:a> <x:b> <x:c> .\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * { ?s ?p }", "does not parse"),
        ("SELECT * { SERVICE <x:y> {} }", "SERVICE"),
        ("DROP ALL", "read-only"),
        ("", "no query"),
    ],
)
def test_a_query_that_is_refused(snapshots: Path, text: str, words: str) -> None:
    done = run(snapshots, "query", "-", given=text)
    assert done.exit_code == 1
    assert words in done.stderr
    assert done.stdout == ""


def test_a_query_has_the_limits_of_the_endpoint(snapshots: Path) -> None:
    done = run(snapshots, "query", "-", given="SELECT * { ?s ?p ?o } LIMIT 5", query_rows="4")
    assert done.exit_code == 1
    assert "4 rows" in done.stderr
    slow = run(
        snapshots, "query", "-", given="SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", query_seconds="1"
    )
    assert slow.exit_code == 1
    assert "1 seconds" in slow.stderr


def test_a_format_that_does_not_fit(snapshots: Path) -> None:
    done = run(snapshots, "query", "-", "--format", "turtle", given="ASK {}")
    assert done.exit_code == 2
    assert "csv" in done.stderr


def test_a_file_that_is_not_there(snapshots: Path, tmp_path: Path) -> None:
    done = run(snapshots, "query", str(tmp_path / "nothing.rq"))
    assert done.exit_code == 1
    assert "nothing.rq" in done.stderr


@pytest.mark.parametrize("arguments", [("query", "-"), ("serve",)])
def test_without_a_snapshot_the_remedy_is_told(empty: Path, arguments: tuple[str, ...]) -> None:
    done = run(empty, *arguments, given="ASK {}")
    assert done.exit_code == 1
    assert "comity build" in done.stderr


@pytest.mark.parametrize("command", [("build",), ("serve",), ("query", "-")])
@pytest.mark.parametrize(("name", "value"), [("port", "eighty"), ("prot", "80")])
def test_a_bad_setting_is_named(empty: Path, command: tuple[str, ...], name: str, value: str) -> None:
    done = run(empty, *command, given="ASK {}", **{name: value})
    assert done.exit_code == 2
    assert f"COMITY_{name.upper()}" in done.stderr
    assert "Traceback" not in done.output
    assert not list(empty.iterdir())


def test_a_file_that_does_not_parse_stops_build_and_check(empty: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "bad.ttl").write_text("\n<a> <b> .\n")
    for name in ("build", "check"):
        done = run(empty, name, "--data", str(data))
        assert done.exit_code == 1
        assert "bad.ttl, line 2" in done.stderr
        assert not list(empty.iterdir())


def test_build_and_check_say_what_they_made(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.commands._inputs", lambda data: small.inputs)
    small.write_all()
    checked = run(small.snapshots, "check")
    assert checked.exit_code == 0, checked.output
    assert checked.stdout.splitlines()[-1].startswith("0 violations")
    assert not small.snapshots.exists()
    built = run(small.snapshots, "build")
    assert built.exit_code == 0, built.output
    assert snapshot.current(small.snapshots).version in built.stdout


def test_what_breaks_a_rule_is_listed_and_leaves_the_snapshot(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.commands._inputs", lambda data: small.inputs)
    file = small.write_all()
    good = small.build()
    file.write_text(file.read_text().replace("comity:issuedBy <id/authority/lu-cnpd> ;", ""))
    for name in ("build", "check"):
        done = run(small.snapshots, name)
        assert done.exit_code == 1
        assert file.name in done.output
        assert "violation" in done.output
    assert snapshot.current(small.snapshots).version == good.version
    assert snapshot.versions(small.snapshots) == [good.version]


def test_a_port_in_use_ends_the_server(snapshots: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [str(COMITY), "serve", "--port", port],
            env=environment(snapshots),
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
    assert done.returncode != 0
    assert "address already in use" in done.stderr.lower()


def test_dump_writes_the_files_of_a_version(small: Project, tmp_path: Path) -> None:
    small.write_all()
    made = small.build()
    target = tmp_path / "taken" / "home"
    for arguments in ((str(target),), (str(target), "--version", made.version)):
        done = run(small.snapshots, "dump", *arguments)
        assert done.exit_code == 0
        assert made.version in done.stdout
        assert (target / "SHA256SUMS").read_bytes() == (made.dumps / "SHA256SUMS").read_bytes()


def test_dump_of_nothing(small: Project, empty: Path, tmp_path: Path) -> None:
    assert "comity build" in run(empty, "dump", str(tmp_path / "x")).stderr
    small.write_all()
    small.build()
    done = run(small.snapshots, "dump", str(tmp_path / "x"), "--version", "0" * 16)
    assert done.exit_code == 1
    assert "Kept:" in done.stderr


def test_the_difference_of_two_snapshots(small: Project) -> None:
    file = small.write_all()
    before = small.build().version
    file.write_text(file.read_text(encoding="utf-8").replace("CNPD v Parcelwise: fine", "CNPD v Parcelwise"))
    after = small.build().version
    thing = "decision/lu-cnpd-2023-parcelwise"
    done = run(small.snapshots, "diff", before, after)
    assert done.stdout == f"{thing}: label: CNPD v Parcelwise: fine → CNPD v Parcelwise\n"
    [told] = map(json.loads, run(small.snapshots, "diff", after, before, "--format", "json").stdout.splitlines())
    assert (told["thing"].partition("/id/")[2], told["outcome"], told["derived"]) == (thing, "updated", False)
    assert [len(told["removed"]), len(told["added"])] == [1, 1]
    patch = run(small.snapshots, "diff", before, after, "--format", "rdf-patch").stdout.splitlines()
    assert sorted(line[:2] for line in patch) == ["A ", "D ", "H ", "H ", "TC", "TX"]
    assert run(small.snapshots, "diff", before, "0" * 16).exit_code == 1
    assert run(small.snapshots, "diff", before, after, "--format", "poem").exit_code == 2


def test_a_connection_may_be_idle_while_a_client_reads(server: Server) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.connect()
    connection.auto_open = 0  # A second connection would hide that the first was closed.
    with closing(connection):
        for pause in (6, 0):  # More than the five seconds of uvicorn.
            connection.request("GET", "/health/live")
            answer = connection.getresponse()
            assert (answer.status, json.load(answer)) == (200, {"status": "live"})
            time.sleep(pause)
    assert IDLE > 60, "what most proxies keep theirs for"
