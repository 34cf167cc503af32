"""When acts were adopted, as far as it is known: between which days one lies whose own day no source gives."""

from api.spans import DAYS, Span, span
from api.tables import Places, Table

NEVER = f"{DAYS.last}~"
"""Later than all days."""


def known(found: Table, name: str, at: int) -> Span:
    """The days on which the thing at a place may have been adopted or filed (`decided`), or published (`published`).

    An act of which no day is known had been adopted when it was published, or was known to exist; it cannot be older
    than its own proceeding, the conduct it is about, or the act that it rules on, nor than its source allows
    (`comity:notBefore`). It was not published before it was adopted, and may never have been.
    """
    days = found.of(name, at)
    if days:
        return span(days[0])
    if name == "published":
        return Span(known(found, "decided", at).first, NEVER)
    last = min((span(day).last for day in found.of(f"{name}_by", at)), default=DAYS.last)
    first = max((span(day).first for day in found.of(f"{name}_since", at)), default=DAYS.first)
    return Span(min(first, last), last)


def spans(found: Table, name: str) -> tuple[Span, ...]:
    """The days of `known` for every place, made once for a table."""
    if name not in found.spans:
        found.spans[name] = tuple(known(found, name, at) for at in range(len(found.ids)))
    return found.spans[name]


def within(found: Table, name: str, period: Span) -> tuple[Places, Places]:
    """The places of the things adopted or published in a period for certain, and of all that may have been."""
    days = spans(found, name)
    return (
        frozenset(at for at, one in enumerate(days) if period.first <= one.first and one.last <= period.last),
        frozenset(at for at, one in enumerate(days) if period.first <= one.last and one.first <= period.last),
    )


def year(found: Table, at: int, name: str = "decided") -> str | None:
    """The year in which the act at a place was adopted, or published, for certain; None where it may be several."""
    days = spans(found, name)[at]
    return days.first[:4] if days.first[:4] == days.last[:4] else None
