"""Divergences: one question, different answers: the acts on each side, their sources, and in words what differs."""

from collections.abc import Mapping, Sequence

from api.acts import dated
from api.alignment import Alignment
from api.cells import FOUND, NOT_FOUND, NOT_RECORDED
from api.questions import Question
from api.reach import ESTABLISHMENT, MONITORING, OFFERING, OTHER_LAW, TARGETING
from api.shaping import Record
from api.sides import Sides, divergence, side

ALLEGED = "alleged only"
IN_PART = "not found, of the part examined"
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
FINED = {
    "annulled": "fined, then annulled",
    "withdrawn": "fined, then withdrawn",
    "reduced": "fined, then reduced",
    "stayed": "fined, now stayed",
}
NO_FINE = "other measures, and no fine recorded"
"""Says what is recorded; it is no answer, for that no fine is recorded does not mean that there was none."""
IMPOSED = ("orders", "bans", "reprimands", "periodic_penalties")
SAME = {"revived": "in force"}
"""States that are no other answer to whether an act stands: what was annulled and revived is in force again."""
DECIDING = ("AdministrativeDecision", "BindingDecision", "Judgment", "Settlement")
"""Classes of acts that can answer; a notice of intent, a draft or a complaint only asks."""


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
    sides |= {NOT_FOUND: [], IN_PART: [], ALLEGED: [], NOT_RECORDED: []}
    question = alignment.question(row.provisions[0]["iri"])
    answered: set[tuple[str, str, str]] = set()
    for act in acts:
        cell = row.answer(act["id"])
        if cell["state"] == FOUND:
            answer = STANDS.get(cell["values"][0]["finding"], FOUND)
        elif cell["state"] == NOT_FOUND:
            answer = IN_PART if all(value.get("part") for value in cell["values"]) else NOT_FOUND
        else:
            continue
        answered |= _conduct(act)
        sides[answer].append(side(act, cell["sources"]))
    for act in acts:
        if _conduct(act) & answered or row.answer(act["id"]).get("wider"):
            continue
        claimed = alleged.answer(act["id"]) if alleged else None
        if claimed and claimed["state"] == FOUND:
            sides[ALLEGED].append(side(act, claimed["sources"]))
        elif act["type"]["id"] in DECIDING and alignment.asks(question, read[act["id"]], dated(act)):
            sides[NOT_RECORDED].append(side(act, []))
    return divergence("provision", row.id, row.label, sides)


def _on_basis(acts: Sequence[Record], row: Question) -> list[Record]:
    sides: Sides = {"rejected": [], "rejected, then annulled": [], "accepted": [], "relied on and not rejected": []}
    sides |= {"relied on, what was held is not recorded": [], "examined and not rejected": []}
    for act in acts:
        cell = row.answer(act["id"])
        if cell["state"] == FOUND:
            annulled = cell["values"][0]["finding"] == "annulled"
            sides["rejected, then annulled" if annulled else "rejected"].append(side(act, cell["sources"]))
        elif cell["values"] and "accepted" in cell["values"][0]:
            sides["accepted"].append(side(act, cell["sources"]))
        elif cell["values"] and "applied" in cell["values"][0]:
            sides["examined and not rejected"].append(side(act, cell["sources"]))
        elif cell["values"]:
            held = "relied on and not rejected"
            held = held if cell["state"] == NOT_FOUND else "relied on, what was held is not recorded"
            sides[held].append(side(act, cell["sources"]))
    return divergence("basis", row.id, row.label, sides)


def _theory(told: Sequence[Record]) -> str:
    """By what theory an act reached the conduct: all that it named, in one answer.

    Which law it applied is no theory, and Article 3(2) says less than the point of it that an act names.
    """
    names = {one["theory"] for one in told} - {OTHER_LAW}
    names = names - {TARGETING} if names & {OFFERING, MONITORING} else names
    return " and ".join(sorted(names)) or NOT_RECORDED


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
        sides.setdefault(held, []).append(side(act, cell["sources"]))
        if cell["state"] == FOUND:
            theories.setdefault(_theory(value["theories"]), []).append(side(act, cell["sources"]))
    accepted = {held.partition(",")[0] for held in sides}
    scope = divergence("reach", row.id, row.label, sides) if len(accepted) > 1 else []
    rival = any(ESTABLISHMENT in theory for theory in theories)
    unanswered = (NOT_RECORDED,) if rival else (NOT_RECORDED, TARGETING)
    told = divergence("reach-theory", row.id, "theory of territorial reach", theories, unanswered)
    return scope + [one for one in told if one["recorded"]]


