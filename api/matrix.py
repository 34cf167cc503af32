"""The comparison of acts as a matrix: questions down, acts or jurisdictions across, each cell with its sources."""

from collections.abc import Sequence
from functools import cache

from api.acts import dated, taken
from api.alignment import Alignment
from api.cells import FOUND, NOT_FOUND, NOT_RECORDED, NOTHING, named
from api.divergences import divergences
from api.questions import Question, questions
from api.reach import reach
from api.resources import Resource, completed
from api.shaping import Record
from api.support import Support
from api.versions import View
from graph.queries import Query, folder

COLUMNS = ("act", "jurisdiction")
PARTS = (
    *("respondents", "mechanisms", "outcomes", "grounds", "legal_bases", "findings", "measures"),
    *("status", "affects", "affected_by", "sources"),
)
"""Parts of the record of an act that a comparison reads."""


@cache
def alignment_query() -> Query:
    """The query on provisions and their parallels."""
    return folder("compare")["provisions"]


def _column(act: Record) -> Record:
    names = {name: named(act[name]) for name in ("jurisdiction", "authority", "kind", "case", "type")}
    return {**named(act), **names, "date": dated(act)}


def _orders(acts: Sequence[Record]) -> list[Record]:
    found: dict[str, Record] = {}
    for act in acts:
        order = found.setdefault(act["jurisdiction"]["id"], {**named(act["jurisdiction"]), "decisions": []})
        order["decisions"].append(act["id"])
    return [found[name] for name in sorted(found)]


def _joined(question: Question, acts: Sequence[str]) -> Record:
    """The cells of several acts in one: found if any of them found; `decisions` says which answered what."""
    cells = [(act, question.answers[act]) for act in acts if act in question.answers]
    if not cells:
        return NOTHING
    states: dict[str, list[str]] = {}
    for act, cell in cells:
        states.setdefault(cell["state"], []).append(act)
    state = next(state for state in (FOUND, NOT_FOUND, NOT_RECORDED) if state in states)
    wider = [base for _, cell in cells for base in cell.get("wider", [])]
    return {
        "state": state,
        "values": [value for _, cell in cells for value in cell["values"]],
        "sources": [source for _, cell in cells for source in cell["sources"]],
        "supported": all(cell["supported"] for _, cell in cells if cell["state"] == state),
        "decisions": states,
        **({"wider": wider} if wider else {}),
    }


def compared(view: View, resource: Resource, found: Sequence[Record], by: str, as_of: str) -> Record:
    """`matrix` and `divergences` of acts that are complete with PARTS. Columns stand for acts or jurisdictions (`by`).

    Acts of after `as_of` are named in `later` and not compared. Evidence of rulings that are no column is fetched,
    since it supports what a column says of them.
    """
    ordered = sorted(found, key=lambda act: (dated(act), act["id"]))
    acts = [act for act in ordered if taken(act, as_of)]
    later = [_column(act) for act in ordered if not taken(act, as_of)]
    iris = [base["iri"] for act in acts for bases in act["legal_bases"].values() for base in bases]
    alignment = Alignment(view, alignment_query(), iris)
    support = Support([*acts, *_rulings(view, resource, acts, as_of)])
    rows = [reach(acts, alignment, support), *questions(acts, alignment, support)]
    told = divergences(acts, rows, alignment)
    if by == "act":
        columns = [_column(act) for act in acts]
        cells = [{act["id"]: row.answer(act["id"]) for act in acts} for row in rows]
    else:
        columns = _orders(acts)
        cells = [{column["id"]: _joined(row, column["decisions"]) for column in columns} for row in rows]
    shown = [
        {"id": row.id, "group": row.group, "label": row.label, "provisions": list(row.provisions), "cells": its}
        for row, its in zip(rows, cells, strict=True)
    ]
    matrix = {"columns_are": by, "columns": columns, "rows": shown, "later": later}
    return {"matrix": {**matrix, "sources": support.used()}, "divergences": told}


def _rulings(view: View, resource: Resource, acts: Sequence[Record], as_of: str) -> list[Record]:
    own = {act["id"] for act in acts}
    others = {row["id"]: {"id": row["id"]} for act in acts for row in act["affected_by"] if row["id"] not in own}
    found = list(others.values())
    completed(view, resource, found, as_of, ("sources",))
    return found
