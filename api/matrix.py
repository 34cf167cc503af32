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
SET_ASIDE = "set aside"
"""State of a jurisdiction where all that was found was annulled or withdrawn by the day, and nothing took its place."""
FALLEN = {"annulled", "withdrawn"}
HELD = {"scope", "infringes", "rejects", "measures"}
"""Groups of questions on what an act held or imposed, which a later act can undo."""


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


def _standing(question: Question, cell: Record, act: Record) -> str:
    """What of the answer of an act stands on the day: its state, or SET_ASIDE, or not recorded where no source says.

    Only what was held or imposed can fall; that an act has an outcome or was appealed stays true.
    """
    if question.group not in HELD or question.id == "mechanism" or cell["state"] == NOT_RECORDED:
        return str(cell["state"])
    whole = (act["status"]["force"] or {}).get("id")
    states = {_force(value, whole) for value in cell["values"]} or {whole}
    if states <= FALLEN:
        return SET_ASIDE
    return NOT_RECORDED if states <= FALLEN | {"not known"} else str(cell["state"])


def _force(value: Record, whole: str | None) -> str | None:
    """How far a value stands: its finding, or the force of its measure, else that of the act."""
    if "finding" in value:
        return str(value["finding"])
    return value["status"]["force"] if "status" in value else whole


def _joined(question: Question, acts: Sequence[Record]) -> Record:
    """The cells of several acts in one, with the answer that stands on the day: found if any that stands found.

    SET_ASIDE where all that was found was annulled or withdrawn, and none of these acts answers in its place.
    `decisions` says which act answered what, whether it stands or not.
    """
    cells = [(act, question.answers[act["id"]]) for act in acts if act["id"] in question.answers]
    if not cells:
        return NOTHING
    states: dict[str, list[str]] = {}
    standing: dict[str, list[Record]] = {}
    for act, cell in cells:
        states.setdefault(cell["state"], []).append(act["id"])
        stands = _standing(question, cell, act)
        # What an annulled act did not find is no answer any more, and nothing of it was set aside.
        stands = NOT_RECORDED if stands == SET_ASIDE and cell["state"] != FOUND else stands
        standing.setdefault(stands, []).append(cell)
    open_ = [cell for cell in standing.get(NOT_RECORDED, []) if cell["state"] == FOUND]
    order = (FOUND, NOT_FOUND, NOT_RECORDED) if open_ else (FOUND, NOT_FOUND, SET_ASIDE, NOT_RECORDED)
    state = next(state for state in order if state in standing)
    wider = [base for _, cell in cells for base in cell.get("wider", [])]
    return {
        "state": state,
        "values": [value for _, cell in cells for value in cell["values"]],
        "sources": [source for _, cell in cells for source in cell["sources"]],
        "supported": all(cell["supported"] for cell in standing[state]),
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
        by_id = {act["id"]: act for act in acts}
        of = {column["id"]: [by_id[name] for name in column["decisions"]] for column in columns}
        cells = [{name: _joined(row, its) for name, its in of.items()} for row in rows]
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
