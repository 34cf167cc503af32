"""Cells of a comparison: what one act answers to a question on its measures, its outcome, its status."""

from collections.abc import Callable, Iterable

from api.acts import EFFECTS
from api.decisions import AXES
from api.shaping import Record
from api.support import Support

FOUND, NOT_FOUND, NOT_RECORDED = "found", "not found", "not recorded"
NOTHING: Record = {"state": NOT_RECORDED, "values": [], "sources": [], "supported": False}
"""The cell of an act of which nothing is recorded on a question. It does not mean no."""
AMOUNTS = ("amount", "amountNote", "amountFrom", "amountUpTo", "ceiling", "rate")
PROPERTIES = {
    "fines": (*AMOUNTS, "imposes"),
    "periodic_penalties": (*AMOUNTS, "imposes"),
    "liquidations": (*AMOUNTS, "liquidates", "imposes"),
    "orders": ("imposes", "orderKind"),
    "proposed": (*AMOUNTS, "proposes"),
    "refused": ("refuses",),
}
"""Properties whose evidence supports a measure of that kind; amounts and `imposes` for the others."""
SHOWN = ("iri", "url", "label", "money", "amount_from", "amount_up_to", "amount_note", "currency", "ceiling", "rate")
TERMS = ("rate_period", "rate_unit", "grace", "deadline", "period_from", "period_until", "order_kinds")
CAUSES = (*EFFECTS, "appealFrom", "follows", "started", "imposes")

Cell = Callable[[Record, Support], Record | None]


def answer(state: str, decision: str, values: Iterable[Record], sources: Iterable[str]) -> Record:
    """A cell; each of its values names the act it is of. Without sources it is not supported by any document read."""
    told = [{"decision": decision, **value} for value in values]
    by = list(dict.fromkeys(sources))
    return {"state": state, "values": told, "sources": by, "supported": bool(by)}


def named(record: Record) -> Record:
    """What names a thing: id, iri, url and label."""
    return {name: record[name] for name in ("id", "iri", "url", "label") if name in record}


def outcomes(act: Record) -> set[str]:
    """Ids of the outcomes of an act."""
    return {outcome["id"] for outcome in act["outcomes"]}


def later_acts(act: Record) -> list[Record]:
    """What later acts did to an act or a measure of it, by the day for which its status is told.

    A ruling whose own day is not known counts from its publication, or from the day by which it is known.
    """
    return [row for row in act["affected_by"] if (row.get("effective") or "9999") <= act["as_of"]]


def all_measures(act: Record) -> list[Record]:
    """The measures of an act, of every class."""
    return [measure for found in act["measures"].values() for measure in found]


def parts(act: Record) -> dict[str, Record]:
    """Parts of an act that a later one can treat apart, by IRI: its measures, and findings told apart from the rest."""
    return {part["iri"]: named(part) for part in (*all_measures(act), *act["findings"])}


def measures(kind: str) -> Cell:
    """Cells on the measures of a kind, such as `fines`. That no infringement was found means that no fine was."""

    def held(act: Record, support: Support) -> Record | None:
        found = act["measures"][kind]
        if found:
            sources = support.of(act["id"], PROPERTIES.get(kind, (*AMOUNTS, "imposes")))
            return answer(FOUND, act["id"], map(_measure, found), sources)
        if kind == "fines" and "no-infringement" in outcomes(act):
            return answer(NOT_FOUND, act["id"], [], support.of(act["id"], ("outcome",)))
        return None

    return held


def _measure(measure: Record) -> Record:
    """A measure in a cell: its sums and terms, and its state on each axis."""
    shown = {name: measure[name] for name in (*SHOWN, *TERMS) if name in measure}
    standing = (measure["status"]["force"] or {}).get("standing")
    return {**shown, "status": _axes(measure), **({"standing": standing} if standing else {})}


def _axes(measure: Record) -> Record:
    return {axis: (measure["status"][axis] or {}).get("id") for axis in AXES}


def deadlines(act: Record, support: Support) -> Record | None:
    """Cells on the days or periods by which something is to be done."""
    values = [
        {
            **named(measure),
            **{term: measure[term] for term in ("deadline", "grace") if term in measure},
            "status": _axes(measure),
        }
        for measure in all_measures(act)
        if "deadline" in measure or "grace" in measure
    ]
    return answer(FOUND, act["id"], values, support.of(act["id"], ("deadline", "grace"))) if values else None


def appeals(act: Record, support: Support) -> Record | None:
    """Cells on what later acts did to an act, with the evidence of those acts.

    `of` is the part they touched, None where it is the act as a whole: to annul one order is not to annul the act.
    """
    its = parts(act)
    values = [
        {
            "by": named(row),
            "of": its.get(row["object"]["iri"]),
            "relation": row["relation"]["id"],
            "decided": row.get("decided"),
            "effective": row.get("effective"),
            "sources": support.of(row["id"], CAUSES if row["derived"] else (row["relation"]["id"],)),
        }
        for row in later_acts(act)
        if row["relation"]["id"] in (*EFFECTS, "appealFrom")
    ]
    return answer(FOUND, act["id"], values, (one for value in values for one in value["sources"])) if values else None


def status(axis: str) -> Cell:
    """Cells on the status on an axis; on execution also that of each measure. Unknown is not recorded."""

    def held(act: Record, support: Support) -> Record | None:
        things: list[tuple[Record | None, Record]] = [(None, act["status"])]
        if axis == "execution":
            things += [(named(measure), measure["status"]) for measure in all_measures(act)]
        states = [
            {"of": thing, **_state(of[axis])}
            for thing, of in things
            if of[axis] is not None and of[axis]["id"] != "unknown"
        ]
        sources = [one for state in states for one in _why(act, axis, state, support)]
        return answer(FOUND, act["id"], states, sources) if states else None

    return held


def _state(state: Record) -> Record:
    shown: Record = {name: state[name] for name in ("id", "label", "from", "certain", "sources_reach") if name in state}
    other = {"alternatively": named(state["alternatively"])} if "alternatively" in state else {}
    cause = {"caused_by": state["caused_by"]["id"].partition("#")[0]} if "caused_by" in state else {}
    return {**shown, **other, **cause}


def _why(act: Record, axis: str, state: Record, support: Support) -> list[str]:
    if "caused_by" in state:
        return support.of(state["caused_by"], CAUSES)
    adopted = axis == "force" and state["id"] == "in-force"
    return support.of(act["id"], ("decided", "published") if adopted else ("statusReport",))


def part(name: str, properties: tuple[str, ...]) -> Cell:
    """Cells on a part of the record that is a list of concepts, such as outcomes. Unknown is not recorded."""

    def held(act: Record, support: Support) -> Record | None:
        values = [named(row) for row in act[name] if row["id"] != "unknown"]
        return answer(FOUND, act["id"], values, support.of(act["id"], properties)) if values else None

    return held
