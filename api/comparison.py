"""A case compared across jurisdictions: one entry for each legal order, with all that was decided there."""

from collections.abc import Iterable

from api.acts import dated
from api.decisions import MEASURE_LISTS
from api.lists import fitting
from api.matrix import compared
from api.questions import finding
from api.resources import Resource, completed, item, listed
from api.shaping import Record
from api.versions import View
from graph.namespaces import thing

PARTS = (
    "respondents",
    "complainants",
    "identifiers",
    "mechanisms",
    "outcomes",
    "grounds",
    "legal_bases",
    "findings",
    "measures",
    "status",
    "history",
    "affects",
    "affected_by",
    "claims",
    "sources",
    "notes",
)


def _distinct(found: Iterable[Record]) -> list[Record]:
    return list({record["iri"]: record for record in found}.values())


def _provisions(decisions: Iterable[Record], relation: str) -> list[Record]:
    """Provisions in one relation, each with the decisions that name it and how far the finding stands."""
    found: dict[str, Record] = {}
    for decision in decisions:
        for base in decision["legal_bases"][relation]:
            entry = found.setdefault(base["iri"], {**base, "decisions": []})
            stands = finding(decision, base["iri"], relation)
            entry["decisions"].append({"id": decision["id"], "url": decision["url"], "finding": stands})
    return list(found.values())


def _entry(decisions: list[Record]) -> Record:
    """One jurisdiction: its authorities, dates, provisions, measures by class, sources, and the decisions."""
    first = decisions[0]["jurisdiction"]
    measures: Record = {}
    for name in MEASURE_LISTS.values():
        measures[name] = [
            {**measure, "decision": decision["id"]} for decision in decisions for measure in decision["measures"][name]
        ]
    days = sorted(dated(decision) for decision in decisions)
    return {
        "jurisdiction": first,
        "authorities": _distinct(decision["authority"] for decision in decisions),
        "first": days[0],
        "last": days[-1],
        "infringed": _provisions(decisions, "infringes"),
        "alleged": _provisions(decisions, "alleges"),
        "accepted_bases": _provisions(decisions, "accepts"),
        "rejected_bases": _provisions(decisions, "rejects"),
        "measures": measures,
        "decisions": decisions,
        "sources": _distinct(source["document"] for decision in decisions for source in decision["sources"]),
    }


def comparison(
    view: View, resources: dict[str, Resource], slug: str, as_of: str, columns: str = "jurisdiction"
) -> Record:
    """The case with one entry per jurisdiction, ordered by id, and its matrix and divergences (see `api.matrix`).

    `columns` of the matrix stand for jurisdictions or acts. Raises Problem 404 for an unknown case.
    """
    case = item(view, resources["cases"], slug, as_of)
    decisions = listed(
        view, resources["decisions"], fitting(view, resources["decisions"], "case", thing("case", slug)), as_of
    )
    completed(view, resources["decisions"], decisions, as_of, PARTS)
    decisions.sort(key=dated)
    orders: dict[str, list[Record]] = {}
    for decision in decisions:
        orders.setdefault(decision["jurisdiction"]["id"], []).append(decision)
    return {
        "case": case,
        "as_of": as_of,
        "jurisdictions": [_entry(orders[order]) for order in sorted(orders)],
        **compared(view, resources["decisions"], decisions, columns, as_of),
    }
