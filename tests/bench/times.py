"""Times of queries on several engines, interleaved, so that the noise of the machine falls on all of them."""

import http.client
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlencode

from tests.bench.engines import Engine, Missing

LIMIT = 10.0
"""Seconds after which a query counts as not answered; the engine is started anew, and not asked that again."""
SLOW, FEW = 1000.0, 3
"""Milliseconds from which on an answer is slow, and how often a slow one is measured at most."""
PATIENCE = 900.0
"""Seconds that one engine may take of the whole; after them it is asked only what it has not been asked yet."""
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
T = TypeVar("T")


@dataclass
class Times:
    """What was seen of one query on one engine: milliseconds, the first answer, or why there is none."""

    milliseconds: list[float] = field(default_factory=list)
    body: bytes | None = None
    fault: str = ""


@dataclass
class Client:
    """A kept connection to an engine, and the seconds that the engine has taken."""

    engine: Engine
    connection: http.client.HTTPConnection | None = None
    gone: str = ""
    taken: float = 0.0

    def ask(self, query: str, limit: float = LIMIT) -> tuple[float, bytes]:
        """Milliseconds until the last byte of the answer, and the answer. Raises OSError or ValueError."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.engine.port, timeout=limit)
        body = urlencode({"query": query})
        begun = time.perf_counter()
        try:
            self.connection.request("POST", self.engine.path, body, FORM)
            answer = self.connection.getresponse()
            found = answer.read()
        except (OSError, http.client.HTTPException):
            self.connection = None
            raise
        took = (time.perf_counter() - begun) * 1000
        if answer.status != 200:
            raise ValueError(f"{answer.status}: {' '.join(found[:120].decode(errors='replace').split())}")
        return took, found

    def restart(self) -> None:
        """End the engine and start it anew, so that the next query has it alone."""
        self.connection = None
        try:
            self.engine.restart()
        except Missing as error:
            self.gone = f"not asked: {error}"


def ask(client: Client, query: str, seen: Times, counts: bool) -> None:
    """Ask once, and once more where the engine had closed the connection; note what came."""
    for attempt in (1, 2):
        try:
            took, body = client.ask(query)
            if counts:
                seen.milliseconds.append(took)
            else:
                seen.body = body
                if took > LIMIT * 1000:  # It may send a byte now and then, which the limit of the socket waits for.
                    seen.fault = late()
            return
        except TimeoutError:
            seen.fault = late()
            client.restart()
            return
        except (OSError, http.client.HTTPException) as error:
            seen.fault = str(error) if attempt == 2 else ""
        except ValueError as error:
            seen.fault = str(error)
            return


def late() -> str:
    """The fault of a query that took longer than LIMIT."""
    return f"more than {LIMIT:g} s"


def wanted(client: Client, times: Times, number: int) -> bool:
    """Whether to ask a query (again); says so in `times` where it will never be asked."""
    if times.fault:
        return False
    if number == 0 or client.gone:
        times.fault = client.gone if not times.milliseconds else ""
        return not client.gone
    slow = len(times.milliseconds) >= FEW and times.milliseconds[0] > SLOW
    return not slow and not (times.milliseconds and client.taken > PATIENCE)


def measured(engines: Sequence[Engine], queries: Mapping[str, str], rounds: int) -> dict[tuple[str, str], Times]:
    """Times by query and engine: one round that takes the answers and warms up, then `rounds` that are measured.

    In each round every query is asked of every engine in turn, the first of them another each time. A slow answer
    is measured FEW times only, and an engine that has taken PATIENCE seconds is measured once a query.
    """
    clients = [Client(engine) for engine in engines]
    seen = {(name, engine.name): Times() for name in queries for engine in engines}
    turn = 0
    for number in range(rounds + 1):
        print(f"Round {number} of {rounds}", flush=True)
        for name, query in queries.items():
            turn += 1
            for client in rotated(clients, turn):
                times = seen[name, client.engine.name]
                if wanted(client, times, number):
                    begun = time.monotonic()
                    ask(client, query, times, counts=number > 0)
                    client.taken += time.monotonic() - begun
    return seen


def rotated(of: Sequence[T], by: int) -> Sequence[T]:
    """The same in the same order, beginning with another."""
    return [*of[by % len(of) :], *of[: by % len(of)]]
