"""What the routes of one application share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.budget import Budget
from api.contract import COMMON, Operation
from api.days import given_day, today
from api.errors import Problem
from api.given import once
from api.resources import Resource
from api.responses import Cache, Content, respond
from api.settings import Settings
from api.stored import Basis, declare
from api.versions import Versions, View
from graph.queries import Query
from graph.relay import Relay
from graph.workers import Workers

LONGEST = 10_000
"""Characters of one parameter: room for a hundred slugs, and little enough to be told back in an error."""

Make = Callable[[View, str], Content]
"""Makes an answer from a snapshot and a day in law."""
Ready = Callable[[View, str], bool]
"""Whether what an answer for today is made of lies ready."""


@dataclass(frozen=True)
class State:
    """Settings, snapshots, workers, relay, queries, answers, budgets (of queries, of requests) and operations."""

    settings: Settings
    versions: Versions
    workers: Workers
    relay: Relay
    resources: dict[str, Resource]
    pages: dict[str, Query]
    examples: dict[str, Query]
    cache: Cache
    budget: Budget
    requests: Budget
    operations: Sequence[Operation]

    async def answer(self, request: Request, variant: str, make: Make, ready: Ready | None = None) -> Response:
        """As `made`, in a thread of its own.

        What is `ready` in the snapshot in use for today, since it is only looked up, is made without one: to pass it
        to a thread takes longer than that. It is not kept here either.
        """
        asked = request.query_params
        view, day = self.versions.ready() if ready else None, today()
        if view is None or ready is None or not ready(view, day):
            return await run_in_threadpool(self.made, request, variant, make)
        if asked.get("version", view.version) != view.version or asked.get("as_of", day) != day:
            return await run_in_threadpool(self.made, request, variant, make)
        _bounded(request)
        once(request, COMMON)
        content = make(view, day)
        return self._responded(request, view, day, (content, content.etag))

    def made(self, request: Request, variant: str, make: Make) -> Response:
        """Answer from the cache, or with what `make` gives for the snapshot and the day asked for.

        `variant` names what else than the path and its parameters decides the answer: the format, and the host asked
        where the answer has it, since anyone may send any Host. Raises Problem 414 for a parameter that is too long,
        ParameterError for a bad `as_of` and for `as_of` or `version` given twice, and UnknownVersion for a version
        that is not kept.
        """
        _bounded(request)
        once(request, COMMON)
        view = self.versions.of(request.query_params.get("version"))
        day = given_day(request.query_params.get("as_of"))
        asked = tuple(sorted(request.query_params.multi_items()))  # With the version, which stands in links too.
        key = (view.version, request.url.path, asked, day, variant)
        return self._responded(request, view, day, self.cache.get(key, lambda: make(view, day)))

    def _responded(self, request: Request, view: View, day: str, kept: tuple[Content, str]) -> Response:
        declare(request.scope, Basis(view.version, None if "as_of" in request.query_params else day))
        pinned = "version" in request.query_params and (kept[0].steady or "as_of" in request.query_params)
        return respond(request, view, kept, pinned)


def _bounded(request: Request) -> None:
    """Raise Problem 414 for a parameter that is too long."""
    for name, value in request.query_params.multi_items():
        if len(value) > LONGEST:
            raise Problem(414, f"{name[:60]}: it has {len(value):,} characters; {LONGEST:,} are the most.")


def state_of(request: Request) -> State:
    """The state of the application that serves `request`."""
    state: Any = request.app.state.comity
    assert isinstance(state, State)  # noqa: S101 - set in create_app; a wrong one is a mistake in our code
    return state
