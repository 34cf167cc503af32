"""JSON Schema of what answers hold besides records of things: pages and searches."""

from collections.abc import Mapping

from api.comparisons import comparisons, timelines
from api.schemas import ADDRESS, BOOLEAN, COUNT, IRI, OWN, TEXT, Schema, array, nullable, record, ref

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
        | comparisons()
        | timelines()
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


def _query() -> dict[str, Schema]:
    value = {"name": TEXT, "type": TEXT, "required": BOOLEAN, "description": TEXT}
    told = {**OWN, "label": TEXT, "description": nullable(TEXT), "unknowns": nullable(TEXT)}
    lists = {"parameters": array(record(value)), "columns": array(record(value))}
    return {"ExampleQuery": record({**told, **lists, "answer": ADDRESS, "text": TEXT})}
