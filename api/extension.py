"""Data extension (Reconciliation Service API 0.2): values of properties, as cells that go into somebody's table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode

from api.days import given_day
from api.errors import Problem
from api.shaping import Record
from api.versions import View
from graph.errors import ParameterError
from graph.identifiers import iri_of
from graph.namespaces import ID, PREFIXES
from graph.properties import PROPERTIES, Property, Type, Values, labels, values
from graph.store import Value

MOST_THINGS, MOST_PROPERTIES = 500, 40
MOST_CELLS = 4_000
"""Ids times properties: 17,000 took five seconds."""
DAY = PREFIXES["xsd"] + "date"
SETTINGS: list[Record] = [
    {
        "name": "limit",
        "label": "Limit",
        "type": "number",
        "default": 0,
        "help_text": "Values of a cell at most; 0 for all.",
    },
    {
        "name": "as_of",
        "label": "Status as of",
        "type": "text",
        "default": "",
        "help_text": "Day in law (YYYY-MM-DD) for which a status is told; empty for today.",
    },
]
"""What the reader may set on a property."""
KNOWN = {str(setting["name"]) for setting in SETTINGS}


@dataclass(frozen=True)
class Column:
    """A property asked for: its id, the property, the most values of a cell (0: all) and the day."""

    id: str
    property: Property
    limit: int
    day: str


def _limit(value: object) -> int:
    text = str(value)
    try:
        number = float(text) if len(text) < 20 else -1.0
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1_000_000 or number % 1:
        raise ParameterError("limit", f"limit: {text[:20]!r} is no whole number of values: write 0 for all, or more.")
    return int(number)


def property_of(parameter: str, name: str) -> Property:
    """The property of that name. Raises ParameterError, with those there are, where there is none."""
    if name not in PROPERTIES:
        known = ", ".join(PROPERTIES)
        raise ParameterError(parameter, f"{parameter}: there is no property {name[:60]!r}. Known: {known}.")
    return PROPERTIES[name]


def objects(given: object, key: str, told: str) -> list[dict[str, Any]]:
    """The objects of a list, each with a text under `key`. Raises Problem 400, in the words `told`, for others."""
    if not isinstance(given, list) or not all(isinstance(one, dict) and isinstance(one.get(key), str) for one in given):
        raise Problem(400, told)
    return given


def columns(asked: object) -> list[Column]:
    """The columns asked for. Raises Problem 400 for another shape and ParameterError for a setting that does not fit.

    A property that there is not is refused: an empty column would say that nothing is stated. So is one asked for
    twice with other settings: the rows of an answer have one cell for each property.
    """
    given = objects(asked, "id", "extend: `properties` is a list of objects with an `id`.")
    if len(given) > MOST_PROPERTIES:
        raise Problem(413, f"extend: there are {len(given)} properties: ask for {MOST_PROPERTIES} at a time.")
    found: list[Column] = []
    for one in given:
        settings = one.get("settings") or {}
        if not isinstance(settings, dict):
            raise Problem(400, "extend: `settings` of a property is an object.")
        if unknown := sorted(settings.keys() - KNOWN):
            raise ParameterError(
                "settings", f"settings: there is no setting {unknown[0][:60]!r}. Known: {', '.join(sorted(KNOWN))}."
            )
        day = given_day(str(settings["as_of"]) if settings.get("as_of") else None)
        column = Column(one["id"], property_of("properties", one["id"]), _limit(settings.get("limit") or 0), day)
        if any(other.id == column.id and other != column for other in found):
            raise ParameterError(
                "properties",
                f"properties: {column.id} is asked for twice with different settings, and a row has one cell for it: "
                "ask in two requests.",
            )
        found.append(column)
    return found


def cell(value: Value | None, form: str, named: Mapping[str, str]) -> Record:
    """A value as the protocol has it: `{"str"}`, `{"float"}`, `{"date"}`, `{"id", "name"}`, or `{}` for none.

    A month or a year is told as text: the protocol's dates have a day, and ours are never rounded.
    """
    if value is None:
        return {}
    text = value.value
    if form == "entity":
        return {"id": text.removeprefix(ID), "name": named.get(text, text.removeprefix(ID))}
    if form == "concept":
        return {"str": named.get(text, text.rpartition("/")[2])}
    if form == "decimal":
        return {"float": float(text)}
    if isinstance(value, Literal) and value.datatype.value == DAY:
        return {"date": f"{text}T00:00:00Z"}
    return {"str": text}


def extension(view: View, types: Mapping[str, Type], asked: object) -> Record:
    """The answer to a data extension query: `meta` on the columns and `rows` by id. Raises as `columns` does."""
    ids: Any = asked.get("ids") if isinstance(asked, dict) else None
    if not isinstance(asked, dict) or not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
        raise Problem(400, "extend: give an object with `ids`, a list of text, and `properties`.")
    if len(ids) > MOST_THINGS:
        raise Problem(413, f"extend: there are {len(ids):,} ids: ask for {MOST_THINGS} at a time.")
    wanted = columns(asked.get("properties"))
    if len(ids) * len(wanted) > MOST_CELLS:
        words = f"extend: {len(ids)} ids with {len(wanted)} properties are {len(ids) * len(wanted):,} cells"
        raise Problem(413, f"{words}: ask for {MOST_CELLS:,} at a time.")
    slugs = {one: iri.removeprefix(ID) for one in ids if (iri := iri_of(one)) is not None}
    stated = _stated(view, sorted(set(slugs.values())), wanted)
    every = [
        value for found in stated.values() for mine in found.values() for cells in mine.values() for value in cells
    ]
    named = labels(view.store, _iris(every))
    rows: dict[str, Record] = {}
    for one in ids:
        rows[one] = {}
        for column in wanted:
            property_ = column.property
            found = stated[column.day].get(slugs.get(one, ""), {}).get(column.id, [])
            cells = [cell(value, property_.form, named) for value in found]
            rows[one][column.id] = cells[: column.limit or None]
    return {"meta": [_meta(column, types) for column in wanted], "rows": rows}


def _stated(view: View, slugs: Sequence[str], wanted: Sequence[Column]) -> dict[str, Values]:
    """Values by the day for which a status is asked."""
    days: dict[str, set[str]] = {}
    for column in wanted:
        days.setdefault(column.day, set()).add(column.id)
    return {day: values(view.store, slugs, names, day) for day, names in days.items()}


def _iris(found: Iterable[Value | None]) -> set[str]:
    return {value.value for value in found if isinstance(value, NamedNode)}


def _meta(column: Column, types: Mapping[str, Type]) -> Record:
    property_ = column.property
    meta: Record = {"id": column.id, "name": property_.name}
    if property_.target:
        meta["type"] = {"id": property_.target, "name": types[property_.target].name}
    return meta
