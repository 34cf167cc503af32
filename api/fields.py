"""What of a record is told: `fields` leaves out the rest, `include` embeds the records of things it names."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from api.names import mentioned
from api.resources import Resource, listed
from api.shaping import Record
from api.tables import table
from api.versions import View
from graph.errors import ParameterError
from graph.namespaces import ID

ELSEWHERE = "Other formats have a shape of their own, in which it changes nothing."
"""Said of every parameter that shapes JSON."""
FIELDS = {
    "fields": "Fields to tell in JSON, several with commas, a point before a part: `label,status.force,case.id`; iri, "
    f"url and id are always told. {ELSEWHERE}"
}
INCLUDE = {
    "include": "Records to embed in JSON, once, in `included`: those that the records told name, of these kinds, with "
    "commas: `case,authority,company`; beside what is no decision also what a list filtered by it has, as a case its "
    f"decisions. {ELSEWHERE}"
}
ALWAYS = ("iri", "url", "id")


def wanted(text: str | None, there: Collection[str]) -> list[str]:
    """The paths asked for, of those there are. Raises ParameterError for one that no record can have."""
    found = list(dict.fromkeys(text.split(","))) if text is not None else []
    for path in found:
        if path not in there:
            above = path.rpartition(".")[0]
            near = [name for name in there if name.rpartition(".")[0] == above]
            near = near or [name for name in there if "." not in name]
            told = f"fields: there is no field {path[:60]!r}. Known there: {', '.join(sorted(near))}."
            raise ParameterError("fields", told)
    return found


def thinned(record: Record, asked: Sequence[str]) -> Record:
    """The record with only the fields asked for and those that name it; as it is where none are."""
    if not asked:
        return record
    told: Record = _only(record, _tree(asked))
    return {name: record[name] for name in ALWAYS if name in record} | told


def _tree(asked: Iterable[str]) -> dict[str, Any]:
    """Paths as branches; an empty branch is a field told whole, whatever else is asked for below it."""
    tree: dict[str, Any] = {}
    for path in sorted(asked, key=len, reverse=True):
        branch = tree
        *above, last = path.split(".")
        for name in above:
            branch = branch.setdefault(name, {})
        branch[last] = {}
    return tree


def _only(value: Any, tree: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_only(one, tree) for one in value]
    if not isinstance(value, dict) or not tree:
        return value
    return {name: _only(value[name], branch) for name, branch in tree.items() if name in value}


def kinds(text: str | None, resources: Mapping[str, Resource]) -> list[Resource]:
    """The resources to include. Raises ParameterError for a kind that there is not."""
    known = {resource.kind: resource for resource in resources.values()} | {"legal_basis": resources["legal-bases"]}
    found = list(dict.fromkeys(text.split(","))) if text is not None else []
    for name in found:
        if name not in known:
            told = f"include: there is no kind {name[:40]!r}. Known: {', '.join(known)}."
            raise ParameterError("include", told)
    return [known[name] for name in found]


def included(
    view: View, records: Sequence[Record], asked: Iterable[Resource], day: str, shown: Sequence[str] = ()
) -> Record:
    """By plural of their kind, the records of the things that `records` name, each once, but not those themselves.

    Of the records count the fields `shown`, all where there are none. A thing is named by any field of it. What is no
    decision names none: beside it stand the things of which it is a filter, as the decisions of a case.
    """
    own = {record["iri"] for record in records}
    above = {path.rpartition(".")[0] for path in _beginnings(shown)} - {""}
    naming = [*shown, *(f"{path}.iri" for path in sorted(above))]
    told = [thinned(record, naming) for record in records]
    named = {iri.partition("#")[0] for iri in mentioned(told)} - own
    found: Record = {}
    for resource in asked:
        prefix = f"{ID}{resource.kind}/"
        slugs = {iri.removeprefix(prefix) for iri in named if iri.startswith(prefix)} | _filtered(
            view, records, resource
        )
        found[resource.plural] = listed(view, resource, sorted(slugs), day) if slugs else []
    return found


def _filtered(view: View, records: Sequence[Record], resource: Resource) -> set[str]:
    """Slugs of the things that a list of them has when it is filtered by one of the records, decisions apart."""
    known = table(view, resource.filters)
    kinds = {one.kind: one.name for one in resource.filters.filters if one.name in (one.kind, "legal_basis")}
    found: set[str] = set()
    for record in records:
        kind = record["iri"].removeprefix(ID).partition("/")[0]
        if kind in kinds and kind != "decision":
            found |= {known.ids[at] for at in known.places.get(kinds[kind], {}).get(record["iri"], ())}
    return found


def _beginnings(asked: Iterable[str]) -> set[str]:
    """The paths and whatever stands above them: `a.b.c` gives `a`, `a.b` and itself."""
    parts = [path.split(".") for path in asked]
    return {".".join(one[:length]) for one in parts for length in range(1, len(one) + 1)}
