"""How long proceedings took, by authority or jurisdiction, with those still open and those whose start is unknown."""

from collections.abc import Sequence
from statistics import quantiles

from api.proceedings import STANDINGS, proceedings, states
from api.resources import Resource
from api.scope import Scope
from api.shaping import Record
from api.spans import days
from api.versions import View
from graph.queries import Query

BY = ("authority", "jurisdiction")
ALL: Record = {"label": "All"}


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


def _row(key: Record, above: str | None, stage: str, found: Sequence[Record], as_of: str) -> Record:
    groups: dict[str, list[Record]] = {name: [] for name in STANDINGS}
    for one in found:
        groups[one["standing"]].append(one)
    running = [days(one["since"], as_of) for one in groups["open"]]
    return {
        "key": key,
        "above": above,
        "stage": stage,
        **{name: len(those) for name, those in groups.items()},
        "days": _spread([days(one["since"], one["until"]) for one in groups["decided"]]),
        "days_open": _spread(running),
        "decisions": {name: [one["act"]["decision"]["id"] for one in those] for name, those in groups.items()},
    }


def _keys(one: Record, by: str) -> list[tuple[Record, str | None]]:
    """The keys of a proceeding, with the id of what each is a part of: a Land, and Germany."""
    act = one["act"]
    if by == "authority":
        return [(one["key"] or act["authority"], None)]
    state = act["state"]
    return [(act["jurisdiction"], state["id"] if state else None), *([(state, None)] if state else [])]


def durations(view: View, query: Query, by: str, scope: Scope, as_of: str, decisions: Resource) -> Record:
    """Days from the beginning of a proceeding to its act, in rows by authority or jurisdiction and stage.

    The stage is `authority` or `court`, by who took the act: a challenge is a proceeding of its own, and a settlement
    that a court approved is of the court. A partial date makes the days a range. What the day `as_of` had not seen yet
    is not told. `open` follows the status of that day, an act under appeal or sent back as well; what the sources have
    not followed for a year stands apart in `not_followed` (see `api.proceedings`). The row of a state includes its
    parts, which name it as `above`; in the total each proceeding counts once.
    """
    known = proceedings(scope.found(view, query), states(view, decisions, as_of), as_of)
    shown = {act["decision"]["id"] for act in scope.counted([one["act"] for one in known])}
    counted = [one for one in known if one["act"]["decision"]["id"] in shown]
    rows: dict[tuple[str, str], tuple[Record, str | None, list[Record]]] = {}
    for one in counted:
        for key, above in _keys(one, by):
            rows.setdefault((key.get("id", ""), one["stage"]), (key, above, []))[2].append(one)
    made = [_row(key, above, stage, found, as_of) for (_, stage), (key, above, found) in rows.items()]
    made.sort(key=lambda row: (row["stage"], -row["decided"], row["key"]["label"]))
    stages = sorted({one["stage"] for one in counted})
    total = [_row(ALL, None, stage, [one for one in counted if one["stage"] == stage], as_of) for stage in stages]
    return {"by": by, "rows": made, "total": total, "uncertain": scope.uncertain([one["act"] for one in known])}
