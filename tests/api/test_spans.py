"""Partial dates as spans of days."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.spans import Span, span


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2022", "2022-01-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-05-16", "2024-05-16", "2024-05-16"),
    ],
)
def test_a_date_is_all_the_days_it_may_be(date: str, first: str, last: str) -> None:
    assert span(date) == Span(first, last)


@given(st.dates(min_value=__import__("datetime").date(1000, 1, 1)))
def test_a_day_lies_in_its_month_and_its_year(day: object) -> None:
    text = str(day)
    for cut in (4, 7, 10):
        found = span(text[:cut])
        assert found.first <= text <= found.last


@pytest.mark.parametrize(
    "date", ["", "22", "2022-13", "2023-02-29", "2022-1-1", "20220101", "0000", "２０２２", "2022-00"]
)
def test_what_is_no_date(date: str) -> None:
    with pytest.raises(ValueError):
        span(date)
