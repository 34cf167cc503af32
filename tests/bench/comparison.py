"""Example queries on our endpoint and on others, side by side, with the same snapshot. Writes COMPARISON.md.

By hand: `make bench`, or `python -m tests.bench.comparison ROUNDS` for this part alone.
"""

import gzip
import os
import platform
import signal
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from graph import build, snapshot
from graph.queries import folder
from tests.bench.engines import ENGINES, Data, Engine, Missing
from tests.bench.times import Times, measured

REPORT = Path(__file__).resolve().parent / "COMPARISON.md"
PORT = 18220
"""First of the ports the engines listen on."""
REFERENCE = ("Oxigraph", "Oxigraph in memory")
QUERIES = (
    "acts-of-an-authority-against-a-company",
    "appeals-by-level",
    "authorities-of-a-jurisdiction",
    "conflicts",
    "corrective-powers",
    "coverage",
    "decisions-of-a-group",
    "documents-of-an-act",
    "eu-and-uk-findings",
    "fines-above-an-amount",
    "fines-by-jurisdiction",
    "fines-in-force-in-the-union",
    "force-of-an-act",
    "identifiers-of-an-act",
    "legal-bases-rejected",
    "long-proceedings",
    "periodic-penalties",
    "provisions-infringed",
    "territorial-reach",
    "top-ten-fines",
)
"""Twenty of the examples: lists of 1,000 rows and of ten, sums, paths, negations."""


def middle(times: Times) -> float | None:
    """The median in milliseconds, or None where the engine did not answer."""
    return statistics.median(times.milliseconds) if times.milliseconds and not times.fault else None


def cell(times: Times, rows: int | None) -> str:
    """The median, marked where the answer has another number of rows than ours."""
    found = middle(times)
    if found is None:
        return "–"
    return f"{found:.1f}" + ("" if times.rows == rows else f" ({times.rows} rows)")


def ratio(seen: dict[tuple[str, str], Times], engine: str, reference: str) -> str:
    """Geometric mean of the ratios of an engine's medians to those of another, and over how many queries."""
    found = []
    for name in QUERIES:
        mine, its = middle(seen[name, engine]), middle(seen[name, reference])
        if mine is not None and its is not None:
            found.append(mine / its)
    return f"{statistics.geometric_mean(found):.2f} ({len(found)})" if found else "–"


def written(seen: dict[tuple[str, str], Times], engines: list[Engine], missing: list[str], about: str) -> str:
    """The report: medians, ratios, what was not answered, and every number."""
    names = [engine.name for engine in engines]
    lines = ["# Side by side", "", about, ""]
    lines += [f"| query | rows | {' | '.join(names)} |", "|---|---|" + "---|" * len(names)]
    for name in QUERIES:
        rows = seen[name, names[0]].rows
        cells = " | ".join(cell(seen[name, engine], rows) for engine in names)
        lines.append(f"| {name} | {rows} | {cells} |")
    for reference in REFERENCE:
        if reference in names:
            means = " | ".join(ratio(seen, engine, reference) for engine in names)
            lines.append(f"| **geometric mean of the ratios to {reference}** (queries) | | {means} |")
    faults = [f"- {engine}, {name}: {times.fault}" for (name, engine), times in seen.items() if times.fault]
    lines += ["", "## Not answered", "", *(faults or ["Nothing."]), *(f"- {words}" for words in missing)]
    lines += ["", "## Every number", "", "Milliseconds, in the order in which they were measured.", ""]
    for (name, engine), times in seen.items():
        lines.append(f"- {name}, {engine}: {' '.join(f'{value:.1f}' for value in times.milliseconds) or '–'}")
    return "\n".join(lines) + "\n"


def compare(rounds: int) -> None:
    """Build, start what can be started, measure, and write the report."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as running:
        base = Path(place)
        made = build.build(build.Inputs(), base / "snapshots")
        data = Data(base / "snapshots", base / "graph.nq")
        data.nquads.write_bytes(gzip.decompress(snapshot.current(data.snapshots).nquads.read_bytes()))
        engines, missing = [], []
        for number, start in enumerate(ENGINES):
            own = base / start.__name__
            own.mkdir()
            print(f"Starting {start.__name__}", flush=True)
            try:
                engines.append(running.enter_context(start(data, PORT + 2 * number, own)))
            except Missing as error:
                missing.append(f"{start.__name__}: {error}")
        examples = folder("examples")
        seen = measured(engines, {name: examples[name].bind({}) for name in QUERIES}, rounds)
        about = (
            f"`make bench` on {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}: "
            f"snapshot {made.version}, {sum(made.manifest['quads'].values()):,} quads, {rounds} rounds after one to "
            "warm up. Medians in milliseconds from the client's first byte sent to the last received, as SPARQL JSON "
            "over a kept connection; in each round every query goes to every engine in turn. *Comity* computes each "
            "answer (`COMITY_CACHE_BYTES=0`), *Comity, kept* has it kept. Another number of rows than ours is told. "
            "The machine is shared and noisy."
        )
        REPORT.write_text(written(seen, engines, missing, about), encoding="utf-8")
        print(REPORT.read_text(encoding="utf-8").partition("## Every number")[0])


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that no engine is left running.
    compare(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
