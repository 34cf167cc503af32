"""Measures build, start, answers and memory, then compares; writes reports beside this file: `make bench`.

`python -m tests.bench alone` writes REPORT.md only.
"""

import json
import os
import platform
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench import dumps
from tests.bench.comparison import compare
from tests.bench.interface import measure

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PORT = 8399
BASE = f"http://127.0.0.1:{PORT}"
SAMPLE = 100
"""Decisions asked for one by one, from all over the list."""
CHECKED = (
    "nl-ap/nl-ap-2024-clearview.ttl",
    "us-ndil/us-ndil-2025-clearview.ttl",
    "ie-dpc/ie-dpc-2023-meta-transfers.ttl",
)
"""Decisions checked on their own: the longest of all, one of the case with most acts, and one of another."""


def get(path: str) -> bytes:
    with urllib.request.urlopen(f"{BASE}{path}", timeout=60) as answer:
        return bytes(answer.read())


def milliseconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def environment(folder: str) -> dict[str, str]:
    return {**os.environ, "COMITY_SNAPSHOTS": folder, "COMITY_WORKERS": "2"}


def runs(folder: str, rounds: int, *arguments: str) -> list[tuple[float, float]]:
    """Seconds of a command of Comity, whole process, each round: by the clock, and of processor time."""
    command = [sys.executable, "-m", "api.commands", *arguments]
    run = lambda: subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, capture_output=True)  # noqa: E731
    measured = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        seconds = milliseconds(run) / 1000
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        measured.append((seconds, used))
    return measured


def command_lines(folder: str, rounds: int, *arguments: str) -> list[str]:
    """Two lines of the report on a command."""
    measured = runs(folder, rounds, *arguments)
    name = f"`comity {' '.join(Path(argument).stem for argument in arguments)}`"
    return [
        line(f"{name}, whole process", [seconds for seconds, _ in measured], "s"),
        line(f"{name}, processor time", [used for _, used in measured], "s"),
    ]


@contextmanager
def server(folder: str) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A server on the snapshot in `folder`, and the seconds until it was ready."""
    command = [sys.executable, "-m", "api.commands", "serve", "--port", str(PORT)]
    began = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL)
    try:
        while True:
            try:
                get("/health/ready")
                break
            except OSError:
                if time.perf_counter() - began > 120:
                    raise
                time.sleep(0.01)
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(60)


def memory(process: int) -> float:
    """MiB of memory of a process and all its children; what they share is divided among them (PSS)."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
    family = {process}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    found = 0
    for member in family:
        [kilobytes] = re.findall(r"^Pss: +(\d+) kB$", Path(f"/proc/{member}/smaps_rollup").read_text(), re.MULTILINE)
        found += int(kilobytes)
    return found / 1024


def answers(paths: list[str]) -> list[float]:
    return [milliseconds(lambda path=path: get(path)) for path in paths]  # type: ignore[misc]


def days(path: str) -> list[str]:
    """The path as of eight days: with more, the largest answers no longer fit beside each other in what is kept."""
    return [f"{path}?as_of=2023-01-{day:02}" for day in range(1, 9)]


def line(name: str, values: list[float], unit: str) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"| {name} | {len(values)} | {low:.2f} | {middle:.2f} | {high:.2f} | {unit} |"


def main(alone: bool) -> None:
    """Measure and write the report; unless it is to stand alone, go on with the other two."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        rows += command_lines(folder, 3, "build")
        for file in CHECKED:
            rows += command_lines(folder, 5, "check", f"graph/data/decisions/{file}")
        starts = []
        for _ in range(3):
            with server(folder) as (_process, seconds):
                starts.append(seconds)
        rows.append(line("server ready from an existing snapshot", starts, "s"))
        with server(folder) as (process, _seconds):
            get("/sparql?query=ASK%7B%7D")
            rows.append(line("memory of server and two workers, at rest", [memory(process.pid)], "MiB"))
            items = [record["url"] for record in json.loads(get("/api/v1/decisions?limit=500"))["data"]]
            sample = items[:: max(1, len(items) // SAMPLE)][:SAMPLE]
            for name, paths in {
                "JSON item of a decision": [f"/api/v1{url}" for url in sample],
                "page of a decision": sample,
                "Turtle of a decision": [f"{url}.ttl" for url in sample],
                "JSON-LD of a decision": [f"{url}.jsonld" for url in sample],
                "JSON list of 50 decisions": days("/api/v1/decisions"),
                "comparison of the Clearview case": days("/api/v1/cases/clearview-scraping/compare"),
                "page of the Clearview case": days("/cases/clearview-scraping"),
            }.items():
                rows.append(line(f"{name}, first time", answers(paths), "ms"))
                rows.append(line(f"{name}, again", answers(paths), "ms"))
            queries = [
                f"/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%20{100 + n}" for n in range(SAMPLE)
            ]
            rows.append(line("SPARQL, 100 rows through a worker, first time", answers(queries), "ms"))
            rows.append(line("SPARQL, 100 rows, again", answers(queries), "ms"))
            rows.append(line("memory of server and two workers, after all of this", [memory(process.pid)], "MiB"))
            version = json.loads(get("/health/ready"))["version"]
        [manifest] = Path(folder).glob(f"{version}*/manifest.json")
        quads = sum(json.loads(manifest.read_text())["quads"].values())
    report = [
        "# Measurements",
        "",
        f"`make bench` on {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}. "
        f"Snapshot {version}, {quads:,} quads: the whole graph. The machine is shared and noisy: read medians. "
        "*First time* is computed, *again* comes from the answers kept "
        "under the snapshot version. Memory counts pages that processes share once.",
        "",
        "| what | runs | min | median | max | unit |",
        "|---|---|---|---|---|---|",
        *rows,
    ]
    (HERE / "REPORT.md").write_text("\n".join(report) + "\n")
    print("\n".join(report))
    if not alone:
        dumps.measure()
        measure(30)
        compare(9)


if __name__ == "__main__":
    main("alone" in sys.argv[1:])
