"""Coverage: whether an empty answer means that nothing is recorded, or that nothing was looked for."""

from collections.abc import Mapping, Sequence
from itertools import product

from api.resources import Resource
from api.shaping import Record, records
from api.versions import View
from graph.terms import parse

LIMITS = ("authority", "jurisdiction")
"""Filters of decisions by which coverage differs."""
PERIOD = ("decided_from", "decided_to")
"""Parameters by which it differs too: coverage is told by year."""


def coverage(view: View, authorities: Resource, given: Mapping[str, Sequence[str]]) -> Record:
    """What an empty list of decisions means, for the authorities or jurisdictions asked for.

    `completeness` is `selected` (decisions are recorded there, but none that fits, and others are missing) or
    `not-covered` (none is recorded there at all, or of those years). Neither says that there was no decision.
    """
    query = authorities.parts["coverage"]
    terms = [
        [(name, parse(name, name, value)) for text in given[name] for value in text.split(",")]
        for name in LIMITS
        if name in given
    ]
    limits = [dict(pairs) for pairs in product(*terms)]
    rows = records(query, view.store.rows(query.bind(*limits)))
    whole = sum(row["decisions"] for row in rows if row["year"] is None)
    first, last = (
        given[name][0][:4] if name in given else bound for name, bound in zip(PERIOD, ("", "9"), strict=True)
    )
    if any(name in given for name in PERIOD):
        rows = [row for row in rows if row["year"] is not None and first <= row["year"][:4] <= last]
    else:
        rows = [row for row in rows if row["year"] is None]
    recorded = sum(row["decisions"] for row in rows)
    covered = [row for row in rows if row["decisions"]] or rows
    told = {
        "completeness": covered[0]["completeness"]["id"] if covered else "not-covered",
        "decisions_recorded": recorded,
    }
    if whole and not recorded:
        words = f"Not covered: no decision of these years is recorded here, {whole} of other years are."
        return {**told, "meaning": f"{words} That does not mean that there was none."}
    return {
        **told,
        "meaning": (
            "Selected decisions are recorded here. That none fits does not mean that there was none."
            if recorded
            else "Not covered: no decision is recorded here. That does not mean that there was none."
        ),
    }
