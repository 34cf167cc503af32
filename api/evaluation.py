"""Evaluation of strangers' queries: read and run within the budget of the client, and given up in time."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.budget import client
from api.errors import Problem
from api.state import State
from api.versions import View
from graph import departures, tokens
from graph.errors import GraphError, QueryBusy, QueryRefused
from graph.store import RemoteStore
from graph.turns import Turn
from graph.worker import Task
from graph.workers import Answer

LOOK = 0.25
"""Seconds between two looks whether the client is still there."""
WAITING = 2
"""How often the time that a query may take it may wait for its turn: those before it have ended then."""
SHORT = 2000
"""Characters of a query that is outlined at once: in less than ten milliseconds."""

T = TypeVar("T")


async def outlined(request: Request, state: State, view: View, query: str) -> tokens.Outline:
    """What a query is. Raises QueryRefused, with place and remedy, for one that may not run on the store of a view,
    and Problem 429: a long query takes time to read, which is that of its client."""

    def outline() -> tokens.Outline:
        found = tokens.outline(query)
        if not isinstance(view.store, RemoteStore):
            departures.check(query)
        return found

    if len(query) <= SHORT:
        return outline()
    with state.budget.spending(client(request), state.settings.query_seconds) as spent:
        found, spent.used = await run_in_threadpool(_timed, outline)
    if isinstance(found, QueryRefused):
        raise found
    return found


def _timed(make: Callable[[], T]) -> tuple[T | QueryRefused, float]:
    """What is made, or why not, and the seconds of a processor that it took."""
    begun = time.thread_time()
    found: T | QueryRefused
    try:
        found = make()
    except QueryRefused as refused:
        found = refused
    return found, time.thread_time() - begun


async def run(request: Request, state: State, view: View, task: Task) -> Answer:
    """The answer to a task run in a worker, or passed on to the endpoint; its place is freed when the client goes away.

    Its time is taken from the budget of the client. Raises the errors of Workers.schedule and Relay.run, and
    Problem 429.
    """
    who, most = client(request), state.settings.query_seconds
    with state.budget.spending(who, most) as spent:
        future = (
            state.relay.schedule(task, view.store)
            if isinstance(view.store, RemoteStore)
            else state.workers.schedule(task, who)
        )
        spent.used = most  # Unless it ends well: a query that is killed has had all it may take.
        try:
            found = await _awaited(request, future, WAITING * most, state.workers.patience)
        except QueryBusy:
            spent.used = 0.0  # It did not begin, or that is not its fault.
            raise
        except GraphError:
            if isinstance(future, Turn) and future.seconds is not None:
                spent.used = min(most, future.seconds)
            raise
        spent.used = found.seconds
        return found


async def _awaited(request: Request, future: Future[Answer], patience: float, most: float) -> Answer:
    """What a future gives, unless the client goes away first, or it has not begun after `patience` seconds, or has not
    ended after `most` more: then it is cancelled. So an answer, or none, comes in time, whatever became of a worker
    and however many wait."""
    waiting, begun = asyncio.wrap_future(future), time.monotonic()
    running: float | None = None
    try:
        while not waiting.done():
            await asyncio.wait([waiting], timeout=LOOK)
            now = time.monotonic()
            if waiting.done():
                break
            if await request.is_disconnected():
                raise Problem(408, "The client went away.")
            if future.running():
                running = running or now
            elif now - begun > patience:
                raise QueryBusy(f"Others kept all workers busy for {patience:g} seconds. Try again in a few seconds.")
            if running is not None and now - running > most:
                raise QueryBusy("No worker answers. They are replaced: try again in a few seconds.")
        return waiting.result()
    finally:
        if not waiting.done():
            future.cancel()
            waiting.cancel()
