"""Times of queries on several engines, interleaved, so that the noise of the machine falls on all of them."""

import http.client
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.bench.engines import Engine

LIMIT = 20.0
"""Seconds after which a query counts as not answered; it is not asked of that engine again."""
PATIENCE = 300.0
"""Seconds for which an engine may go on with a query that nobody waits for, before it is asked nothing more."""
FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}


@dataclass
class Times:
    """What was seen of one query on one engine: milliseconds, rows, or why there is no answer."""

    milliseconds: list[float] = field(default_factory=list)
    rows: int | None = None
    fault: str = ""


@dataclass
class Client:
    """A kept connection to an engine."""

    engine: Engine
    connection: http.client.HTTPConnection | None = None
    gone: bool = False

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


def ask(client: Client, query: str, seen: Times, counts: bool) -> None:
    """Ask once, and once more where the engine had closed the connection; note what came."""
    for attempt in (1, 2):
        try:
            took, body = client.ask(query)
            if counts:
                seen.milliseconds.append(took)
            else:
                seen.rows = len(json.loads(body)["results"]["bindings"])
            return
        except TimeoutError:
            seen.fault = f"more than {LIMIT:g} s"
            wait(client)
            return
        except (OSError, http.client.HTTPException) as error:
            seen.fault = str(error) if attempt == 2 else ""
        except ValueError as error:
            seen.fault = str(error)
            return


def wait(client: Client) -> None:
    """Wait until an engine is done with what it was asked last, so that the next query has it alone."""
    try:
        client.ask("ASK {}", PATIENCE)
    except (OSError, http.client.HTTPException, ValueError):
        client.gone = True
    client.connection = None


def measured(engines: Sequence[Engine], queries: Mapping[str, str], rounds: int) -> dict[tuple[str, str], Times]:
    """Times by query and engine: one round that counts rows and warms up, then `rounds` that are measured.

    In each round every query is asked of every engine in turn, the first of them another each time.
    """
    clients = [Client(engine) for engine in engines]
    seen = {(name, engine.name): Times() for name in queries for engine in engines}
    turn = 0
    for number in range(rounds + 1):
        for name, query in queries.items():
            turn += 1
            for client in clients[turn % len(clients) :] + clients[: turn % len(clients)]:
                times = seen[name, client.engine.name]
                if client.gone:
                    times.fault = times.fault or "not asked: it was busy with another query still"
                elif not times.fault:
                    ask(client, query, times, counts=number > 0)
    return seen
