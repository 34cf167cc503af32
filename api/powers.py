"""Corrective powers that authorities use, and in which combinations within one act."""

from collections.abc import Mapping

from api.shaping import Record, records
from api.versions import View
from graph.queries import Query
from graph.terms import Term

POWERS = {
    "a": "warning",
    "b": "reprimand",
    "c": "order to comply with requests of persons",
    "d": "order to bring processing into compliance",
    "f": "limitation or ban of processing",
    "g": "order of erasure",
    "i": "fine",
}
"""Points of Article 58(2) of the GDPR, and of the UK GDPR, that measures are told apart by."""


def _points(act: Record) -> str:
    warning = {"a"} if act["act"]["id"] == "warning" else set()
    return "".join(sorted(warning | {point for point in act["points"] if point}))


def powers(view: View, query: Query, terms: Mapping[str, Term], as_of: str) -> Record:
    """Acts adopted by the day `as_of`, in rows by authority and law: how many used a power, and which powers together.

    An act counts once in `combinations` and once for each of its powers in `powers`. An act that was annulled later
    counts too: the power was used.
    """
    rows: dict[tuple[str, str], tuple[Record, Record, dict[str, list[str]]]] = {}
    for act in records(query, view.store.rows(query.bind(terms))):
        points = _points(act)
        if points and (act["ended"] or "9999") <= as_of:
            authority, law = act["authority"], act["instrument"]
            _, _, found = rows.setdefault((authority["id"], law["id"]), (authority, law, {}))
            found.setdefault(points, []).append(act["decision"]["id"])
    made: list[Record] = []
    for key, law, found in rows.values():
        together: list[Record] = [
            {"points": list(points), "acts": len(acts), "decisions": acts}
            for points, acts in sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))
        ]
        single: list[Record] = [
            {"point": point, "power": name, "acts": sum(len(acts) for points, acts in found.items() if point in points)}
            for point, name in POWERS.items()
        ]
        acts = sum(one["acts"] for one in together)
        used = [one for one in single if one["acts"]]
        made.append({"key": key, "instrument": law, "acts": acts, "powers": used, "combinations": together})
    made.sort(key=lambda row: (-row["acts"], row["key"]["label"], row["instrument"]["id"]))
    return {"rows": made, "acts": sum(row["acts"] for row in made), "points": POWERS}
