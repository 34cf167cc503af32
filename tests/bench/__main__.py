"""Measures build, start, answers and memory, then compares; writes reports beside this file: `make bench`."""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.comparison import compare
from tests.bench.interface import measure

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PORT = 8399
BASE = f"http://127.0.0.1:{PORT}"


def get(path: str) -> bytes:
    with urllib.request.urlopen(f"{BASE}{path}", timeout=60) as answer:
        return bytes(answer.read())


def milliseconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return (time.perf_counter() - began) * 1000


def environment(folder: str) -> dict[str, str]:
    return {**os.environ, "COMITY_SNAPSHOTS": folder, "COMITY_WORKERS": "2"}


def builds(folder: str, rounds: int) -> list[float]:
    """Seconds of `comity build`, whole process, each round."""
    command = [sys.executable, "-m", "api.commands", "build"]
    run = lambda: subprocess.run(command, cwd=ROOT, env=environment(folder), check=True, capture_output=True)  # noqa: E731
    return [milliseconds(run) / 1000 for _ in range(rounds)]


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
                if time.perf_counter() - began > 60:
                    raise
                time.sleep(0.01)
        yield process, time.perf_counter() - began
    finally:
        process.terminate()
        process.wait(10)


def memory(process: int) -> int:
    """MiB of resident memory of a process and all its children (shared pages counted in each, so an upper bound)."""
    parents = {}
    sizes = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[int(folder.name)] = int(fields[1])
            pages = int((folder / "statm").read_text().split()[1])
        except (OSError, ValueError):
            continue
        sizes[int(folder.name)] = pages * os.sysconf("SC_PAGE_SIZE") >> 20
    family = {process}
    for _ in range(5):
        family |= {child for child, parent in parents.items() if parent in family}
    return sum(sizes.get(member, 0) for member in family)


def answers(paths: list[str]) -> list[float]:
    return [milliseconds(lambda path=path: get(path)) for path in paths]  # type: ignore[misc]


def line(name: str, values: list[float], unit: str) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"| {name} | {len(values)} | {low:.2f} | {middle:.2f} | {high:.2f} | {unit} |"


def main() -> None:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        rows.append(line("`comity build`, whole process", builds(folder, 3), "s"))
        starts = []
        for _ in range(3):
            with server(folder) as (_process, seconds):
                starts.append(seconds)
        rows.append(line("server ready from an existing snapshot", starts, "s"))
        with server(folder) as (process, _seconds):
            get("/sparql?query=ASK%7B%7D")
            items = [record["url"] for record in json.loads(get("/api/v1/decisions?limit=500"))["data"]]
            paths = [f"/api/v1{url}" for url in items]
            rows.append(line("JSON item of a decision, first time", answers(paths), "ms"))
            rows.append(line("JSON item of a decision, again", answers(paths * 5), "ms"))
            for name, path in {
                "JSON list of 50 decisions": "/api/v1/decisions",
                "comparison of the Clearview case": "/api/v1/cases/clearview-scraping/compare",
                "page of the Clearview case": "/cases/clearview-scraping",
            }.items():
                days = [f"{path}?as_of=2023-01-{day:02}" for day in range(1, 21)]
                rows.append(line(f"{name}, first time", answers(days), "ms"))
                rows.append(line(f"{name}, again", answers(days), "ms"))
            query = "/sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D%20LIMIT%20100"
            rows.append(line("SPARQL, 100 rows through a worker", answers([query] * 100), "ms"))
            rows.append(line("resident memory, server and two workers", [float(memory(process.pid))], "MiB"))
    report = [
        "# Measurements",
        "",
        f"`make bench` on {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}. "
        "The machine is shared and noisy: read medians. *First time* is computed, *again* comes from the answers kept "
        "under the snapshot version.",
        "",
        "| what | runs | min | median | max | unit |",
        "|---|---|---|---|---|---|",
        *rows,
    ]
    (HERE / "REPORT.md").write_text("\n".join(report) + "\n")
    print("\n".join(report))
    measure(30)
    compare(9)


if __name__ == "__main__":
    main()
