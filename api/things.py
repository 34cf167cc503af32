"""JSON Schema of the records of things: each resource, and a decision in the shape of `api.decisions`."""

from collections.abc import Mapping

from api import decisions
from api.comparison import PARTS as COMPARED
from api.decisions import AXES, MEASURE_LISTS, RELATIONS
from api.lists import SUMMARY
from api.resources import OWN, Resource
from api.schemas import (
    ADDRESS,
    COUNT,
    TEXT,
    Schema,
    array,
    columns,
    joined,
    nullable,
    record,
    ref,
    without,
)
from graph.queries import Query

NAMES = {
    "authority": "Authority",
    "jurisdiction": "Jurisdiction",
    "company": "Company",
    "case": "Case",
    "decision": "Decision",
    "provision": "LegalBasis",
    "instrument": "Instrument",
    "source": "Source",
}
"""Name of the schema of each kind of thing; as a list tells it, with `Listed` before it where that is less."""
DAY: Schema = {"type": "string", "format": "date"}
SUMS = ("amount", "amount_from", "amount_up_to", "ceiling", "rate", "euro", "euro_rate", "euro_date", "euro_rule")


def listed(kind: str) -> str:
    """Name of the schema of a thing as lists tell it."""
    return f"Listed{NAMES[kind]}"


def included(kind: str) -> str:
    """Name of the schema of a thing as it is embedded beside others: without any of its parts."""
    return f"Brief{NAMES[kind]}"


def things(resources: Mapping[str, Resource]) -> dict[str, Schema]:
    """Schemas of all records of things, by name."""
    found: dict[str, Schema] = {}
    for resource in resources.values():
        main = columns(resource.main, resource.kind)
        parts = _decision(resource.parts) if resource.kind == "decision" else _parts(resource)
        found[NAMES[resource.kind]] = {**joined(main, record(parts)), "description": resource.main.title}
        found[included(resource.kind)] = found[listed(resource.kind)] = main
        if resource.kind == "decision":
            for name, some in ((listed("decision"), SUMMARY), ("ComparedDecision", COMPARED)):
                told = {part: schema for part, schema in parts.items() if part in (*some, "as_of", "fine", "fines")}
                found[name] = joined(main, record(told))
    return found | _shared(resources["decisions"].parts)


def _parts(resource: Resource) -> dict[str, Schema]:
    """Parts of a thing other than a decision."""
    return {
        name: {**array(without(columns(query, OWN[name]), resource.kind)), "description": f"{query.title}."}
        for name, query in resource.parts.items()
    }


def _decision(parts: Mapping[str, Query]) -> dict[str, Schema]:
    """Parts of a decision as `api.decisions.decision` shapes them."""
    told: dict[str, Schema] = {
        "as_of": {**DAY, "description": "Day in law for which every status is told."},
        "legal_bases": record({relation: array(ref("BasisOfDecision")) for relation in RELATIONS}),
        "findings": array(ref("Finding")),
        "status": ref("States"),
        "measures": record({name: array(ref("Measure")) for name in MEASURE_LISTS.values()}),
        "fine": {**nullable(ref("Sum")), "description": "Money of the fine, where there is exactly one."},
        "fines": ref("Imposed"),
        "draft": {**nullable(ref("Draft")), "description": "Draft of the lead authority; none of it is a measure."},
        "notes": array(TEXT),
        "identifiers": array(record({"kind": TEXT, "value": TEXT})),
    }
    shaped = {*told, "measure_links"}
    for name, query in parts.items():
        if name not in shaped:
            own = decisions.OWN.get(name, "")
            told[name] = array(without(columns(query, own, absent=True), "decision"))
        if name in told and "description" not in told[name]:
            told[name] = {**told[name], "description": f"{query.title}."}
    return told


def _shared(parts: Mapping[str, Query]) -> dict[str, Schema]:
    """Schemas that the record of a decision and others have in common."""
    state = without(
        columns(parts["status"], "status", absent=True),
        "decision",
        "thing",
        "axis",
        "begun",
        "amount",
        "amount_paid",
        "currency",
    )
    sums = {
        "standing": {**ref("Money"), "description": "Amount of a fine that stands."},
        "paid": {**ref("Money"), "description": "Amount paid, where a source states it: it can be less than the fine."},
    }
    state = joined(state, record(sums, tuple(sums)))
    other = {**ref("OneState"), "description": "The other state that the sources leave possible that day."}
    draft = without(columns(parts["draft"], "draft", absent=True), "decision")
    lists = [name for name in draft["properties"] if draft["properties"][name].get("type") == "array"]
    draft["required"] = [name for name in draft["required"] if name not in lists]  # An empty list is left out too.
    bases = without(columns(parts["legal_bases"], "provision"), "decision")
    held = {**nullable(ref("Named")), "description": "How stands what was held on it; not of what nothing was held."}
    bases = joined(bases, record({"force": held}, ("force",)))
    findings = without(columns(parts["findings"], "finding", absent=True), "decision")
    finding = array(record({"id": TEXT, "url": ADDRESS, "finding": TEXT}))
    return {
        "BasisOfDecision": bases,
        "ComparedBasis": joined(bases, record({"decisions": finding})),
        "ComparedMeasure": joined(_measure(parts["measures"]), record({"decision": TEXT})),
        "Finding": joined(findings, record({"status": ref("States")})),
        "OneState": state,
        "State": joined(state, record({"alternatively": other}, ("alternatively",))),
        "States": record({axis: nullable(ref("State")) for axis in AXES}, (), "State on each axis; null: not told."),
        "Imposed": record(
            {"number": COUNT, "largest": nullable(ref("Sum")), "sum": nullable(ref("Sum"))},
            (),
            "What the fines of the act come to as imposed, whatever became of them; null where there is none, or in "
            "several currencies.",
        ),
        "Sum": record(
            {
                "amount": ref("Amount"),
                "currency": TEXT,
                "in_euro": {**nullable(ref("InEuro")), "description": "Only of fines; null where there is no rate."},
            },
            ("in_euro",),
        ),
        "InEuro": record(
            {
                "amount": ref("Amount"),
                "rate": {"type": "string", "description": "Units of the currency for one euro."},
                "rate_date": nullable(ref("PartialDate")),
                "rule": nullable(ref("Reference")),
            }
        ),
        "Measure": _measure(parts["measures"]),
        "Draft": joined(draft, record({"proposes": array(ref("Measure"))})),
    }


def _measure(query: Query) -> Schema:
    """A measure: what does not apply to its class is left out."""
    plain = without(columns(query, "measure", absent=True), "decision", "proposer", "currency", *SUMS)
    sums = {name: ref("Money") for name in ("amount_from", "amount_up_to", "ceiling", "rate")}
    links = {name: array(ref("Named")) for name in ("addressees", "order_kinds", "provisions")}
    more: dict[str, Schema] = {"money": ref("Sum"), **sums, **links, "currency": TEXT, "status": ref("States")}
    plain["required"] = [name for name in plain["required"] if name != "secures"]
    return joined(plain, record(more, tuple(more)))
