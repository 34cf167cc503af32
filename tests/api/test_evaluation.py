"""Execution: who pays for a query, and that whoever waits is answered in time."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message

from api import evaluation
from api.budget import Budget
from api.errors import Problem
from api.evaluation import outlined, run
from api.settings import Settings
from api.state import State
from graph.errors import QueryBusy, QueryRefused
from graph.turns import Turn
from graph.worker import Task
from graph.workers import Answer

WHO = "192.0.2.1"
TASK = Task("store", "ASK {}", "json")


class Workers:
    """Workers that do with a turn what a test says."""

    patience = 0.6

    def __init__(self, what: Callable[[Turn[Answer]], object]) -> None:
        self.what = what
        self.turn = Turn[Answer]()

    def schedule(self, task: Task, who: str | None) -> Future[Answer]:
        assert (task, who) == (TASK, WHO)
        self.what(self.turn)
        return self.turn


def ran(workers: Workers, gone: bool = False) -> tuple[Any, float]:
    """What running a query gives or raises, and the seconds that are taken from the budget of its client."""
    state = object.__new__(State)
    budget = Budget(60, clock=lambda: 0.0)
    for name, value in {"settings": Settings(query_seconds=0.3), "workers": workers, "budget": budget}.items():
        object.__setattr__(state, name, value)

    async def receive() -> Message:
        if not gone:
            await asyncio.sleep(60)
        return {"type": "http.disconnect"}

    async def once() -> Answer:
        request = Request({"type": "http", "client": (WHO, 1), "headers": []}, receive)
        view: Any = type("View", (), {"store": None})()
        return await run(request, state, view, TASK)

    try:
        found: Any = asyncio.run(once())
    except (QueryBusy, QueryRefused, Problem) as error:
        found = error
    budget.reserve(WHO, 0)
    return found, 60 - budget._left[WHO][0]


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look often."""
    monkeypatch.setattr(evaluation, "LOOK", 0.02)


def begin(turn: Turn[Answer]) -> None:
    """It has its turn."""
    turn.set_running_or_notify_cancel()


LONG = "SELECT * { ?s ?p 1 " + "?x " * 20_000 + "}"


@pytest.mark.parametrize(("query", "free"), [("ASK {}", True), (LONG, False), (LONG + " SERVICE", False)])
def test_a_long_query_is_read_at_the_cost_of_its_client(query: str, free: bool) -> None:
    budget = Budget(60, clock=lambda: 0.0)
    state = object.__new__(State)
    object.__setattr__(state, "settings", Settings())
    object.__setattr__(state, "budget", budget)
    view: Any = type("View", (), {"store": None})()
    asked = Request({"type": "http", "client": (WHO, 1), "headers": []})
    with suppress(QueryRefused):
        asyncio.run(outlined(asked, state, view, query))
    budget.reserve(WHO, 0)
    assert (budget._left[WHO][0] == 60) is free
    budget.reserve(WHO, 100)
    if free:
        assert asyncio.run(outlined(asked, state, view, query)).form == "ASK"
    else:
        with pytest.raises(Problem, match="are spent"):
            asyncio.run(outlined(asked, state, view, query))


def test_an_answer_costs_what_it_took() -> None:
    answer = Answer(b"x", 1, 0.125)
    assert ran(Workers(lambda turn: (begin(turn), turn.set_result(answer)))) == (answer, pytest.approx(0.125))


def test_a_refusal_costs_what_it_took() -> None:
    def refuse(turn: Turn[Answer]) -> None:
        begin(turn)
        turn.seconds = 0.125
        turn.set_exception(QueryRefused("no"))

    found, cost = ran(Workers(refuse))
    assert isinstance(found, QueryRefused)
    assert cost == pytest.approx(0.125)


def test_who_has_no_turn_in_time_pays_nothing() -> None:
    workers = Workers(lambda turn: None)
    found, cost = ran(workers)
    assert isinstance(found, QueryBusy) and "kept all workers busy" in str(found)
    assert (cost, workers.turn.cancelled()) == (0, True)


def test_a_turn_that_never_ends_is_given_up() -> None:
    ended: list[str] = []
    workers = Workers(lambda turn: (begin(turn), turn.under_way(lambda: ended.append("worker"))))
    found, cost = ran(workers)
    assert isinstance(found, QueryBusy) and "No worker answers" in str(found)
    assert (cost, ended[0]) == (0, "worker")


def test_who_goes_away_ends_the_query_and_pays_for_it() -> None:
    ended: list[str] = []
    found, cost = ran(Workers(lambda turn: (begin(turn), turn.under_way(lambda: ended.append("worker")))), gone=True)
    assert isinstance(found, Problem) and found.status == 408
    assert (cost, ended[0]) == (pytest.approx(0.3), "worker")
