"""Sides of a divergence: the answers that acts gave to one question, the acts on each, and in words what differs."""

from collections.abc import Mapping, Sequence

from api.cells import NOT_RECORDED, named
from api.shaping import Record

Sides = dict[str, list[Record]]
"""Acts by what they answer."""


def side(act: Record, sources: Sequence[str]) -> Record:
    """An act as it stands on a side, with the evidence for its answer."""
    return {
        **named(act),
        "jurisdiction": named(act["jurisdiction"]),
        "sources": list(sources),
        "supported": bool(sources),
    }


def divergence(
    kind: str,
    question: str,
    label: str,
    sides: Sides,
    unanswered: Sequence[str] = (NOT_RECORDED,),
    parts: Mapping[str, Record] | None = None,
) -> list[Record]:
    """The divergence, or none where fewer than two answers differ.

    `unanswered` are those that are no answer. `recorded` is False where all that differs is that nothing is recorded
    elsewhere. `parts` names the part of an act that an answer is on, where it is not on the act as a whole.
    """
    there = [answer for answer, acts in sides.items() if acts]
    known = [answer for answer in there if answer not in unanswered]
    if len(there) < 2 or not known:
        return []
    words = "; ".join(f"{answer}: {_where(sides[answer])}" for answer in there)
    on = parts or {}
    told = [
        {"answer": answer, "acts": sides[answer], **({"of": on[answer]} if answer in on else {})} for answer in there
    ]
    recorded = len(known) > 1
    return [
        {
            "kind": kind,
            "question": question,
            "label": label,
            "recorded": recorded,
            "sides": told,
            "words": f"{label}. {words}.",
        }
    ]


def _where(acts: Sequence[Record]) -> str:
    return ", ".join(f"{act['jurisdiction']['label']} ({act['id']})" for act in acts)