def _conduct(act: Record) -> set[tuple[str, str, str]]:
    """Legal order, case and each respondent: an act answers for others on the same conduct of the same respondent.

    For no others: one shop fined over a tool does not answer for the next, which used the same tool and was not.
    """
    respondents = [one["id"] for one in act["respondents"]] or [""]
    return {(act["jurisdiction"]["id"], act["case"]["id"], one) for one in respondents}


def _deciding(act: Record) -> bool:
    """Whether an act is one of which one asks what it imposed and whether it stood."""
    return act["type"]["id"] == "AdministrativeDecision" and bool(act["legal_bases"]["infringes"])


def _on_fines(acts: Sequence[Record], row: Question) -> list[Record]:
    sides: Sides = {answer: [] for answer in ("fined", *FINED.values(), "no fine: no infringement found")}
    sides |= {NO_FINE: [], NOT_RECORDED: []}
    fined = {one for act in acts if row.answer(act["id"])["state"] == FOUND for one in _conduct(act)}
    for act in acts:
        cell = row.answer(act["id"])
        if cell["state"] == FOUND:
            states = {value["status"]["force"] for value in cell["values"]}
            answer = FINED.get(next(iter(states)) or "", "fined") if len(states) == 1 else "fined"
            sides[answer].append(side(act, cell["sources"]))
        elif cell["state"] == NOT_FOUND:
            sides["no fine: no infringement found"].append(side(act, cell["sources"]))
        elif _deciding(act) and not _conduct(act) & fined:
            sides[NO_FINE if any(act["measures"][kind] for kind in IMPOSED) else NOT_RECORDED].append(side(act, []))
    return divergence("fine", row.id, "fine", sides, (NO_FINE, NOT_RECORDED))


def _on_status(acts: Sequence[Record], row: Question) -> list[Record]:
    """Whether acts, or their measures of one class, stand differently: a fine is compared with fines only.

    An act has one answer, however many measures of the class it has, and so never differs from itself.
    """
    sides: dict[str | None, Sides] = {}
    for act in filter(_deciding, acts):
        cell = row.answer(act["id"])
        class_of = {measure["iri"]: kind for kind, its in act["measures"].items() for measure in its}
        states: dict[str | None, set[str]] = {None: set()}
        if row.id == "status:execution":  # Of its measures only that is told apart.
            states |= {kind: set() for kind, its in act["measures"].items() if its}
        for value in cell["values"]:
            kind = class_of.get(value["of"]["iri"]) if value["of"] else None
            states[kind].add(SAME.get(value["id"], value["label"]))
        for kind, labels in states.items():
            answer = " and ".join(sorted(labels)) or NOT_RECORDED
            sides.setdefault(kind, {}).setdefault(answer, []).append(side(act, cell["sources"]))
    found = []
    for kind, told in sides.items():
        if len(set(told) - {NOT_RECORDED}) > 1:
            words = kind.replace("_", " ") if kind else ""
            question, label = (f"{row.id}:{kind}", f"{row.label} of {words}") if kind else (row.id, row.label)
            found += divergence("status", question, label, told)
    return found


def _on_appeals(acts: Sequence[Record], row: Question, outcome: Question) -> list[Record]:
    """For each act that a ruling among `acts` changed: what the act held so, and what each ruling did to it.

    What a ruling did to a part of the act, one order or one finding, is a side of its own that names the part.
    """
    known = {act["id"]: act for act in acts}
    found: list[Record] = []
    for act in acts:
        sides: Sides = {"decided so": [side(act, outcome.answer(act["id"])["sources"])]}
        parts: dict[str, Record] = {}
        did = set()
        for value in row.answer(act["id"])["values"]:
            by = known.get(value["by"]["id"])
            if by is None or value["relation"] not in DID:
                continue
            answer, part = DID[value["relation"]], value["of"]
            did.add(answer)
            if part is not None:
                answer = f"{answer} in this part: {part['label']}"
                parts[answer] = part
            ruling = side(by, value["sources"])
            if ruling not in (its := sides.setdefault(answer, [])):
                its.append(ruling)
        if CHANGED & did:
            found += divergence("appeal", f"{row.id}:{act['id']}", act["label"], sides, parts=parts)
    return found


def divergences(acts: Sequence[Record], rows: Sequence[Question], alignment: Alignment) -> list[Record]:
    """Questions that acts answer differently, those first where two answers are recorded.

    Kinds: reach and reach-theory, provision, basis, fine, appeal, status. An act gives one answer to a question, so
    none differs from itself. The side "not recorded" holds acts that found something infringed under a law that has
    the provision, or had its parallel that day, and of which no answer is recorded; not those of which only the law is
    known, and no section of it, nor those beside an act of the same legal order and case against the same respondent
    that answers.
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
