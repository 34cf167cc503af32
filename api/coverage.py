"""Coverage: whether an empty answer means that nothing is recorded, or that nothing was looked for."""

from collections.abc import Mapping, Sequence
from itertools import product

from api.resources import Resource
from api.shaping import Record, records
from api.versions import View
from graph.terms import parse

LIMITS = ("authority", "jurisdiction")
"""Filters of decisions by which coverage differs."""


def coverage(view: View, authorities: Resource, given: Mapping[str, Sequence[str]]) -> Record:
    """What an empty list of decisions means, for the authorities or jurisdictions asked for.

    `completeness` is `selected` (decisions are recorded there, but none that fits, and others are missing) or
    `not-covered` (none is recorded there at all). Neither says that there was no decision.
    """
    query = authorities.parts["coverage"]
    terms = [
        [(name, parse(name, name, value)) for text in given[name] for value in text.split(",")]
        for name in LIMITS
        if name in given
    ]
    limits = [dict(pairs) for pairs in product(*terms)]
    rows = [row for row in records(query, view.store.rows(query.bind(*limits))) if row["year"] is None]
    recorded = sum(row["decisions"] for row in rows)
    covered = [row for row in rows if row["decisions"]] or rows
    return {
        "completeness": covered[0]["completeness"]["id"] if covered else "not-covered",
        "decisions_recorded": recorded,
        "meaning": (
            "Selected decisions are recorded here. That none fits does not mean that there was none."
            if recorded
            else "Not covered: no decision is recorded here. That does not mean that there was none."
        ),
    }
