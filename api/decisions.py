"""The record of a decision: its parts in the shape in which they are read."""

from collections.abc import Sequence

from api.holdings import holdings
from api.imposed import imposed
from api.shaping import Record, own
from api.states import held
from graph.namespaces import ONTOLOGY

MEASURE_LISTS = {
    "Fine": "fines",
    "Order": "orders",
    "Ban": "bans",
    "Reprimand": "reprimands",
    "PeriodicPenalty": "periodic_penalties",
    "PenaltyLiquidation": "liquidations",
    "Redress": "redress",
    "SettlementPayment": "settlement_payments",
    "Damages": "damages",
    "Recommendation": "recommendations",
    "ProposedMeasure": "proposed",
    "Refusal": "refused",
}
"""Lists of `measures`, one a class, so that nobody adds a liquidation to a fine by mistake."""

OWN = {
    "mechanisms": "mechanism",
    "outcomes": "outcome",
    "grounds": "ground",
    "claims": "claim",
    "sources": "evidence",
    "parties": "party",
    "history": "interval",
    "findings": "finding",
    "fine_shares": "share",
    "cooperation": "authority",
    "objections": "objection",
    "affects": "object",
    "affected_by": "later",
    "respondents": "respondent",
    "complainants": "complainant",
}
"""Column whose thing a row of that part is about."""

MEMBERS = {"status": ("as_of", "status"), "measures": ("measures", "fine", "fines"), "measure_links": ()}
"""Members of a record that a part gives, where they are not one of its name."""

RELATIONS = ("infringes", "alleges", "applies", "reliedOn", "accepts", "rejects")
AXES = ("force", "finality", "execution")
TERMS = ("addressee", "addresseeKind", "orderKind", "provision")
LINKS = dict(zip(TERMS, ("addressees", "addressees", "order_kinds", "provisions"), strict=True))


def decision(parts: dict[str, list[Record]], as_of: str) -> Record:
    """Parts of a decision in the shape in which they are read.

    `legal_bases` by relation, with the `force` of what was held on each; `measures` by class, `status` by axis; `fine`
    is the money of the fine where there is exactly one, `fines` what all come to as imposed; `draft` is the draft of
    the lead authority with what it proposed, or null: that is none of the `measures`, for a draft is no act, and is
    told only with them. Parts that were not asked for are absent.
    """
    record: Record = {}
    rows, drafts, links = parts.pop("status", None), parts.pop("draft", None), parts.pop("measure_links", [])
    if rows is not None:
        record["as_of"] = as_of
    if "legal_bases" in parts:
        record["legal_bases"] = _bases(parts.pop("legal_bases"))
    if rows is not None:
        record["status"] = None
    if "findings" in parts:
        record["findings"] = _plain("findings", parts.pop("findings"))
    if "measures" in parts:
        measures = [own(measure, "measure") for measure in parts.pop("measures")]
        if drafts is not None:
            drafted = [_measure(measure) | _links(measure["iri"], links) for measure in measures if _drafted(measure)]
            its = [own(draft, "draft") for draft in drafts]
            record["draft"] = {**_present(its[0]), "proposes": drafted} if its else None
        lists: dict[str, list[Record]] = {name: [] for name in MEASURE_LISTS.values()}
        for measure in measures:
            if not _drafted(measure):
                kind = measure["type"]["iri"].removeprefix(ONTOLOGY)
                lists[MEASURE_LISTS[kind]].append(_measure(measure) | _links(measure["iri"], links))
        record["measures"] = lists
        record["fine"] = lists["fines"][0]["money"] if len(lists["fines"]) == 1 else None
        record["fines"] = imposed([fine["money"] for fine in lists["fines"]])
    if rows is not None:
        record |= stated(record, rows, as_of)
    for name, found in parts.items():
        record[name] = _plain(name, found)
    return record


def stated(record: Record, rows: Sequence[Record], as_of: str) -> Record:
    """What of a decision hangs on the day `as_of`: that day, its status, and that of what it found and ordered.

    What became final stands so for each measure and finding, unless something else is known of that one.
    """
    status = _states(rows, None)
    told: Record = {"as_of": as_of, "status": status}
    if "findings" in record:
        told["findings"] = [_with_status(one, rows, status) for one in record["findings"]]
        if "legal_bases" in record:
            told["legal_bases"] = holdings(record["legal_bases"], told["findings"], status["force"], as_of)
    if "measures" in record:
        told["measures"] = {
            name: [_with_status(measure, rows, status) for measure in found]
            for name, found in record["measures"].items()
        }
    return told


