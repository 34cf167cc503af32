"""Partial dates as spans of days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.spans import Span, days, precision, span


@pytest.mark.parametrize(
    ("value", "first", "last", "how"),
    [
        ("2022", "2022-01-01", "2022-12-31", "year"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("2023-02", "2023-02-01", "2023-02-28", "month"),
        ("2024-05-16", "2024-05-16", "2024-05-16", "day"),
    ],
)
def test_a_date_is_all_the_days_it_may_be(value: str, first: str, last: str, how: str) -> None:
    assert (span(value), precision(value)) == (Span(first, last), how)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_lies_in_its_month_and_its_year(day: object) -> None:
    text = str(day)
    for cut in (4, 7, 10):
        found = span(text[:cut])
        assert found.first <= text <= found.last


@pytest.mark.parametrize(
    "value", ["", "22", "2022-13", "2023-02-29", "2022-1-1", "20220101", "0000", "２０２２", "2022-00"]
)
def test_what_is_no_date(value: str) -> None:
    with pytest.raises(ValueError):
        span(value)


def test_days_between_partial_dates_are_a_range() -> None:
    assert days("2022-01-01", "2022-01-31") == (30, 30)
    assert days("2022-01", "2022-02-01") == (1, 31)
    assert days("2022", "2022-06-01") == (0, 151)


@given(st.dates(date(1950, 1, 1)), st.dates(date(1950, 1, 1)))
def test_the_range_holds_the_days_meant(one: date, other: date) -> None:
    start, end = sorted((one, other))
    meant = (end - start).days
    for cut in (4, 7, 10):
        least, most = days(start.isoformat()[:cut], end.isoformat())
        assert least <= meant <= most
