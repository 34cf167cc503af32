"""The parts of a decision laid out in the columns of a table.

Whatever a decision ordered has beside it what became of it: a sum without its status, or without the condition on which
it falls due, would be added up as if it were owed.
"""

from collections.abc import Iterable, Mapping

from api.columns import Column, columns
from api.decisions import AXES, MEASURE_LISTS, RELATIONS
from api.holdings import HELD
from graph.queries import Query


def parts(names: Iterable[str], queries: Mapping[str, Query]) -> list[Column]:
    """The columns of parts of a decision: those that are shaped as declared here, others as their headers say."""
    found = []
    for name in names:
        if name in SHAPED:
            found += SHAPED[name]
        else:
            query = queries[name]
            rest = [column for column in columns(query, own=False) if column.path[0] != "decision"]
            thing = rest[0].path[0]
            paths = [column.path[1:] if column.path[0] == thing else column.path for column in rest]
            found += [Column((name, *path)) for path in paths if path]
    return found


def _columns(prefix: str, texts: str = "", **kinds: str) -> list[Column]:
    """Columns below a prefix: those of kind text by their names, others by kind; `__` stands for a dot."""
    named = [(name, kind) for kind, names in kinds.items() for name in names.split()]
    every = [*((name, "text") for name in texts.split()), *named]
    return [Column(tuple(f"{prefix}.{name}".split(".")), kind) for name, kind in every]


_STATE = "id label caused_by.id caused_by.label alternatively.id alternatively.label"
_STANDS = " ".join(
    f"status.{axis}.{name}" for axis in AXES for name in ("id", "certain", "from", "caused_by.id", "alternatively.id")
)
_EVERY = f"id label addressees.id addressees.label condition deadline verification.id {_STANDS}"
"""What is told of each measure, of whatever class."""
_MONEY = "money.amount money.currency amount_note currency status.execution.paid.amount status.execution.paid.currency"
_MORE = {
    "fines": f"{_MONEY} money.in_euro.amount money.in_euro.rate money.in_euro.rate_date money.in_euro.rule.id "
    "status.force.standing.amount status.force.standing.currency status.force.alternatively.standing.amount "
    "status.force.alternatively.standing.currency",
    "orders": "order_kinds.id",
    "bans": "order_kinds.id",
    "periodic_penalties": "ceiling.amount ceiling.currency rate.amount rate.currency rate_period rate_unit grace "
    "amount_note currency secures.id",
    "liquidations": f"{_MONEY} period_from period_until",
    "redress": _MONEY,
    "settlement_payments": _MONEY,
    "damages": _MONEY,
    "recommendations": "order_kinds.id",
    "proposed": "amount_from.amount amount_from.currency amount_up_to.amount amount_up_to.currency amount_note "
    "currency order_kinds.id provisions.id",
    "refused": "order_kinds.id",
}
"""What is told of the measures of a class besides: what no other has, or sums of its own."""

SHAPED: Mapping[str, list[Column]] = {
    "status": [
        Column(("as_of",), "date"),
        *(
            column
            for axis in AXES
            for column in _columns(f"status.{axis}", _STATE, date="from until sources_reach", boolean="certain")
        ),
    ],
    "measures": [
        *_columns("fine", "currency in_euro.rule.id", decimal="amount in_euro.amount in_euro.rate"),
        Column(("fine", "in_euro", "rate_date"), "date"),
        *(
            column
            for name in MEASURE_LISTS.values()
            for column in _columns(f"measures.{name}", f"{_EVERY} {_MORE.get(name, '')}")
        ),
    ],
    "findings": _columns("findings", f"iri id label note provisions.iri provisions.id provision_names {_STANDS}"),
    "legal_bases": [
        column
        for name in RELATIONS
        for column in _columns(f"legal_bases.{name}", "id label force.id" if name in HELD else "id label")
    ],
}
"""Columns of the parts of a decision that are not plain lists."""
