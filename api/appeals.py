"""What became of challenged acts, by level of court, wholly or in part, with the grounds."""

from collections.abc import Callable, Iterable, Sequence

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
EXTENTS = ("whole", "in_part")
"""Whether a ruling did to the act challenged what it did, or to a part of it only: a fine, an order, a finding."""


def _effects(pair: Record) -> dict[str, str | None]:
    """What a ruling did to an act challenged, with the extent of each effect; one on the whole act is on its parts too.

    Where it did nothing to that act itself, what it did to the act below counts, as when a court of appeal sets anew a
    fine that the court below had reduced: the ruling below falls in part. Where no effect is recorded at all, the
    outcome of the ruling stands in its place: it has no extent. A fine is a part of its act, also where it is all that
    the act imposed.
    """
    for whole, in_part in (("whole", "in_part"), ("below", "below_in_part")):
        if found := dict.fromkeys(_names(pair[in_part]), "in_part") | dict.fromkeys(_names(pair[whole]), "whole"):
            return dict(found) if whole == "whole" else dict.fromkeys(found, "in_part")
    return dict.fromkeys(name for name in _names(pair["outcomes"]) if name != "unknown") or {NOT_RECORDED: None}


def _names(values: Iterable[Record]) -> list[str]:
    return [value["id"] for value in values]


def _by(pairs: Sequence[Record], names: Callable[[Record], Iterable[str]]) -> dict[str, list[Record]]:
    """Pairs of a ruling and an act under each of their names."""
    found: dict[str, list[Record]] = {}
    for pair in pairs:
        for name in names(pair):
            found.setdefault(name, []).append(pair)
    return found


def _different(pairs: Sequence[Record], side: str) -> list[str]:
    return sorted({pair[side]["id"] for pair in pairs})


def _counted(pairs: Sequence[Record]) -> Record:
    """How many rulings on how many acts, and which."""
    rulings, challenged = _different(pairs, "ruling"), _different(pairs, "challenged")
    numbers = {"rulings": len(rulings), "challenged_acts": len(challenged)}
    return {**numbers, "decisions": rulings, "challenged": challenged}


def _effect(name: str, pairs: Sequence[Record], of: int) -> Record:
    counted = _counted(pairs)
    grounds: list[Record] = [
        {"ground": ground, "rulings": len(rulings), "decisions": rulings}
        for ground, on in _by(pairs, lambda pair: _names(pair["grounds"]) or [NOT_RECORDED]).items()
        if (rulings := _different(on, "ruling"))
    ]
    grounds.sort(key=lambda one: (-one["rulings"], one["ground"]))
    share = {"share": round(counted["rulings"] / of, 3)}
    extents = {extent: _counted([pair for pair in pairs if pair["effects"][name] == extent]) for extent in EXTENTS}
    return {"effect": name, **share, **counted, **extents, "grounds": grounds}


def _row(level: str, pairs: Sequence[Record]) -> Record:
    counted = _counted(pairs)
    effects = [_effect(name, on, counted["rulings"]) for name, on in _by(pairs, lambda pair: pair["effects"]).items()]
    effects.sort(key=lambda one: (-one["rulings"], one["effect"]))
    return {"level": level, "meaning": LEVELS[level], **counted, "effects": effects}


def appeals(view: View, query: Query, scope: Scope, as_of: str) -> Record:
    """Rulings on challenged acts given by the day `as_of`, in rows by level, one of LEVELS.

    Rulings are counted, each once, however many acts it was given on: those are `challenged_acts`. One with several
    effects stands under each effect, so that shares can add up to more than one, and one on acts of two levels in both
    rows. Of each effect `whole` and `in_part` tell on how much of the act; a ruling on two acts can stand in both. A
    ruling counts as it was given, also where it was set aside later.
    """
    known = [pair for pair in scope.found(view, query) if (pair["ended"] or "9999") <= as_of]
    found = [{**pair, "effects": _effects(pair)} for pair in scope.counted(known, "ruling")]
    rows = [_row(level, [pair for pair in found if pair["level"] == level]) for level in LEVELS]
    return {
        "rows": [row for row in rows if row["rulings"]],
        "rulings": len(_different(found, "ruling")),
        "challenged_acts": len(_different(found, "challenged")),
        "uncertain": scope.uncertain(known, "ruling"),
    }
