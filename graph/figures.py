"""Figures: days and amounts as people write them in a table, in every way in which they can be read.

What can be read in two ways (`05/06/2024`, `30.500`) has both; what cannot be read has none, and says nothing.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product

from graph.words import folded, words

MONTHS = (
    "january januar januari janvier gennaio enero janeiro jan",
    "february februar februari fevrier febbraio febrero fevereiro feb fev",
    "march marz maart mars marzo marco mar",
    "april avril aprile abril apr avr abr",
    "may mai mei maggio mayo maio maj mag",
    "june juni juin giugno junio junho jun giu",
    "july juli juillet luglio julio julho jul lug",
    "august augustus aout agosto augusti aug ago",
    "september septembre settembre septiembre setembro sept sep set",
    "october oktober octobre ottobre octubre outubro oct okt ott out",
    "november novembre noviembre novembro nov",
    "december dezember decembre dicembre diciembre dezembro dec dez dic",
)
"""Names of the months in English, German, Dutch, French, Italian, Spanish, Portuguese, and northern languages."""
MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
JOINING = frozenset(["de", "del", "di", "do", "den", "der", "le", "the", "of", "am", "vom"])
ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|o|a)?")
YEAR_FIRST = re.compile(r"(\d{4})\D{1,2}(\d{1,2})(?:\D{1,2}(\d{1,2})\D?)?")
YEAR_LAST = re.compile(r"(\d{1,2})\D{1,2}(\d{1,2})\D{1,2}(\d{4})")
TIME = re.compile(r"(?<=\d)[t ]\d\d:.*")
MILLION = re.compile(r"\s*(?:mio|mln|million(?:s|en|i)?|millone?s|milioni?|milhoes|miljoen|miljoner)\b\.?")
CURRENCY = re.compile(
    r"(?:^(?:[a-z]{3}(?=[\s\d])|[a-z]{0,3}[^\w\s.,'-]|kr\.?)|(?:(?<![a-z])(?:[a-z]{3}|kr\.?)|[^\w\s.,'-])$)"
)
"""A code of three letters or a sign, before or after an amount."""
GROUPED = r"\d{{1,3}}(?:{0}\d{{2,3}})*{0}\d{{3}}"
"""A whole number with its thousands told apart, in India its hundreds of thousands."""


def days(text: str) -> set[str]:
    """The days that a text may tell, or the year or month where it tells no more, as ISO 8601 writes them."""
    bare = TIME.sub("", folded(text).strip())
    if re.fullmatch(r"\d{4}", bare):
        return {bare}
    if match := YEAR_FIRST.fullmatch(bare):
        return set(_dated(*match.groups()))
    if match := YEAR_LAST.fullmatch(bare):
        first, second, year = match.groups()
        return {*_dated(year, second, first), *_dated(year, first, second)}
    parts = [part for part in words(bare) if part not in JOINING]
    months = [str(MONTH[part]) for part in parts if part in MONTH]
    years = [part for part in parts if re.fullmatch(r"\d{4}", part)]
    numbers = [match[1] for part in parts if (match := ORDINAL.fullmatch(part))]
    if len(months) != 1 or len(years) != 1 or len(numbers) > 1 or len(parts) != 2 + len(numbers):
        return set()
    return set(_dated(years[0], months[0], numbers[0] if numbers else None))


def _dated(year: str, month: str, day: str | None) -> Iterator[str]:
    try:
        found = date(int(year), int(month), int(day or 1)).isoformat()
    except ValueError:
        return
    yield found if day else found[:7]


def amounts(text: str) -> set[Decimal]:
    """The amounts that a text may tell, with a currency or without: `30.500.000,00`, `EUR 30,500,000`, `3 million`."""
    bare = CURRENCY.sub("", folded(text).strip()).strip()
    number, millions = MILLION.subn("", bare)
    times = Decimal(1_000_000) ** millions
    number = re.sub(r"[.,][-\u2013\u2014]+$", "", re.sub(r"(?<=\d)[\s'\u2019_](?=\d)", "", number))
    found = set()
    for group, point in product(".,", repeat=2):
        whole = rf"\d+|{GROUPED.format(re.escape(group))}"
        if group != point and re.fullmatch(rf"-?(?:{whole})(?:{re.escape(point)}\d+)?", number, re.ASCII):
            found.add(Decimal(number.replace(group, "").replace(point, ".")) * times)
    return found
