"""Partial dates as spans of days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.spans import days, precision, span


@pytest.mark.parametrize(
    ("value", "first", "last", "how"),
    [
        ("2024-05-16", date(2024, 5, 16), date(2024, 5, 16), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "year"),
    ],
)
def test_a_partial_date_is_a_span(value: str, first: date, last: date, how: str) -> None:
    assert (span(value).first, span(value).last, precision(value)) == (first, last, how)


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
