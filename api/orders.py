"""Orders of lists: by one or several values, a minus before it for the greatest first, ties by id."""

import re
from collections.abc import Callable
from decimal import Decimal

from api.tables import Table, notation, table
from api.versions import View
from graph.errors import ParameterError
from graph.namespaces import BASE
from graph.queries import Query
from graph.words import folded

SORT = (
    "What to sort by, several with commas, each once, a minus before it for the greatest first: {}. "
    "A thing stands by its id, such as nl-ap, not by its label, and a concept by its notation; numbers in a text by "
    "their value, letters without case and accents. Without it: {}."
)
NUMBER, WIDTH = re.compile("[0-9]+"), 12
"""Numbers in texts, and the digits to which they are filled up to be sorted."""
COUNTS = ("decisions", "jurisdictions", "states", "infringed", "provisions")
"""Numbers of other things: of none of them there are 0, which is a value like others."""
NUMBERS = ("amount", *COUNTS)
"""Values that are sorted as numbers."""


def keys(filters: Query) -> list[str]:
    """What a list can be sorted by."""
    return ["id", *filters.fields["sort"].split()]


def described(filters: Query) -> dict[str, str]:
    """The parameter `sort` with its description."""
    return {"sort": SORT.format(", ".join(keys(filters)), filters.fields["order"])}


def order(view: View, filters: Query, asked: str | None) -> tuple[int, ...]:
    """All places of a table in the order asked for. Raises ParameterError for what it cannot be sorted by."""
    parts = tuple((asked if asked is not None else filters.fields["order"]).split(","))
    names = [part.removeprefix("-") for part in parts]
    for name in names:
        if name not in keys(filters) or names.count(name) > 1:
            known = ", ".join(keys(filters))
            raise ParameterError("sort", f"sort: {name[:40]!r} is no key or stands twice. Known, each once: {known}.")
    found = table(view, filters)
    kept = view.kept if asked is None else view.passing
    return kept.get(("order", filters.name, parts), lambda: _ordered(found, parts))


def _ordered(found: Table, parts: tuple[str, ...]) -> tuple[int, ...]:
    """Sorted by the last part first, since sorting is stable; what lacks a value comes last in both directions."""
    places = sorted(range(len(found.ids)), key=[natural(slug) for slug in found.ids].__getitem__)
    usual = {at: number for number, at in enumerate(places)}
    for part in reversed(parts):
        name, greatest = part.removeprefix("-"), part.startswith("-")
        if name == "id":
            places.sort(key=usual.__getitem__, reverse=greatest)
            continue
        none = ("0",) if name in COUNTS else ()
        of = {at: _value(name, values) for at in places if (values := found.of(name, at) or none)}
        key: Callable[[int], Decimal | str] = of.__getitem__
        known = sorted((at for at in places if at in of), key=key, reverse=greatest)
        places = known + [at for at in places if at not in of]
    return tuple(places)


def _value(name: str, values: tuple[str, ...]) -> Decimal | str:
    if name in NUMBERS:
        return max(Decimal(value) for value in values)
    # A jurisdiction that is part of another stands under both: sorted by its own, whose slug goes on from the other's.
    first = max(values, key=len) if name == "jurisdiction" else values[0]
    return natural(notation(first) if first.startswith(BASE) else first)


def natural(text: str) -> str:
    """A text as it is sorted: without case and accents, and numbers in it by their value (2 before 10)."""
    return NUMBER.sub(lambda match: match[0].zfill(WIDTH), folded(text))
