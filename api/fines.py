"""Totals of fines by jurisdiction, company, provision and so on: as imposed, and as they stand on a day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from api.adoption import year
from api.scope import Scope
from api.shaping import Record, money, records
from api.states import held
from api.sums import Sum, fine_sums
from api.versions import View
from graph.queries import Query
from graph.terms import parse

BY = ("jurisdiction", "authority", "year", "year_published", "company", "group", "provision", "currency")
YEARS = {"year": "decided", "year_published": "published"}
"""Keys that are years, with the day that they are of."""
SEVERAL = {
    "jurisdiction": "fine-jurisdictions",
    "company": "fine-companies",
    "group": "fine-groups",
    "provision": "fine-provisions",
}
"""Keys of which a fine can have several, with the query that gives them: rows by these can overlap."""
OVERLAP = {
    "jurisdiction": "The row of a state includes its parts, whose rows name it as `above`: rows do not add up. Those "
    "of level 1 do.",
    "company": "A fine addressed to several companies stands whole in the row of each of them.",
    "group": "A fine addressed to companies of several groups stands whole in the row of each of them.",
    "provision": "A fine stands whole in the row of every provision that its act found infringed, and of the "
    "paragraphs and articles these are a part of: rows do not add up, also not those of one level, for which part of a "
    "fine is due to which provision most acts do not say. A row names what it is directly a part of as `above`.",
}


PARTS = ("standing", "contested", "stayed", "uncertain", "fallen")
"""Sums of what became of fines, as `api.sums` has them."""


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

    `original` and `in_euro` (None without a rate) are fines as `fine_sums` takes them; `force` is the state, `begun`
    whether it had been imposed for certain, and `went` names the sums that it is in.
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
        state = {"force": force[0]["status"]["id"], "begun": force[0]["begun"], "went": _went(original)}
        found.append({**fine, "original": original, "in_euro": euro, **state})
    return found


def _went(fine: Record) -> list[str]:
    """The sums of PARTS that a fine is in; a reduced one stands, and has fallen."""
    [alone] = fine_sums([fine])
    return [name for name in PARTS if (alone.fines_standing if name == "standing" else getattr(alone, name))]


def _gross(found: Sum) -> Record:
    return {"currency": found.currency, "amount": money(str(found.imposed)), "fines": found.fines_imposed}


def _net(found: Sum) -> Record:
    return {
        "currency": found.currency,
        "amount": money(str(found.standing)),
        "fines": found.fines_standing,
        **{name: money(str(getattr(found, name))) for name in ("contested", "stayed", "uncertain", "fallen")},
    }


def _acts(fines: Iterable[Record]) -> list[str]:
    return sorted({fine["decision"]["id"] for fine in fines})


def _side(fines: Sequence[Record], shown: Callable[[Sum], Record]) -> Record:
    euro = fine_sums(fine["in_euro"] for fine in fines if fine["in_euro"] is not None) or [Sum("EUR")]
    return {
        "by_currency": [shown(one) for one in fine_sums(fine["original"] for fine in fines)],
        "in_euro": shown(euro[0]),
        "not_converted": [shown(one) for one in fine_sums(one["original"] for one in fines if one["in_euro"] is None)],
    }


def total(fines: Sequence[Record]) -> Record:
    """What a set of different fines comes to: gross and net, by currency and in euro, and the acts behind each sum.

    Gross is the amount of net with what is stayed, uncertain and fallen beside it (see `api.sums`).

    `not_converted` has what is missing from the sum in euro; `states` counts the fines by their force that day;
    `behind` has the acts of each sum. `perhaps` has what may have been imposed by the day, where the sources give only
    the month or year of the act: it is in no other number.
    """
    sure, perhaps = [[fine for fine in fines if fine["begun"] == begun] for begun in (True, False)]
    states: dict[str, list[Record]] = {}
    for fine in sure:
        states.setdefault(fine["force"], []).append(fine)
    behind = {name: _acts(fine for fine in sure if name in fine["went"]) for name in PARTS}
    behind["not_converted"] = _acts(fine for fine in sure if fine["in_euro"] is None)
    return {
        "fines": len(sure),
        "gross": _side(sure, _gross),
        "net": _side(sure, _net),
        "states": {name: len(found) for name, found in sorted(states.items())},
        "decisions": _acts(sure),
        "behind": {**behind, "states": {name: _acts(found) for name, found in sorted(states.items())}},
        "perhaps": {"fines": len(perhaps), **_side(perhaps, _gross), "decisions": _acts(perhaps)},
    }


def _keys(
    view: View, queries: Mapping[str, Query], by: str, fines: Sequence[Record], scope: Scope
) -> dict[str, list[Record]]:
    """The keys of each fine, by its IRI, as `key` (None for one not recorded, or a year that is not certain).

    Where keys are parts of each other, `above` is the key that this is directly a part of, and `own` tells whether the
    fine is under the key itself, and not only under a part of it.
    """
    if by in SEVERAL:
        query = queries[SEVERAL[by]]

        def make() -> dict[str, list[Record]]:
            found: dict[str, list[Record]] = {}
            for row in records(query, view.store.rows(query.text)):
                above = row.get("above")
                one = {"key": row["key"], "own": row.get("own", True), "above": above["id"] if above else None}
                found.setdefault(row["fine"]["iri"], []).append(one)
            return found

        return view.kept.get(("keys of fines", by), make)
    keys: dict[str, Record | None] = {}
    for fine in fines:
        if by in YEARS:
            at = scope.acts.place[fine["decision"]["id"]]
            keys[fine["fine"]["iri"]] = _word(year(scope.acts, at, YEARS[by]))
        else:
            keys[fine["fine"]["iri"]] = _word(fine["currency"]) if by == "currency" else fine[by]
    return {iri: [{**UNDIVIDED, "key": key}] for iri, key in keys.items()}


UNDIVIDED: Record = {"key": None, "own": True, "above": None}
"""What is said of a key that is no part of another, and of one not recorded."""


def _word(value: str | None) -> Record | None:
    return {"id": value, "label": value} if value is not None else None


@dataclass
class _Row:
    """The fines of one key; those that it has itself, and not only in a part of it, are `own`."""

    key: Record | None
    above: str | None
    fines: list[Record] = field(default_factory=list)
    own: list[Record] = field(default_factory=list)

    def told(self, rows: Mapping[str, "_Row"]) -> Record:
        """The row as it is answered."""
        level, above = 1, self.above
        while above is not None and above in rows:
            level, above = level + 1, rows[above].above
        own = [fine for fine in self.own if fine["begun"]]
        inner = {"level": level, "above": self.above if self.above in rows else None}
        return {"key": self.key, **inner, "own": {"fines": len(own), "decisions": _acts(own)}, **total(self.fines)}


def totals(view: View, queries: Mapping[str, Query], by: str, scope: Scope, as_of: str) -> Record:
    """Totals of fines in rows by one of BY, and over all of them, where every fine counts once.

    Rows come by the sum in euro that stands, the largest first; years in their order. Acts of which it is not certain
    in which year they were adopted, or published, stand in one row without a key. A row includes what is under a part
    of its key: a Land in Germany, a point in its article. `level` is 1 for what is a part of no other row, and `above`
    names the row that one is directly a part of, so that one level can be chosen.
    """
    known = imposed(view, queries, scope, as_of)
    fines = scope.counted(known)
    keys = _keys(view, queries, by, fines, scope)
    rows: dict[str, _Row] = {}
    for fine in fines:
        for one in keys.get(fine["fine"]["iri"], [UNDIVIDED]):
            key = one["key"]
            row = rows.setdefault(key["id"] if key else "", _Row(key, one["above"]))
            row.fines.append(fine)
            row.own += [fine] if one["own"] else []
    made = [row.told(rows) for row in rows.values()]
    if by in YEARS:
        made.sort(key=lambda row: row["key"]["id"] if row["key"] else "9999")
    else:
        made.sort(key=lambda row: (-_standing(row), row["key"]["label"] if row["key"] else ""))
    overlap = sum(len(row.fines) for row in rows.values()) > len(fines)
    meaning = OVERLAP[by] if overlap else "No fine stands in two rows."
    told = {"by": by, "rows": made, "total": total(fines), "rows_overlap": overlap, "overlap": meaning}
    return {**told, "uncertain": scope.uncertain(known)}


def _standing(row: Record) -> Decimal:
    return Decimal(row["net"]["in_euro"]["amount"])
