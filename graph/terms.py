"""Typed values: the only way by which a value from outside enters a query."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode

from graph.errors import ParameterError
from graph.namespaces import CONCEPT, ID, KINDS, PREFIXES

Term = NamedNode | Literal

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PARTIAL_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
FORBIDDEN_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
XSD = PREFIXES["xsd"]
TYPES = {*KINDS, "concept", "count", "currency", "date", "decimal", "integer", "iri", "property", "text", "year"}
"""Types a parameter of a query can have: a kind of thing (given by slug or IRI), a property, or a type of literal."""


MOST = 999
"""Greatest count that can be asked for."""
YEARS = (1970, 2100)
"""Years that can be asked for: the first law on data protection is of 1970."""


def iri(value: str) -> NamedNode:
    """An absolute IRI. Raises ValueError where a character is not allowed or the scheme is missing."""
    if FORBIDDEN_IN_IRI.search(value) or not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
        raise ValueError(f"{value[:100]!r} is not an absolute IRI.")
    return NamedNode(value)


def _named(value: str) -> NamedNode:
    """An absolute IRI, given as such or with a prefix that our queries use, such as comity:decided."""
    prefix, _, rest = value.partition(":")
    return iri(PREFIXES[prefix] + rest if prefix in PREFIXES and not rest.startswith("//") else value)


def _thing(kind: str, value: str) -> NamedNode:
    prefix = f"{ID}{kind}/"
    slug = value.removeprefix(prefix)
    if not SLUG.fullmatch(slug):
        meant = re.sub(r"[\s_/]+", "-", slug.strip()).lower()
        advice = f" Write {meant}." if SLUG.fullmatch(meant) and len(meant) <= 100 else ""
        raise ValueError(f"{value[:100]!r} is neither the slug nor the IRI of a thing of kind {kind}.{advice}")
    return NamedNode(prefix + slug)


def _concept(value: str) -> NamedNode:
    path = value.removeprefix(CONCEPT)
    if not re.fullmatch(r"[a-z-]+/[a-z0-9-]+", path):
        raise ValueError(f"{value[:100]!r} is not a concept: write scheme/notation, such as force/annulled.")
    return NamedNode(CONCEPT + path)


def _date(value: str) -> Literal:
    try:
        date.fromisoformat(value if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else "")
    except ValueError:
        raise ValueError(f"{value[:40]!r} is not a day: write YYYY-MM-DD, such as 2024-05-16.") from None
    return Literal(value, datatype=NamedNode(XSD + "date"))


def _decimal(value: str) -> Literal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,6})?", value) or not number.is_finite():
        raise ValueError(f"{value[:40]!r} is not an amount: write digits with a point, such as 30500000.00.")
    return Literal(value, datatype=NamedNode(XSD + "decimal"))


def _integer(value: str) -> Literal:
    if not re.fullmatch(r"-?[0-9]{1,18}", value):
        raise ValueError(f"{value[:40]!r} is not a whole number.")
    return Literal(value, datatype=NamedNode(XSD + "integer"))


def _count(value: str) -> Literal:
    if not re.fullmatch(r"[0-9]{1,3}", value):
        raise ValueError(f"{value[:40]!r} is not a whole number from 0 to {MOST}.")
    return Literal(value, datatype=NamedNode(XSD + "integer"))


def _currency(value: str) -> Literal:
    if not re.fullmatch(r"[A-Z]{3}", value):
        meant = value.strip().upper()
        advice = f"Write {meant}." if re.fullmatch(r"[A-Z]{3}", meant) else "Write three capitals, such as EUR."
        raise ValueError(f"{value[:40]!r} is not the code of a currency (ISO 4217). {advice}")
    return Literal(value)


def _year(value: str) -> Literal:
    if not re.fullmatch(r"[0-9]{4}", value) or not YEARS[0] <= int(value) <= YEARS[1]:
        raise ValueError(f"{value[:40]!r} is not a year from {YEARS[0]} to {YEARS[1]}: write four digits.")
    return Literal(value, datatype=NamedNode(XSD + "integer"))


def _text(value: str) -> Literal:
    if len(value) > 1000:
        raise ValueError("The text is longer than 1,000 characters: shorten it.")
    return Literal(value)


LITERALS: Mapping[str, Callable[[str], Literal]] = {
    "count": _count,
    "currency": _currency,
    "date": _date,
    "decimal": _decimal,
    "integer": _integer,
    "text": _text,
    "year": _year,
}


def parse(name: str, kind: str, value: str) -> Term:
    """The term for `value`, given for parameter `name` of type `kind` (one of TYPES).

    Raises ParameterError, with a message for the caller, where the value does not fit the type.
    """
    try:
        if kind in KINDS:
            return _thing(kind, value)
        if kind in LITERALS:
            return LITERALS[kind](value)
        return _concept(value) if kind == "concept" else _named(value)
    except ValueError as error:
        raise ParameterError(name, f"{name}: {error}") from None


def partial_date(value: str) -> Literal:
    """A day, month or year (`2024-05-16`, `2024-05`, `2024`) as xsd:date, xsd:gYearMonth or xsd:gYear.

    Raises ValueError for anything else: a date is never rounded up to a precision the source lacks.
    """
    match = PARTIAL_DATE.fullmatch(value)
    if not match:
        raise ValueError(f"{value!r} is not a day, a month or a year.")
    year, month, day = match.groups()
    date(int(year), int(month or 1), int(day or 1))
    datatype = "date" if day else "gYearMonth" if month else "gYear"
    return Literal(value, datatype=NamedNode(XSD + datatype))
