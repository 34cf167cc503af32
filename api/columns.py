"""Tables: records made flat, one row each, in columns that the headers of the queries fix, whatever is in the list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from api.decisions import AXES, MEASURE_LISTS, RELATIONS
from api.shaping import Record, place
from graph.queries import Query

JOINT = "; "
"""Between the values of a list in one cell; lists of the same things keep the same order and length."""

Cell = str | int | bool | Decimal | date | None


@dataclass(frozen=True)
class Column:
    """A column: where its value stands in a record, and its kind: text, date, decimal, integer or boolean."""

    path: tuple[str, ...]
    kind: str = "text"

    @property
    def name(self) -> str:
        """Its name, the path with dots."""
        return ".".join(self.path)


@dataclass(frozen=True)
class Table:
    """Records to be written as a table: a name, columns, and what is told of the whole (version, licence, …).

    `records` may be read only once. `notes` says what a reader must know of what is missing.
    """

    name: str
    columns: tuple[Column, ...]
    records: Iterable[Record]
    told: Mapping[str, str]
    notes: Sequence[str] = ()

    def rows(self) -> Iterator[list[Cell]]:
        """One row for each record, one cell for each column."""
        return (row(self.columns, record) for record in self.records)


def columns(query: Query, own: bool = True) -> list[Column]:
    """The columns of the records of a query; with `own` its first column is the record itself."""
    known = {column.name: column for column in query.columns}
    first = query.columns[0].name
    found = []
    for column in query.columns:
        path = place(column.name, known)
        if own and path[0] == first:
            path = path[1:]
        if column.kind == "iri":
            found += [Column((*path, name)) for name in ("iri", "id")]
        elif column.kind == "value":
            found += [Column((*path, name)) for name in ("value", "type", "language")]
        else:
            found.append(Column(path, "text" if column.many else column.kind))
    return found


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


def row(columns: Sequence[Column], record: Record) -> list[Cell]:
    """The cells of a record. A date known to the month or year only is its text; nothing known is None."""
    return [_typed(_value(record, column.path), column.kind) for column in columns]


def _value(value: Any, path: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        texts = [_text(_value(one, path)) for one in value]
        return JOINT.join(texts) if any(texts) else None
    if not path:
        return None if isinstance(value, dict) else value
    return _value(value.get(path[0]), path[1:]) if isinstance(value, dict) else None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _typed(value: Any, kind: str) -> Cell:
    if value is None:
        return None
    if kind == "decimal" and isinstance(value, str):
        return Decimal(value)
    if kind == "date" and len(value) == len("2024-05-16"):
        return date.fromisoformat(value)
    if kind in ("integer", "boolean") and isinstance(value, int):
        return value
    return _text(value)


def _columns(prefix: str, texts: str = "", **kinds: str) -> list[Column]:
    """Columns below a prefix: those of kind text by their names, others by kind; `__` stands for a dot."""
    named = [(name, kind) for kind, names in kinds.items() for name in names.split()]
    every = [*((name, "text") for name in texts.split()), *named]
    return [Column(tuple(f"{prefix}.{name}".split(".")), kind) for name, kind in every]


_STATE = "id label caused_by.id caused_by.label alternatively.id alternatively.label"
_STANDS = "status.force.id status.finality.id status.execution.id"
_SUMS = {
    "fines": f"money.amount money.currency money.in_euro.amount status.force.standing.amount {_STANDS}",
    "orders": _STANDS,
    "bans": _STANDS,
    "periodic_penalties": f"ceiling.amount ceiling.currency rate.amount rate.currency rate_period {_STANDS}",
    "liquidations": f"money.amount money.currency {_STANDS}",
    "redress": "money.amount money.currency",
    "settlement_payments": "money.amount money.currency",
    "damages": "money.amount money.currency",
    "proposed": "amount_from.amount amount_up_to.amount amount_up_to.currency",
}
"""What is told of the measures of a class besides id and label."""

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
            for column in _columns(f"measures.{name}", f"id label {_SUMS.get(name, '')}")
        ),
    ],
    "legal_bases": [column for name in RELATIONS for column in _columns(f"legal_bases.{name}", "id label")],
}
"""Columns of the parts of a decision that are not plain lists."""
