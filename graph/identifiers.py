"""Identifiers: which thing an IRI, an id or a number names, and whether nobody else counts like that."""

from collections.abc import Sequence

from graph.citations import BARE, readings
from graph.index import KINDS as KINDS_FOUND
from graph.index import Entry
from graph.namespaces import ID, KINDS, thing
from graph.search import Search
from graph.terms import SLUG

NEAR = 25
"""Things looked at for one question; what is meant has been among them wherever it is spelled recognisably."""

LONGEST = 500
"""Characters that an identifier or citation may have; the longest of the graph, the title of a directive, has 370."""
LAW = ("instrument", "provision")
"""Kinds that are called by names which others of them may have as well."""


def iri_of(text: str) -> str | None:
    """The IRI that a text gives as IRI or as `{kind}/{slug}`, if it could be one of a thing."""
    kind, _, slug = text.strip().removeprefix(ID).partition("/")
    return thing(kind, slug) if kind in KINDS and SLUG.fullmatch(slug) else None


def named(search: Search, text: str, most: int, kinds: Sequence[str] = KINDS_FOUND) -> list[tuple[Entry, str]]:
    """The things of these kinds that a text names under the first of its readings that any has, each with its key.

    Beside an instrument, or a provision called by a name of its own, stand the others that the same words name under
    a lesser reading: PIPA is the act of Korea, and those of Alberta and British Columbia.
    """
    every: dict[str, tuple[Entry, str]] = {}
    for key in readings(text):
        if every and key.startswith(BARE):
            break
        wanted = [kind for kind in kinds if kind in LAW or not every]
        every = {entry.iri: (entry, key) for entry in search.keyed(key, most) if entry.kind in wanted} | every
        if every and not any(entry.kind in LAW for entry, _ in every.values()):
            break
    return sorted(every.values(), key=lambda pair: pair[1])[:most]


def identified(search: Search, text: str, kinds: Sequence[str]) -> tuple[list[Entry], bool]:
    """The things a text names by identifier, and whether the identifier is one that nobody else gives.

    A number without a letter (`39/2023`) is not: several authorities count like that.
    """
    iri = iri_of(text)
    if iri is not None:
        entry = search.thing(iri)
        return ([entry] if entry is not None and entry.kind in kinds else []), True
    found = named(search, text[:LONGEST], NEAR, kinds)
    sure = any(not key.startswith(BARE) and any(part.isalpha() for part in key.split()[1:]) for _, key in found)
    return [entry for entry, _ in found], sure
