"""JSON Schema of what the statistics answer."""

from api.proceedings import STANDINGS
from api.schemas import ADDRESS, BOOLEAN, COUNT, IRI, TEXT, Schema, array, mapped, nullable, record, ref
from api.things import DAY

IDS = array(TEXT)
KEY = record({"iri": IRI, "url": ADDRESS, "id": TEXT, "label": TEXT}, ("iri", "url", "id"))
BESIDE_NET = {
    "contested": {**ref("Amount"), "description": "Part of what stands that a pending challenge contests."},
    "stayed": {**ref("Amount"), "description": "Imposed, and not to be enforced while a stay lasts: not in net."},
    "uncertain": {**ref("Amount"), "description": "What may stand, where the sources leave it open: not in net."},
    "fallen": {**ref("Amount"), "description": "Annulled, withdrawn, or taken off by a reduction."},
}
"""Sums beside that of the fines that stand: with it stayed, uncertain and fallen make up what was imposed."""


def figures() -> dict[str, Schema]:
    """Schemas by name: of each statistic, and of how complete the records behind it are."""
    words = "Acts left out that may be of the year asked for, but not for certain."
    uncertain = {**record({"acts": COUNT, "decisions": IDS}), "description": words}
    common = {"statistic": TEXT, "as_of": DAY, "filters": mapped(TEXT), "uncertain": uncertain}
    completeness = {"completeness": TEXT, "decisions_recorded": COUNT, "authorities": mapped(COUNT), "meaning": TEXT}
    return {
        "Fines": record(common | _fines()),
        "Durations": record(common | _durations()),
        "Appeals": record(common | _appeals()),
        "Powers": record(common | _powers()),
        "CoverageOfStatistic": record(completeness),
    }


def _fines() -> dict[str, Schema]:
    gross = record({"currency": TEXT, "amount": ref("Amount"), "fines": COUNT})
    net = record({**gross["properties"], **BESIDE_NET})
    sides = {
        name: record({"by_currency": array(one), "in_euro": one, "not_converted": array(one)})
        for name, one in (("gross", gross), ("net", net))
    }
    names = ("standing", "contested", "stayed", "uncertain", "fallen", "not_converted")
    behind = {**record({**dict.fromkeys(names, IDS), "states": mapped(IDS)}), "description": "The acts of each sum."}
    perhaps = {
        **record({"fines": COUNT, **sides["gross"]["properties"], "decisions": IDS}),
        "description": "What may have been imposed by the day, but not for certain: in no other number.",
    }
    total = {"fines": COUNT, **sides, "states": mapped(COUNT), "decisions": IDS, "behind": behind, "perhaps": perhaps}
    own = {**record({"fines": COUNT, "decisions": IDS}), "description": "Those of the key itself, not of a part of it."}
    level = {"type": "integer", "minimum": 1, "description": "1 where the key is a part of no other row."}
    above = {**nullable(TEXT), "description": "Id of the row that this one is directly a part of."}
    rows = array(record({"key": nullable(KEY), "level": level, "above": above, "own": own, **total}))
    return {"by": TEXT, "rows": rows, "total": record(total), "rows_overlap": BOOLEAN, "overlap": TEXT}


def _bounds(schema: Schema) -> Schema:
    return record({"at_least": schema, "at_most": schema})


def _spread() -> Schema:
    days = ("shortest", "lower_quartile", "median", "upper_quartile", "longest")
    return nullable(record({name: _bounds({"type": "number", "minimum": 0}) for name in days}))


def _durations() -> dict[str, Schema]:
    above = {**nullable(TEXT), "description": "Id of the state, where the key is a part of one."}
    row = {
        **{"key": KEY, "above": above, "stage": TEXT, **dict.fromkeys(STANDINGS, COUNT)},
        **{"days": _spread(), "days_open": _spread(), "decisions": record(dict.fromkeys(STANDINGS, IDS))},
    }
    return {"by": TEXT, "rows": array(record(row)), "total": array(record(row))}


def _appeals() -> dict[str, Schema]:
    counted = {"rulings": COUNT, "challenged_acts": COUNT, "decisions": IDS, "challenged": IDS}
    whole = {**record(counted), "description": "Those with this effect on the whole act challenged."}
    in_part = {**record(counted), "description": "Those with it on a part only: a fine, an order, a finding."}
    name = "What the rulings did; the outcome where none did anything recorded to the act; not-recorded without either."
    effect = {
        **{"effect": {**TEXT, "description": name}, "share": {"type": "number", "minimum": 0, "maximum": 1}},
        **{**counted, "whole": whole, "in_part": in_part},
        "grounds": array(record({"ground": TEXT, "rulings": COUNT, "decisions": IDS})),
    }
    row = record({"level": TEXT, "meaning": TEXT, **counted, "effects": array(record(effect))})
    return {"rows": array(row), "rulings": COUNT, "challenged_acts": COUNT}


def _powers() -> dict[str, Schema]:
    which = {"decisions": IDS, "named_decisions": {**IDS, "description": "Acts that name the point themselves."}}
    point = record({"point": TEXT, "power": TEXT, "acts": COUNT, "named": COUNT, **which})
    row = {
        **{"key": KEY, "instrument": KEY, "acts": COUNT, "powers": array(point)},
        "combinations": array(record({"points": IDS, "acts": COUNT, "decisions": IDS})),
    }
    return {"rows": array(record(row)), "acts": COUNT, "points": mapped(TEXT)}
