"""Versions: a new snapshot comes into use unnoticed, an old one stays readable, a broken build changes nothing."""

import gzip
import shutil
import subprocess
import threading
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import LOOK, OPEN, Versions
from graph import snapshot
from graph.errors import EndpointBroken, NoSnapshot, UnknownVersion
from graph.snapshot import Snapshot
from graph.store import EmbeddedStore, RemoteStore, endpoint
from tests.api.conftest import COMITY, environment, running
from tests.conftest import Fake, Project, free_port, rewritten, said, soon

LABEL = b"AP v Clearview AI: fine and four orders under periodic penalty"
PATHS = (
    "/health/ready",
    "/api/v1/decisions/nl-ap-2024-clearview",
    "/decisions/nl-ap-2024-clearview.ttl",
    "/api/v1/cases/clearview-scraping/compare",
    "/sparql?query=ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D",
)


@pytest.fixture
def kept(snapshots: Path, tmp_path: Path) -> Path:
    """A folder of snapshots that a test may change."""
    folder = tmp_path / "snapshots"
    shutil.copytree(snapshots, folder)
    return folder


def changed(folder: Path, word: str) -> Snapshot:
    """Another snapshot, in which the label of the Dutch decision has another end. The pointer is not touched."""
    current = snapshot.current(folder)
    with gzip.open(current.nquads) as file:
        nquads = file.read()
    assert LABEL in nquads
    manifest = {name: value for name, value in current.manifest.items() if name not in ("version", "sha256")}
    lines = nquads.replace(LABEL, LABEL + word.encode()).splitlines(keepends=True)
    return snapshot.write(folder, b"".join(sorted(lines)), manifest, [])


def test_the_one_in_use_and_kept_ones(kept: Path) -> None:
    versions = Versions(kept)
    first = versions.current()
    made = changed(kept, " again")
    assert versions.of(made.version).version == made.version
    assert versions.of(None).version == first.version
    assert versions.of(first.version) is first
    with pytest.raises(UnknownVersion) as error:
        versions.of("0" * 16)
    assert set(error.value.kept) == {first.version, made.version}


def test_only_a_snapshot_that_is_open_is_ready(kept: Path) -> None:
    versions = Versions(kept)
    assert versions.ready() is None
    assert versions.current() is versions.ready()


def test_without_a_snapshot_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot):
        Versions(tmp_path).current()


def test_only_few_are_open_at_once(kept: Path) -> None:
    versions = Versions(kept)
    made = [changed(kept, f" {number}").version for number in range(OPEN)]
    for version in made:
        assert versions.of(version).version == version
    assert len(versions._open) == OPEN


def renamed(word: bytes, said: bytes) -> bytes:
    """The same N-Quads with another label of the decision."""
    return said.replace(b"CNPD v", word)


def test_the_one_in_use_stays_open_whatever_else_is_asked_for(small: Project) -> None:
    small.write_all()
    first = small.build()
    versions = Versions(small.snapshots)
    using = versions.current()
    others = []
    for number in range(OPEN + 1):
        word = f"CNPD {number} v".encode()
        others.append(
            rewritten(first, lambda said, word=word: said.replace(b"CNPD v", word), "2030-01-01T00:00:00+00:00")
        )
    for other in others:
        assert versions.of(other.version).version == other.version
        assert len(versions._open) <= OPEN
    assert versions.current() is using
    snapshot.point(small.snapshots, others[-1].version)
    versions._looked = float("-inf")
    assert versions.current().version == others[-1].version


