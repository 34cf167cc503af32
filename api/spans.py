"""Partial dates as spans of days: a year is all of its days, never its first."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date as day

from graph.terms import partial_date

PRECISION = {4: "year", 7: "month", 10: "day"}


@dataclass(frozen=True)
class Span:
    """The first and the last day that a date may be, YYYY-MM-DD."""

    first: str
    last: str


DAYS = Span("0000-00-00", "9999-99-99")
"""The span of a date of which nothing is known."""


def span(date: str) -> Span:
    """The days a date may be: one for a day, all of a month or a year. Raises ValueError for anything else."""
    partial_date(date)
    if len(date) == 4:
        return Span(f"{date}-01-01", f"{date}-12-31")
    if len(date) == 7:
        return Span(f"{date}-01", f"{date}-{monthrange(int(date[:4]), int(date[5:]))[1]:02}")
    return Span(date, date)


def precision(date: str) -> str:
    """How precise a date is: day, month or year."""
    return PRECISION[len(date)]


def days(start: str, end: str) -> tuple[int, int]:
    """The least and the most days from one partial date to another; never less than none."""
    begun, ended = span(start), span(end)
    return max(0, _between(begun.last, ended.first)), max(0, _between(begun.first, ended.last))


def _between(earlier: str, later: str) -> int:
    return (day.fromisoformat(later) - day.fromisoformat(earlier)).days
