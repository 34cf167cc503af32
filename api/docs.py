"""The contract as a page: operations by tag with parameters, answers and an example, from the OpenAPI document."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from api.contract import ROOT
from api.links import of_answer
from api.openapi import whole
from api.rendering import html
from api.responses import Content
from api.schemaorg import webpage
from api.shaping import Record
from api.state import state_of
from api.versions import View

LONGEST = 4000
"""Characters of an example shown; the document has it whole."""
LEGIBLE = range(1, 120)
"""Lengths of a pattern that helps a reader; that of `fields` lists every field there is."""
BOUNDS = ("minimum", "maximum", "minItems", "maxItems", "maxLength", "default", "format")


def type_of(schema: Mapping[str, Any]) -> str:
    """A schema in a few words, such as `list of Decision` or `text or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(type_of(one) for one in schema["anyOf"]))
    kinds = schema.get("type", "any")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "array" in kinds:
        return f"list of {type_of(schema['items'])}"
    return " or ".join("text" if kind == "string" else kind for kind in kinds)


def bounds(schema: Mapping[str, Any]) -> str:
    """What a value must keep to, in words."""
    inner = schema.get("items", {})
    told = [f"{name} {schema[name]}" for name in BOUNDS if name in schema]
    told += [f"pattern {each['pattern']}" for each in (schema, inner) if len(each.get("pattern", "")) in LEGIBLE]
    words = schema.get("enum") or inner.get("enum") or []
    told += [f"one of {', '.join(map(str, words))}"] if words else []
    return "; ".join(told)


def coded(words: str) -> Markup:
    """Words in which what stands between backticks is code, for a page."""
    parts = words.split("`")
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 else Markup("{}").format(part) for at, part in enumerate(parts)
    )


def _operation(path: str, one: Mapping[str, Any]) -> Record:
    """An operation as the page shows it."""
    given = {parameter["name"]: parameter for parameter in one["parameters"]}
    samples = {name: parameter["example"] for name, parameter in given.items() if "example" in parameter}
    address = path
    for name, value in samples.items():
        address = address.replace(f"{{{name}}}", str(value))
    query = urlencode({name: value for name, value in samples.items() if given[name]["in"] == "query"}, doseq=True)
    content = one["responses"]["200"]["content"]
    answer = content["application/json"]
    example = json.dumps(answer["example"], ensure_ascii=False, indent=1) if "example" in answer else None
    return {
        **{"path": path, "told": one, "address": f"{address}?{query}" if query else address},
        **{"schema": answer["schema"], "formats": list(content), "example": example and example[:LONGEST]},
        "cut": example is not None and len(example) > LONGEST,
    }


def _groups(document: Mapping[str, Any]) -> list[tuple[Record, list[Record]]]:
    operations = [_operation(path, methods["get"]) for path, methods in document["paths"].items()]
    return [(tag, [one for one in operations if tag["name"] in one["told"]["tags"]]) for tag in document["tags"]]


async def docs(request: Request) -> Response:
    """The page."""
    state, host = state_of(request), str(request.base_url).rstrip("/")

    def make(view: View, day: str) -> Content:
        document = whole(request, state, view)
        told = {"document": document, "groups": _groups(document), "type_of": type_of, "bounds": bounds, "coded": coded}
        told["markup"] = webpage("APIReference", "/docs", "the JSON API")
        return html(
            "docs.html",
            of_answer("/docs", json=f"{ROOT}/openapi.json"),
            **told,
            host=host,
            version=view.version,
            day=day,
        )

    return await state.answer(request, f"html {host}", make)
