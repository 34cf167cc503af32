"""The JSON API beside other servers of the same facts: Datasette on the table of decisions, and rdflib-endpoint.

Datasette gets the CSV of all decisions as a table of SQLite: one row an act, its lists as texts, and no status but that
of the day. rdflib-endpoint gets the whole graph and the query with which a record begins; it is there for scale.
"""

import csv
import gzip
import http.client
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from io import StringIO
from pathlib import Path

from pyoxigraph import NamedNode

from api.resources import resources
from graph.namespaces import thing
from graph.snapshot import Snapshot
from tests.bench import times
from tests.bench.engines import TOOLS, Data, Engine, Missing, process, rdflib_endpoint

PORT = 18250
DATASETTE = TOOLS / "datasette" / "bin" / "datasette"
SLUG = "nl-ap-2024-clearview"
ITEM, PAGE = "item", "first page of a list"
SLOW = 3
"""Rounds of rdflib-endpoint, which takes long: of a query that takes more than times.LIMIT there is none."""

Ask = Callable[[], float]
"""Asks once; gives milliseconds until the last byte."""


def getting(engine: Engine, path: str) -> Ask:
    """Asks for an address over a kept connection."""
    connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=60)

    def ask() -> float:
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Accept": "application/json"})
        answer = connection.getresponse()
        body = answer.read()
        took = (time.perf_counter() - begun) * 1000
        assert answer.status == 200, (engine.name, path, answer.status)
        assert SLUG.encode() in body or path.partition("?")[0].rpartition("/")[2].startswith("decisions"), path
        return took

    return ask


def querying(engine: Engine) -> Ask:
    """Asks rdflib-endpoint for what the record of an act begins with. Raises as `times.Client`."""
    query = resources()["decisions"].main.bind({"decision": NamedNode(thing("decision", SLUG))})
    client = times.Client(engine)
    return lambda: client.ask(query)[0]


def table(engine: Engine, file: Path) -> None:
    """Write the CSV of all decisions that our server gives as a table of SQLite, its first key the slug."""
    connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=60)
    connection.request("GET", "/api/v1/decisions?format=csv")
    names, *rows = csv.reader(StringIO(connection.getresponse().read().decode(), newline=""))
    columns = ", ".join(f'"{name}" TEXT{" PRIMARY KEY" if name == "id" else ""}' for name in names)
    with sqlite3.connect(file) as made:
        made.execute(f"CREATE TABLE decisions ({columns})")
        made.executemany(f"INSERT INTO decisions VALUES ({', '.join('?' * len(names))})", rows)
    made.close()


@contextmanager
def datasette(file: Path, port: int) -> Iterator[Engine]:
    """Datasette on a file that does not change. Raises Missing."""
    if not DATASETTE.is_file():
        raise Missing("Datasette is missing: `make bench` sets it up; by hand: make .tools/datasette/.ready")
    command = [str(DATASETTE), "serve", "--immutable", str(file), "--port", str(port)]
    with process("Datasette", port, f"/{file.stem}/decisions", command) as engine:
        yield engine


def medians(asks: Mapping[str, Ask], rounds: int) -> dict[str, str]:
    """The median of each by name, each asked in turn after one time to warm up; why there is none where one fails."""
    seen: dict[str, list[float]] = {name: [] for name in asks}
    faults: dict[str, str] = {}
    for number in range(rounds + 1):
        for name, ask in asks.items():
            if name in faults:
                continue
            try:
                took = ask()
            except TimeoutError:
                faults[name] = f"more than {times.LIMIT:g} s"
            except ValueError as error:
                faults[name] = str(error)
            else:
                seen[name] += [took] if number else []
    return {name: faults.get(name) or f"{statistics.median(took):.2f}" for name, took in seen.items()}


def beside(ours: Engine, kept: Engine, made: Snapshot, folder: Path, rounds: int) -> list[str]:
    """The part of the report on other servers; a server that is missing is told in its place."""
    paths = {ITEM: f"/api/v1/decisions/{SLUG}", PAGE: "/api/v1/decisions?limit=50"}
    asks = {name: {"computed": getting(ours, path), "kept": getting(kept, path)} for name, path in paths.items()}
    slow: dict[str, str] = {}
    notes = []
    with ExitStack() as stack:
        try:
            file = folder / "comity.db"
            table(kept, file)
            found = stack.enter_context(datasette(file, PORT))
            asks[ITEM]["Datasette"] = getting(found, f"{found.path}/{SLUG}.json?_shape=array")
            asks[PAGE]["Datasette"] = getting(found, f"{found.path}.json?_size=50&_shape=objects&_nosuggest=1")
        except Missing as missing:
            notes.append(str(missing))
        middle = {name: medians(each, rounds) for name, each in asks.items()}
    with ExitStack() as stack:
        try:
            nquads = folder / "comity.nq"
            nquads.write_bytes(gzip.decompress(made.nquads.read_bytes()))
            begun = time.monotonic()
            engine = stack.enter_context(rdflib_endpoint(Data(folder, nquads), PORT + 1, folder))
            notes.append(f"rdflib-endpoint loaded the graph in {time.monotonic() - begun:.0f} s.")
            slow = medians({"rdflib-endpoint": querying(engine)}, SLOW)
        except Missing as missing:
            notes.append(str(missing))
    names = ("computed", "kept", "Datasette", "rdflib-endpoint")
    middle[ITEM] |= slow
    rows = [f"| {name} | {' | '.join(middle[name].get(one, '–') for one in names)} |" for name in paths]
    head = (
        "Beside other servers, milliseconds: Datasette on a table of SQLite made from our CSV of all decisions (a row "
        "has no sources, its lists are texts; no facets are suggested); rdflib-endpoint on the whole graph, asked for "
        f"the first of the twenty parts of a record, {SLOW} times."
    )
    return ["", head, "", f"| what | {' | '.join(names)} |", "|---" * 5 + "|", *rows, "", *notes]
