"""Evidence: whether the properties that a row of a table states are those of a thing of the graph."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from graph.figures import amounts, days
from graph.identifiers import NEAR, iri_of
from graph.likeness import FORMLESS, among, likeness
from graph.namespaces import thing
from graph.properties import Property
from graph.reduction import plain, tokens
from graph.search import MOST_CHARACTERS, MOST_WORDS, Search
from graph.store import Value
from graph.words import words

ENTITIES = {"Authority": "authority", "Jurisdiction": "jurisdiction", "Company": "company", "Instrument": "instrument"}


def meant(search: Search, property_: Property, given: Iterable[str]) -> set[str] | None:
    """IRIs of the entities that values of a property name, by id or by exactly their name; None if none is known."""
    kind = ENTITIES.get(property_.target)
    found = {iri for value in given if (iri := iri_of(value)) is not None}
    for value in given if kind is not None else ():
        asked = words(value[:MOST_CHARACTERS])[:MOST_WORDS]
        for hit in search.near(asked, (kind or "",), NEAR, similar=False) if asked else ():
            if likeness(asked, hit.entry) >= FORMLESS or hit.entry.iri == thing(kind or "", "-".join(asked)):
                found.add(hit.entry.iri)
    return found or None


def resembling(search: Search, property_: Property, given: Iterable[str]) -> frozenset[str]:
    """IRIs of the entities that have a value of a property within a longer name: `Garante` is how many call one."""
    kind = ENTITIES.get(property_.target)
    found: set[str] = set()
    for value in given if kind is not None else ():
        asked = words(value[:MOST_CHARACTERS])[:MOST_WORDS]
        near = search.near(asked, (kind or "",), NEAR, similar=False) if asked else ()
        found.update(hit.entry.iri for hit in near if among(asked, hit.entry))
    return frozenset(found)


def agreement(
    property_: Property,
    given: Iterable[str],
    known: Sequence[Value],
    intended: set[str] | None,
    perhaps: frozenset[str] = frozenset(),
) -> bool | None:
    """Whether a thing has one of the values given; None where either side says nothing that can be compared.

    `intended` are the entities surely meant by the values. Where none is, those that `perhaps` are meant agree, and
    nothing contradicts. What cannot be read contradicts nothing; what can be read in two ways agrees in either.
    """
    if not known:
        return None
    texts = [value.value for value in known]
    match property_.form:
        case "entity":
            if intended is None:
                return True if perhaps.intersection(texts) else None
            return any(text in intended for text in texts)
        case "date":
            told = {day for value in given for day in days(value)}
            return any(text.startswith(day) or day.startswith(text) for text in texts for day in told) if told else None
        case "decimal":
            read = {amount for value in given for amount in amounts(value)}
            return any(Decimal(text) in read for text in texts) if read else None
        case "concept":
            texts = [text.rpartition("/")[2] for text in texts]
    ways = {"".join(plain(tokens(text)) or tokens(text)) for text in texts}
    return any("".join(plain(tokens(value)) or tokens(value)) in ways for value in given)
