"""Tables: records made flat, one row each, in columns that the headers of the queries fix, whatever is in the list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from api.shaping import Record, place
from graph.queries import Query

BAR = "|"
"""What stands, between blanks, between the values of a list in one cell: one bar; in a list within a list, two.

A blank list in it leaves its place, so that all columns of one list have the same number of values in the same order,
and those of a list within keep to theirs. A bar or a backslash in such a value has a backslash before it: no value can
pass for two.
"""
ESCAPED = str.maketrans({"\\": r"\\", BAR: rf"\{BAR}"})

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


def row(columns: Sequence[Column], record: Record) -> list[Cell]:
    """The cells of a record. A date known to the month or year only is its text; nothing known is None."""
    return [_typed(_value(record, column.path), column.kind) for column in columns]


def _value(value: Any, path: tuple[str, ...], depth: int = 0) -> Any:
    """What stands at a path; of what stands in lists, `depth` of them so far, the text."""
    if isinstance(value, list):
        texts = [_value(one, path, depth + 1) for one in value]
        return f" {BAR * (depth + 1)} ".join(text or "" for text in texts) if any(texts) else None
    if path:
        return _value(value.get(path[0]), path[1:], depth) if isinstance(value, dict) else None
    if value is None or isinstance(value, dict):
        return None
    return _text(value).translate(ESCAPED) if depth else value


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


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
