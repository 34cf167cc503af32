"""What several tests share: a snapshot of the real facts, a client, and tiny projects made up for one test."""

import atexit
import gzip
import http.client
import os
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from pyoxigraph import RdfFormat, serialize
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph import changelog, snapshot
from graph.build import build
from graph.check import Checked, Inputs, check
from graph.files import parsed, turtle_files
from graph.namespaces import ROOT
from graph.snapshot import Snapshot

# Times hang on what else the machine does; those that count have tests run alone. The same examples each time, so that
# nobody's change fails by what a draw happened to find; HYPOTHESIS_PROFILE=search draws
# others, and more of them.
settings.register_profile("comity", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "comity"))

PREFIXES = """@base <https://w3id.org/comity/> .
@prefix comity: <https://w3id.org/comity/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

BACKGROUND = """
<id/jurisdiction/lu> a comity:Jurisdiction ; rdfs:label "Luxembourg"@en ; comity:isoCode "LU" ;
  dcterms:source <id/source/lu-press> .

<id/authority/lu-cnpd> a comity:SupervisoryAuthority ; rdfs:label "CNPD"@en ;
  comity:name "Commission nationale pour la protection des données"@fr ;
  comity:jurisdiction <id/jurisdiction/lu> ; dcterms:source <id/source/lu-press> .

<id/company/parcelwise> a comity:Company ; rdfs:label "Parcelwise S.A."@en ;
  comity:seat <id/jurisdiction/lu> ; dcterms:source <id/source/lu-press> .

<id/case/parcelwise-tracking> a comity:Case ; rdfs:label "Tracking of couriers by Parcelwise"@en ;
  rdfs:comment "Location of couriers recorded outside working hours."@en ;
  comity:conductOf <id/company/parcelwise> .

<id/source/lu-press> a comity:Source ; rdfs:label "CNPD: press release on Parcelwise"@en ;
  comity:sourceKind <concept/source-kind/press-release> ;
  comity:url "https://example.org/cnpd/parcelwise"^^xsd:anyURI .
"""

DECISION = """
<id/decision/lu-cnpd-2023-parcelwise> a comity:AdministrativeDecision ;
  rdfs:label "CNPD v Parcelwise: fine"@en ;
  comity:case <id/case/parcelwise-tracking> ; comity:kind <concept/decision-kind/sanction> ;
  comity:issuedBy <id/authority/lu-cnpd> ; comity:jurisdiction <id/jurisdiction/lu> ;
  comity:respondent <id/company/parcelwise> ;
  comity:decided "2023-03-01"^^xsd:date ; comity:published "2023-04-02"^^xsd:date ;
  comity:outcome <concept/outcome/infringement-found> ;
  comity:imposes <id/decision/lu-cnpd-2023-parcelwise#fine> ;
  comity:evidence <id/decision/lu-cnpd-2023-parcelwise#evidence-1> ;
  comity:verification <concept/verification/verified> ; comity:asOf "2024-10"^^xsd:gYearMonth .

<id/decision/lu-cnpd-2023-parcelwise#fine> a comity:Fine ; rdfs:label "Fine"@en ;
  comity:amount 30500000.00 ; comity:currency "EUR" ; comity:addressee <id/company/parcelwise> .

<id/decision/lu-cnpd-2023-parcelwise#evidence-1> a comity:Evidence ;
  comity:document <id/source/lu-press> ; comity:consulted true ;
  comity:supports comity:decided , comity:published , comity:amount ; rdfs:comment "Gives day and amount."@en .
