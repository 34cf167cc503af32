"""Dumps: how long each format takes and in how much memory, of the graph in use and of a million quads of its shape.

By hand: `make bench`, or `python -m tests.bench.dumps` for this part alone. Writes DUMPS.md. COMITY_SNAPSHOTS names the
snapshots; nothing is built.
"""

import gzip
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.settings import settings
from graph import dump, snapshot
from graph.namespaces import BASE, GRAPH_ONTOLOGY

REPORT = Path(__file__).resolve().parent / "DUMPS.md"
ROOT = REPORT.parents[2]
MILLION = 1_000_000
ROUNDS, OF_A_MILLION = 3, 1
"""Runs of each format: of the graph in use, and of the large one, of which each takes minutes where much else runs."""
SECONDS, MEMORY = 5, 300
"""What is aimed at: seconds for one format of the whole graph in use, MiB for one of a million quads."""
ONE = """
import resource, sys, time
from pathlib import Path
from graph import dump
began = time.perf_counter()
dump.write(Path(sys.argv[1]), Path(sys.argv[2]), [sys.argv[3]], parts=False)
wall, used = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
[peak] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(wall, used.ru_utime + used.ru_stime, int(peak.split()[1]) / 1024)
"""
"""Writes the whole graph in one format; prints seconds by the clock and of the processor, and the most MiB it took."""
Seen = tuple[float, float, float]


def written(nquads: Path, form: str) -> Seen:
    """What one process took to write one format: seconds by the clock, seconds of the processor, MiB."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", ONE, folder, str(nquads), form]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    wall, processor, memory = (float(value) for value in done.stdout.split())
    return wall, processor, memory


def copies(nquads: Path, size: int) -> Iterator[str]:
    """Quads of the shape of a graph, at least `size`: its facts again and again, each time of things of other names.

    The ontology stands once. Lines come in no order.
    """
    with gzip.open(nquads, "rt", encoding="utf-8") as opened:
        lines = opened.readlines()
    yield from lines
    made, number = len(lines), 0
    facts = [line for line in lines if not line.endswith(f"<{GRAPH_ONTOLOGY}> .\n")]
    while made < size:
        number += 1
        for line in facts:
            yield line.replace(f"<{BASE}id/", f"<{BASE}id/{number:03}-").replace(
                f"<{BASE}rate/", f"<{BASE}rate/{number:03}-"
            )
        made += len(facts)


@contextmanager
def scaled(nquads: Path, size: int) -> Iterator[tuple[Path, int]]:
    """Canonical N-Quads, gzip, of the shape of a graph, and how many there are. Examples are the same in each copy."""
    with tempfile.TemporaryDirectory() as folder:
        made, ordered = Path(folder) / "graph.nq", Path(folder) / "graph.nq.gz"
        with made.open("w", encoding="utf-8") as unordered:
            unordered.writelines(copies(nquads, size))
        command = ["sort", "-u", str(made)]
        count = 0
        order = {**os.environ, "LC_ALL": "C"}
        with (
            subprocess.Popen(command, env=order, stdout=subprocess.PIPE) as process,
            gzip.open(ordered, "wb", 1) as file,
        ):
            assert process.stdout is not None
            for line in process.stdout:
                file.write(line)
                count += 1
        yield ordered, count


def rows(name: str, nquads: Path, rounds: int) -> Iterator[str]:
    """A line of the report for each format, with every number that was measured."""
    for form in dump.FORMS:
        seen = [written(nquads, form) for _ in range(rounds)]
        columns = [
            ", ".join(f"{value:.{digits}f}" for value in sorted(each))
            for each, digits in zip(zip(*seen, strict=True), (2, 2, 0), strict=True)
        ]
        yield f"| {name} | {form} | {' | '.join(columns)} |"


def measure() -> None:
    """Measure and write the report."""
    used = snapshot.current(settings().snapshots)
    quads = sum(used.manifest["quads"].values())
    found = list(rows(f"in use, {quads:,} quads", used.nquads, ROUNDS))
    with scaled(used.nquads, MILLION) as (nquads, count):
        found += rows(f"made up, {count:,} quads", nquads, OF_A_MILLION)
    report = [
        "# Dumps",
        "",
        f"`python -m tests.bench.dumps` on {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{time.strftime('%Y-%m-%d')}. The whole graph alone, one format at a time, as `.gz` and `.zst` at once, each "
        "in a process of its own; what it took to load Python and modules is in the seconds of the processor and the "
        "memory, not in those of the clock. The machine is shared: read the seconds of the processor, and the lowest. "
        f"Aimed at: {SECONDS} s for a format of the graph in use, {MEMORY} MiB for one of a million quads.",
        "",
        "The million is the graph in use again and again, with other names of things: its shape is the real one.",
        "",
        "| graph | format | seconds by the clock, each run | seconds of the processor | most memory, MiB |",
        "|---|---|---|---|---|",
        *found,
    ]
    REPORT.write_text("\n".join(report) + "\n", encoding="utf-8")
    print("\n".join(report))


if __name__ == "__main__":
    measure()
