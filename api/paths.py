"""Paths of the fields of a record, such as `status.force.id`, from its schema: what `fields` takes."""

from collections.abc import Mapping
from typing import Any

from api.schemas import Schema

Tree = dict[str, Any]
"""Fields by name, each with the fields below it."""


def tree(schema: Schema, named: Mapping[str, Schema]) -> Tree:
    """The fields of a record, through lists and what may be null; `named` has the schemas that a `$ref` names."""
    if "$ref" in schema:
        return tree(named[schema["$ref"].rpartition("/")[2]], named)
    found: Tree = {name: tree(its, named) for name, its in schema.get("properties", {}).items()}
    for part in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        found |= tree(part, named)
    return found


def paths(fields: Tree, before: str = "") -> set[str]:
    """All paths in a tree."""
    found: set[str] = set()
    for name, below in fields.items():
        found |= {f"{before}{name}", *paths(below, f"{before}{name}.")}
    return found


def pattern(fields: Tree) -> str:
    """A regular expression that fits every path and nothing else.

    A decision has some 2,600 paths, most of them of measures, which stand in eleven lists: fields with the same fields
    below them share one branch.
    """
    branches: dict[str, list[str]] = {}
    for name, below in fields.items():
        branches.setdefault(pattern(below) if below else "", []).append(name)
    told = [
        rf"{_choice(names)}(\.{below})?" if below else "|".join(sorted(names))
        for below, names in sorted(branches.items(), key=lambda pair: len(pair[0]))
    ]
    return f"({'|'.join(told)})"


def _choice(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"({'|'.join(sorted(names))})"
