"""JSON Schema of what comparisons and timelines answer."""

from api.acts import EFFECTS
from api.cells import FOUND, NOT_FOUND, NOT_RECORDED
from api.chronology import LAST, ORDER
from api.decisions import AXES, MEASURE_LISTS
from api.matrix import COLUMNS, SET_ASIDE
from api.schemas import ADDRESS, BOOLEAN, IRI, OWN, TEXT, Schema, array, mapped, nullable, record, ref
from api.things import DAY

NAMED, MONEY, IDS = ref("Named"), ref("Money"), array(TEXT)
STATES = (FOUND, NOT_FOUND, NOT_RECORDED)
STATE = (
    "Of an act, what it answered: found, not found or not recorded. Of a jurisdiction, the answer that stands on the "
    "day; set aside where all that was found there was annulled or withdrawn and no other answer took its place."
)


def comparisons() -> dict[str, Schema]:
    """Schemas of comparisons, by name."""
    theory = {"theory": TEXT, "id": TEXT, "iri": IRI, "url": ADDRESS, "label": TEXT}
    cell_value: dict[str, Schema] = {
        **{"decision": TEXT, "why": TEXT, "finding": TEXT, "theories": array(record(theory))},
        **{
            **OWN,
            "label": TEXT,
            "part": BOOLEAN,
            "relied_on": BOOLEAN,
            "applied": BOOLEAN,
            "accepted": BOOLEAN,
            "outcome": NAMED,
            "of": {**nullable(NAMED), "description": "The part of the act; null where it is the act as a whole."},
        },
        **{"money": ref("Sum"), "amount_note": TEXT, "currency": TEXT, "standing": MONEY},
        **dict.fromkeys(("amount_from", "amount_up_to", "ceiling", "rate"), MONEY),
        **dict.fromkeys(("rate_period", "rate_unit", "grace", "deadline", "caused_by"), TEXT),
        **{name: ref("PartialDate") for name in ("period_from", "period_until", "from", "sources_reach")},
        **{"order_kinds": array(NAMED), "certain": BOOLEAN, "alternatively": NAMED},
        **{"by": NAMED, "relation": TEXT, **{name: nullable(ref("PartialDate")) for name in ("decided", "effective")}},
        "sources": IDS,
        "status": record({axis: nullable(TEXT) for axis in AXES}),
    }
    cell = {
        "state": {"type": "string", "enum": [*STATES, SET_ASIDE], "description": STATE},
        "values": array(record(cell_value, [name for name in cell_value if name != "decision"])),
        "sources": {**IDS, "description": "Keys of `sources`."},
        "supported": BOOLEAN,
        "decisions": record(dict.fromkeys(STATES, IDS), STATES, "Which act answered what, whether it stands or not."),
        "wider": array(NAMED),
    }
    column: dict[str, Schema] = {**OWN, "label": TEXT, "decisions": IDS, "date": TEXT}
    column |= dict.fromkeys(("jurisdiction", "authority", "kind", "case", "type"), NAMED)
    row = {
        "id": TEXT,
        "group": TEXT,
        "label": TEXT,
        "provisions": array(ref("ProvisionOf")),
        "cells": mapped(ref("Cell")),
    }
    matrix = {
        "columns_are": {"type": "string", "enum": list(COLUMNS)},
        "columns": array(ref("MatrixColumn")),
        "rows": array(record(row)),
        "later": array(ref("MatrixColumn")),
        "sources": ref("Evidence"),
    }
    act = {**OWN, "label": TEXT, "jurisdiction": NAMED, "sources": IDS, "supported": BOOLEAN}
    part = {
        **NAMED,
        "description": "The part of an act that the answer is on; absent where it is on the act as a whole.",
    }
    side = record({"answer": TEXT, "acts": array(record(act)), "of": part}, ("of",))
    told = {"kind": TEXT, "question": TEXT, "label": TEXT, "recorded": BOOLEAN, "sides": array(side), "words": TEXT}
    compared = {"matrix": record(matrix), "divergences": array(record(told))}
    document = record({**OWN, "label": TEXT, "language": nullable(TEXT)})
    evidence = record({"iri": IRI, "url": ADDRESS, "document": document, "address": nullable(TEXT)})
    order = {
        "jurisdiction": record({**OWN, "label": TEXT, "code": nullable(TEXT)}),
        "authorities": array(NAMED),
        **{name: ref("PartialDate") for name in ("first", "last")},
        **{name: array(ref("ComparedBasis")) for name in ("infringed", "alleged", "accepted_bases", "rejected_bases")},
        "measures": record({name: array(ref("ComparedMeasure")) for name in MEASURE_LISTS.values()}),
        "decisions": array(ref("ComparedDecision")),
        "sources": array(document),
    }
    return {
        "Evidence": mapped(evidence, "Evidence by its id, with its document."),
        "Cell": record(cell, ("decisions", "wider")),
        "MatrixColumn": record(column, ("decisions", "date", "jurisdiction", "authority", "kind", "case", "type")),
        "ProvisionOf": record({**OWN, "label": TEXT, "instrument": NAMED}),
        "Comparison": record({"as_of": DAY, **compared}),
        "CaseComparison": record(
            {"case": ref("Case"), "as_of": DAY, "jurisdictions": array(record(order)), **compared}
        ),
    }


def timelines() -> dict[str, Schema]:
    """Schemas of timelines, by name."""
    date = nullable(ref("PartialDate"))
    event: dict[str, Schema] = {
        "date": {**date, "description": "Null where only a period is known that runs from a day not recorded."},
        "precision": nullable(TEXT),
        "kind": {"type": "string", "enum": [*ORDER, *LAST]},
        **{"words": TEXT, "decision": NAMED, "sources": IDS, "supported": BOOLEAN},
        "lane": {"type": "string", "description": "Id of a lane."},
        **{"lies_ahead": BOOLEAN, "order_certain": BOOLEAN, "about": array(NAMED), "derived": BOOLEAN},
        **{"at_the_latest": BOOLEAN, "earliest": ref("PartialDate")},
        "relation": {"type": "string", "enum": list(EFFECTS)},
        **{"axis": TEXT, "status": NAMED, "caused_by": NAMED, "money": ref("Sum"), "period": TEXT, "after": TEXT},
    }
    always = ("date", "precision", "kind", "words", "decision", "sources", "supported", "lane", "lies_ahead")
    told = {
        **{"as_of": DAY, "lanes": array(NAMED), "events": array(ref("Event")), "undated": array(ref("Event"))},
        "sources": ref("Evidence"),
    }
    return {
        "Event": record(event, [name for name in event if name not in always]),
        "CaseTimeline": record({"case": NAMED, **told}),
        "CompanyTimeline": record({"company": NAMED, **told}),
    }
