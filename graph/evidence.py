"""Evidence: whether the properties that a row of a table states are those of a thing of the graph."""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation

from graph.identifiers import NEAR, iri_of
from graph.likeness import FORMLESS, likeness
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


def agreement(
    property_: Property, given: Iterable[str], known: Sequence[Value], intended: set[str] | None
) -> bool | None:
    """Whether a thing has one of the values given; None where either side says nothing that can be compared."""
    if not known:
        return None
    texts = [value.value for value in known]
    match property_.form:
        case "entity":
            return None if intended is None else any(text in intended for text in texts)
        case "date":
            days = [value for value in given if re.match(r"[0-9]{4}(-|$)", value)]
            return any(text.startswith(day[:10]) or day.startswith(text) for text in texts for day in days)
        case "decimal":
            amounts = [amount for value in given if (amount := _number(value)) is not None]
            return any(Decimal(text) == amount for text in texts for amount in amounts) if amounts else None
        case "concept":
            texts = [text.rpartition("/")[2] for text in texts]
    ways = {"".join(plain(tokens(text)) or tokens(text)) for text in texts}
    return any("".join(plain(tokens(value)) or tokens(value)) in ways for value in given)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
