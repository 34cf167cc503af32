"""Dumps as people fetch them: curl, resumed, checked by sha256sum, unpacked by gzip and zstd, counted by rdflib."""

import gzip
import shutil
import subprocess
from pathlib import Path

import rdflib

from graph.namespaces import BASE
from graph.snapshot import Snapshot
from tests.api.conftest import Server
from tests.clients.conftest import output


def fetched(server: Server, folder: Path, *names: str) -> None:
    """Let curl save files under the names that the server gives them in SHA256SUMS."""
    for name in names:
        output("curl", "--silent", "--fail", "--output", str(folder / name), f"{server.url}/dumps/{name}")


def checked(folder: Path) -> int:
    """Status of sha256sum for the files that are there."""
    program = shutil.which("sha256sum")
    assert program is not None
    command = [program, "--check", "--ignore-missing", "--status", "SHA256SUMS"]
    return subprocess.run(command, cwd=folder, check=False).returncode


def test_fetched_and_checked(server: Server, tmp_path: Path) -> None:
    fetched(server, tmp_path, "SHA256SUMS", "comity.nq.gz", "comity.trig.zst")
    assert checked(tmp_path) == 0
    file = tmp_path / "comity.nq.gz"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    assert checked(tmp_path) != 0, "one byte of it is another"


def test_resumed(server: Server, tmp_path: Path) -> None:
    fetched(server, tmp_path, "SHA256SUMS", "comity.nq.gz")
    file = tmp_path / "comity.nq.gz"
    file.write_bytes(file.read_bytes()[:1000])
    output("curl", "--silent", "--continue-at", "-", "--output", str(file), f"{server.url}/dumps/comity.nq.gz")
    assert checked(tmp_path) == 0


def test_saved_as_it_is_though_curl_would_unpack(server: Server, tmp_path: Path) -> None:
    address = f"{server.url}/dumps/comity.nq.gz"
    output(
        "curl",
        "--silent",
        "--compressed",
        "--remote-header-name",
        "--remote-name",
        "--output-dir",
        str(tmp_path),
        address,
    )
    [file] = tmp_path.iterdir()
    assert file.name.startswith("comity-")
    assert file.name.endswith(".nq.gz")
    assert gzip.decompress(file.read_bytes()).startswith(b"<")


def test_unpacked_by_zstd(server: Server, tmp_path: Path, real: Snapshot) -> None:
    fetched(server, tmp_path, "comity.nq.zst")
    output("zstd", "--quiet", "--decompress", str(tmp_path / "comity.nq.zst"), "-o", str(tmp_path / "comity.nq"))
    assert (tmp_path / "comity.nq").read_bytes() == gzip.decompress(real.nquads.read_bytes())


def test_read_by_rdflib(server: Server, tmp_path: Path, real: Snapshot) -> None:
    fetched(server, tmp_path, "ontology.ttl.gz")
    graph = rdflib.Graph().parse(data=gzip.decompress((tmp_path / "ontology.ttl.gz").read_bytes()), format="turtle")
    assert len(graph) == real.manifest["quads"][f"{BASE}graph/ontology"]
