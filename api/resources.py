"""Records of resources: a main query each, completed by the queries that give parts of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from pyoxigraph import Literal

from api.errors import Problem
from api.rows import rows
from api.shaping import Record, own, records
from api.tables import nearest, table
from api.versions import View
from graph.errors import ParameterError
from graph.namespaces import KINDS, ONTOLOGY
from graph.queries import Query, folder, selected
from graph.terms import SLUG, parse

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
    "companies": "company",
    "coverage": "coverage",
    "predecessors": "predecessor",
    "mechanisms": "mechanism",
    "outcomes": "outcome",
    "grounds": "ground",
    "claims": "claim",
    "sources": "evidence",
    "parties": "party",
    "origins": "origin",
    "history": "interval",
    "fine_shares": "share",
    "cooperation": "authority",
    "objections": "objection",
    "affects": "object",
    "affected_by": "later",
    "respondents": "respondent",
    "complainants": "complainant",
}
"""Column whose thing a row of that part is about."""

RELATIONS = ("infringes", "alleges", "applies", "reliedOn", "rejects")
AXES = ("force", "finality", "execution")
TERMS = ("addressee", "addresseeKind", "orderKind", "provision")
LINKS = dict(zip(TERMS, ("addressees", "addressees", "order_kinds", "provisions"), strict=True))


def today() -> str:
    """Today in UTC, as YYYY-MM-DD: the day for which a status is told unless another is asked for."""
    return datetime.now(UTC).date().isoformat()


@dataclass(frozen=True)
class Resource:
    """A kind of thing with its queries: `main` gives the record, `parts` complete it, `filters` give the values by
    which a list is filtered, `vocabulary` the concepts and classes these can be."""

    kind: str
    main: Query
    filters: Query
    vocabulary: Query
    parts: Mapping[str, Query] = field(default_factory=dict)

    @property
    def plural(self) -> str:
        """Name under which it stands in a path."""
        return KINDS[self.kind]


def resources() -> dict[str, Resource]:
    """The resources of the API by the name in their path, as the files in `queries/api` have them."""
    named = folder("api")
    queries = named.values()
    kinds = {plural: kind for kind, plural in KINDS.items()}
    found = {}
    for query in queries:
        plural = query.fields.get("path", "").strip("/")
        if plural in kinds:
            parts = {part.fields["part"]: part for part in selected(queries, of=kinds[plural])}
            (filters,) = selected(queries, filters=kinds[plural])
            found[plural] = Resource(kinds[plural], query, filters, named["vocabulary"], parts)
    return found


def listed(view: View, resource: Resource, slugs: Sequence[str], as_of: str) -> list[Record]:
    """The records of the things with those slugs, in their order, without their parts; an unknown one is left out."""
    found = records(resource.main, rows(view, resource.main, resource.kind, slugs, as_of))
    known = {record["id"]: record for record in (own(record, resource.kind) for record in found)}
    return [known[slug] for slug in slugs if slug in known]


def _part(view: View, resource: Resource, name: str, slugs: Sequence[str], as_of: str) -> dict[str, list[Record]]:
    """A part of several things at once, by slug."""
    query = resource.parts[name]
    found: dict[str, list[Record]] = {slug: [] for slug in slugs}
    for record in records(query, rows(view, query, resource.kind, slugs, as_of)):
        found[record.pop(resource.kind)["id"]].append(record)
    return found


def completed(view: View, resource: Resource, found: Sequence[Record], as_of: str, only: Sequence[str] = ()) -> None:
    """Add their parts (all, or those in `only`) to the records `found`, in place."""
    slugs = [record["id"] for record in found]
    if not slugs:
        return
    wanted = {*only, "measure_links"} if "measures" in only else set(only)
    names = [name for name in resource.parts if not wanted or name in wanted]
    parts = {name: _part(view, resource, name, slugs, as_of) for name in names}
    for record in found:
        mine = {name: rows[record["id"]] for name, rows in parts.items()}
        if resource.kind == "decision":
            record.update(_decision(mine, as_of))
        else:
            record.update({name: [own(row, OWN[name]) for row in rows] for name, rows in mine.items()})


def item(view: View, resource: Resource, slug: str, as_of: str) -> Record:
    """The whole record of one thing. Raises Problem 404 where there is none."""
    found = listed(view, resource, [slug], as_of) if SLUG.fullmatch(slug) else []
    if not found:
        near = nearest(slug, table(view, resource.filters).ids)
        words = f" Nearest: {', '.join(near)}." if near else ""
        told = f"There is no {resource.kind} {slug[:100]!r}.{words} /api/v1/{resource.plural} lists those there are."
        raise Problem(404, told, nearest=near)
    completed(view, resource, found, as_of)
    return found[0]


def given_day(value: str | None) -> str:
    """The day asked for with `as_of`, or today. Raises ParameterError for anything but a day."""
    if value is None:
        return today()
    term = parse("as_of", "date", value)
    if isinstance(term, Literal) and date.fromisoformat(term.value).year < 1900:
        raise ParameterError("as_of", f"as_of: {value} lies before any decision here: give a day after 1900.")
    return value


def _state(row: Record) -> Record:
    """A status as shown: the concept, since and until when, and why; on a fine also the amount that stands."""
    amount, currency = row.get("amount"), row.get("currency")
    hidden = ("thing", "axis", "amount", "currency")
    state = {key: value for key, value in own(row, "status").items() if key not in hidden and value is not None}
    if amount is not None:
        state["standing"] = {"amount": amount, "currency": currency}
    return state


def _decision(parts: dict[str, list[Record]], as_of: str) -> Record:
    """Parts of a decision in the shape in which they are read.

    `legal_bases` by relation, `measures` by class, `status` by axis; `fine` is the money of the fine where
    there is exactly one; parts that were not asked for are absent.
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
    if "measures" in parts:
        links = parts.pop("measure_links")
        measures = [own(measure, "measure") for measure in parts.pop("measures")]
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


def _links(iri: str, rows: Sequence[Record]) -> Record:
    """Addressees of a measure (a person by kind only), kinds of an order, provisions of a proposal; absent if none."""
    links: Record = {}
    for row in rows:
        if row["measure"]["iri"] == iri:
            linked = {**row["object"], "label": row["label"]}
            links.setdefault(LINKS[row["relation"]["id"]], []).append(linked)
    return links


def _measure(measure: Record) -> Record:
    """A measure with its sums as money; what does not apply to its class is left out.

    Money of a fine has `in_euro`: the amount at the reference rate of the European Central Bank, with the rate
    (units for one euro), its day and the rule by which it was taken; null where there is no rate.
    """
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
    return {key: value for key, value in measure.items() if value is not None and value != []}


def _plain(name: str, found: list[Record]) -> object:
    if name == "notes":
        return [row["note"] for row in found]
    if name == "identifiers":
        return [{"kind": row["kind"]["id"], "value": row["value"]} for row in found]
    if name in OWN:
        found = [own(row, OWN[name]) for row in found]
    return [{key: value for key, value in row.items() if value is not None} for row in found]
