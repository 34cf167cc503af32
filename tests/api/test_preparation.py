"""Preparation: what answers are looked up in is made before it is asked for, for each snapshot and each day."""

from dataclasses import replace

import pytest

from api import lists, preparation
from api.days import today
from api.names import named
from api.preparation import Preparation
from api.resources import resources, sheet_of
from api.versions import Versions, View
from graph import snapshot
from graph.errors import NoSnapshot
from graph.namespaces import thing
from graph.queries import folder
from tests.conftest import Project, rewritten, soon

PAGES = folder("pages")
LABELS = PAGES["names"]


def prepared(view: View, day: str) -> bool:
    """Whether all is made for a snapshot and a day."""
    sheets = all(sheet_of(view, resource, day) for resource in resources().values())
    return sheets and view.kept.found(("dated", day)) is not None and view.kept.found("names") is not None


def test_each_snapshot_and_each_day_is_prepared(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    small.write_all()
    first = small.build()
    versions = Versions(small.snapshots)
    running = Preparation(versions, resources(), PAGES)
    monkeypatch.setattr(preparation, "today", lambda: "2030-12-31")
    running.start()
    try:
        view = versions.current()
        soon(lambda: prepared(view, "2030-12-31"))
        monkeypatch.setattr(preparation, "today", lambda: "2031-01-01")
        soon(lambda: prepared(view, "2031-01-01"))
        soon(lambda: view.kept.found(("dated", "2030-12-31")) is None)
        soon(lambda: not any(lists.ready(view, resource, "2030-12-31") for resource in resources().values()))
        second = rewritten(first, lambda lines: lines.replace(b"CNPD v", b"CNPD against"), "2030-01-01T00:00:00+00:00")
        snapshot.point(small.snapshots, second.version)
        soon(lambda: versions.pointed() == second.version)
        soon(lambda: prepared(versions.current(), "2031-01-01"))
    finally:
        running.stop()


def test_it_waits_for_a_snapshot(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparation, "PATIENCE", 0.05)
    looked: list[int] = []

    class Looked(Versions):
        def current(self) -> View:
            looked.append(1)
            return super().current()

    versions = Looked(small.snapshots)
    running = Preparation(versions, resources(), PAGES)
    running.start()
    try:
        soon(lambda: len(looked) > 1)
        small.write_all()
        small.build()
        soon(lambda: prepared(versions.current(), today()))
    finally:
        running.stop()


@pytest.mark.parametrize("fault", [OSError("no room"), EOFError("cut off"), NoSnapshot("none")])
def test_a_snapshot_that_cannot_be_read_is_tried_again(
    small: Project, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, fault: Exception
) -> None:
    small.write_all()
    small.build()
    versions, faults = Versions(small.snapshots), [fault] * 3
    current = versions.current

    def failing() -> View:
        if faults:
            raise faults.pop()
        return current()

    monkeypatch.setattr(preparation, "PATIENCE", 0.01)
    monkeypatch.setattr(versions, "current", failing)
    running = Preparation(versions, resources(), PAGES)
    running.start()
    try:
        soon(lambda: prepared(current(), today()))
    finally:
        running.stop()
    told = [record for record in caplog.records if "cannot be prepared" in record.getMessage()]
    assert len(told) == (0 if isinstance(fault, NoSnapshot) else 3), "an error of the graph is told to those who ask"


def test_a_large_graph_is_asked_each_time(small: Project) -> None:
    small.write_all()
    small.build()
    view = Versions(small.snapshots).current()
    told = replace(view.snapshot, manifest={**view.snapshot.manifest, "quads": {"x": 10**9}})
    large = View(told, view.store)
    running = Preparation(Versions(small.snapshots), resources(), PAGES)
    assert running.prepare(large, today())
    assert not any(sheet_of(large, resource, today()) for resource in resources().values())
    assert running.prepare(view, today())
    iris = [thing("case", "parcelwise-tracking"), thing("case", "nothing")]
    assert named(large, LABELS, iris) == named(view, LABELS, iris)
    assert [name.label for name in named(view, LABELS, iris).values()] == ["Tracking of couriers by Parcelwise"]
