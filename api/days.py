"""Days in law: the one for which a status is told."""

from datetime import UTC, date, datetime, timedelta

from pyoxigraph import Literal

from graph.errors import ParameterError
from graph.terms import parse

EARLY = timedelta(hours=14)
"""How much earlier than in UTC a day begins where it begins first."""


def today() -> str:
    """Today in UTC, as YYYY-MM-DD: the day for which a status is told unless another is asked for."""
    return datetime.now(UTC).date().isoformat()


def given_day(value: str | None) -> str:
    """The day asked for with `as_of`, or today. Raises ParameterError for anything but a day, or one to come.

    What will be in force on a day to come nobody knows yet: to tell it as of today would be a guess. The day that has
    begun somewhere is none to come, so that nobody's own today is refused.
    """
    if value is None:
        return today()
    term = parse("as_of", "date", value)
    if isinstance(term, Literal) and date.fromisoformat(term.value).year < 1900:
        raise ParameterError("as_of", f"as_of: {value} lies before any decision here: give a day after 1900.")
    last = (datetime.now(UTC) + EARLY).date().isoformat()
    if value > last:
        told = f"as_of: {value} is a day to come: what will be in force then is not known. Give {last} or a day before."
        raise ParameterError("as_of", told)
    return value
