"""Sheets: a record read from its text is the one that the queries give, for each thing and any day."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.comparison import PARTS as COMPARED
from api.days import today
from api.lists import SUMMARY
from api.resources import Resource, completed, item, listed, prepare, resources, sheet_of, texts
from api.responses import encoded
from api.sheets import read, sheet
from api.timeline import PARTS as TIMED
from api.versions import Versions, View

RESOURCES = resources()
DECISIONS = RESOURCES["decisions"]
DAYS = ("2018-05-25", "2021-07-15", "2022-12-31", "2024-09-03", "2026-01-01", "2031-01-01")
TODAY = today()
"""Taken once: midnight may pass while these tests run."""
AT_ONCE = 100
"""Things asked for together: what the engine plans for once."""

Views = tuple[View, View]


@pytest.fixture(scope="module")
def views(snapshots: Path) -> Views:
    """The real snapshot with its sheets, and without."""
    kept = Versions(snapshots).current()
    for resource in RESOURCES.values():
        prepare(kept, resource, TODAY)
    return kept, View(kept.snapshot, kept.store)


def compared(views: Views, resource: Resource, slugs: list[str], day: str, only: tuple[str, ...] | None) -> None:
    """Hold that both ways give the same text."""
    kept, plain = views
    assert sheet_of(kept, resource, TODAY) is not None and sheet_of(plain, resource, TODAY) is None
    for at in range(0, len(slugs), AT_ONCE):
        some = slugs[at : at + AT_ONCE]
        told = texts(kept, resource, some, day, only)
        assert told == texts(plain, resource, some, day, only)
        assert len(told) == len(some)


def slugs_of(view: View, resource: Resource) -> list[str]:
    """All slugs of a resource."""
    found = sheet_of(view, resource, TODAY)
    assert found is not None
    return list(found.members)


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda one: one.kind)
def test_every_thing_is_told_alike_today(views: Views, resource: Resource) -> None:
    for only in (None, ()):
        compared(views, resource, slugs_of(views[0], resource), TODAY, only)


@pytest.mark.parametrize("day", DAYS)
def test_every_decision_is_told_alike_on_any_day(views: Views, day: str) -> None:
    compared(views, DECISIONS, slugs_of(views[0], DECISIONS), day, ())


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_parts_of_any_things_on_any_day_are_told_alike(views: Views, data: st.DataObject) -> None:
    resource = data.draw(st.sampled_from(list(RESOURCES.values())))
    slugs = data.draw(st.lists(st.sampled_from([*slugs_of(views[0], resource), "nothing"]), max_size=5, unique=True))
    names = st.lists(st.sampled_from([*resource.parts, "nothing"]), max_size=4).map(tuple)
    chosen = st.sampled_from((SUMMARY, COMPARED, TIMED, ("status", "measures"), ("measures",), ("draft",)))
    only = data.draw(names | chosen)
    day = data.draw(st.dates().map(str) | st.just(TODAY))
    told = []
    for view in views:
        found = listed(view, resource, slugs, day)
        assert [record["id"] for record in found] == [slug for slug in slugs if slug != "nothing"]
        completed(view, resource, found, day, only)
        told.append([encoded(record) for record in found])
        assert told[-1] == texts(view, resource, slugs, day, only)
    assert told[0] == told[1]


def test_a_record_is_the_readers_own(views: Views) -> None:
    first = item(views[0], DECISIONS, "nl-ap-2024-clearview", TODAY)
    first["measures"]["fines"][0]["money"]["amount"] = first["label"] = "spoiled"
    again = item(views[0], DECISIONS, "nl-ap-2024-clearview", TODAY)
    assert again["measures"]["fines"][0]["money"]["amount"] == "30500000.00"
    assert again["label"] != "spoiled"


def test_members_are_shown_in_their_order_and_replaced() -> None:
    main = [{"id": "a", "label": "A"}, {"id": "b", "label": "B"}]
    made = sheet(main, [{**record, "day": None, "parts": [1]} for record in main])
    assert made.text("b", {"parts", "id"}, {}) == b'{"id":"b","parts":[1]}'
    more = {"day": b'"day":"x"', "label": b'"label":"y"'}
    assert read(made.text("a", {"id", "day"}, more)) == {"id": "a", "day": "x"}
    assert made.main == {"id", "label"}
    assert made.members["a"]["day"] is made.members["b"]["day"]
