"""How long proceedings took, by authority or jurisdiction, with those still open and those whose start is unknown."""

from collections.abc import Sequence
from statistics import quantiles

from api.scope import Scope
from api.shaping import Record
from api.spans import days
from api.versions import View
from graph.queries import Query

BY = ("authority", "jurisdiction")
OPENING = ("Complaint", "ProvisionalAct")
"""Acts that end no proceeding: what they opened is open until an act follows."""


def quartiles(values: Sequence[int]) -> tuple[float, float, float]:
    """Lower quartile, median and upper quartile, read between neighbours where they fall between two values."""
    if len(values) == 1:
        return (values[0],) * 3
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return low, middle, high


def _spread(bounds: Sequence[tuple[int, int]]) -> Record | None:
    """Quartiles in days, each between the least and the most that partial dates allow. None of nothing."""
    if not bounds:
        return None
    least, most = [sorted(side) for side in zip(*bounds, strict=True)]
    names = ("lower_quartile", "median", "upper_quartile")
    spread: Record = {"shortest": {"at_least": least[0], "at_most": most[0]}}
    for name, low, high in zip(names, quartiles(least), quartiles(most), strict=True):
        spread[name] = {"at_least": round(low, 1), "at_most": round(high, 1)}
    return spread | {"longest": {"at_least": least[-1], "at_most": most[-1]}}


def _standing(act: Record, as_of: str) -> str | None:
    """Whether on that day the proceeding of an act was ended, open or not begun (None), or begun nobody knows when."""
    begun, ended = act["started"], act["ended"]
    if act["type"]["id"] in OPENING:
        gone_on = any(day <= as_of for day in act["followed"])
        return "open" if (ended or begun or "9999") <= as_of and not gone_on else None
    if ended is None or ended > as_of or any(outcome["id"] == "pending" for outcome in act["outcomes"]):
        return "open" if begun is not None and begun <= as_of else None
    return "unknown_start" if begun is None else "decided"


def _row(key: Record, stage: str, acts: Sequence[Record], as_of: str) -> Record:
    groups: dict[str, list[Record]] = {"decided": [], "open": [], "unknown_start": []}
    for act in acts:
        groups[act["standing"]].append(act)
    running = [days(act["started"] or act["ended"], as_of) for act in groups["open"]]
    return {
        "key": key,
        "stage": stage,
        **{name: len(found) for name, found in groups.items()},
        "days": _spread([days(act["started"], act["ended"]) for act in groups["decided"]]),
        "days_open": _spread(running),
        "decisions": {name: [act["decision"]["id"] for act in found] for name, found in groups.items()},
    }


def durations(view: View, query: Query, by: str, scope: Scope, as_of: str) -> Record:
    """Days from the beginning of a proceeding to its act, in rows by authority or jurisdiction and stage.

    The stage is `authority` or `court`, by who took the act: a challenge is a proceeding of its own, and a settlement
    that a court approved is of the court. A partial date makes the days a
    range. What the day `as_of` had not seen yet is not told.
    """
    rows: dict[tuple[str, str], tuple[Record, list[Record]]] = {}
    known = [act for act in scope.found(view, query) if _standing(act, as_of) is not None]
    for act in scope.counted(known):
        stage = "court" if act["by_court"] else "authority"
        rows.setdefault((act[by]["id"], stage), (act[by], []))[1].append({**act, "standing": _standing(act, as_of)})
    made = [_row(key, stage, acts, as_of) for (_, stage), (key, acts) in rows.items()]
    made.sort(key=lambda row: (row["stage"], -row["decided"], row["key"]["label"]))
    everything = {"label": "All"}
    total = [
        _row(everything, stage, [act for (_, its), (_, acts) in rows.items() if its == stage for act in acts], as_of)
        for stage in sorted({stage for _, stage in rows})
    ]
    return {"by": by, "rows": made, "total": total, "uncertain": scope.uncertain(known)}
