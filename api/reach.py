"""Reach: whether an act was within the reach of its law and the competence of its authority, and by which theory."""

from collections.abc import Sequence

from api.acts import EFFECTS
from api.alignment import Alignment
from api.cells import FOUND, NOT_FOUND, answer, named, outcomes
from api.questions import Question, finding
from api.shaping import Record
from api.support import Support

OTHER = {FOUND: NOT_FOUND, NOT_FOUND: FOUND}
ESTABLISHMENT, OTHER_LAW = "establishment", "other law"
OFFERING, MONITORING = "offering of goods or services", "monitoring of behaviour"
TARGETING = "offering or monitoring"
"""Theory of an act that applied Article 3(2) and named no point of it: it rivals neither of the two."""
REACH = {"3(2)(a)": OFFERING, "3(2)(b)": MONITORING, "3(2)": TARGETING, "3(1)": ESTABLISHMENT}
"""Provisions on territorial reach of the GDPR and of the UK GDPR, by the beginning of their number, longest first."""
SHARED = {"one-stop-shop", "dispute-resolution"}
"""Mechanisms that rest on an establishment in the Union: there is a lead authority only where one is (Article 56)."""
HOLDING = ("AdministrativeDecision", "BindingDecision", "Judgment")
"""Classes of acts that hold anything; in a settlement the parties agree, and a draft or a notice only intends."""
AT_HOME = {"national", "local-case"}
"""Mechanisms that raise no question of reach; what has none is at home too."""
DECLINED = {"no-further-action", "complaint-rejected", "action-dismissed", "motion-granted"}
"""Outcomes by which an act that found and imposed nothing may have denied that it was competent."""


def _crossing(act: Record) -> bool:
    """Whether an act reaches beyond its own legal order: by its mechanism, or to a respondent with its seat elsewhere.

    An authority and the police of its own state raise no question of reach.
    """
    seats = {one["seat"]["id"].partition("-")[0] for one in act["respondents"] if one.get("seat")}
    mechanisms = {one["id"] for one in act["mechanisms"]}
    return bool(seats - {act["jurisdiction"]["id"].partition("-")[0]} or mechanisms - AT_HOME)


def theories(act: Record, alignment: Alignment) -> list[Record]:
    """By which theory an act reached the conduct: the provisions on reach that it applied, else what its mechanism
    rests on, else the other law, which names statutes and no theory.

    None where it reached nothing beyond its own legal order.
    """
    bases = [base for bases in act["legal_bases"].values() for base in bases]
    under = {base["instrument"]["iri"]: base["instrument"] for base in bases}
    european = {iri for iri, instrument in under.items() if alignment.law(instrument["id"]) == "gdpr"}
    found = []
    for base in act["legal_bases"]["applies"]:
        theory = next((name for number, name in REACH.items() if (base["number"] or "").startswith(number)), None)
        if theory is not None and base["instrument"]["iri"] in european:
            found.append({"theory": theory, **named(base)})
    if not found and european:
        found = [{"theory": ESTABLISHMENT, **named(one)} for one in act["mechanisms"] if one["id"] in SHARED]
    if found or european or not _crossing(act):
        return found
    return [{"theory": OTHER_LAW, **named(instrument)} for _, instrument in sorted(under.items())]


def _effects(act: Record, name: str) -> list[str]:
    """Ids of whole acts, not of parts of them, on which an act has that effect."""
    return [row["id"] for row in act["affects"] if row["relation"]["id"] == name and "#" not in row["iri"]]


def _states(acts: Sequence[Record], alignment: Alignment) -> dict[str, tuple[str, str]]:
    """For each act that tells: whether it was within reach, and by what the graph knows.

    A ruling that annuls an act on the ground of competence says the contrary of that act; one that upholds it says
    the same. An act that finds an infringement or imposes a measure beyond its own legal order takes itself to be
    competent; one that found and imposed nothing declined, where a later ruling annulled it on that ground.
    """
    known: dict[str, tuple[str, str]] = {}
    struck = {
        name
        for act in acts
        if any(ground["id"] == "competence" for ground in act["grounds"])
        for name in _effects(act, "annuls")
    }
    for act in acts:
        imposed = any(act["measures"][kind] for kind in act["measures"] if kind not in ("refused", "proposed"))
        ruled = any(row["relation"]["id"] in EFFECTS for row in act["affects"])
        acted = act["legal_bases"]["infringes"] or imposed or "infringement-found" in outcomes(act)
        asked = act["id"] in struck or _crossing(act) or bool(theories(act, alignment))
        if act["type"]["id"] in HOLDING and not ruled and acted and asked:
            known[act["id"]] = (FOUND, "it found an infringement or imposed a measure")
        elif act["id"] in struck and outcomes(act) & DECLINED:
            known[act["id"]] = (NOT_FOUND, "it declined, and was annulled on the ground of competence")
    for act in acts:  # In the order of time: a ruling comes after the act it is on.
        on_competence = any(ground["id"] == "competence" for ground in act["grounds"])
        for name in _effects(act, "annuls") if on_competence else []:
            if name in known:
                known[act["id"]] = (OTHER[known[name][0]], f"it annulled {name} on the ground of competence")
        for name in _effects(act, "upholds"):
            if name in known:
                known.setdefault(act["id"], (known[name][0], f"it upheld {name}"))
    return known


def reach(acts: Sequence[Record], alignment: Alignment, support: Support) -> Question:
    """The row on reach and competence, of acts in the order of time."""
    known = _states(acts, alignment)
    answers = {}
    for act in acts:
        told = theories(act, alignment)
        if act["id"] not in known and not (told and told[0]["theory"] != OTHER_LAW):
            continue
        state, why = known.get(
            act["id"], ("not recorded", "it applied provisions on reach; what it held is not recorded")
        )
        values = [{"why": why, "finding": finding(act), "theories": told}]
        properties = ("applies", "ground", "annuls", "upholds", "infringes", "imposes", "outcome")
        answers[act["id"]] = answer(state, act["id"], values, support.of(act["id"], properties))
    return Question("reach", "scope", "within territorial reach and competence", answers)
