"""What became of challenged acts, by level of court, with the grounds."""

from collections.abc import Mapping, Sequence

from api.shaping import Record, records
from api.versions import View
from graph.queries import Query
from graph.terms import Term

LEVELS = {
    "first": "courts on acts of authorities",
    "second": "courts on rulings of courts of first instance",
    "further": "courts on rulings of courts on courts",
    "court-below-not-recorded": "judgments on appeal, where the ruling of the court below has no entry here",
    "permission": "courts on permission to appeal, which decides nothing on the act",
    "authority": "authorities on acts of authorities: no courts",
}
"""Levels with what they mean, in the order of their rows."""
NOT_RECORDED = "not-recorded"


def _counted(names: Sequence[Sequence[str]], acts: Sequence[Record]) -> list[tuple[str, list[Record]]]:
    """Acts under each of their names, the most frequent first; what has none stands under NOT_RECORDED."""
    found: dict[str, list[Record]] = {}
    for own, act in zip(names, acts, strict=True):
        for name in own or [NOT_RECORDED]:
            found.setdefault(name, []).append(act)
    return sorted(found.items(), key=lambda pair: (-len(pair[1]), pair[0]))


def _names(values: Sequence[Record]) -> list[str]:
    return [value["id"] for value in values]


def _rulings(pairs: Sequence[Record]) -> list[str]:
    return sorted({pair["ruling"]["id"] for pair in pairs})


def _row(level: str, pairs: Sequence[Record]) -> Record:
    effects = []
    for effect, having in _counted([_names(pair["effects"]) for pair in pairs], pairs):
        grounds = _counted([_names(pair["grounds"]) for pair in having], having)
        effects.append(
            {
                "effect": effect,
                "rulings": len(having),
                "share": round(len(having) / len(pairs), 3),
                "grounds": [{"ground": ground, "rulings": len(rulings)} for ground, rulings in grounds],
                "decisions": _rulings(having),
            }
        )
    challenged = sorted({pair["challenged"]["id"] for pair in pairs})
    return {
        "level": level,
        "meaning": LEVELS[level],
        "rulings": len(pairs),
        "effects": effects,
        "challenged": challenged,
    }


def appeals(view: View, query: Query, terms: Mapping[str, Term], as_of: str) -> Record:
    """Rulings on challenged acts given by the day `as_of`, in rows by level, one of LEVELS.

    A ruling on two acts counts for each; one with several effects on an act stands under each effect, so that
    shares can add up to more than one. A ruling counts as it was given, also where it was set aside later.
    """
    found = [pair for pair in records(query, view.store.rows(query.bind(terms))) if (pair["ended"] or "9999") <= as_of]
    rows = [_row(level, [pair for pair in found if pair["level"] == level]) for level in LEVELS]
    return {"rows": [row for row in rows if row["rulings"]], "rulings": len(found)}
