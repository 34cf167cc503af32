"""JSON Schema of records: what the header of a query says of the JSON that `api.shaping` makes of its rows.

Nothing here forbids more members than it names: a later version may add some. A test does, so that nothing is answered
that the contract does not tell.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from api.shaping import place
from graph.queries import Column, Query

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
COUNT: Schema = {"type": "integer", "minimum": 0}
BOOLEAN: Schema = {"type": "boolean"}
IRI: Schema = {"type": "string", "format": "iri"}
ADDRESS: Schema = {"type": "string", "pattern": "^/", "description": "Address here, below the host."}
ID: Schema = {"type": "string", "description": "Slug of a thing, notation of a concept, name of a term."}
VERSION: Schema = {"type": "string", "description": "Snapshot that the answer is made from; give it as `version`."}
OWN: Mapping[str, Schema] = {"iri": IRI, "url": ADDRESS, "id": ID}
"""What every record has of the thing it is about."""


def ref(name: str) -> Schema:
    """A reference to the schema of that name in the contract."""
    return {"$ref": f"#/components/schemas/{name}"}


def array(items: Schema) -> Schema:
    """A list of such values."""
    return {"type": "array", "items": items}


def mapped(values: Schema, description: str = "") -> Schema:
    """An object whose names are not known beforehand."""
    told = {"description": description} if description else {}
    return {"type": "object", "additionalProperties": values, **told}


def nullable(schema: Schema) -> Schema:
    """Such a value, or null."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def record(properties: Mapping[str, Schema], optional: Sequence[str] = (), description: str = "") -> Schema:
    """An object with those members, all of them always there but the optional ones."""
    required = [name for name in properties if name not in optional]
    told = {"description": description} if description else {}
    return {"type": "object", "properties": dict(properties), "required": required, **told}


def joined(*schemas: Schema) -> Schema:
    """One object with the members of several, as one dict is merged into another."""
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for schema in schemas:
        properties |= schema["properties"]
        required += [name for name in schema["required"] if name not in required]
    return {"type": "object", "properties": properties, "required": required}


def answer(data: Schema, **more: Schema) -> Schema:
    """A whole answer: `data`, what else is told, and the version; members of `more` but `page` may be absent."""
    optional = [name for name in more if name != "page"]
    return record({"data": data, **more, "version": VERSION}, optional)


def without(schema: Schema, *names: str) -> Schema:
    """An object without some of its members."""
    properties = {name: told for name, told in schema["properties"].items() if name not in names}
    return {**schema, "properties": properties, "required": [name for name in schema["required"] if name in properties]}


COMMON: Mapping[str, Schema] = {
    "Amount": {
        "type": "string",
        "pattern": r"^-?[0-9]+\.[0-9]{2,}$",
        "description": "A sum as text, exact, since a float could not hold it.",
        "examples": ["30500000.00"],
    },
    "PartialDate": {
        "type": "string",
        "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
        "description": "A day, a month or a year, as precise as it is known.",
        "examples": ["2024-05-16", "2024-05", "2024"],
    },
    "Reference": record(OWN, ("url", "id"), "A thing, concept or term; url and id where it is one of ours."),
    "Named": record({**OWN, "label": TEXT}, ("url", "label"), "A thing, concept or term with its name."),
    "Value": record(
        {"type": TEXT, "value": TEXT, "language": TEXT, **OWN},
        ("language", *OWN),
        "A value whose type is not known beforehand: iri, text, or the local name of an XSD type.",
    ),
    "Money": record({"amount": ref("Amount"), "currency": {"type": "string", "pattern": "^[A-Z]{3}$"}}),
}
"""Schemas of values, by name."""

KINDS: Mapping[str, Schema] = {
    "iri": ref("Reference"),
    "date": ref("PartialDate"),
    "decimal": ref("Amount"),
    "integer": NUMBER,
    "boolean": BOOLEAN,
    "value": ref("Value"),
    "text": TEXT,
}
"""Schema of a value in a column of each kind."""


def _told(column: Column, schema: Schema) -> Schema:
    return {**schema, "description": column.description} if column.description else schema


def _column(column: Column, nested: Sequence[tuple[str, Column]]) -> Schema:
    """A column with those nested under it."""
    if column.many:
        return _told(column, array(KINDS[column.kind]))
    schema = KINDS[column.kind]
    if nested:
        below = {name: _column(one, ()) for name, one in nested}
        plain = {"label"} >= set(below) and all(one.required for _, one in nested)
        schema = ref("Named") if plain else record({**OWN, **below}, ("url", "id"))
    return _told(column, schema if column.required else nullable(schema))


def columns(query: Query, own: str = "", absent: bool = False) -> Schema:
    """The record that the rows of a query make.

    The thing in column `own` is the record itself. Values that are not known are null, or left out where `absent`.
    """
    known = {column.name: column for column in query.columns}
    places = {column.name: (column.name,) if column.many else place(column.name, known) for column in query.columns}
    below: dict[str, list[tuple[str, Column]]] = {}
    for name, (head, *rest) in places.items():
        if rest:
            below.setdefault(head, []).append((rest[0], known[name]))
    properties: dict[str, Schema] = {}
    optional: list[str] = []
    for name, at in places.items():
        column = known[name]
        if len(at) > 1:
            continue
        if name == own:
            properties = {**OWN, **{one: _column(its, ()) for one, its in below.get(name, ())}, **properties}
            continue
        if absent and not column.required and not column.many:
            optional.append(name)
            column = Column(column.name, column.kind, True, column.many, column.description)
        properties[name] = _column(column, below.get(name, ()))
    return record(properties, optional)
