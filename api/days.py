"""Days in law: the one for which a status is told."""

from datetime import UTC, date, datetime

from pyoxigraph import Literal

from graph.errors import ParameterError
from graph.terms import parse


def today() -> str:
    """Today in UTC, as YYYY-MM-DD: the day for which a status is told unless another is asked for."""
    return datetime.now(UTC).date().isoformat()


def given_day(value: str | None) -> str:
    """The day asked for with `as_of`, or today. Raises ParameterError for anything but a day."""
    if value is None:
        return today()
    term = parse("as_of", "date", value)
    if isinstance(term, Literal) and date.fromisoformat(term.value).year < 1900:
        raise ParameterError("as_of", f"as_of: {value} lies before any decision here: give a day after 1900.")
    return value
