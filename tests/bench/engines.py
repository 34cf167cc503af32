"""The engines of the comparison, each a server on loopback with the same snapshot; what is missing is installed."""

import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
RDFLIB_ENDPOINT = "rdflib-endpoint==0.6.3"
VIRTUOSO = "virtuoso-opensource-7-bin"  # The package without the system service.
READY = 180.0
"""Seconds an engine may take to load the snapshot and answer; it is left out beyond."""


@dataclass(frozen=True)
class Data:
    """What the engines serve: the folder of the snapshots, and the canonical N-Quads unpacked."""

    snapshots: Path
    nquads: Path


@dataclass(frozen=True)
class Engine:
    """A running engine: where to ask it, and how to end and start it anew when a query keeps it busy."""

    name: str
    port: int
    path: str
    restart: Callable[[], None]


class Missing(Exception):
    """An engine that is not here and cannot be installed; says what to do."""


def run(command: list[str]) -> None:
    """Run a command to its end. Raises Missing with what it wrote where it fails, or takes longer than READY."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=READY)
    except subprocess.TimeoutExpired:
        raise Missing(f"{' '.join(command)} took more than {READY:g} s") from None
    if done.returncode:
        raise Missing(f"{' '.join(command)} failed: {(done.stderr or done.stdout)[-400:]}")


def nothing() -> None:
    """What an engine needs that finds its data when it starts."""


@contextmanager
def process(
    name: str, port: int, path: str, command: list[str], load: Callable[[], None] = nothing, **environment: str
) -> Iterator[Engine]:
    """An engine as a process, from when it takes connections and has what `load` gives it."""
    with tempfile.TemporaryFile() as log:
        running: list[subprocess.Popen[bytes]] = []

        def end() -> None:
            for started in running:
                started.kill()
                started.wait()
            running.clear()

        def start() -> None:
            end()
            surroundings = {**os.environ, **environment}
            started = subprocess.Popen(command, cwd=ROOT, env=surroundings, stdout=log, stderr=subprocess.STDOUT)
            running.append(started)
            until = time.monotonic() + READY
            while not answering(port):
                if started.poll() is not None or time.monotonic() > until:
                    log.seek(0)
                    late = "" if started.poll() is not None else f" within {READY:g} s"
                    raise Missing(f"{name} did not start{late}: {log.read()[-400:].decode()}")
                time.sleep(0.1)
            load()

        try:
            start()
            yield Engine(name, port, path, start)
        finally:
            end()


def answering(port: int) -> bool:
    """Whether a server answers there."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True


@contextmanager
def comity(data: Data, port: int, folder: Path, cache: int = 0) -> Iterator[Engine]:
    """Our endpoint; without kept answers unless `cache` bytes are given for them."""
    command = [sys.executable, "-m", "api.commands", "serve", "--port", str(port)]
    settings: Mapping[str, str] = {
        "COMITY_SNAPSHOTS": str(data.snapshots),
        "COMITY_CACHE_BYTES": str(cache),
        "COMITY_QUERY_SECONDS": "30",
    }
    name = "Comity, kept" if cache else "Comity"
    with process(name, port, "/sparql", command, **settings) as engine:
        yield engine


@contextmanager
def comity_kept(data: Data, port: int, folder: Path) -> Iterator[Engine]:
    """Our endpoint, answering from what it has kept."""
    with comity(data, port, folder, 1 << 26) as engine:
        yield engine


@contextmanager
def oxigraph(data: Data, port: int, folder: Path) -> Iterator[Engine]:
    """The Oxigraph server on disk, as its documentation advises for reading: loaded in bulk, optimised, read-only."""
    program = str(Path(sys.executable).parent / "oxigraph")
    run([program, "load", "--location", str(folder), "--file", str(data.nquads)])
    run([program, "optimize", "--location", str(folder)])
    command = [program, "serve-read-only", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with process("Oxigraph", port, "/query", [*command, "--union-default-graph"]) as engine:
        yield engine


@contextmanager
def oxigraph_in_memory(data: Data, port: int, folder: Path) -> Iterator[Engine]:
    """The Oxigraph server without a folder."""
    program = str(Path(sys.executable).parent / "oxigraph")
    command = [program, "serve", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]

    def load() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=READY)
        connection.request("POST", "/store", data.nquads.read_bytes(), {"Content-Type": "application/n-quads"})
        if connection.getresponse().status != 204:
            raise Missing("The Oxigraph server did not take the snapshot.")
        connection.close()

    with process("Oxigraph in memory", port, "/query", command, load) as engine:
        yield engine


@contextmanager
def virtuoso(data: Data, port: int, folder: Path) -> Iterator[Engine]:
    """Virtuoso 7, with 1 GB of buffers; its SQL port is the one after `port`."""
    if shutil.which("virtuoso-t") is None:
        if os.geteuid() != 0:
            raise Missing(f"Virtuoso 7 is missing: have root run `apt-get install {VIRTUOSO}`.")
        run(["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", VIRTUOSO])
    (folder / "virtuoso.ini").write_text(INI.format(port=port, sql=port + 1, data=data.nquads.parent))
    # Debian has no other file of its settings for a server of one's own, so that what is not said is its default.
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    with process("Virtuoso", port, "/sparql", ["env", "-C", str(folder), *command]) as engine:
        load = f"DB.DBA.TTLP(file_open('{data.nquads}'), '', 'https://w3id.org/comity/graph/curated', 512); checkpoint;"
        run(["isql-vt", f"127.0.0.1:{port + 1}", "dba", "dba", "ERRORS=STDOUT", f"EXEC={load}"])
        yield engine


INI = """[Database]
DatabaseFile = virtuoso.db
TransactionFile = virtuoso.trx
ErrorLogFile = virtuoso.log
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = {data}
NumberOfBuffers = 85000
MaxDirtyBuffers = 62500
[HTTPServer]
ServerPort = 127.0.0.1:{port}
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryCostEstimationTime = 0
"""


@contextmanager
def rdflib_endpoint(data: Data, port: int, folder: Path) -> Iterator[Engine]:
    """rdflib-endpoint on rdflib's own store."""
    target = TOOLS / "rdflib-endpoint"
    if not target.is_dir():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
        run([*pip, "--target", str(target), RDFLIB_ENDPOINT])
    command = [sys.executable, "-m", "rdflib_endpoint", "serve", "--host", "127.0.0.1", "--port", str(port)]
    with process("rdflib-endpoint", port, "/", [*command, str(data.nquads)], PYTHONPATH=str(target)) as engine:
        yield engine


ENGINES = (comity, comity_kept, oxigraph, oxigraph_in_memory, virtuoso, rdflib_endpoint)
"""In the order of the columns of the report."""
