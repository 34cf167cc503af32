"""What became of challenged acts, by level of court, with the grounds."""

from collections.abc import Sequence

from api.scope import Scope
from api.shaping import Record
from api.versions import View
from graph.queries import Query

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


def _different(pairs: Sequence[Record], side: str) -> list[str]:
    return sorted({pair[side]["id"] for pair in pairs})


def _row(level: str, pairs: Sequence[Record]) -> Record:
    rulings, challenged = _different(pairs, "ruling"), _different(pairs, "challenged")
    effects: list[Record] = []
    for effect, having in _counted([_names(pair["effects"]) for pair in pairs], pairs):
        grounds = _counted([_names(pair["grounds"]) for pair in having], having)
        names = _different(having, "ruling")
        effects.append(
            {
                "effect": effect,
                "rulings": len(names),
                "share": round(len(names) / len(rulings), 3),
                "challenged_acts": len(_different(having, "challenged")),
                "grounds": [{"ground": ground, "rulings": len(_different(on, "ruling"))} for ground, on in grounds],
                "decisions": names,
            }
        )
    effects.sort(key=lambda one: (-one["rulings"], one["effect"]))
    return {
        "level": level,
        "meaning": LEVELS[level],
        "rulings": len(rulings),
        "challenged_acts": len(challenged),
        "effects": effects,
        "decisions": rulings,
        "challenged": challenged,
    }


def appeals(view: View, query: Query, scope: Scope, as_of: str) -> Record:
    """Rulings on challenged acts given by the day `as_of`, in rows by level, one of LEVELS.

    Rulings are counted, each once, however many acts it was given on: those are `challenged_acts`. One with several
    effects stands under each effect, so that shares can add up to more than one, and one on acts of two levels in both
    rows. A ruling counts as it was given, also where it was set aside later.
    """
    known = [pair for pair in scope.found(view, query) if (pair["ended"] or "9999") <= as_of]
    found = scope.counted(known, "ruling")
    rows = [_row(level, [pair for pair in found if pair["level"] == level]) for level in LEVELS]
    return {
        "rows": [row for row in rows if row["rulings"]],
        "rulings": len(_different(found, "ruling")),
        "challenged_acts": len(_different(found, "challenged")),
        "uncertain": scope.uncertain(known, "ruling"),
    }
