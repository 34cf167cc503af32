"""Suggestions while somebody types (Reconciliation Service API 0.2): entities, types and properties.

Parameters that are not known are ignored here, unlike elsewhere: clients of this protocol add their own.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from starlette.requests import Request
from starlette.responses import Response

from api.errors import Problem
from api.responses import Content, encoded
from api.shaping import Record
from api.state import state_of
from api.versions import View
from graph.candidates import RECONCILED
from graph.errors import ParameterError
from graph.identifiers import identified
from graph.index import Entry
from graph.namespaces import ID, ONTOLOGY
from graph.properties import PROPERTIES, Type, types
from graph.search import MOST_CHARACTERS, asked
from graph.words import words

PAGE = 10
FURTHEST = 1_000
"""Suggestions that may be skipped: nobody reads on, and what is skipped is looked up too."""
LONG = 200
"""Characters of a description."""


def class_name(known: Mapping[str, Type], text: str) -> str:
    """Name of a class, given as such in capitals or not, as IRI or with the prefix `comity:`.

    Raises ParameterError for one that nothing here has.
    """
    bare = text.removeprefix(ONTOLOGY).removeprefix("comity:")
    found = next((name for name in known if name.lower() == bare.lower()), None)
    if found is None:
        told = "/reconcile/suggest/type lists those there are"
        raise ParameterError("type", f"type: there is no class {text[:60]!r}, such as Company or Decision: {told}.")
    return found


def kinds_of(known: Mapping[str, Type], names: Iterable[str]) -> tuple[str, ...]:
    """Kinds of thing that have one of these classes, in the order of all kinds."""
    found = {kind for name in names if name in known for kind in known[name].kinds}
    return tuple(kind for kind in RECONCILED if kind in found)


def description(entry: Entry) -> str:
    """What tells a thing from its namesakes: what is said of it, or its authority, place and year."""
    texts = {text.field: text.value for text in reversed(entry.texts) if text.language in (None, "en")}
    said = texts.get("comment") or ", ".join(
        texts[part] for part in ("authority", "jurisdiction", "year") if part in texts
    )
    return said if len(said) <= LONG else said[: LONG - 1].rstrip() + "…"


def _entities(view: View, prefix: str, type_: str | None, skip: int) -> list[Record]:
    known = types(view.store, RECONCILED)
    kinds = kinds_of(known, [class_name(known, type_)]) if type_ else RECONCILED
    try:
        asked(prefix[:MOST_CHARACTERS])
    except ParameterError:  # Nothing to look for yet, or more words than any name has: nothing to suggest.
        return []
    if not kinds:
        return []
    first, _ = identified(view.search, prefix[:MOST_CHARACTERS], kinds)
    found = view.search.found(prefix[:MOST_CHARACTERS], kinds, 0, skip + PAGE, ("name",))
    entries = {entry.iri: entry for entry in [*first, *(hit.entry for hit in found.hits)]}
    return [
        {
            "id": entry.iri.removeprefix(ID),
            "name": entry.label(),
            "description": description(entry),
            "notable": [{"id": main.id, "name": main.name} for main in [_main(known, entry.kind)]],
        }
        for entry in list(entries.values())[skip : skip + PAGE]
    ]


def _main(known: Mapping[str, Type], kind: str) -> Type:
    """The class that names a kind, such as Company."""
    return known[kind.capitalize()]


def _fits(prefix: str, *texts: str) -> bool:
    """Whether every word of the prefix begins a word of the texts."""
    there = [word for text in texts for word in words(text.replace("_", " "))]
    return all(any(word.startswith(part) for word in there) for part in words(prefix.replace("_", " ")))


def _types(view: View, prefix: str, _: str | None, skip: int) -> list[Record]:
    known = types(view.store, RECONCILED).values()
    found = [one for one in known if one.kinds and _fits(prefix, one.name, re.sub(r"(?=[A-Z])", " ", one.id), one.id)]
    return [described(one) for one in found][skip : skip + PAGE]


def described(type_: Type) -> Record:
    """A class as the protocol tells it."""
    return {"id": type_.id, "name": type_.name}


def _properties(view: View, prefix: str, type_: str | None, skip: int) -> list[Record]:
    known = types(view.store, RECONCILED)
    kinds = kinds_of(known, [class_name(known, type_)]) if type_ else RECONCILED
    found = [one for one in PROPERTIES.values() if set(one.kinds) & set(kinds) and _fits(prefix, one.name, one.id)]
    told = [{"id": one.id, "name": one.name, "description": f"of: {', '.join(one.kinds)}"} for one in found]
    return told[skip : skip + PAGE]


KINDS: Mapping[str, Callable[[View, str, str | None, int], list[Record]]] = {
    "entity": _entities,
    "type": _types,
    "property": _properties,
}
"""What can be suggested."""


def whole(request: Request, name: str, default: int, least: int, most: int) -> int:
    """A whole number among the parameters. Raises ParameterError where it is none, or out of its bounds."""
    text = request.query_params.get(name) or str(default)
    if not re.fullmatch(r"[0-9]{1,6}", text) or not least <= int(text) <= most:
        raise ParameterError(name, f"{name}: {text[:20]!r} is not a number from {least} to {most:,}.")
    return int(text)


async def suggested(request: Request) -> Response:
    """Suggestions of entities, types or properties for the parameter `prefix`, from place `cursor` on."""
    make = KINDS.get(request.path_params["what"])
    if make is None:
        raise Problem(404, f"There are suggestions of {', '.join(KINDS)} here.")

    def content(view: View, _: str) -> Content:
        skip = whole(request, "cursor", 0, 0, FURTHEST)
        found = make(view, request.query_params.get("prefix", ""), request.query_params.get("type"), skip)
        return Content(encoded({"result": found}), "application/json", steady=True)

    return await state_of(request).answer(request, "json", content)


async def proposed(request: Request) -> Response:
    """The properties that things of the class `type` have, at most `limit`."""

    def content(view: View, _: str) -> Content:
        name = request.query_params.get("type", "")
        most = whole(request, "limit", len(PROPERTIES), 1, 999_999)
        known = types(view.store, RECONCILED)
        kinds = set(kinds_of(known, [class_name(known, name)])) if name else {*RECONCILED}
        found = [{"id": one.id, "name": one.name} for one in PROPERTIES.values() if set(one.kinds) & kinds]
        return Content(
            encoded({"type": name, "limit": most, "properties": found[:most]}), "application/json", steady=True
        )

    return await state_of(request).answer(request, "json", content)
