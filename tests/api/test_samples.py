"""Samples: made ahead of whoever asks, once a snapshot, and short."""

import asyncio
from typing import Never

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api import samples
from api.app import create_app
from api.contract import Operation
from api.samples import shortened
from api.settings import Settings
from api.state import State
from api.versions import Versions, View
from tests.conftest import Project, soon


def test_a_list_is_shortened_wherever_it_stands() -> None:
    assert shortened({"a": [1, 2, 3], "b": {"c": [[1, 2, 3]] * 3}}) == {"a": [1, 2], "b": {"c": [[1, 2], [1, 2]]}}


def made(state: State) -> int:
    """How many samples of the snapshot in use there are; none is made here."""

    class Absent(Exception): ...

    def absent() -> Never:
        raise Absent

    found = 0
    for one in state.operations:
        try:
            state.versions.current().kept.get(("sample", one.id), absent)
        except Absent:
            continue
        found += 1
    return found


def test_samples_are_made_before_anybody_asks(small: Project) -> None:
    small.write_all()
    small.build()
    app = create_app(Settings(snapshots=small.snapshots, workers=1), Versions(small.snapshots), ahead=True)
    with TestClient(app) as client:
        state = app.state.comity
        soon(lambda: made(state) == len(state.operations))
        shown = client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/cases"]["get"]["responses"]["200"]
    told = shown["content"]["application/json"]["example"]
    assert told["version"] == state.versions.current().version
    assert told["data"]


def test_a_snapshot_that_cannot_be_read_is_tried_again(
    small: Project, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    small.write_all()
    small.build()
    app = create_app(Settings(snapshots=small.snapshots, workers=1), Versions(small.snapshots))
    monkeypatch.setattr(samples, "LOOK", 0.01)
    monkeypatch.setattr(samples, "PATIENCE", 0.02)
    with TestClient(app) as client:
        state = app.state.comity
        faults, current = [OSError("no room"), EOFError("cut off")], state.versions.current

        def failing() -> View:
            if faults:
                raise faults.pop()
            view: View = current()
            return view

        monkeypatch.setattr(state.versions, "current", failing)
        assert client.portal is not None
        working = client.portal.start_task_soon(samples.ahead, app, state)
        soon(lambda: not faults and made(state) == len(state.operations))
        working.cancel()
    assert sum("No samples can be made" in record.getMessage() for record in caplog.records) == 2


def test_a_server_stops_while_it_makes_samples(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    small.write_all()
    small.build()
    begun: list[str] = []

    async def slow(_: FastAPI, __: View, one: Operation) -> None:
        begun.append(one.id)
        await asyncio.sleep(2)

    monkeypatch.setattr(samples, "_answered", slow)
    app = create_app(Settings(snapshots=small.snapshots, workers=1), Versions(small.snapshots), ahead=True)
    with TestClient(app):
        soon(lambda: begun)
    assert 2 * len(begun) < len(app.state.comity.operations), "it went on to the end"
