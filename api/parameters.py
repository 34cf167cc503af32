"""JSON Schema of the parameters in an address: what `graph.terms` and the lists take, as the contract tells it."""

from collections.abc import Mapping, Sequence
from typing import Any

from api import facets
from api.filters import MOST
from api.negotiation import Format
from api.orders import keys
from api.paging import CURSOR, DEFAULT
from api.paging import MOST as LONGEST_PAGE
from api.paths import Tree, pattern
from api.resources import Resource
from api.schemas import Schema
from api.tables import spelled, vocabulary
from api.versions import View
from graph.namespaces import CONCEPT, ID, KINDS
from graph.queries import Filter, Query
from graph.terms import MOST as GREATEST
from graph.terms import YEARS

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
DAY: Schema = {"type": "string", "format": "date"}
WORD = r"[\p{L}\p{N}]"
"""A letter or digit of any script, in the dialect of JSON Schema (ECMA 262 with Unicode). Python's `re` does not read
it; no pattern says the same in both, and one that says less would promise what is refused."""
WORDS: Schema = {"type": "string", "pattern": WORD}
AMOUNT: Schema = {"type": "string", "pattern": r"^-?[0-9]{1,20}(\.[0-9]{1,6})?$"}
PARTIAL: Schema = {
    "anyOf": [
        DAY,
        {"type": "string", "pattern": "^[1-9][0-9]{3}-(0[1-9]|1[0-2])$"},
        {"type": "string", "pattern": "^[1-9][0-9]{3}$"},
    ]
}
COMMON: Mapping[str, Schema] = {
    "as_of": {**DAY, "pattern": "^(19|[2-9][0-9])[0-9]{2}-"},
    "version": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
    "limit": {"type": "integer", "minimum": 1, "maximum": LONGEST_PAGE, "default": DEFAULT},
    "cursor": {"type": "string", "pattern": f"^{CURSOR.pattern}$"},
}
"""Parameters that mean the same wherever they stand."""


SAMPLES = {
    "decision": "nl-ap-2024-clearview",
    "case": "clearview-scraping",
    "authority": "nl-ap",
    "jurisdiction": "nl",
    "company": "clearview-ai",
    "provision": "gdpr-6-1-f",
    "instrument": "gdpr",
    "source": "autoriteitpersoonsgegevens-nl-files-file-2024-09-decision-20fines-20and",
}
"""A thing of each kind to show."""
SEVERAL = "Several, of which any may fit: repeat the parameter, or write commas between them."


def choice(values: Sequence[str]) -> Schema:
    """One of some words."""
    return {"type": "string", "enum": list(values)}


def thing(kind: str) -> Schema:
    """The slug or IRI of a thing of that kind."""
    iri = f"{ID}{kind}/".replace(".", r"\.")
    return {"type": "string", "pattern": f"^({iri})?{SLUG}$"}


def thing_slug() -> Schema:
    """The slug of a thing in a path."""
    return {"type": "string", "pattern": f"^{SLUG}$"}


def several(items: Schema) -> dict[str, Any]:
    """Alternatives, each given by a repetition of the parameter; commas do the same."""
    return {"schema": {"type": "array", "items": items, "minItems": 1, "maxItems": MOST}, "explode": True}


def listing(items: Schema) -> dict[str, Any]:
    """Several values with commas between them; one given again says nothing new."""
    return {"schema": {"type": "array", "items": items, "minItems": 1}, "style": "form", "explode": False}


def typed(kind: str) -> Schema:
    """A value of one of `graph.terms.TYPES`."""
    if kind in KINDS:
        return thing(kind)
    known: Mapping[str, Schema] = {
        "date": DAY,
        "decimal": AMOUNT,
        "integer": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
        "count": {"type": "integer", "minimum": 0, "maximum": GREATEST},
        "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "year": {"type": "integer", "minimum": YEARS[0], "maximum": YEARS[1]},
        "text": {"type": "string", "minLength": 1, "maxLength": 1000},
        "concept": {"type": "string", "pattern": f"^({CONCEPT})?[a-z-]+/[a-z0-9-]+$"},
        "iri": {"type": "string", "format": "iri"},
        "property": {"type": "string", "format": "iri"},
    }
    return known[kind]


def written(kind: str, words: str) -> str:
    """The description of a parameter, with what to write for a thing of that kind."""
    told = f"{words[:1].upper()}{words[1:].rstrip('.')}."
    if kind not in KINDS:
        return told
    return f"{told} Write a slug such as `{SAMPLES[kind]}` (/api/v1/{KINDS[kind]} lists them), or an IRI."


def of_query(query: Query) -> dict[str, dict[str, Any]]:
    """The parameters of a query by name, each with its schema and what to write."""
    return {
        one.name: {
            "schema": COMMON.get(one.name, typed(one.kind)),
            "description": written(one.kind, one.description),
        }
        for one in query.parameters
    }


def of_format(offered: Sequence[Format]) -> dict[str, dict[str, Any]]:
    """The parameter `format`, where there is a choice."""
    return {"format": {"schema": choice([one.name for one in offered])}} if len(offered) > 1 else {}


def of_list(resource: Resource, view: View) -> dict[str, dict[str, Any]]:
    """The parameters of a list by name, with the words that its filters take in a snapshot."""
    found: dict[str, dict[str, Any]] = {}
    for one in resource.filters.filters:
        for name, words in one.parameters.items():
            found[name] = _filter(one, resource, view)
            several = [SEVERAL] if found[name].get("explode") else []
            found[name]["description"] = " ".join([written(one.kind, words), *several])
    found["uncertain"] = {"schema": choice(["left-out", "included"])}
    found["facets"] = listing(choice(facets.names(resource.filters)))
    found["sort"] = listing(choice([f"{sign}{key}" for key in keys(resource.filters) for sign in ("", "-")]))
    found["sort"]["schema"]["uniqueItems"] = True
    return found


def of_record(kinds: Sequence[str], fields: Tree) -> dict[str, dict[str, Any]]:
    """The parameters of every record: its fields, and the kinds of things that can be embedded beside it."""
    path: Schema = {"type": "string", "pattern": f"^{pattern(fields)}$"}
    return {"fields": listing(path), "include": listing(choice(kinds))}


def _filter(one: Filter, resource: Resource, view: View) -> dict[str, Any]:
    if one.kind == "period":
        return {"schema": PARTIAL}
    if one.kind == "amount":
        return {"schema": AMOUNT}
    if one.kind == "words":
        return {"schema": {**WORDS, "maxLength": 300}}
    if one.kind == "text":
        return several({"type": "string", "pattern": "^[A-Za-z0-9-]+$"})
    if one.kind == "term":
        spellings = vocabulary(view, resource.vocabulary, one)
        known = sorted({word for iris in spellings.values() for iri in iris for word in spelled(iri)})
        return several(choice(known))
    return several(thing(one.kind))
