"""What the routes of one application share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from api.budget import Budget
from api.contract import COMMON, Operation
from api.days import given_day
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

    def answer(self, request: Request, variant: str, make: Callable[[View, str], Content]) -> Response:
        """Answer from the cache, or with what `make` gives for the snapshot and the day asked for.

        `variant` names what else than the path and its parameters decides the answer: the format, and the host asked
        where the answer has it, since anyone may send any Host. Raises Problem 414 for a parameter that is too long,
        ParameterError for a bad `as_of` and for `as_of` or `version` given twice, and UnknownVersion for a version
        that is not kept.
        """
        for name, value in request.query_params.multi_items():
            if len(value) > LONGEST:
                raise Problem(414, f"{name[:60]}: it has {len(value):,} characters; {LONGEST:,} are the most.")
        once(request, COMMON)
        view = self.versions.of(request.query_params.get("version"))
        day = given_day(request.query_params.get("as_of"))
        asked = tuple(sorted(request.query_params.multi_items()))  # With the version, which stands in links too.
        key = (view.version, request.url.path, asked, day, variant)
        declare(request.scope, Basis(view.version, None if "as_of" in request.query_params else day))
        kept = self.cache.get(key, lambda: make(view, day))
        pinned = "version" in request.query_params and (kept[0].steady or "as_of" in request.query_params)
        return respond(request, view, kept, pinned)


def state_of(request: Request) -> State:
    """The state of the application that serves `request`."""
    state: Any = request.app.state.comity
    assert isinstance(state, State)  # noqa: S101 - set in create_app; a wrong one is a mistake in our code
    return state
