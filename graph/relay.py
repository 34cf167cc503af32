"""Passing strangers' queries on to an endpoint, under the limits and with the wholeness of answers from here."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock

from pyoxigraph import QueryBoolean

from graph import answers
from graph.errors import EndpointBroken, QueryBusy
from graph.replies import BROKEN, ROWS, TRIPLES, solutions, triples
from graph.store import RemoteStore
from graph.worker import Limits, Task
from graph.workers import Answer


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
        body, rows = self._whole(task, store)
        return Answer(body, rows, time.monotonic() - begun)

    def _whole(self, task: Task, store: RemoteStore) -> tuple[bytes, int]:
        default, named = task.default_graphs, task.named_graphs
        if not (default or named):
            default = named = store.graphs
        tabular = task.format in answers.RESULTS
        accept = ROWS if tabular else TRIPLES
        reply = store.endpoint.reply(task.text, accept, self.limits.seconds, self.limits.size, default, named)
        if not tabular:
            return answers.document(triples(reply), answers.GRAPHS[task.format], self.limits.answer)
        try:
            found = solutions(reply)
            if isinstance(found, QueryBoolean):
                return answers.truth(found, answers.RESULTS[task.format], self.limits.answer)
            body, rows = answers.table(found, answers.RESULTS[task.format], self.limits.answer)
        except SyntaxError as error:
            raise EndpointBroken(BROKEN) from error
        most = reply.headers.get("x-sparql-maxrows", "")  # Virtuoso cuts answers at so many rows, and says so here.
        if most.isdecimal() and rows >= int(most):
            raise answers.Cap(int(most), self.limits.size).too_many("rows")
        return body, rows

    def close(self) -> None:
        """Take no more queries. Those under way end at their limit."""
        self._threads.shutdown(wait=False, cancel_futures=True)
