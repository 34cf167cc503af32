"""Identifiers: which thing an IRI, an id or a number names, and whether nobody else counts like that."""

from collections.abc import Sequence

from graph.citations import BARE, readings
from graph.index import Entry
from graph.namespaces import ID, KINDS, thing
from graph.search import MOST_CHARACTERS, Search
from graph.terms import SLUG

NEAR = 25
"""Things looked at for one question; what is meant has been among them wherever it is spelled recognisably."""


def iri_of(text: str) -> str | None:
    """The IRI that a text gives as IRI or as `{kind}/{slug}`, if it could be one of a thing."""
    kind, _, slug = text.strip().removeprefix(ID).partition("/")
    return thing(kind, slug) if kind in KINDS and SLUG.fullmatch(slug) else None


def identified(search: Search, text: str, kinds: Sequence[str]) -> tuple[list[Entry], bool]:
    """The things a text names by identifier, and whether the identifier is one that nobody else gives.

    A number without a letter (`39/2023`) is not: several authorities count like that.
    """
    iri = iri_of(text)
    if iri is not None:
        entry = search.thing(iri)
        return ([entry] if entry is not None and entry.kind in kinds else []), True
    for key in readings(text[:MOST_CHARACTERS]):
        found = [entry for entry in search.keyed(key, NEAR) if entry.kind in kinds]
        if found:
            return found, not key.startswith(BARE) and any(part.isalpha() for part in key.split()[1:])
    return [], False
