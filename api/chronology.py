"""The order of dated events, of which some are known by their month or year only, or by a day at the latest."""

from collections.abc import Mapping
from itertools import accumulate

from api.acts import EFFECTS
from api.shaping import Record
from api.spans import DAYS, Span, precision, span

ORDER = ("complaint", "started", "appeal-brought", "decided", "effect", "status", "payment", "liquidation")
LAST = ("published", "known-by", "deadline")
"""Order of events of one day: what makes an act comes before what it does, and that before its publication."""
RANK = {kind: rank for rank, kind in enumerate((*ORDER, *LAST))}


def order(events: list[Record]) -> None:
    """Sort events by the first day they can mean, the less precise first, and say whose place is not certain.

    A month or a year stands at its beginning, or where in it the act it befell is, and what had happened by a day
    stands on that day: `order_certain` is False where another event may come before or after.
    """
    events.sort(key=lambda event: (place(event), _after(event), RANK[event["kind"]], event["decision"]["id"]))
    spans = [_span(event) for event in events]
    least = [*accumulate((one.first for one in reversed(spans)), min)][::-1]
    reach = None
    for number, (event, own) in enumerate(zip(events, spans, strict=True)):
        wide, following = own.first != own.last, least[number + 1 : number + 2]
        before = reach is not None and reach >= own.first and (wide or reach > own.first)
        after = bool(following) and (following[0] < own.last or (wide and following[0] == own.last))
        event["order_certain"] = not (before or after)
        reach = own.last if reach is None else max(reach, own.last)


def place(event: Record) -> str:
    """The date at which an event stands."""
    return str(event["date"] if "at_the_latest" in event else event.get("earliest", event["date"]))


def _after(event: Record) -> bool:
    """Whether an event stands after the others of the day at which it stands, since it hangs on one of them."""
    return "earliest" in event and "at_the_latest" not in event


def bounded(event: Record, acts: Mapping[str, Record]) -> Record:
    """The event, with the day before which it cannot have happened where its month or year begins before that.

    A challenge and a ruling come after the act they are on, and what an act did or became after it was taken. `acts`
    are those known, by id.
    """
    date, act = event["date"], acts[event["decision"]["id"]]
    if date is None or precision(date) == "day" or "earliest" in event or "at_the_latest" in event:
        return event
    if event["kind"] in ("complaint", "started"):
        return event
    on = [row["id"].partition("#")[0] for row in act["affects"] if row["relation"]["id"] in (*EFFECTS, "appealFrom")]
    earlier = [acts[one] for one in on if one in acts]
    earlier += [] if event["kind"] in ("appeal-brought", "decided") else [act]
    own = span(date)
    days = [day for one in earlier if (day := one["decided"] or one["filed"]) and own.first < day <= own.last]
    return {**event, "earliest": max(days)} if days else event


def _span(event: Record) -> Span:
    """The days on which an event can have happened."""
    own = span(event["date"])
    if "earliest" in event:
        return Span(min(span(event["earliest"]).first, own.last), own.last)
    return Span(DAYS.first, own.last) if "at_the_latest" in event else own
