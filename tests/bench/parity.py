"""Whether engines give the rows that we give: values compared, not their spelling.

By hand: `make parity` asks Virtuoso 7 every example query on the snapshot in use and ends with status 1 for a
difference that is not among the known ones, or for a known one that is no more.
"""

import gzip
import json
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from api.settings import settings
from graph import snapshot
from graph.queries import folder
from tests.bench.engines import Data, Engine, Missing, comity, virtuoso
from tests.bench.times import Client

PORT = 18260
LONGEST = 60.0
"""Seconds one query may take."""
NUMBERS = ("integer", "decimal", "double", "float")
DURATIONS = (
    "Virtuoso 7 keeps an xsd:duration as a number when it loads it: of P2M it gives 2, of P14D 1209600, both as "
    "xsd:duration. What was written is lost, so that no wording of a query brings it back."
)
KNOWN = {
    "claims-of-a-source": ("value",),
    "conflicts": ("value", "accepted"),
    "periodic-penalties": ("rate_period",),
    "values-resting-on-one-source": ("value",),
}
"""Example queries to which Virtuoso gives other rows, for the reason DURATIONS, and the columns in which it does."""

Row = tuple[tuple[str, str], ...]
Answer = Counter[Row]


def value(term: dict[str, Any]) -> str:
    """A term of a JSON answer, so that equal values are equal texts: `1.50` and `1.5`, `true` and `1`."""
    text, type_ = str(term["value"]), str(term.get("datatype", "")).rpartition("#")[2]
    if type_ in NUMBERS:
        try:
            return f"{round(Decimal(text), 6).normalize():f}"
        except InvalidOperation:
            return text
    if type_ == "boolean":
        return {"1": "true", "0": "false"}.get(text, text) + "^^boolean"
    return f"{text}@{term['xml:lang']}" if "xml:lang" in term else text


def answer(body: bytes) -> Answer:
    """The rows of a JSON answer, each as often as it stands there. Raises ValueError for what is no such answer."""
    try:
        found = json.loads(body)["results"]["bindings"]
    except KeyError:
        raise ValueError("no SPARQL JSON results") from None
    # A row of nothing is what rdflib and others give where there is nothing to group.
    return Counter(tuple((name, value(row[name])) for name in sorted(row)) for row in found if row)


def difference(ours: Answer, theirs: Answer) -> str:
    """What is other in their answer, in words; nothing where it is equal."""
    if ours == theirs:
        return ""
    if ours.total() != theirs.total():
        return f"{theirs.total()} rows"
    return f"{(ours - theirs).total()} rows other"


def without(columns: Iterable[str], of: Answer) -> Answer:
    """An answer without some of its columns."""
    left: Answer = Counter()
    for row, times in of.items():
        left[tuple(cell for cell in row if cell[0] not in columns)] += times
    return left


def asked(engine: Engine, queries: Iterable[tuple[str, str]]) -> dict[str, Answer | str]:
    """The answer of an engine to each query, or its fault in words."""
    found: dict[str, Answer | str] = {}
    for name, text in queries:
        try:
            found[name] = answer(Client(engine).ask(text, LONGEST)[1])
        except (OSError, ValueError) as error:
            found[name] = f"no answer: {error}"
    return found


def told(name: str, ours: Answer | str, theirs: Answer | str) -> tuple[str, bool]:
    """What there is to tell of one query, and whether it is as it should be."""
    if isinstance(ours, str) or isinstance(theirs, str):
        return f"ours: {ours}" if isinstance(ours, str) else str(theirs), False
    words = difference(ours, theirs)
    if name not in KNOWN:
        return words or "equal", not words
    if not words:
        return "equal now: take it from the known differences", False
    other = difference(without(KNOWN[name], ours), without(KNOWN[name], theirs))
    known = f"{words} in {', '.join(KNOWN[name])}, as is known"
    return (f"{words}, not only in {', '.join(KNOWN[name])}", False) if other else (known, True)


def main() -> int:
    """Ask both, tell each query, and give the status to end with."""
    with tempfile.TemporaryDirectory() as place:
        folder_ = settings().snapshots.resolve()
        data = Data(folder_, Path(place) / "graph.nq")
        data.nquads.write_bytes(gzip.decompress(snapshot.current(folder_).nquads.read_bytes()))
        examples = [(name, example.bind({})) for name, example in folder("examples").items()]
        own = Path(place) / "virtuoso"
        own.mkdir()
        try:
            with comity(data, PORT, own) as ours, virtuoso(data, PORT + 2, own) as theirs:
                mine, its = asked(ours, examples), asked(theirs, examples)
        except Missing as error:
            print(error)
            return 1
    found = {name: told(name, mine[name], its[name]) for name in mine}
    for name, (words, right) in found.items():
        print(f"{name}: {words}{'' if right else ' (!)'}")
    wrong = [name for name, (_, right) in found.items() if not right]
    print(f"\nKnown differences: {DURATIONS}\nNot as they should be: {', '.join(wrong) or 'none'}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # So that no engine is left running.
    sys.exit(main())
