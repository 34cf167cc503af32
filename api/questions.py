"""The questions of a comparison of acts, each with the answers that are recorded: a row each."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.alignment import Alignment
from api.cells import (
    FOUND,
    NOT_FOUND,
    NOT_RECORDED,
    NOTHING,
    Cell,
    answer,
    appeals,
    deadlines,
    later_acts,
    measures,
    named,
    outcomes,
    part,
    status,
)
from api.decisions import AXES, MEASURE_LISTS
from api.shaping import Record
from api.support import Support

ALWAYS = ("fines", "periodic_penalties", "liquidations", "orders", "bans")
"""Measures that have a row even where no act has one; the others have one where an act has."""
NOTHING_AGAINST = {"no-infringement", "complaint-rejected", "action-dismissed", "motion-denied"}
"""Outcomes by which an act left the respondent as it was: a legal basis relied on was not rejected by it."""
PROVISIONS = {
    "infringes": "found infringed",
    "alleges": "alleged to be infringed, not found",
    "rejects": "rejected as a legal basis of the processing",
}
PLAIN: tuple[tuple[str, str, str, Cell], ...] = (
    ("mechanism", "scope", "mechanism of competence or cooperation", part("mechanisms", ("mechanism",))),
    ("outcome", "outcome", "outcome", part("outcomes", ("outcome",))),
    ("ground", "outcome", "ground on which an earlier act was changed", part("grounds", ("ground",))),
    *((kind, "measures", kind.replace("_", " "), measures(kind)) for kind in MEASURE_LISTS.values()),
    ("deadlines", "measures", "deadlines", deadlines),
    ("appeals", "appeals", "what later acts did", appeals),
    *((f"status:{axis}", "status", f"status: {axis}", status(axis)) for axis in AXES),
)


@dataclass(frozen=True)
class Question:
    """A row: what is asked, of which group, and the answers by id of the act; acts without one are not recorded."""

    id: str
    group: str
    label: str
    answers: dict[str, Record]
    provisions: tuple[Record, ...] = ()

    def answer(self, decision: str) -> Record:
        """What that act answers."""
        return self.answers.get(decision, NOTHING)


def finding(act: Record, provision: str | None = None, relation: str = "") -> str:
    """How far what an act found stands on the day: found, contested, upheld, annulled, withdrawn or not known.

    With `provision`, what it held on that one: a later act can have treated it apart. Not known is what stands of an
    annulled act of which findings were confirmed that no source names. What it only alleged (`relation`) is alleged,
    whatever became of the act: no ruling makes a finding of it.
    """
    if relation == "alleges":
        return "alleged"
    apart = next((one for one in act["findings"] if provision in {of["iri"] for of in one["provisions"]}), None)
    status = (apart or act)["status"]
    force = (status["force"] or {}).get("id")
    if force in ("annulled", "withdrawn"):
        unnamed = [one for one in act["findings"] if not one["provisions"] and one["status"]["force"] is not None]
        kept = any(one["status"]["force"]["id"] != force for one in unnamed)
        return "not known" if kept and provision and not apart else str(force)
    if (status["finality"] or {}).get("id") == "under-appeal":
        return "contested"
    others = {one["iri"] for one in act["findings"] if one is not apart}
    upheld = [row for row in later_acts(act) if row["relation"]["id"] == "upholds"]
    return "upheld" if any(row["object"]["iri"] not in others for row in upheld) else "found"


def _bases(act: Record, relation: str) -> list[Record]:
    """Provisions of an act that ask a question of that relation.

    What was relied on, or accepted, asks whether it was rejected.
    """
    held: list[Record] = act["legal_bases"][relation]
    asked = [*act["legal_bases"]["reliedOn"], *act["legal_bases"]["accepts"]]
    return held + asked if relation == "rejects" else held


class Held:
    """What an act held in a relation, by the questions it answers: a case has some hundred, so each is looked up."""

    def __init__(self, act: Record, relation: str, alignment: Alignment) -> None:
        self.act = act
        self.bases = [(alignment.question(base["iri"]), base) for base in act["legal_bases"][relation]]
        self.values: dict[str, list[Record]] = {}
        for own, base in self.bases:
            stands = finding(act, base["iri"], relation)
            for question in {own, *alignment.above(own)}:
                told = {**named(base), "part": question != own, "finding": stands}
                self.values.setdefault(question, []).append(told)


def _on_provisions(acts: Sequence[Record], alignment: Alignment, support: Support, relation: str) -> list[Question]:
    """A row for each provision in that relation, with its parallels in the same row."""
    rows: dict[str, dict[str, Record]] = {}
    for act in acts:
        for base in _bases(act, relation):
            rows.setdefault(alignment.question(base["iri"]), {})[base["iri"]] = base
    known = [Held(act, relation, alignment) for act in acts]
    for one in known:  # A row names the law of each act that answers it, also where the act found a part infringed.
        for question in rows.keys() & one.values.keys():
            wholes = (alignment.whole(value["iri"], question) for value in one.values[question] if value["part"])
            rows[question] |= {whole["iri"]: whole for whole in wholes if whole}
    found = []
    for question, bases in sorted(rows.items()):
        held = {one.act["id"]: _held(one, question, alignment, support, relation) for one in known}
        answers = {decision: one for decision, one in held.items() if one is not None}
        told = tuple({**named(base), "instrument": named(base["instrument"])} for _, base in sorted(bases.items()))
        label = f"{' / '.join(base['label'] for base in told)}: {PROVISIONS[relation]}"
        found.append(Question(f"{relation}:{question.rpartition('/')[2]}", relation, label, answers, told))
    return found


def _held(one: Held, question: str, alignment: Alignment, support: Support, relation: str) -> Record | None:
    """What an act held on a provision; None if nothing. A finding on a part is one on the whole.

    A finding on the whole is none on the part: the cell stays without an answer and names it in `wider`.
    """
    act, values = one.act, one.values.get(question)
    if values:
        return answer(FOUND, act["id"], values, support.of(act["id"], (relation,)))
    accepted = [base for base in act["legal_bases"]["accepts"] if alignment.question(base["iri"]) == question]
    if relation == "rejects" and accepted:
        values = [{**named(base), "accepted": True, "finding": finding(act, base["iri"])} for base in accepted]
        return answer(NOT_FOUND, act["id"], values, support.of(act["id"], ("accepts",)))
    if relation == "rejects":
        relied = [base for base in act["legal_bases"]["reliedOn"] if alignment.question(base["iri"]) == question]
        if relied:
            state = NOT_FOUND if outcomes(act) & NOTHING_AGAINST else NOT_RECORDED
            values = [{**named(base), "relied_on": True} for base in relied]
            return answer(state, act["id"], values, support.of(act["id"], ("reliedOn", "outcome")))
    if "no-infringement" in outcomes(act) and not act["legal_bases"]["infringes"]:
        cleared = _cleared(act, question, alignment, relation)
        if cleared:
            return answer(NOT_FOUND, act["id"], cleared, support.of(act["id"], ("outcome",)))
    above = alignment.above(question)
    wider = [named(base) for own, base in one.bases if own in above] if above else []
    return {**NOTHING, "wider": wider} if wider else None


def _cleared(act: Record, question: str, alignment: Alignment, relation: str) -> list[Record]:
    """What an act that found no infringement answers so on a provision: nothing of what it examined was infringed.

    That a whole was not infringed says so of its parts too. Of a whole, an act that examined a part answers as far as
    that goes: `part` is true. A legal basis of the processing that it applied, it did not reject.
    """
    told = [{"outcome": named(outcome)} for outcome in act["outcomes"]]
    before = [(alignment.question(base["iri"]), base) for bases in act["legal_bases"].values() for base in bases]
    if relation == "rejects":
        applied = [base for own, base in before if own == question]
        return [{**named(base), "applied": True, **one} for base in applied for one in told]
    if relation != "infringes":
        return []
    if any(own in {question, *alignment.above(question)} for own, _ in before):
        return told
    parts = [base for own, base in before if question in alignment.above(own)]
    return [{**named(base), "part": True, **one} for base in parts for one in told]


def questions(acts: Sequence[Record], alignment: Alignment, support: Support) -> list[Question]:
    """The rows of a comparison of acts, scope apart (see `api.reach`), in the order in which a reader asks."""
    found = [row for name in PROVISIONS for row in _on_provisions(acts, alignment, support, name)]
    for id_, group, label, cell in PLAIN:
        answers = {act["id"]: one for act in acts if (one := cell(act, support)) is not None}
        if answers or group != "measures" or id_ in (*ALWAYS, "deadlines"):
            found.append(Question(id_, group, label, answers))
    return found