def test_a_new_snapshot_comes_into_use_without_a_failed_request(kept: Path, tmp_path: Path) -> None:
    before = snapshot.current(kept).version
    with running(kept, tmp_path / "log", workers="1", query_seconds="60") as server:
        stop, seen, faults = threading.Event(), [], []

        def hammer(offset: int) -> None:
            number = offset
            while not stop.is_set():
                path = PATHS[number % len(PATHS)]
                try:
                    reply = server.ask(path)
                    seen.append(reply.headers.get("comity-version"))
                    if reply.status != 200:
                        faults.append((path, reply.status, reply.body[:200]))
                except OSError as error:
                    faults.append((path, 0, repr(error).encode()))
                number += 1

        visitors = [threading.Thread(target=hammer, args=(offset,)) for offset in range(3)]
        for visitor in visitors:
            visitor.start()
        try:
            soon(lambda: before in seen or faults)
            made = changed(kept, " (changed)")
            time.sleep(LOOK * 1.5)
            assert server.ask("/health/ready").body.count(before.encode()) == 1
            snapshot.point(kept, made.version)
            soon(lambda: made.version.encode() in server.ask("/health/ready").body)
            asked = len(seen)
            soon(lambda: (made.version in seen[asked:] and len(seen) > asked + 2 * len(PATHS)) or faults)
        finally:
            stop.set()
            for visitor in visitors:
                visitor.join()
        assert not faults
        assert {before, made.version} <= set(seen)
        page = "/api/v1/decisions/nl-ap-2024-clearview"
        assert b"(changed)" in server.ask(page).body
        assert b"(changed)" not in server.ask(f"{page}?version={before}").body
        label = (
            "ASK%20%7B%20%3Fs%20%3Fp%20%3Fo%20FILTER%28CONTAINS%28STR%28%3Fo%29%2C%20%22%28changed%29%22%29%29%20%7D"
        )
        assert b"true" in server.ask(f"/sparql?query={label}").body
        assert b"false" in server.ask(f"/sparql?query={label}&version={before}").body

        broken = tmp_path / "broken"
        broken.mkdir()
        (broken / "bad.ttl").write_text("<a> <b> .\n")
        done = subprocess.run(
            [str(COMITY), "build", "--data", str(broken)],
            env=environment(kept),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert "bad.ttl, line 1" in done.stderr
        time.sleep(LOOK * 1.5)
        assert made.version.encode() in server.ask("/health/ready").body
        assert snapshot.current(kept).version == made.version
        assert set(snapshot.versions(kept)) == {before, made.version}


# With an endpoint

QUERY = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label { <https://w3id.org/comity/id/decision/nl-ap-2024-clearview> rdfs:label ?label }"""


def test_the_endpoint_has_the_one_in_use_and_the_folder_the_others(kept: Path, union: str) -> None:
    versions = Versions(kept, endpoint(union))
    first = versions.current()
    assert isinstance(first.store, RemoteStore)
    made = changed(kept, " (changed)")
    assert isinstance(versions.of(made.version).store, EmbeddedStore)
    assert versions.of(first.version) is first
    snapshot.point(kept, made.version)
    versions._looked = float("-inf")
    # Its triples are as many as those of the first, so that only their number cannot tell them apart.
    assert isinstance(versions.current().store, RemoteStore)
    assert isinstance(versions.of(first.version).store, EmbeddedStore)


def test_an_endpoint_with_another_snapshot_answers_nothing(kept: Path, fake: Fake) -> None:
    fake.answer = lambda _: said(b'{"head":{"vars":["graph","triples"]},"results":{"bindings":[]}}')
    with pytest.raises(EndpointBroken, match="does not hold"):
        Versions(kept, endpoint(fake.address)).current()


def test_everything_is_served_from_the_endpoint(kept: Path, union: str, client: TestClient) -> None:
    old = changed(kept, " (changed)").version
    settings = Settings(snapshots=kept, workers=1, query_seconds=60.0)
    with TestClient(create_app(settings, Versions(kept, endpoint(union)))) as outside:
        for path in PATHS:
            here, there = client.get(path), outside.get(path)
            assert (there.status_code, there.headers.get("comity-version")) == (
                200,
                here.headers.get("comity-version"),
            )
            assert there.content == here.content, path
        current = outside.get("/sparql", params={"query": QUERY, "format": "csv"})
        assert "(changed)" not in current.text
        assert current.headers["comity-rows"] == "1"
        assert "(changed)" in outside.get("/sparql", params={"query": QUERY, "version": old, "format": "csv"}).text
        assert outside.get("/sparql", params={"query": "SELECT * { SERVICE <x:y> {} }"}).status_code == 400
        assert outside.get("/sparql", params={"query": "DEFINE get:soft 'soft' ASK {}"}).status_code == 400
        assert outside.get("/sparql", params={"query": "ASK FROM <x:y> {}"}).status_code == 400
        assert outside.get("/sparql", params={"query": "SELECT * {"}).status_code == 400


SIZED = "http://www.w3.org/2001/XMLSchema#integer"


@pytest.mark.parametrize(
    ("body", "status"),
    [(said(b'{"head":{"vars":["case"]},"results":{'), 502), (said(b"", "302 Found"), 502), (None, 504), (b"", 503)],
    ids=["half", "redirect", "slow", "down"],
)
def test_what_ails_the_endpoint_is_told(kept: Path, fake: Fake, body: bytes | None, status: int) -> None:
    held = snapshot.current(kept).manifest["quads"]
    rows = ",".join(
        f'{{"graph":{{"type":"uri","value":"{name}"}},"triples":{{"type":"literal","value":"{size}","datatype":"{SIZED}"}}}}'
        for name, size in held.items()
    )
    sizes = said(f'{{"head":{{"vars":["graph","triples"]}},"results":{{"bindings":[{rows}]}}}}'.encode())
    fake.answer = lambda request: sizes if b"COUNT" in request else body
    settings = Settings(snapshots=kept, workers=1, query_seconds=2.0 if body is None else 60.0)
    with TestClient(create_app(settings, Versions(kept, endpoint(fake.address)))) as outside:
        answer = outside.get("/sparql", params={"query": "SELECT ?case { ?case ?p ?o }"})
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert ("retry-after" in answer.headers) == (status == 503)
        assert fake.address not in answer.text


def test_a_server_starts_before_its_endpoint(kept: Path) -> None:
    nobody = endpoint(f"http://127.0.0.1:{free_port()}/")
    with TestClient(create_app(Settings(snapshots=kept, workers=1), Versions(kept, nobody))) as outside:
        assert outside.get("/health/live").status_code == 200
        assert outside.get("/health/ready").status_code == 503
        assert outside.get("/decisions/nl-ap-2024-clearview").status_code == 503