"""


STRUCTURE = {
    *("type", "subClassOf", "subPropertyOf", "range", "domain", "unionOf", "members", "first", "rest"),
    *("inScheme", "notation", "isDefinedBy"),
}
"""Local names of the properties of the ontology that rules and checks reason with. Its texts stay out of tiny
projects: judging those takes 10 seconds, a project without them less than one."""


@dataclass(frozen=True)
class Project:
    """A project of a few files: the structure of the real ontology, the real shapes and queries, made-up facts."""

    folder: Path
    skeleton: Path

    @property
    def data(self) -> Path:
        """Folder of the facts."""
        return self.folder / "data"

    @property
    def snapshots(self) -> Path:
        """Folder of the snapshots."""
        return self.folder / "snapshots"

    @property
    def inputs(self) -> Inputs:
        """What a build of this project reads."""
        return Inputs(self.data, self.skeleton / "ontology", self.skeleton / "shapes")

    def write(self, name: str, facts: str, prefixes: str = PREFIXES) -> Path:
        """Write facts below the data folder, with the usual prefixes before them."""
        file = self.data / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(prefixes + facts, encoding="utf-8")
        return file

    def write_all(self, background: str = BACKGROUND, decision: str = DECISION) -> Path:
        """Write a whole valid project; gives the file of its decision."""
        self.write("background.ttl", background)
        return self.write("decisions/lu-cnpd-2023-parcelwise.ttl", decision)

    def check(self) -> Checked:
        """Parse, derive and validate."""
        return check(self.inputs)

    def build(self) -> Snapshot:
        """Build a snapshot."""
        return build(self.inputs, self.snapshots)


def rewritten(held: Snapshot, change: Callable[[bytes], bytes], built: str) -> Snapshot:
    """Another snapshot beside one, its canonical N-Quads changed and built at another time; the pointer stays."""
    lines = change(gzip.decompress(held.nquads.read_bytes())).splitlines(keepends=True)
    manifest = {name: value for name, value in held.manifest.items() if name not in ("version", "sha256")}
    return snapshot.write(held.folder.parent, b"".join(sorted(lines)), {**manifest, "built": built}, [])


def retold(folder: Path) -> None:
    """Begin the change log anew with all snapshots that are kept, each at the time of its build."""
    shutil.rmtree(folder / changelog.FOLDER)
    changelog.record(folder)


def free_port() -> int:
    """A port nobody listens on, for the program that is told it: it stays taken until the tests end.

    Linux lets a server listen on a port that another socket holds without listening where both may reuse addresses,
    as uvicorn, Oxigraph and Apache do; it gives that port to nobody who asks for any.
    """
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    atexit.register(held.close)
    return int(held.getsockname()[1])


def soon(told: Callable[[], object], seconds: float = 90) -> None:
    """Hold that something comes true, however long a busy machine takes: `seconds` is when to give it up."""
    until = time.monotonic() + seconds
    while not told():
        assert time.monotonic() < until, "It did not come true."
        time.sleep(0.02)


@contextmanager
def oxigraph(held: Snapshot, *options: str) -> Iterator[str]:
    """Address of an Oxigraph server with the canonical N-Quads of a snapshot."""
    port = free_port()
    program = str(Path(sys.executable).parent / "oxigraph")
    process = subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

        def answered() -> bool:
            assert process.poll() is None, "Oxigraph has ended."
            try:
                connection.request("GET", "/")
                connection.getresponse().read()
            except OSError:
                connection.close()
                return False
            return True

        soon(answered)
        body = gzip.decompress(held.nquads.read_bytes())
        connection.request("POST", "/store", body, {"Content-Type": "application/n-quads"})
        assert connection.getresponse().status == 204
        connection.close()
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def union(real: Snapshot) -> Iterator[str]:
    """An endpoint with the real facts, whose default graph is the union of its graphs."""
    with oxigraph(real, "--union-default-graph") as address:
        yield address


@dataclass
class Fake:
    """An endpoint that does what it is told: `answer` gets the request and gives the bytes to send."""

    answer: Callable[[bytes], bytes | None]
    requests: list[bytes] = field(default_factory=list)
    address: str = ""


@pytest.fixture
def fake() -> Iterator[Fake]:
    """An endpoint to be told what to answer; None leaves the client waiting. Each answer ends the connection."""
    made = Fake(lambda _: b"")
    leave = threading.Event()

    class Answer(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                line = self.rfile.readline()
                if not line:
                    return
                head += line
            length = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
            body = self.rfile.read(int(length[0].split(b":")[1])) if length else b""
            made.requests.append(head + body)
            said = made.answer(head + body)
            if said is None:
                leave.wait(240)
            else:
                self.wfile.write(said)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Answer) as server:
        server.daemon_threads = True
        made.address = f"http://127.0.0.1:{server.server_address[1]}/sparql"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield made
        leave.set()
        server.shutdown()
        thread.join()


JSON_RESULTS = "application/sparql-results+json"


def said(body: bytes, status: str = "200 OK", media_type: str = JSON_RESULTS, **headers: str) -> bytes:
    """An HTTP answer; a header given as "" is left out."""
    given: Mapping[str, str] = {name.replace("_", "-"): value for name, value in headers.items()}
    told = {"content-type": media_type, "content-length": str(len(body)), **given}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in told.items() if value)]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with one snapshot, built from the real files once a session."""
    folder = tmp_path_factory.mktemp("snapshots")
    build(Inputs(), folder)
    return folder


@pytest.fixture(scope="session")
def real(snapshots: Path) -> Snapshot:
    """The snapshot of the real files."""
    return snapshot.current(snapshots)


@pytest.fixture(scope="session")
def client(snapshots: Path) -> Iterator[TestClient]:
    """A client of the application over the real snapshot, with few and short-lived workers."""
    settings = Settings(snapshots=snapshots, workers=1, queue=4, query_seconds=20.0, requests=0, budget=0)
    with TestClient(create_app(settings, Versions(snapshots))) as found:
        yield found


@pytest.fixture(scope="session")
def skeleton(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the structure of the real ontology, and the real shapes but those that judge the ontology."""
    folder = tmp_path_factory.mktemp("skeleton")
    (folder / "ontology").mkdir()
    (folder / "shapes").mkdir()
    quads = (quad for file in turtle_files(ROOT / "ontology") for quad in parsed(file, "x:graph"))
    kept = [quad.triple for quad in quads if quad.predicate.value.replace("#", "/").rpartition("/")[2] in STRUCTURE]
    serialize(kept, str(folder / "ontology" / "structure.ttl"), format=RdfFormat.TURTLE)
    for file in turtle_files(ROOT / "shapes"):
        if file.stem not in ("ontology", "deprecated"):
            shutil.copy(file, folder / "shapes")
    return folder


@pytest.fixture
def small(tmp_path: Path, skeleton: Path) -> Project:
    """An empty project in a folder of its own."""
    return Project(tmp_path, skeleton)


@pytest.fixture
def facts() -> tuple[str, str]:
    """A valid background (authority, company, case, source) and a valid decision with a fine, as Turtle."""
    return BACKGROUND, DECISION
