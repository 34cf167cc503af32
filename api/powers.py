"""Corrective powers that authorities use, and in which combinations within one act."""

from collections.abc import Iterable

from api.scope import Scope
from api.shaping import Record
from api.versions import View
from graph.queries import Query

POWERS = {
    "a": "warning",
    "b": "reprimand",
    "c": "order to comply with requests of persons",
    "d": "order to bring processing into compliance",
    "e": "order to tell persons of a breach",
    "f": "limitation or ban of processing",
    "g": "order of erasure",
    "h": "withdrawal of a certification",
    "i": "fine",
    "j": "suspension of transfers to a third country",
}
"""Points of Article 58(2) of the GDPR, and of the UK GDPR."""
ORDERED = frozenset("cdefghj")
"""Points under which orders and bans are made: the kind of an order does not always tell which of them it was."""


def _named(act: Record) -> frozenset[str]:
    """Points under which an act itself says that it makes its orders; not those that it applied to refuse a measure."""
    return ORDERED & set(act["named"]) - set(act["refused"])


def _points(act: Record) -> str:
    """All points that an act used; those of its orders as it names them, else as their kinds tell."""
    warning = {"a"} if act["act"]["id"] == "warning" else set()
    measures = {point for point in (*act["points"], *act["ordered"]) if point}
    ordered = _named(act) or measures & ORDERED
    return "".join(sorted(warning | (measures - ORDERED) | ordered)) if warning | measures else ""


def powers(view: View, query: Query, scope: Scope, as_of: str) -> Record:
    """Acts adopted by the day `as_of`, in rows by authority and law: how many used a power, and which powers together.

    An act counts once in `combinations` and once for each of its powers in `powers`, where `named` says of how many of
    these acts it is recorded that they named the point; of the others it is read from the measure. An act that was
    annulled later counts too: the power was used.
    """
    rows: dict[tuple[str, str], tuple[Record, Record, dict[str, list[Record]]]] = {}
    known = [act for act in scope.found(view, query) if _points(act) and (act["ended"] or "9999") <= as_of]
    for act in scope.counted(known):
        authority, law = act["authority"], act["instrument"]
        _, _, found = rows.setdefault((authority["id"], law["id"]), (authority, law, {}))
        found.setdefault(_points(act), []).append(act)
    made = [_row(*row) for row in rows.values()]
    made.sort(key=lambda row: (-row["acts"], row["key"]["label"], row["instrument"]["id"]))
    return {
        "rows": made,
        "acts": sum(row["acts"] for row in made),
        "points": POWERS,
        "uncertain": scope.uncertain(known),
    }


def _decisions(acts: Iterable[Record]) -> list[str]:
    return [act["decision"]["id"] for act in acts]


def _row(key: Record, law: Record, found: dict[str, list[Record]]) -> Record:
    together: list[Record] = [
        {"points": list(points), "acts": len(acts), "decisions": _decisions(acts)}
        for points, acts in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]
    single: list[Record] = []
    for point, name in POWERS.items():
        acts = [act for points, using in found.items() if point in points for act in using]
        if acts:
            named = [act for act in acts if point in act["named"]]
            counts = {"acts": len(acts), "named": len(named)}
            which = {"decisions": _decisions(acts), "named_decisions": _decisions(named)}
            single.append({"point": point, "power": name, **counts, **which})
    acts_of_row = sum(one["acts"] for one in together)
    return {"key": key, "instrument": law, "acts": acts_of_row, "powers": single, "combinations": together}
