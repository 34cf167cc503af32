"""Divergences: one question, different answers: the acts on each side, their sources, and in words what differs."""

from collections.abc import Mapping, Sequence

from api.acts import dated
from api.alignment import Alignment
from api.cells import FOUND, NOT_FOUND, NOT_RECORDED, named
from api.questions import Question
from api.shaping import Record

ALLEGED = "alleged only"
UNNAMED = "found, then annulled; of the findings some were confirmed, which is not recorded"
STANDS = {"annulled": "found, then annulled", "withdrawn": "found, then withdrawn", "not known": UNNAMED}
DID = {
    "upholds": "upheld",
    "annuls": "annulled",
    "reduces": "reduced",
    "reinstates": "reinstated",
    "revives": "revived",
    "remits": "remitted",
    "stays": "stayed",
}
CHANGED = {"annulled", "reduced"}
DECIDING = ("AdministrativeDecision", "BindingDecision", "Judgment", "Settlement")
"""Classes of acts that can answer; a notice of intent, a draft or a complaint only asks."""

Sides = dict[str, list[Record]]


def _act(act: Record, sources: Sequence[str]) -> Record:
    return {
        **named(act),
        "jurisdiction": named(act["jurisdiction"]),
        "sources": list(sources),
        "supported": bool(sources),
    }


def _told(kind: str, question: str, label: str, sides: Sides) -> list[Record]:
    """The divergence, or none where fewer than two answers differ.

    `recorded` is False where all that differs is that nothing is recorded elsewhere: that is no answer.
    """
    known = [answer for answer, acts in sides.items() if acts and answer != NOT_RECORDED]
    if len(known) + bool(sides.get(NOT_RECORDED)) < 2 or not known:
        return []
    words = "; ".join(f"{answer}: {_where(acts)}" for answer, acts in sides.items() if acts)
    told = [{"answer": answer, "acts": acts} for answer, acts in sides.items() if acts]
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


def _read(act: Record) -> set[str]:
    """Instruments under which an act found something infringed, and of which all sections it named are known."""
    found = act["legal_bases"]["infringes"]
    return {base["instrument"]["id"] for base in found} - {
        base["instrument"]["id"] for base in found if base["number"] is None
    }


def _on_provision(
    acts: Sequence[Record],
    row: Question,
    alleged: Question | None,
    alignment: Alignment,
    read: Mapping[str, set[str]],
) -> list[Record]:
    sides: Sides = {FOUND: [], "found, then annulled": [], "found, then withdrawn": [], UNNAMED: []}
    sides |= {NOT_FOUND: [], ALLEGED: [], NOT_RECORDED: []}
    question = alignment.question(row.provisions[0]["iri"])
    answered = set()
    for act in acts:
        cell = row.answer(act["id"])
        if cell["state"] == FOUND:
            answer = STANDS.get(cell["values"][0]["finding"], FOUND)
        elif cell["state"] == NOT_FOUND:
            answer = NOT_FOUND
        else:
            continue
        answered.add(act["jurisdiction"]["id"])
        sides[answer].append(_act(act, cell["sources"]))
    for act in acts:
        if act["jurisdiction"]["id"] in answered or row.answer(act["id"]).get("wider"):
            continue
        claimed = alleged.answer(act["id"]) if alleged else None
        if claimed and claimed["state"] == FOUND:
            sides[ALLEGED].append(_act(act, claimed["sources"]))
        elif act["type"]["id"] in DECIDING and alignment.asks(question, read[act["id"]], dated(act)):
            sides[NOT_RECORDED].append(_act(act, []))
    return _told("provision", row.id, row.label, sides)


def _on_basis(acts: Sequence[Record], row: Question) -> list[Record]:
    sides: Sides = {"rejected": [], "rejected, then annulled": [], "accepted": [], "relied on and not rejected": []}
    sides["relied on, what was held is not recorded"] = []
    for act in acts:
        cell = row.answer(act["id"])
        if cell["state"] == FOUND:
            annulled = cell["values"][0]["finding"] == "annulled"
            sides["rejected, then annulled" if annulled else "rejected"].append(_act(act, cell["sources"]))
        elif cell["values"] and "accepted" in cell["values"][0]:
            sides["accepted"].append(_act(act, cell["sources"]))
        elif cell["values"]:
            held = "relied on and not rejected"
            held = held if cell["state"] == NOT_FOUND else "relied on, what was held is not recorded"
            sides[held].append(_act(act, cell["sources"]))
    return _told("basis", row.id, row.label, sides)


