"""Values as people read them on a page: money, days, durations, provisions."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from markupsafe import Markup, escape

from api.shaping import Record
from graph.namespaces import BASE, path_of

POINTED = re.compile(r"<((?:id|concept)/[^<>\s]+)>")
"""How the ontology names a thing in a text, as Turtle would."""
DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?")
UNITS = ("year", "month", "week", "day")


def money(value: Record | None) -> str:
    """Money as people read it: `EUR 30,500,000`, with cents only where there are any."""
    if value is None:
        return ""
    shown = amount(value["amount"])
    return f"{value['currency']} {shown}" if value["currency"] else shown


def amount(value: str | Decimal) -> str:
    """An amount with its thousands told apart: `30,500,000`."""
    whole, _, cents = str(value).partition(".")
    return f"{int(whole):,}" + (f".{cents}" if cents.strip("0") else "")


def web(address: str | None) -> str | None:
    """An address that may stand in a link: http or https only, so that no script hides in it."""
    return address if address and address.startswith(("https://", "http://")) else None


def day(value: str | None) -> str:
    """A day, month or year: `16 May 2024`, `May 2024`, `2024`. What is none of these stands as it is."""
    match = re.fullmatch(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?", value or "")
    if not match:
        return value or ""
    year, month, number = match.groups()
    if month is None:
        return str(year)
    name = date(2000, int(month), 1).strftime("%B")
    return f"{int(number)} {name} {year}" if number else f"{name} {year}"


def duration(value: str) -> str:
    """An xsd:duration in words: `2 months`, `30 days`. What is more than days stands as it is."""
    match = DURATION.fullmatch(value)
    if value == "PT0S":
        return "no time"
    if not match or not any(match.groups()):
        return value
    pairs = zip(match.groups(), UNITS, strict=True)
    return " and ".join(f"{int(n)} {unit}{'s' if int(n) != 1 else ''}" for n, unit in pairs if n)


def stated(value: Record) -> str:
    """The value of a claim as people read it."""
    kind, text = value["type"], str(value["value"])
    if kind == "decimal":
        return amount(text)
    if kind in ("date", "gYear", "gYearMonth"):
        return day(text)
    return duration(text) if kind == "duration" else text


def pointed(text: str) -> Markup:
    """A text as HTML, in which what names a thing (`<id/decision/x>`) leads to its page; the rest is escaped."""
    made = Markup()
    for number, part in enumerate(POINTED.split(text)):
        path = path_of(BASE + part) if number % 2 else None
        if path is not None:
            made += Markup('<a href="{}">{}</a>').format(path, part.partition("/")[2])
        else:
            made += escape(f"<{part}>" if number % 2 else part)
    return made


def site(label: str) -> tuple[str, str]:
    """The label of a source as its site and the rest: titles may name persons, and a name is no link or heading."""
    head, colon, rest = label.partition(": ")
    return (head, rest) if colon else (label, "")


def numbered(provision: Record) -> tuple[Any, ...]:
    """Key that sorts provisions as a statute does: Article 9 before Article 15, 5(1)(a) before 5(1)(e)."""
    parts = re.findall(r"\d+|[^\W\d_]+", provision.get("number") or provision["label"])
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)


def by_instrument(provisions: Iterable[Record]) -> list[tuple[Record, list[Record]]]:
    """Provisions by the instrument they stand in, each in the order of its numbers."""
    found: dict[str, tuple[Record, list[Record]]] = {}
    for provision in provisions:
        instrument = provision["instrument"]
        found.setdefault(instrument["iri"], (instrument, []))[1].append(provision)
    return [(instrument, sorted(rows, key=numbered)) for instrument, rows in found.values()]
