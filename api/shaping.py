"""From rows to records: the header of a query says how its columns become JSON."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from pyoxigraph import Literal, NamedNode

from graph.namespaces import CONCEPT, ID, ONTOLOGY, PREFIXES, path_of
from graph.queries import Column, Query
from graph.store import Row, Value

Record = dict[str, Any]

XSD = PREFIXES["xsd"]


def reference(iri: str) -> Record:
    """What every record says of a thing it names: `iri`, `url` of its page if it is ours, and a short `id`.

    The id of a thing is its slug, of a concept its notation, of a term of the ontology its name.
    """
    return dict(_reference(iri))


@lru_cache(50_000)
def _reference(iri: str) -> Record:
    """The reference, made once for each IRI: a record of a decision has some five hundred."""
    record: Record = {"iri": iri}
    path = path_of(iri)
    if path is not None:
        record["url"] = path
        if iri.startswith(ID):
            record["id"] = iri[len(ID) :].partition("/")[2]
        elif iri.startswith(CONCEPT):
            record["id"] = iri.rpartition("/")[2]
        else:
            record["id"] = iri.removeprefix(ONTOLOGY)
    return record


def money(amount: str) -> str:
    """An amount with at least two decimals, as text: a float could not hold it."""
    number = Decimal(amount)
    return f"{number:f}" if int(number.as_tuple().exponent) <= -2 else f"{number:.2f}"


def scalar(value: Value | None, kind: str) -> Any:
    """The JSON form of a term in a column of that kind; None for an unbound one."""
    if value is None:
        return None
    if kind == "iri":
        return reference(value.value)
    if kind == "decimal":
        return money(value.value)
    if kind == "integer":
        return int(value.value)
    if kind == "boolean":
        return value.value == "true"
    if kind == "value":
        return typed(value)
    return value.value


def typed(value: Value) -> Record:
    """A term whose kind is not known beforehand: `value` with `type`, and `language` where it has one."""
    if isinstance(value, NamedNode):
        return {"type": "iri", **reference(value.value), "value": value.value}
    if isinstance(value, Literal) and value.language:
        return {"type": "text", "value": value.value, "language": value.language}
    if isinstance(value, Literal):
        name = value.datatype.value.removeprefix(XSD)
        return {"type": name, "value": money(value.value) if name == "decimal" else value.value}
    return {"type": "blank", "value": value.value}


def place(name: str, columns: Mapping[str, Column]) -> tuple[str, ...]:
    """Where a column stands in a record: an underscore nests it under a single column of kind iri before it."""
    parts = name.split("_")
    for cut in range(len(parts) - 1, 0, -1):
        head = "_".join(parts[:cut])
        if head in columns and columns[head].kind == "iri" and not columns[head].many:
            return head, "_".join(parts[cut:])
    return (name,)


@cache  # One for each query.
def _places(columns: tuple[Column, ...]) -> tuple[tuple[tuple[str, ...], str], ...]:
    """Places and kinds of the single columns among these."""
    named = {column.name: column for column in columns}
    return tuple((place(column.name, named), column.kind) for column in columns if not column.many)


def records(query: Query, rows: Iterable[Row]) -> list[Record]:
    """One record for each combination of the single columns, in the order of the rows.

    A star column collects its distinct values, sorted, since a store gives them in any order. The first column
    identifies the record: its `iri`, `url` and `id` become the record's own.
    """
    single = [column for column in query.columns if not column.many]
    many = [column for column in query.columns if column.many]
    places = _places(query.columns)
    grouped: dict[tuple[Value | None, ...], dict[str, list[Value]]] = {}
    for row in rows:
        key = tuple(row.get(column.name) for column in single)
        lists = grouped.setdefault(key, {column.name: [] for column in many})
        for column in many:
            value = row.get(column.name)
            if value is not None and value not in lists[column.name]:
                lists[column.name].append(value)
    made = []
    for key, lists in grouped.items():
        record: Record = {}
        for ((head, *rest), kind), value in zip(places, key, strict=True):
            if not rest:
                record[head] = scalar(value, kind)
            elif record.get(head) is not None:  # What belongs to a thing that is not there is left out.
                record[head][rest[0]] = scalar(value, kind)
        for column in many:
            record[column.name] = [scalar(value, column.kind) for value in sorted(lists[column.name], key=str)]
        made.append(record)
    return made


def own(record: Record, name: str) -> Record:
    """The record with the thing in column `name` as itself: its iri, url, id and what was nested under it first."""
    thing = record.pop(name)
    return {**thing, **record}