def _on_reach(acts: Sequence[Record], row: Question) -> list[Record]:
    sides: Sides = {}
    theories: Sides = {}
    for act in acts:
        cell = row.answer(act["id"])
        if cell["state"] == NOT_RECORDED:
            continue
        value = cell["values"][0]
        held = "accepted" if cell["state"] == FOUND else "refused"
        held += ", then annulled" if value["finding"] == "annulled" else ""
        sides.setdefault(held, []).append(_act(act, cell["sources"]))
        if cell["state"] == FOUND:
            for theory in sorted({one["theory"] for one in value["theories"]}):
                theories.setdefault(theory, []).append(_act(act, cell["sources"]))
    accepted = {held.partition(",")[0] for held in sides}
    scope = _told("reach", row.id, row.label, sides) if len(accepted) > 1 else []
    return scope + _told("reach-theory", row.id, "theory of territorial reach", theories)


def _deciding(act: Record) -> bool:
    """Whether an act is one of which one asks what it imposed and whether it stood."""
    return act["type"]["id"] == "AdministrativeDecision" and bool(act["legal_bases"]["infringes"])


def _on_fines(acts: Sequence[Record], row: Question) -> list[Record]:
    sides: Sides = {"fined": [], "fined, then annulled": [], "fined, then reduced": [], "fined, now stayed": []}
    sides |= {"no fine: no infringement found": [], NOT_RECORDED: []}
    changed = {"annulled": "fined, then annulled", "reduced": "fined, then reduced", "stayed": "fined, now stayed"}
    fined = {act["jurisdiction"]["id"] for act in acts if row.answer(act["id"])["state"] == FOUND}
    for act in acts:
        cell = row.answer(act["id"])
        if cell["state"] == FOUND:
            states = {value["status"]["force"] for value in cell["values"]}
            answer = changed.get(next(iter(states)) or "", "fined") if len(states) == 1 else "fined"
            sides[answer].append(_act(act, cell["sources"]))
        elif cell["state"] == NOT_FOUND:
            sides["no fine: no infringement found"].append(_act(act, cell["sources"]))
        elif _deciding(act) and act["jurisdiction"]["id"] not in fined:
            sides[NOT_RECORDED].append(_act(act, []))
    return _told("fine", row.id, "fine", sides)


def _on_status(acts: Sequence[Record], row: Question) -> list[Record]:
    sides: Sides = {}
    for act in filter(_deciding, acts):
        cell = row.answer(act["id"])
        for label in sorted({value["label"] for value in cell["values"]}) or [NOT_RECORDED]:
            sides.setdefault(label, []).append(_act(act, cell["sources"]))
    known = [label for label in sides if label != NOT_RECORDED]
    return _told("status", row.id, row.label, sides) if len(known) > 1 else []


def _on_appeals(acts: Sequence[Record], row: Question, outcome: Question) -> list[Record]:
    """For each act that a ruling among `acts` changed: what the act held so, and what each ruling did to it."""
    known = {act["id"]: act for act in acts}
    found: list[Record] = []
    for act in acts:
        sides: Sides = {"decided so": [_act(act, outcome.answer(act["id"])["sources"])]}
        for value in row.answer(act["id"])["values"]:
            by = known.get(value["by"]["id"])
            if by is not None and value["relation"] in DID:
                ruling = _act(by, value["sources"])
                if ruling not in (side := sides.setdefault(DID[value["relation"]], [])):
                    side.append(ruling)
        if CHANGED & set(sides):
            found += _told("appeal", f"{row.id}:{act['id']}", act["label"], sides)
    return found


def divergences(acts: Sequence[Record], rows: Sequence[Question], alignment: Alignment) -> list[Record]:
    """Questions that acts answer differently, those first where two answers are recorded.

    Kinds: reach and reach-theory, provision, basis, fine, appeal, status. The side "not recorded" holds acts of other
    jurisdictions that found something infringed under a law that has the provision, or had its parallel that day, and
    of which no answer is recorded; not those of which only the law is known, and no section of it.
    """
    by_id = {row.id: row for row in rows}
    read = {act["id"]: _read(act) for act in acts}
    found: list[Record] = []
    for row in rows:
        if row.group == "infringes":
            alleged = by_id.get(row.id.replace("infringes:", "alleges:", 1))
            found += _on_provision(acts, row, alleged, alignment, read)
        elif row.group == "rejects":
            found += _on_basis(acts, row)
        elif row.id == "reach":
            found += _on_reach(acts, row)
        elif row.id == "fines":
            found += _on_fines(acts, row)
        elif row.id == "appeals":
            found += _on_appeals(acts, row, by_id["outcome"])
        elif row.group == "status":
            found += _on_status(acts, row)
    return sorted(found, key=lambda one: not one["recorded"])