def _with_status(part: Record, rows: Sequence[Record], whole: Record) -> Record:
    mine = _states(rows, part["iri"])
    return {**part, "status": {**mine, "finality": mine["finality"] or whole["finality"]}}


def undated(record: Record) -> Record:
    """A record without its status, with the place where `stated` is to stand."""
    made: Record = {}
    for name, value in record.items():
        made |= {"as_of": None, name: value, "status": None} if name == "legal_bases" else {name: value}
    return made


def _bases(found: Sequence[Record]) -> dict[str, list[Record]]:
    """Provisions by their relation to the decision."""
    bases: dict[str, list[Record]] = {relation: [] for relation in RELATIONS}
    for base in found:
        told = {**base.pop("provision"), **base}
        relation = told["relation"]["id"]
        if relation in bases:
            bases[relation].append(told)
    return bases


def _state(row: Record) -> Record:
    """A status as shown: the concept, since and until when, and why; on a fine the amount that stands, or was paid."""
    amount, paid, currency = row.get("amount"), row.get("amount_paid"), row.get("currency")
    hidden = ("thing", "axis", "begun", "amount", "amount_paid", "currency")
    state = {key: value for key, value in own(row, "status").items() if key not in hidden and value is not None}
    if amount is not None:
        state["standing"] = {"amount": amount, "currency": currency}
    if paid is not None:
        state["paid"] = {"amount": paid, "currency": currency}
    return state


def _states(rows: Sequence[Record], iri: str | None) -> Record:
    """States by axis of the measure `iri`, or of the decision itself (whose IRI has no fragment) for None."""
    mine: dict[str, list[Record]] = {}
    for row in rows:
        of = row["thing"]["iri"]
        if (iri is None and "#" not in of) or of == iri:
            mine.setdefault(row["axis"]["id"], []).append(row)
    states: Record = {}
    for axis, found in mine.items():
        first, *others = (_state(dict(row)) for row in held(found))
        states[axis] = first | ({"alternatively": others[-1]} if others else {})
    return {axis: states.get(axis) for axis in AXES}


def _links(iri: str, rows: Sequence[Record]) -> Record:
    """Addressees of a measure (a person by kind only), kinds of an order, provisions of a proposal; absent if none."""
    links: Record = {}
    for row in rows:
        if row["measure"]["iri"] == iri:
            linked = {**row["object"], "label": row["label"]}
            links.setdefault(LINKS[row["relation"]["id"]], []).append(linked)
    return links


def _drafted(measure: Record) -> bool:
    """Whether it stands in the draft of a lead authority, which is a part of an act and no act itself."""
    return measure["proposer"] is not None and "#" in measure["proposer"]["iri"]


def _measure(found: Record) -> Record:
    """A measure with its sums as money; what does not apply to its class is left out.

    Money of a fine has `in_euro`: the amount at the reference rate of the European Central Bank, with the rate
    (units for one euro), its day and the rule by which it was taken; null where there is no rate.
    """
    measure = {key: value for key, value in found.items() if key != "proposer"}
    currency = measure.pop("currency")
    euro = {name: measure.pop(f"euro_{name}") for name in ("rate", "date", "rule")}
    in_euro = measure.pop("euro")
    for name in ("amount", "amount_from", "amount_up_to", "ceiling", "rate"):
        amount = measure.pop(name)
        if amount is not None:
            measure["money" if name == "amount" else name] = {"amount": amount, "currency": currency}
    if measure["type"]["id"] == "Fine":
        rate = {"amount": in_euro, "rate": euro["rate"], "rate_date": euro["date"], "rule": euro["rule"]}
        measure["money"]["in_euro"] = rate if in_euro is not None else None
    if measure.get("amount_note") is not None and currency is not None:
        measure["currency"] = currency
    return _present(measure)


def _present(record: Record) -> Record:
    return {key: value for key, value in record.items() if value is not None and value != []}


def _plain(name: str, found: list[Record]) -> object:
    if name == "notes":
        return [row["note"] for row in found]
    if name == "identifiers":
        return [{"kind": row["kind"]["id"], "value": row["value"]} for row in found]
    if name in OWN:
        found = [own(row, OWN[name]) for row in found]
    return [{key: value for key, value in row.items() if value is not None} for row in found]
