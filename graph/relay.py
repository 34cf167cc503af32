"""Passing strangers' queries on to an endpoint, under the limits and with the wholeness of answers from here."""

import re
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from pyoxigraph import QueryBoolean

from graph import answers, fault, tokens
from graph.errors import EndpointBroken, GraphError, QueryBusy, QueryRefused
from graph.namespaces import BASE
from graph.replies import BROKEN, OTHER, ROWS, TRIPLES, Reply, solutions, triples
from graph.store import RemoteStore
from graph.worker import Limits, Task
from graph.workers import Answer

NOTHING = f"{BASE}graph/none"
"""A graph without triples. A query that names graphs but none for its default graph has an empty one (SPARQL 1.1,
13.2), while an endpoint that is not told so may take everything for it."""
BASED = re.compile(r"(?:\s|#[^\n\r]*[\n\r])*BASE\s*<[a-z][a-z0-9+.-]*:", re.ASCII | re.IGNORECASE)
"""A query that begins with a base of its own. Some endpoints (Virtuoso 7) read one BASE only, at the beginning."""


@dataclass
class Relay:
    """Threads that ask an endpoint, with a bounded queue. Close it when done.

    The endpoint is asked for JSON results or N-Triples, and the format wanted is written here: so an answer is known
    to be whole, and its rows are counted. A query ends at its limit of time also where the client has gone away.
    """

    count: int
    queue: int
    limits: Limits
    _running: int = field(default=0, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def __post_init__(self) -> None:
        self._threads = ThreadPoolExecutor(self.count, "relay")

    def schedule(self, task: Task, store: RemoteStore) -> "Future[Answer]":
        """Begin a query. Raises QueryBusy where the queue is full; the future raises what `run` does."""
        with self._lock:
            if self._running >= self.count + self.queue:
                raise QueryBusy("The endpoint is busy and the queue is full. Try again in a few seconds.")
            self._running += 1
        future = self._threads.submit(self.run, task, store)
        future.add_done_callback(self._done)
        return future

    def _done(self, _: object) -> None:
        with self._lock:
            self._running -= 1

    def run(self, task: Task, store: RemoteStore) -> Answer:
        """The answer of the endpoint to a task.

        Raises QueryRefused for what the endpoint cannot read, QueryTooLong, AnswerTooLarge, EndpointDown, and
        EndpointBroken for half an answer.
        """
        begun = time.monotonic()
        try:
            body, rows = self._whole(task, store)
        except GraphError as error:
            # With its frames it would carry solutions out of this thread, which must end in the one that read them.
            error.__context__ = error.__cause__ = None
            raise error.with_traceback(None) from None
        return Answer(body, rows, time.monotonic() - begun)

    def _whole(self, task: Task, store: RemoteStore) -> tuple[bytes, int]:
        form = tokens.outline(task.text).form
        try:
            reply = self._reply(task, store)
        except QueryRefused:
            fault.check(task.text)  # Our parser tells the place better than most, and knows no addresses of others.
            raise
        if task.format not in answers.RESULTS:
            return answers.document(triples(reply), answers.GRAPHS[task.format], self.limits.answer)
        try:
            found = solutions(reply)
            if isinstance(found, QueryBoolean) != (form == "ASK"):
                raise EndpointBroken(OTHER)
            if isinstance(found, QueryBoolean):
                return answers.truth(found, answers.RESULTS[task.format], self.limits.answer)
            body, rows = answers.table(found, answers.RESULTS[task.format], self.limits.answer)
        except SyntaxError as error:
            raise EndpointBroken(BROKEN) from error
        most = reply.headers.get("x-sparql-maxrows", "")  # Virtuoso cuts answers at so many rows, and says so here.
        if most.isdecimal() and rows >= int(most):
            raise answers.Cap(int(most), self.limits.size).too_many("rows")
        return body, rows

    def _reply(self, task: Task, store: RemoteStore) -> Reply:
        """What the endpoint says to a query in our base, over the graphs of the task by name: a server whose default
        graph is the union of all may not look at the FROM clauses of the text."""
        default, named = task.default_graphs, task.named_graphs
        if not (default or named):
            default = named = store.graphs
        elif not default:
            default = (NOTHING,)
        prologue = "" if BASED.match(task.text) else f"BASE <{BASE}>\n"
        accept = ROWS if task.format in answers.RESULTS else TRIPLES
        return store.endpoint.reply(
            task.text, accept, self.limits.seconds, self.limits.size, default, named, prologue=prologue
        )

    def close(self) -> None:
        """Take no more queries. Those under way end at their limit."""
        self._threads.shutdown(wait=False, cancel_futures=True)
