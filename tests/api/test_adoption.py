"""Adoption: the days between which an act lies whose own day is not known."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.adoption import known, within, year
from api.spans import DAYS, Span, span
from api.tables import tabled

DATES = st.dates().map(str) | st.dates().map(lambda day: str(day)[:7]) | st.dates().map(lambda day: str(day)[:4])


def one(**values: list[str]) -> Any:
    """A table of one act with those dates."""
    return tabled(("act",), [("act", name, day) for name, days in values.items() for day in days])


def test_a_day_that_is_known_needs_no_bounds() -> None:
    assert known(one(decided=["2022-05"], decided_since=["2020"], decided_by=["2023"]), "decided", 0) == span("2022-05")


def test_an_act_is_no_older_than_what_it_ends_and_no_younger_than_its_publication() -> None:
    found = one(decided_since=["2020", "2021-03"], decided_by=["2021-12-07", "2022"])
    assert known(found, "decided", 0) == Span("2021-03-01", "2021-12-07")
    assert year(found, 0) == "2021"
    assert year(one(decided_since=["2020"], decided_by=["2021-12-07"]), 0) is None
    assert known(one(), "decided", 0) == DAYS


def test_an_act_is_published_after_it_was_adopted_if_ever() -> None:
    found = one(decided=["2020-05"])
    assert within(found, "published", Span("2000-01-01", "2020-04-30")) == (frozenset(), frozenset())
    assert within(found, "published", Span("2020-05-20", DAYS.last)) == (frozenset(), {0})
    assert within(one(decided=["2020-05"], published=["2020"]), "published", span("2020")) == ({0}, {0})


@given(st.lists(DATES, max_size=3), st.lists(DATES, max_size=3), DATES, DATES)
def test_what_is_certain_is_possible(since: list[str], by: list[str], start: str, end: str) -> None:
    found, period = one(decided_since=since, decided_by=by), Span(span(start).first, span(end).last)
    assert known(found, "decided", 0).first <= known(found, "decided", 0).last
    certain, possible = within(found, "decided", period)
    assert certain <= possible or period.first > period.last


def test_no_act_may_have_been_adopted_before_its_proceeding_began(client: TestClient) -> None:
    """What may be of the years up to one began by the end of it, and no ruling is older than what it rules on."""
    acts = client.get("/api/v1/decisions?limit=500&fields=decided,filed,started,conduct_from").json()["data"]
    assert len(acts) > 300
    for last in ("2018", "2020", "2022"):
        asked = f"/api/v1/decisions?limit=500&fields=id&uncertain=included&decided_to={last}"
        may = {act["id"] for act in client.get(asked).json()["data"]}
        undated = {act["id"]: act for act in acts if not act["decided"] and not act["filed"]}
        begun = {
            name for name, act in undated.items() if max(act["started"] or "", act["conduct_from"] or "") > last + "~"
        }
        assert begun.isdisjoint(may)
        assert ("es-an-caixabank-2m" in may) == (last >= "2021")
    certain = {
        act["id"] for act in client.get("/api/v1/decisions?limit=500&fields=id&decided_from=2020").json()["data"]
    }
    assert "au-oaic-2021-afp" in certain
