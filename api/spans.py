"""Partial dates as what they are: a span of days, of which the day meant is one."""

import calendar
from dataclasses import dataclass
from datetime import date

PRECISION = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class Span:
    """The first and the last day that a date can mean, both inclusive."""

    first: date
    last: date


def precision(value: str) -> str:
    """How precise a date is: day, month or year."""
    return PRECISION[len(value)]


def span(value: str) -> Span:
    """The days that `2024`, `2024-05` or `2024-05-16` can mean. Raises ValueError for what is no date."""
    year, month, day = (*map(int, value.split("-")), 0, 0)[:3]
    if day:
        return Span(date(year, month, day), date(year, month, day))
    if month:
        return Span(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))
    return Span(date(year, 1, 1), date(year, 12, 31))


def days(start: str, end: str) -> tuple[int, int]:
    """The least and the most days from one partial date to another; never less than none."""
    begun, ended = span(start), span(end)
    return max(0, (ended.first - begun.last).days), max(0, (ended.last - begun.first).days)
