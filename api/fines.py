"""Totals of fines by jurisdiction, company, provision and so on: as imposed, and as they stand on a day."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from api.adoption import year
from api.scope import Scope
from api.shaping import Record, money, records
from api.states import held
from api.sums import Sum, fine_sums
from api.versions import View
from graph.queries import Query
from graph.terms import parse

BY = ("jurisdiction", "authority", "year", "company", "group", "provision", "currency")
SEVERAL = {"company": "fine-companies", "group": "fine-groups", "provision": "fine-provisions"}
"""Keys of which a fine can have several, with the query that gives them: rows by these can overlap."""
OVERLAP = {
    "company": "A fine addressed to several companies stands whole in the row of each of them.",
    "group": "A fine addressed to companies of several groups stands whole in the row of each of them.",
    "provision": "A fine stands whole in the row of every provision that its act found infringed: which part of it is "
    "due to which provision most acts do not say.",
}


def _as_summed(amount: str, currency: str, states: Sequence[Record], column: str, finality: str) -> Record:
    """A fine as `fine_sums` takes it, with the amounts of its states in `column`."""
    shown = []
    for state in states:
        standing = {"standing": {"amount": state[column], "currency": currency}} if state[column] is not None else {}
        shown.append({"id": state["status"]["id"], "certain": state["certain"], **standing})
    force = {**shown[0], "alternatively": shown[1]} if len(shown) > 1 else shown[0]
    status = {"force": force, "finality": {"id": finality}}
    return {"money": {"amount": amount, "currency": currency}, "status": status}


def imposed(view: View, queries: Mapping[str, Query], scope: Scope, as_of: str) -> list[Record]:
    """Fines imposed by the day `as_of`, each once: what it is, its act, and what of it stands that day.

    `original` and `in_euro` (None without a rate) are fines as `fine_sums` takes them; `force` is the state.
    """
    states: dict[tuple[str, str], list[Record]] = {}
    query = queries["fine-states"]
    for row in records(query, view.store.rows(query.bind({"as_of": parse("as_of", "date", as_of)}))):
        of = "own" if row["axis"]["id"] == "force" else "measure" if "#" in row["thing"]["iri"] else "act"
        states.setdefault((row["fine"]["iri"], of), []).append(row)
    states = {of: held(found) for of, found in states.items()}
    found = []
    for fine in scope.found(view, queries["fines"]):
        iri = fine["fine"]["iri"]
        force = states.get((iri, "own"))
        if force is None:
            continue
        known = states.get((iri, "measure")) or states.get((iri, "act")) or [{"status": {"id": "unknown"}}]
        finality = known[0]["status"]["id"]
        original = _as_summed(fine["amount"], fine["currency"], force, "amount", finality)
        euro = None if fine["euro"] is None else _as_summed(fine["euro"], "EUR", force, "euro", finality)
        found.append({**fine, "original": original, "in_euro": euro, "force": force[0]["status"]["id"]})
    return found


def _gross(found: Sum) -> Record:
    return {"currency": found.currency, "amount": money(str(found.imposed)), "fines": found.fines_imposed}


def _net(found: Sum) -> Record:
    return {
        "currency": found.currency,
        "amount": money(str(found.standing)),
        "fines": found.fines_standing,
        **{name: money(str(getattr(found, name))) for name in ("contested", "stayed", "uncertain", "fallen")},
    }


def total(fines: Sequence[Record]) -> Record:
    """What a set of different fines comes to: gross and net, by currency and in euro, and the acts behind it.

    Gross is the amount of net with what is stayed, uncertain and fallen beside it (see `api.sums`).

    `not_converted` has what is missing from the sum in euro; `states` counts the fines by their force that day.
    """
    by_currency = fine_sums(fine["original"] for fine in fines)
    euro = fine_sums(fine["in_euro"] for fine in fines if fine["in_euro"] is not None) or [Sum("EUR")]
    missing = fine_sums(fine["original"] for fine in fines if fine["in_euro"] is None)
    states: dict[str, int] = {}
    for fine in fines:
        states[fine["force"]] = states.get(fine["force"], 0) + 1
    sides = {}
    for name, shown in (("gross", _gross), ("net", _net)):
        sides[name] = {
            "by_currency": [shown(one) for one in by_currency],
            "in_euro": shown(euro[0]),
            "not_converted": [shown(one) for one in missing],
        }
    acts = sorted({fine["decision"]["id"] for fine in fines})
    return {"fines": len(fines), **sides, "states": dict(sorted(states.items())), "decisions": acts}


def _keys(
    view: View, queries: Mapping[str, Query], by: str, fines: Sequence[Record], scope: Scope
) -> dict[str, list[Record | None]]:
    """The keys of each fine, by its IRI; None stands for a key that is not recorded, or a year that is not certain."""
    if by in SEVERAL:
        query = queries[SEVERAL[by]]
        found: dict[str, list[Record | None]] = {}
        for row in records(query, view.store.rows(query.text)):
            found.setdefault(row["fine"]["iri"], []).append(row["key"])
        return found
    if by == "year":
        places = {fine["fine"]["iri"]: scope.acts.place[fine["decision"]["id"]] for fine in fines}
        return {iri: [_word(year(scope.acts, at))] for iri, at in places.items()}
    if by == "currency":
        return {fine["fine"]["iri"]: [_word(fine["currency"])] for fine in fines}
    return {fine["fine"]["iri"]: [fine[by]] for fine in fines}


def _word(value: str | None) -> Record | None:
    return {"id": value, "label": value} if value is not None else None


def totals(view: View, queries: Mapping[str, Query], by: str, scope: Scope, as_of: str) -> Record:
    """Totals of fines in rows by one of BY, and over all of them, where every fine counts once.

    Rows come by the sum in euro that stands, the largest first; years in their order. Acts of which it is not certain
    in which year they were adopted stand in one row without a key.
    """
    known = imposed(view, queries, scope, as_of)
    fines = scope.counted(known)
    keys = _keys(view, queries, by, fines, scope)
    rows: dict[str, tuple[Record | None, list[Record]]] = {}
    for fine in fines:
        for key in keys.get(fine["fine"]["iri"], [None]):
            rows.setdefault(key["id"] if key else "", (key, []))[1].append(fine)
    made = [{"key": key, **total(found)} for key, found in rows.values()]
    if by == "year":
        made.sort(key=lambda row: row["key"]["id"] if row["key"] else "9999")
    else:
        made.sort(key=lambda row: (-_standing(row), row["key"]["label"] if row["key"] else ""))
    overlap = sum(len(found) for _, found in rows.values()) > len(fines)
    meaning = OVERLAP[by] if overlap else "No fine stands in two rows."
    told = {"by": by, "rows": made, "total": total(fines), "rows_overlap": overlap, "overlap": meaning}
    return {**told, "uncertain": scope.uncertain(known)}


def _standing(row: Record) -> Decimal:
    return Decimal(row["net"]["in_euro"]["amount"])
