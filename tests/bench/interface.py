"""The JSON API beside a bare FastAPI route that returns the same bytes, and under fifty clients at once.

By hand: `make bench`, or `python -m tests.bench.interface ROUNDS` for this part alone. Writes INTERFACE.md.
"""

import http.client
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from graph import build
from graph.check import Inputs
from tests.bench.engines import ROOT, Data, Engine, comity, process
from tests.bench.load import crowd
from tests.bench.others import beside

REPORT = Path(__file__).resolve().parent / "INTERFACE.md"
PORT = 18240
CLIENTS, EACH = 50, 100
"""Clients at once, and requests of each."""
SETTLED = 30.0
"""Seconds after which what is made once for a snapshot is made, as far as a server that has run for a while has it."""
PATHS = {
    "item": "/api/v1/decisions/{slug}",
    "first page of a list": "/api/v1/decisions?limit=50",
    "page with three facets": "/api/v1/decisions?facets=jurisdiction,status,year&limit=50",
    "search": "/api/v1/search?q=clearview",
    "suggest": "/api/v1/suggest?q=clea",
    "resolve": "/api/v1/resolve?cite=SAN-2022-019",
    "page of a decision": "/decisions/{slug}",
    "the same as Turtle": "/decisions/{slug}.ttl",
    "the same as JSON-LD": "/decisions/{slug}.jsonld",
}
CROWDED = ("item", "first page of a list", "page with three facets", "search", "suggest", "resolve")
"""What many clients ask for at once: the JSON API."""
SLUGS = ("nl-ap-2024-clearview", "ie-dpc-2023-meta-transfers", "gb-ico-2022-clearview-mpn", "it-garante-2022-clearview")
BARE = """
import sys
from pathlib import Path
import uvicorn
from fastapi import FastAPI, Response
app = FastAPI()
bodies = {file.name: file.read_bytes() for file in Path(sys.argv[2]).iterdir()}
@app.get("/{name}")
async def body(name: str) -> Response:
    return Response(bodies.get(name, b""), media_type="application/json")
uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", http="h11")
"""
"""The bare route: FastAPI, the same server, the same bytes, and nothing to compute."""


class Client:
    """A kept connection."""

    def __init__(self, engine: Engine) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", engine.port, timeout=60)

    def ask(self, path: str, **headers: str) -> tuple[float, int, bytes, str]:
        """Milliseconds until the last byte, status, body and entity tag."""
        begun = time.perf_counter()
        self.connection.request("GET", path, headers={"Accept": "*/*", **headers})
        answer = self.connection.getresponse()
        body = answer.read()
        return (time.perf_counter() - begun) * 1000, answer.status, body, answer.getheader("ETag") or ""


def compared(ours: Engine, kept: Engine, bare: Engine, folder: Path, rounds: int) -> list[str]:
    """Rows of the table: in each round every address of every server in turn."""
    clients = {"ours": Client(ours), "kept": Client(kept), "bare": Client(bare)}
    addresses = {name: path.format(slug=SLUGS[0]) for name, path in PATHS.items()}
    tags = {}
    for name, address in addresses.items():
        _, status, body, tag = clients["kept"].ask(address)
        assert status == 200, (address, status)
        (folder / name.replace(" ", "-")).write_bytes(body)
        tags[name] = tag
    seen: dict[tuple[str, str], list[float]] = {}
    for number in range(rounds + 1):
        for name, address in addresses.items():
            cold = PATHS[name].format(slug=SLUGS[number % len(SLUGS)])
            asked = (
                ("computed", "ours", cold, {}),
                ("kept", "kept", address, {}),
                ("304", "kept", address, {"If-None-Match": tags[name]}),
                ("bare", "bare", "/" + name.replace(" ", "-"), {}),
            )
            for how, who, path, headers in asked:
                took, status, _, _ = clients[who].ask(path, **headers)
                assert status == (304 if how == "304" else 200), (path, status)
                if number:
                    seen.setdefault((name, how), []).append(took)
    rows = []
    for name in PATHS:
        middle = {how: statistics.median(seen[name, how]) for how in ("computed", "kept", "304", "bare")}
        cells = [f"{middle[how]:.2f}" for how in ("bare", "computed", "kept", "304")]
        ratios = [f"{middle['bare'] / middle[how]:.2f}" for how in ("computed", "kept", "304")]
        rows.append(f"| {name} | {' | '.join(cells)} | {' | '.join(ratios)} |")
    return rows


def crowds(bare: Engine, kept: Engine, ours: Engine) -> Iterator[tuple[str, Engine, list[str]]]:
    """Who is asked by many at once, and for what: each time for the same answers, or such of other acts."""
    yield "bare", bare, ["/" + name.replace(" ", "-") for name in CROWDED]
    turns = [PATHS[name].format(slug=slug) for slug in SLUGS for name in CROWDED]
    yield "kept", kept, turns
    yield "computed", ours, turns


def measure(rounds: int) -> None:
    """Measure, and write the report."""
    with tempfile.TemporaryDirectory() as text, ExitStack() as stack:
        folder = Path(text)
        made = build.build(Inputs(), folder / "snapshots")
        data, bodies = Data(folder / "snapshots", Path()), folder / "bodies"
        bodies.mkdir()
        ours = stack.enter_context(comity(data, PORT, folder / "a"))
        kept = stack.enter_context(comity(data, PORT + 1, folder / "b", cache=64_000_000))
        time.sleep(SETTLED)
        client = Client(kept)
        for name, path in PATHS.items():
            (bodies / name.replace(" ", "-")).write_bytes(client.ask(path.format(slug=SLUGS[0]))[2])
        command = [sys.executable, "-c", BARE, str(PORT + 2), str(bodies)]
        bare = stack.enter_context(process("the bare route", PORT + 2, "/", command))
        rows = compared(ours, kept, bare, bodies, rounds)
        crowded = {name: crowd(engine.port, paths, CLIENTS, EACH) for name, engine, paths in crowds(bare, kept, ours)}
        others = beside(ours, kept, made, folder, rounds)
    told = (
        f"On {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}: "
        f"{sum(made.manifest['quads'].values()):,} quads, {rounds} rounds after one to warm up. Medians in "
        "milliseconds over a kept connection; in each round every address of every server in turn. *Bare* is a FastAPI "
        "route that returns the same bytes. A ratio is bare time over ours: 1 is as fast as the bare route. "
        f"At the end {os.getloadavg()[1]:.0f} processes wished to run at once (mean of five minutes): where that is "
        "more than the cores, other work took part of the time."
    )
    report = ["# The JSON API beside a bare route", "", told, ""]
    report += ["| what | bare | computed | kept | 304 | ratio computed | ratio kept | ratio 304 |", "|---" * 8 + "|"]
    report += [*rows, "", f"{CLIENTS} clients at once, {CLIENTS * EACH} requests, on the same cores; milliseconds:", ""]
    report += ["| asked | requests a second | median | p95 | p99 |", "|---" * 5 + "|"]
    for name, (times, rate) in crowded.items():
        cut = [times[int(len(times) * share)] for share in (0.5, 0.95, 0.99)]
        report.append(f"| {name} | {rate:.0f} | {' | '.join(f'{took:.0f}' for took in cut)} |")
    report += others
    REPORT.write_text("\n".join(report) + "\n")
    print("\n".join(report))


if __name__ == "__main__":
    os.chdir(ROOT)
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
