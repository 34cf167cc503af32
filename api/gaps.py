"""Gaps: what a file lacks and cannot say within, told in headers, in its name, and in what goes with a table.

JSON tells the same in `unknown`, `page.uncertain` and `coverage`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from api.coverage import coverage
from api.lists import List
from api.resources import Resource
from api.shaping import Record
from api.unrecorded import MEANT
from api.versions import View

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


def of_found(
    view: View, resources: Mapping[str, Resource], resource: Resource, asked: Mapping[str, list[str]], found: List
) -> Gaps:
    """The gaps of a list that was asked for by these parameters."""
    open_ = found.chosen.possible != found.chosen.certain
    none = resource.kind == "decision" and not found.slugs
    covering = coverage(view, resources["authorities"], asked) if none else None
    return Gaps(found.chosen.unknown, found.chosen.uncertain if open_ else None, covering)


def _meant(one: Record) -> str:
    near = f" (perhaps {' or '.join(one['nearest'])} is meant)" if one["nearest"] else ""
    return f"{one['parameter']}={one['value']}{near}"
