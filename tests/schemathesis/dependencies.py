"""What one parameter asks of another and no schema of OpenAPI can say; the descriptions of the parameters say it.

Schemathesis makes each parameter by its own schema. A request made to be right is mended here where two of its
parameters exclude each other, so that a refusal of a right request is always a failure. Wrong requests stay wrong.
"""

from datetime import UTC, datetime
from typing import Any

import schemathesis
from schemathesis.core.transport import Response
from schemathesis.generation.meta import TestPhase

BOUNDS = ("amount", "decided", "published")
"""Filters with a lower and an upper bound, which may not lie above it."""
PAST = "2024-05-16"
"""A day that is none to come, which no schema can tell."""
SHORT = 2
"""Records on a page where links are followed, so that there is a next one."""
given: set[str] = set()
"""Cursors that the server has given."""


@schemathesis.hook
def after_call(context: schemathesis.HookContext, case: schemathesis.Case, response: Response) -> None:
    """Note the cursor that an answer gives."""
    if response.status_code == 200 and response.headers.get("content-type") == ["application/json"]:
        cursor = response.json().get("page", {}).get("cursor")
        given.update([cursor] if cursor else [])


@schemathesis.hook
def map_case(context: schemathesis.HookContext, case: schemathesis.Case) -> schemathesis.Case:
    """The case with parameters that go together."""
    if not case.meta or not case.meta.generation.mode.is_positive:
        return case
    query: dict[str, Any] = case.query
    if case.meta.phase.name == TestPhase.STATEFUL:
        _walk(case, query)
    if "sort" in query:
        text = isinstance(query["sort"], str)
        keys = {key.removeprefix("-"): key for key in (query["sort"].split(",") if text else query["sort"])}
        query["sort"] = ",".join(keys.values()) if text else list(keys.values())
    if str(query.get("as_of", "")) > datetime.now(UTC).date().isoformat():
        query["as_of"] = PAST
    for name in BOUNDS:
        lower, upper = query.get(f"{name}_from"), query.get(f"{name}_to")
        if lower is not None and upper is not None and _value(name, lower) > _value(name, upper):
            query[f"{name}_from"], query[f"{name}_to"] = upper, lower
    return case


def _walk(case: schemathesis.Case, query: dict[str, Any]) -> None:
    """Where links are followed, ask a list for its next page, or for its first: other phases try the filters.

    A cursor is of the list it was given for, and filters made anew for the next page would make another list of it.
    """
    taken = {one.name: one.is_required for one in case.operation.iter_parameters() if one.location == "query"}
    if "cursor" in taken:
        for name in [name for name in query if name != "cursor" and not taken.get(name)]:
            del query[name]
        query["limit"] = SHORT
        if query.get("cursor") not in given:
            query.pop("cursor", None)


def _value(name: str, bound: Any) -> Any:
    """A bound as it is compared: an amount, or a date, of which a year or month begins with its first day."""
    return float(bound) if name == "amount" else str(bound)
