"""JSON Schema of what answers hold besides records of things: pages, searches, comparisons, timelines."""

from collections.abc import Mapping

from api.acts import EFFECTS
from api.decisions import AXES, MEASURE_LISTS
from api.matrix import COLUMNS
from api.schemas import ADDRESS, BOOLEAN, COUNT, IRI, OWN, TEXT, Schema, array, mapped, nullable, record, ref
from api.things import DAY
from api.timeline import LAST, ORDER

NAMED, MONEY, IDS = ref("Named"), ref("Money"), array(TEXT)
KIND: Schema = {"type": "string", "description": "Kind of thing, or concept or term."}
WITHOUT_IRI = {"iri": nullable(IRI), "url": ADDRESS, "id": TEXT, "label": TEXT, "count": COUNT}
FACTS = {"kind": KIND, "label": TEXT}


def bodies() -> dict[str, Schema]:
    """Schemas by name."""
    return (
        {
            "Page": record(
                {
                    "total": COUNT,
                    "limit": {"type": "integer", "minimum": 1, "maximum": 500},
                    "cursor": nullable(TEXT),
                    "next": {**nullable(ADDRESS), "description": "Address of the next page; null on the last."},
                    "uncertain": {**COUNT, "description": "How many more may fit, but not for certain."},
                },
                ("uncertain",),
            ),
            "Count": record(WITHOUT_IRI, ("url",), "A value of a facet and how many things of the list have it."),
            "Unknown": record(
                {"parameter": TEXT, "value": TEXT, "nearest": IDS}, (), "A filter of something not recorded"
            ),
            "Parts": record({"value": TEXT, "parts": IDS}, (), "A jurisdiction asked for and its parts, looked in too"),
            "Coverage": record({"completeness": TEXT, "decisions_recorded": COUNT, "meaning": TEXT}),
            "Problem": problem(),
            "Some": record(OWN, tuple(OWN), "A record of which only the fields asked for with `fields` are told."),
        }
        | _finding()
        | _comparison()
        | _timeline()
        | _query()
    )


def problem() -> Schema:
    """A problem document (RFC 9457), with our members."""
    members: Mapping[str, Schema] = {
        "type": {"type": "string", "format": "uri-reference"},
        "title": TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "What is wrong, and what to do."},
        "instance": {"type": "string", "format": "uri-reference"},
        "request_id": {"type": "string", "description": "The same as in the header X-Request-ID, and in our log."},
        "parameter": {"type": "string", "description": "The parameter that is wrong."},
        "nearest": {**IDS, "description": "Slugs that may have been meant."},
        "kept": {**IDS, "description": "Versions that are kept."},
    }
    return record(members, ("parameter", "nearest", "kept"))


def _finding() -> dict[str, Schema]:
    match = record({"field": TEXT, "text": TEXT, "language": nullable(TEXT), "highlights": array(array(COUNT))})
    resolved = {**OWN, **FACTS, "how": TEXT, "value": TEXT}
    return {
        "Hit": record({**OWN, **FACTS, "matched": match, "score": {"type": "number"}}),
        "Suggestion": record({**OWN, **FACTS}),
        "Resolved": record(resolved),
        "Resolution": record(
            {
                "outcome": {"type": "string", "enum": ["found", "ambiguous", "not-covered"]},
                "match": nullable(ref("Resolved")),
                "alternatives": array(ref("Resolved")),
                "detail": TEXT,
            }
        ),
    }


def _comparison() -> dict[str, Schema]:
    theory = {"theory": TEXT, "id": TEXT, "iri": IRI, "url": ADDRESS, "label": TEXT}
    cell_value: dict[str, Schema] = {
        **{"decision": TEXT, "why": TEXT, "finding": TEXT, "theories": array(record(theory))},
        **{
            **OWN,
            "label": TEXT,
            "part": BOOLEAN,
            "relied_on": BOOLEAN,
            "accepted": BOOLEAN,
            "outcome": NAMED,
            "of": nullable(NAMED),
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
    states = ("found", "not found", "not recorded")
    cell = {
        "state": {"type": "string", "enum": list(states)},
        "values": array(record(cell_value, [name for name in cell_value if name != "decision"])),
        "sources": {**IDS, "description": "Keys of `sources`."},
        "supported": BOOLEAN,
        "decisions": record(dict.fromkeys(states, IDS), states),
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
    side = record({"answer": TEXT, "acts": array(record(act))})
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


def _timeline() -> dict[str, Schema]:
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


def _query() -> dict[str, Schema]:
    value = {"name": TEXT, "type": TEXT, "required": BOOLEAN, "description": TEXT}
    told = {**OWN, "label": TEXT, "description": nullable(TEXT), "unknowns": nullable(TEXT)}
    lists = {"parameters": array(record(value)), "columns": array(record(value))}
    return {"ExampleQuery": record({**told, **lists, "answer": ADDRESS, "text": TEXT})}
