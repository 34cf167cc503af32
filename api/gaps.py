"""Gaps: what a file lacks and cannot say within, told in headers, in its name, and in what goes with a table.

JSON tells the same in `unknown`, `page.uncertain` and `coverage`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from api.shaping import Record
from api.unrecorded import MEANT

UNKNOWN, UNCERTAIN, COVERAGE = HEADERS = ("Comity-Unknown", "Comity-Uncertain", "Comity-Coverage")
"""Headers that tell of gaps."""
MARK = "-with-unknown"
"""In the name of a file of which something asked for is not recorded: who opens it later sees no header."""


@dataclass(frozen=True)
class Gaps:
    """What a list lacks: things asked for that are not recorded, how many more may fit, what its emptiness means.

    `uncertain` is None where nothing is left open, `coverage` where it is not empty.
    """

    unknown: Sequence[Record] = ()
    uncertain: int | None = None
    coverage: Record | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The gaps in HEADERS, those there are: `jurisdiction=frr`, a number, the completeness."""
        found: dict[str, str] = {}
        if self.unknown:
            named = [f"{one['parameter']}={quote(one['value'])}" for one in self.unknown[:MEANT]]
            more = len(self.unknown) - len(named)
            found[UNKNOWN] = ", ".join([*named, *([f"and {more} more"] if more else [])])
        if self.uncertain is not None:
            found[UNCERTAIN] = str(self.uncertain)
        if self.coverage is not None:
            found[COVERAGE] = str(self.coverage["completeness"])
        return found

    @property
    def told(self) -> Mapping[str, str]:
        """The gaps in words, by name."""
        found: dict[str, str] = {}
        if self.unknown:
            found["unknown"] = "Not recorded here: " + "; ".join(map(_meant, self.unknown))
        if self.uncertain is not None:
            words = "fit, but not for certain: dates, amounts or states are not known well enough"
            found["uncertain"] = f"{self.uncertain} may {words} (left out unless uncertain=included is asked for)"
        if self.coverage is not None:
            found["coverage"] = f"{self.coverage['completeness']}: {self.coverage['meaning']}"
        return found


def _meant(one: Record) -> str:
    near = f" (perhaps {' or '.join(one['nearest'])} is meant)" if one["nearest"] else ""
    return f"{one['parameter']}={one['value']}{near}"
