"""Proceedings on a day: ended by an act, open, no longer followed by the sources, or begun nobody knows when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from api.resources import Resource
from api.shaping import Record, records
from api.spans import span
from api.states import held
from api.versions import View
from graph.terms import parse

STANDINGS = ("decided", "open", "not_followed", "unknown_start")
OPENING = ("Complaint", "ProvisionalAct")
"""Acts that end no proceeding: what they opened is open until an act follows, or the addressee has complied."""
FOLLOWED = timedelta(days=365)
"""How long after the reach of its sources a proceeding that was open then counts as open. Longer proceedings are
common, but a year without a source says that nobody looked rather than that nothing happened."""
COURT = {"label": "Court not recorded"}
"""Key of a challenge that is pending before a court of which no act is recorded."""


def states(view: View, decisions: Resource, as_of: str) -> dict[str, dict[str, list[Record]]]:
    """States on the axes finality and execution that hold on a day for certain, of decisions and their parts."""
    query = decisions.parts["status"]
    found: dict[tuple[str, str, str], list[Record]] = {}
    for row in records(query, view.store.rows(query.bind({"as_of": parse("as_of", "date", as_of)}))):
        if row["axis"]["id"] in ("finality", "execution"):
            found.setdefault((row["decision"]["id"], row["thing"]["iri"], row["axis"]["id"]), []).append(row)
    told: dict[str, dict[str, list[Record]]] = {}
    for (decision, _, _), rows in found.items():
        for state in held(rows):
            if state["certain"]:
                told.setdefault(decision, {}).setdefault(state["status"]["id"], []).append(state)
    return told


def _unfollowed(reach: str | None, as_of: str) -> bool:
    """Whether the sources end more than FOLLOWED before the day."""
    return reach is not None and date.fromisoformat(span(reach).last) + FOLLOWED < date.fromisoformat(as_of)


def standing(act: Record, states: Mapping[str, Sequence[Record]], as_of: str) -> str | None:
    """How the proceeding of an act stood on that day, one of STANDINGS; None where it was not begun, or is past."""
    begun, ended = act["started"], act["ended"]
    if act["type"]["id"] in OPENING:
        gone_on = "complied" in states or any(day <= as_of for day in act["followed"])
        running = (ended or begun or "9999") <= as_of and not gone_on
    elif ended is None or ended > as_of or any(outcome["id"] == "pending" for outcome in act["outcomes"]):
        running = begun is not None and begun <= as_of
    else:
        return "unknown_start" if begun is None else "decided"
    if not running:
        return None
    return "not_followed" if _unfollowed(act["sources_reach"], as_of) else "open"


def proceedings(
    acts: Iterable[Record], known: Mapping[str, Mapping[str, Sequence[Record]]], as_of: str
) -> list[Record]:
    """Proceedings of acts as they stood on a day: `act`, `stage`, `standing`, and `since` and `until` of those counted.

    Besides those that led to an act, these are open by their status: a challenge to an act before a court that has
    given no ruling recorded here, and what was sent back, before whoever had taken the act. One challenge counts once:
    not on the act below where it stands on the ruling, nor where the proceeding of the challenge has an entry.
    """
    found: list[Record] = []
    pending: list[tuple[Record, str, Record]] = []
    challenged: set[str] = set()
    for act in acts:
        mine = known.get(act["decision"]["id"], {})
        how = standing(act, mine, as_of)
        own = {"act": act, "stage": "court" if act["by_court"] else "authority", "key": None, "standing": how}
        if how is not None:
            since, until = act["started"], act["ended"]
            found.append(
                own
                | (
                    {"since": since or until, "until": None}
                    if how in STANDINGS[1:3]
                    else {"since": since, "until": until}
                )
            )
        for status in ("remitted", "under-appeal"):
            if status in mine and how not in ("open", "not_followed"):
                pending.append((act, status, min(mine[status], key=lambda one: str(one["from"]))))
                break
        if how in ("open", "not_followed") or mine.keys() & {"remitted", "under-appeal"}:
            challenged |= {one["id"] for one in act["challenges"]}
    for act, status, state in pending:
        if act["decision"]["id"] not in challenged:
            reach = max(str(state["sources_reach"]), str(state["from"]))
            sent_back = status == "remitted"
            stage = "court" if act["by_court"] or not sent_back else "authority"
            how = "not_followed" if _unfollowed(reach, as_of) else "open"
            key = None if sent_back else COURT
            found.append(
                {"act": act, "stage": stage, "key": key, "standing": how, "since": state["from"], "until": None}
            )
    return found
