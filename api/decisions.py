"""The record of a decision: its parts in the shape in which they are read."""

from collections.abc import Sequence

from api.shaping import Record, own
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

RELATIONS = ("infringes", "alleges", "applies", "reliedOn", "accepts", "rejects")
HELD = ("infringes", "accepts", "rejects")
"""Relations to a provision by which an act held something that a later act can set aside."""
AXES = ("force", "finality", "execution")
PARTLY = "partly-annulled"
"""Force of an act of which a part was annulled; what it held otherwise is in force."""
TERMS = ("addressee", "addresseeKind", "orderKind", "provision")
LINKS = dict(zip(TERMS, ("addressees", "addressees", "order_kinds", "provisions"), strict=True))


def decision(parts: dict[str, list[Record]], as_of: str) -> Record:
    """Parts of a decision in the shape in which they are read.

    `legal_bases` by relation, with the `force` of what was held on each; `measures` by class, `status` by axis; `fine`
    is the money of the fine where there is exactly one; `draft` is the draft of the lead authority with what it
    proposed, or null: that is none of the `measures`, for a draft is no act. Parts that were not asked for are absent.
    """
    record: Record = {}
    rows = parts.pop("status", None)
    if rows is not None:
        record["as_of"] = as_of
    if "legal_bases" in parts:
        bases = parts.pop("legal_bases")
        record["legal_bases"] = {
            relation: [{**base.pop("provision"), **base} for base in bases if base["relation"]["id"] == relation]
            for relation in RELATIONS
        }
        for base in bases:
            base.pop("relation")
    if rows is not None:
        record["status"] = _states(rows, None)
        if "findings" in parts:
            record["findings"] = _findings(parts.pop("findings"), rows, record["status"])
            _stand(record)
    if "measures" in parts:
        links = parts.pop("measure_links")
        measures = [own(measure, "measure") for measure in parts.pop("measures")]
        drafted = [_measure(measure) | _links(measure["iri"], links) for measure in measures if _drafted(measure)]
        if "draft" in parts:
            drafts = [own(draft, "draft") for draft in parts.pop("draft")]
            record["draft"] = {**_present(drafts[0]), "proposes": drafted} if drafts else None
        measures = [measure for measure in measures if not _drafted(measure)]
        for measure in measures:
            if rows is not None:
                mine = _states(rows, measure["iri"])
                measure["status"] = {**mine, "finality": mine["finality"] or record["status"]["finality"]}
        lists: dict[str, list[Record]] = {name: [] for name in MEASURE_LISTS.values()}
        for measure in measures:
            kind = measure["type"]["iri"].removeprefix(ONTOLOGY)
            lists[MEASURE_LISTS[kind]].append(_measure(measure) | _links(measure["iri"], links))
        record["measures"] = lists
        record["fine"] = lists["fines"][0]["money"] if len(lists["fines"]) == 1 else None
    for name, found in parts.items():
        record[name] = _plain(name, found)
    return record


def _state(row: Record) -> Record:
    """A status as shown: the concept, since and until when, and why; on a fine also the amount that stands."""
    amount, currency = row.get("amount"), row.get("currency")
    hidden = ("thing", "axis", "amount", "currency")
    state = {key: value for key, value in own(row, "status").items() if key not in hidden and value is not None}
    if amount is not None:
        state["standing"] = {"amount": amount, "currency": currency}
    return state


def _states(rows: Sequence[Record], iri: str | None) -> Record:
    """States by axis of the measure `iri`, or of the decision itself (whose IRI has no fragment) for None."""
    states: Record = {}
    for row in rows:
        of = row["thing"]["iri"]
        if (iri is None and "#" not in of) or of == iri:
            axis = row["axis"]["id"]
            state = _state(dict(row))
            known = states.get(axis)
            states[axis] = state if known is None or row["certain"] else {**known, "alternatively": state}
    return {axis: states.get(axis) for axis in AXES}


def _findings(found: Sequence[Record], rows: Sequence[Record], whole: Record) -> list[Record]:
    """Findings that a later act treated apart, each with its status; no `provisions` where no source says which."""
    told = [own(row, "finding") for row in found]
    for finding in told:
        mine = _states(rows, finding["iri"])
        finding["status"] = {**mine, "finality": mine["finality"] or whole["finality"]}
    return [{key: value for key, value in finding.items() if value is not None} for finding in told]


def _stand(record: Record) -> None:
    """Tell of each provision on which the act held something the force of that: of its finding, else of the act."""
    apart = {one["iri"]: finding["status"] for finding in record["findings"] for one in finding["provisions"]}
    for relation in HELD if "legal_bases" in record else ():
        for base in record["legal_bases"][relation]:
            force = (apart[base["iri"]] if base["iri"] in apart else record["status"])["force"]
            if force is None:
                base["force"] = None
                continue
            told = {name: str(force[name]) for name in ("iri", "id", "url", "label")}
            if told["id"] == PARTLY and base["iri"] not in apart:
                told = {name: told[name].replace(PARTLY, "in-force") for name in ("iri", "id", "url")}
                told["label"] = "in force"
            base["force"] = told


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
