"""Example queries and a stranger's on our endpoint and on others, on the same snapshot. Writes COMPARISON.md.

By hand: `make bench`, or `python -m tests.bench.comparison ROUNDS QUERY…` for this part alone, of all or some queries.
"""

import gzip
import os
import platform
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from graph import build, snapshot
from graph.check import Inputs
from graph.queries import folder
from tests.bench.engines import ENGINES, Data, Missing
from tests.bench.parity import DURATIONS, KNOWN, Answer, answer, difference
from tests.bench.times import FEW, LIMIT, SLOW, Times, late, measured

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
UNTUNED = Path(__file__).resolve().parent / "untuned"
UNTUNED_ABOUT = (
    "Written as a scholar would by hand who knows the ontology and nothing of this store: joins of acts across "
    "countries, sums by year and authority, regular expressions on labels and on every text, chains of OPTIONAL, "
    "property paths over groups, appeals and provisions. The texts are in `tests/bench/untuned`; nothing in the graph "
    "or in the queries was changed for them."
)
WRONG_ABOUT = (
    "Values are compared, not their spelling, and rows in any order. `make parity` asks Virtuoso every example query "
    "and fails for a difference that is not known. What made seven of ours differ on Virtuoso 7 until they were worded "
    "otherwise: a path of length zero in an OPTIONAL with a FILTER, or behind a UNION, finds nothing; BOUND is true "
    "of variables that only the other branch of a UNION binds; OPTIONAL in a UNION loses values of single rows; an IF "
    "whose condition is an error gives its last branch; integers are divided as integers; a computed truth value is an "
    "integer; CONCAT of aggregates with IF ends in an internal error of its compiler (SQ156), SUBSTR of an aggregated "
    "text in a failed cast (SR341)."
)


@dataclass(frozen=True)
class Seen:
    """What was seen of each query on each engine, and what ours answered, which the others are held to."""

    times: Mapping[tuple[str, str], Times]
    ours: Mapping[str, Answer]

    def wrong(self, name: str, engine: str) -> str:
        """How the answer of an engine differs from ours, in words; nothing where it is equal or there is none."""
        body = self.times[name, engine].body
        return "" if body is None else difference(self.ours[name], answer(body))

    def middle(self, name: str, engine: str) -> float | None:
        """The median in milliseconds, or None where the engine did not answer."""
        times = self.times[name, engine]
        return statistics.median(times.milliseconds) if times.milliseconds and not times.fault else None

    def cell(self, name: str, engine: str) -> str:
        """The median, or that it took too long, marked where the answer is not ours."""
        found, wrong = self.middle(name, engine), self.wrong(name, engine)
        if found is None:
            fault = self.times[name, engine].fault
            return fault.replace("more than ", "> ") if fault == late() else "no answer"
        return f"{found:.1f}" + (f" ({wrong})" if wrong else "")

    def ratio(self, names: Iterable[str], engine: str, reference: str) -> str:
        """Geometric mean of the ratios of an engine's medians to those of another, and over how many queries: those
        that both answered rightly."""
        found = []
        for name in names:
            mine, its = self.middle(name, engine), self.middle(name, reference)
            if mine is not None and its is not None and not self.wrong(name, engine):
                found.append(mine / its)
        return f"{statistics.geometric_mean(found):.2f} ({len(found)})" if found else "–"


def table(seen: Seen, queries: Collection[str], engines: Sequence[str]) -> list[str]:
    """A row for each query with the medians, and the means of the ratios."""
    lines = [f"| query | rows | {' | '.join(engines)} |", "|---|---|" + "---|" * len(engines)]
    for name in queries:
        cells = " | ".join(seen.cell(name, engine) for engine in engines)
        lines.append(f"| {name} | {seen.ours[name].total()} | {cells} |")
    for reference in REFERENCE:
        if reference in engines:
            means = " | ".join(seen.ratio(queries, engine, reference) for engine in engines)
            lines.append(f"| **geometric mean of the ratios to {reference}** (queries) | | {means} |")
    return lines


def written(seen: Seen, engines: Sequence[str], missing: Sequence[str], about: str) -> str:
    """The report: medians, ratios, what was not answered or otherwise, and every number."""
    examples = [name for name, _ in seen.times if name in QUERIES]
    own = [name for name, _ in seen.times if name not in QUERIES]
    lines = ["# Side by side", "", about, "", "## Twenty of the example queries", ""]
    lines += table(seen, list(dict.fromkeys(examples)), engines)
    lines += [
        "",
        "## Ten queries of a stranger",
        "",
        UNTUNED_ABOUT,
        "",
        *table(seen, list(dict.fromkeys(own)), engines),
    ]
    faults = [f"- {engine}, {name}: {times.fault}" for (name, engine), times in seen.times.items() if times.fault]
    lines += ["", "## Not answered", "", *(faults or ["Nothing."]), *(f"- {words}" for words in missing)]
    lines += ["", "## Answered otherwise than by us", "", WRONG_ABOUT, ""]
    for name, engine in seen.times:
        wrong = seen.wrong(name, engine)
        reason = DURATIONS if engine == "Virtuoso" and name in KNOWN else ""
        lines += [f"- {engine}, {name}: {wrong}.{f' {reason}' if reason else ''}"] if wrong else []
    lines += ["", "## Every number", "", "Milliseconds, in the order in which they were measured.", ""]
    for (name, engine), times in seen.times.items():
        lines.append(f"- {name}, {engine}: {' '.join(f'{value:.1f}' for value in times.milliseconds) or '–'}")
    return "\n".join(lines) + "\n"


def compare(rounds: int, chosen: Collection[str] = ()) -> None:
    """Build, start what can be started, measure, and write the report. Of all queries, or of those `chosen`."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as running:
        base = Path(place)
        made = build.build(Inputs(), base / "snapshots")
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
        queries = {name: examples[name].bind({}) for name in QUERIES}
        queries |= {file.stem: file.read_text(encoding="utf-8") for file in sorted(UNTUNED.glob("*.rq"))}
        queries = {name: text for name, text in queries.items() if not chosen or name in chosen}
        times = measured(engines, queries, rounds)
        seen = Seen(times, {name: answer(times[name, "Comity"].body or b"") for name in queries})
        about = (
            f"`make bench` on {os.cpu_count()} cores, Python {platform.python_version()}, {time.strftime('%Y-%m-%d')}: "
            f"snapshot {made.version}, {sum(made.manifest['quads'].values()):,} quads, {rounds} rounds after one to "
            "warm up. Medians in milliseconds from the client's first byte sent to the last received, as SPARQL JSON "
            "over a kept connection; in each round every query goes to every engine in turn. *Comity* computes each "
            f"answer (`COMITY_CACHE_BYTES=0`), *Comity, kept* has it kept. A query is given up after {LIMIT:g} s and "
            f"its engine started anew; answers of more than {SLOW / 1000:g} s are measured {FEW} times. An answer with "
            "other rows or values than ours is marked, and the means are of what was answered as we do. The machine "
            "is shared and noisy."
        )
        REPORT.write_text(written(seen, [engine.name for engine in engines], missing, about), encoding="utf-8")
        print(REPORT.read_text(encoding="utf-8").partition("## Every number")[0])


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that no engine is left running.
    compare(int(sys.argv[1]) if len(sys.argv) > 1 else 9, sys.argv[2:])
