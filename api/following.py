"""What every way of following the changes shares: the log, and answers that are kept under what they tell."""

from collections.abc import Callable
from datetime import datetime

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.errors import Problem
from api.responses import Content, respond
from api.state import State, state_of
from graph.changelog import Entry, entries
from graph.namespaces import BASE, ONTOLOGY

Log = tuple[Entry, ...]


def log(state: State) -> Log:
    """The change log of the snapshots that are served. Raises Problem 404 where there is none yet."""
    found = entries(state.settings.snapshots)
    if not found:
        raise Problem(404, "No change is told of yet: the operator's next `comity build` begins the change log.")
    return found


def entry_of(found: Log, number: int) -> Entry:
    """The entry of that number. Raises Problem 410 for one that was dropped, 404 for one that never was."""
    if number < found[0].number:
        raise Problem(410, f"Entry {number} of the change log is no longer kept: begin anew at /feed.")
    if number > found[-1].number:
        raise Problem(404, f"There is no entry {number} of the change log: the last is {found[-1].number}.")
    return found[number - found[0].number]


def day(time: datetime) -> str:
    """A time of the log as ISO 8601 in UTC, to the second, as all harvesters read it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def change_iri(number: int, thing: str) -> str:
    """IRI of what became of a thing in an entry: it never changes its meaning."""
    return f"{BASE}change/{number}/{thing.removeprefix(BASE).replace('#', '/')}"


def thing_at(name: str) -> str:
    """IRI of the thing that the end of such an IRI names."""
    return ONTOLOGY + name.removeprefix("ontology/") if name.startswith("ontology/") else BASE + name


def host_of(request: Request) -> str:
    """The address of this host as the client knows it."""
    return f"{request.url.scheme}://{request.url.netloc}"


async def follow(request: Request, variant: str, make: Callable[[Log], Content], fixed: bool = False) -> Response:
    """The answer that `make` gives for the log, kept until the log grows; for ever where it is `fixed`.

    `variant` names what else than the address decides the answer, such as the format or the host asked.
    """
    state = state_of(request)

    def answer() -> Response:
        found = log(state)
        head = (found[0].number, found[-1].number, found[-1].version)
        key = ("following", head, request.url.path, request.url.query, variant)
        return respond(request, state.versions.current(), state.cache.get(key, lambda: make(found)), fixed)

    return await run_in_threadpool(answer)
