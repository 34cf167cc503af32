"""Days and amounts as people write them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.figures import amounts, days


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2024", {"2024"}),
        ("2024-05", {"2024-05"}),
        ("2024-05-16", {"2024-05-16"}),
        ("2024-05-16T00:00:00Z", {"2024-05-16"}),
        ("2024-05-16 00:00:00", {"2024-05-16"}),
        ("2024/5/16", {"2024-05-16"}),
        ("2024年5月16日", {"2024-05-16"}),
        ("2024. 5. 16.", {"2024-05-16"}),
        ("16/05/2024", {"2024-05-16"}),
        ("16.5.2024", {"2024-05-16"}),
        ("05/06/2024", {"2024-05-06", "2024-06-05"}),
        ("16 May 2024", {"2024-05-16"}),
        ("May 16, 2024", {"2024-05-16"}),
        ("16th of May 2024", {"2024-05-16"}),
        ("1er août 2024", {"2024-08-01"}),
        ("16. März 2024", {"2024-03-16"}),
        ("16 de mayo de 2024", {"2024-05-16"}),
        ("16 mei 2024", {"2024-05-16"}),
        ("May 2024", {"2024-05"}),
        ("31/02/2024", set()),
        ("spring 2024", set()),
        ("16 May 2024 or later", set()),
        ("16/05/24", set()),
        ("soon", set()),
        ("", set()),
    ],
)
def test_days(text: str, found: set[str]) -> None:
    assert days(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("30500000", {30_500_000}),
        ("30500000.00", {30_500_000}),
        ("30,500,000", {30_500_000}),
        ("30,500,000.00", {30_500_000}),
        ("30.500.000,00", {30_500_000}),
        ("30.500.000", {30_500_000}),
        ("30 500 000,00 €", {30_500_000}),
        ("30'500'000.00", {30_500_000}),
        ("30.500.000,-", {30_500_000}),
        ("EUR 30,500,000", {30_500_000}),
        ("30,500,000 EUR", {30_500_000}),
        ("€30.5 million", {30_500_000}),
        ("30,5 Mio. EUR", {30_500_000}),
        ("US$ 1,250.50", {Decimal("1250.50")}),
        ("2,50,00,000", {25_000_000}),
        ("30.500", {30_500, Decimal("30.5")}),
        ("0.5", {Decimal("0.5")}),
        ("plenty", set()),
        ("30 billion", set()),
        ("1.2.3", set()),
        ("NaN", set()),
        ("", set()),
    ],
)
def test_amounts(text: str, found: set[Decimal]) -> None:
    assert amounts(text) == found


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%b %d, %Y"]))
def test_a_day_is_read_however_it_is_written(day: date, form: str) -> None:
    assert day.isoformat() in days(day.strftime(form))


@given(st.decimals(0, 10**9, places=2))
def test_an_amount_is_read_however_it_is_written(amount: Decimal) -> None:
    english = f"{amount:,}"
    turned = english.translate(str.maketrans(",.", ".,"))
    assert all(amount in amounts(text) for text in (english, turned, str(amount), english.replace(",", " ")))


@given(st.text(max_size=60))
def test_any_text_may_be_read(text: str) -> None:
    assert all(len(day) in (4, 7, 10) for day in days(text))
    assert all(amount.is_finite() for amount in amounts(text))
