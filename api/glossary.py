"""What each member of an answer means: every property of the schemas of the contract gets words, from where they stand.

First come those of the schema itself (of a query its header). Then those of `api.meanings` and `api.analyses`: of the
member of one record, else of every member of that name. Last the definitions of the ontology in the snapshot: of the
property of that name, else of the class.
"""

import re
from collections.abc import Mapping
from typing import Any

from api.analyses import ANALYSES
from api.decisions import AXES
from api.meanings import MEANINGS
from api.schemas import Schema
from api.versions import View
from graph.namespaces import CONCEPT, ONTOLOGY
from graph.queries import Query

Words = Mapping[str, str]
VARIANT = re.compile("^(Listed|Brief|Compared)")
"""Before the name of a schema that tells less of the same thing."""


def words(view: View, definitions: Query) -> Words:
    """The words of the contract by member or term: those written by hand, the definitions of a snapshot, and the axes.

    `definitions` is the query that gives terms and concepts with their definitions.
    """

    def make() -> Words:
        rows = {row["term"].value: row["definition"].value for row in view.store.rows(definitions.text)}
        found = {iri.removeprefix(ONTOLOGY): told for iri, told in rows.items() if iri.startswith(ONTOLOGY)}
        return found | MEANINGS | ANALYSES | {axis: _axis(axis, rows) for axis in AXES}

    return view.kept.get("glossary", make)


def _axis(axis: str, rows: Words) -> str:
    """What an axis of status asks, and the ids of its states with what each means."""
    scheme = f"{CONCEPT}{axis}/"
    states = [
        f"`{iri.removeprefix(scheme)}`: {told[0].lower()}{told[1:].rstrip('.')}"
        for iri, told in rows.items()
        if iri.startswith(scheme)
    ]
    return f"{rows.get(CONCEPT + axis, 'A state on this axis.')} Ids of its states: {'; '.join(states)}."


def told(schema: Any, words: Words, within: str = "") -> Any:
    """A schema, or a mapping of schemas by name, in which every property is described for which there are words.

    `within` names the record that a property is of: a schema, or the member in which the record stands.
    """
    if isinstance(schema, list):
        return [told(one, words, within) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: (
            {name: _property(name, one, words, within) for name, one in value.items()}
            if key == "properties"
            else told(value, words, within)
        )
        for key, value in schema.items()
    }


def components(schemas: Mapping[str, Schema], words: Words) -> dict[str, Schema]:
    """The schemas of the contract, each property described."""
    return {name: told(schema, words, VARIANT.sub("", name)) for name, schema in schemas.items()}


def _property(name: str, schema: Schema, words: Words, within: str) -> Schema:
    made: Schema = told(schema, words, name)
    if own := made.get("description"):
        return {**made, "description": f"{own[0].upper()}{own[1:].rstrip('.')}."}
    first, *rest = name.split("_")
    camel = first + "".join(one.capitalize() for one in rest)
    for key in (f"{within}.{name}", name, camel, camel[:1].upper() + camel[1:]):
        if key in words:
            return {**made, "description": words[key]}
    return made
