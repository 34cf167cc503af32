"""Workers for strangers' queries: each with a deadline, a memory limit and no network, and replaced when it ends."""

import logging
import os
import signal
import time
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from multiprocessing import get_context
from threading import Lock, Thread

from graph.errors import AnswerTooLarge, AnswerUnfit, GraphError, QueryBusy, QueryRefused, QueryTooLong
from graph.turns import Turn, Turns
from graph.worker import MEBIBYTE, STARTING, Died, Limits, Outcome, Task, Worker

log = logging.getLogger(__name__)
AGAIN = 0.5
"""Seconds until another try, where the machine has no room for a process."""
LOOK = 0.25
"""Seconds between two looks whether an idle worker lives."""
LATE = (
    "The query did not end within {}. Narrow it: bind more terms, avoid joining or sorting everything with everything."
)
REPLACED = "The workers are being replaced. Try again in a few seconds."


@dataclass(frozen=True)
class Answer:
    """A whole answer: the bytes, how many rows or triples are in them (1 for ASK), and the seconds it took."""

    body: bytes
    rows: int
    seconds: float = field(default=0.0, compare=False)


@dataclass
class Workers:
    """Workers with a bounded queue, in which clients take turns. Close them when done.

    `preload` names modules that the program has loaded: each worker imports the main module again, and where that
    loads the whole of a server, a worker takes a second of a processor to start, unless they are there before.
    """

    count: int = 2
    queue: int = 16
    limits: Limits = field(default_factory=Limits)
    preload: tuple[str, ...] = ()
    _lock: Lock = field(default_factory=Lock, init=False)
    _threads: list[Thread] = field(default_factory=list, init=False)
    _workers: dict[int, Worker] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["graph.worker", *self.preload])
        self._store = ""
        self._turns: Turns[Answer] = Turns(self.count, self.queue)

    def warm(self, store: str) -> None:
        """Start the workers, with a store open, before the first stranger comes."""
        self._store = store  # A worker that replaces another opens it before it takes a query.
        with self._lock:
            for number in range(len(self._threads), self.count):
                self._threads.append(Thread(target=self._work, args=(number,), name=f"worker-{number}", daemon=True))
                self._threads[-1].start()

    @property
    def pids(self) -> list[int]:
        """Numbers of the processes."""
        return [worker.pid for worker in list(self._workers.values())]

    def schedule(self, task: Task, who: str | None = None) -> Turn[Answer]:
        """Begin a query of a client, or have it wait. Raises QueryBusy where the queue is full, as the turn may later,
        besides QueryRefused, AnswerTooLarge, AnswerUnfit and QueryTooLong. Cancel it to free its place."""
        self.warm(task.store)
        return self._turns.take(task, who)

    @property
    def patience(self) -> float:
        """Seconds within which a query that has its turn has ended, also where its worker must be replaced."""
        return self.limits.seconds + STARTING

    def _work(self, number: int) -> None:
        """Keep one worker, and give it what is next."""
        self._workers[number] = self._started()
        while not self._turns.closed:
            found = self._turns.next(LOOK)
            if found is not None:
                turn, task = found
                assert isinstance(task, Task)  # noqa: S101 - `schedule` puts nothing else there
                self._end(turn, self._tried(number, turn, task))
            if not self._workers[number].alive():
                self._replace(number)
        self._workers.pop(number).stop()

    def _started(self) -> Worker:
        """A new worker, as soon as the machine can start one: its thread must never end before the others."""
        while True:
            try:
                return Worker(self._context, self.limits.memory, self._store)
            except (OSError, EOFError) as error:
                if self._turns.closed:
                    raise
                log.warning("A worker cannot be started, it is tried again: %s", error)
                time.sleep(AGAIN)

    def _replace(self, number: int) -> None:
        gone, self._workers[number] = self._workers[number], self._started()
        gone.stop()

    def _tried(self, number: int, turn: Turn[Answer], task: Task) -> Answer | BaseException:
        """What becomes of a task. One that a worker died or stood still before taking it goes to another, once."""
        for again in (True, False):
            worker = self._workers[number]
            turn.under_way(worker.interrupt)
            try:
                return self._answer(worker.outcome(task, self.limits))
            except TimeoutError:
                worker.kill()
                return QueryTooLong(LATE.format(f"{self.limits.seconds:g} seconds"))
            except Died as died:
                if turn.unwanted:
                    return CancelledError()
                if died.taken:
                    return self._failure(died)
                if not again or self._turns.closed:
                    return QueryBusy(REPLACED)
            except GraphError as error:
                return error
            finally:
                turn.under_way(None)
            self._replace(number)
        raise AssertionError("It was tried twice.")

    def _end(self, turn: Turn[Answer], found: Answer | BaseException) -> None:
        self._turns.leave(turn)
        if isinstance(found, Answer):
            turn.set_result(found)
        else:
            turn.set_exception(found)

    def _answer(self, outcome: Outcome) -> Answer:
        reason, body, more, seconds = outcome
        if isinstance(body, bytes) and isinstance(more, int):
            return Answer(body, more, seconds)
        if reason == "refused":
            raise QueryRefused(str(body), more if isinstance(more, tuple) else None)
        if reason == "memory":
            raise self._short_of_memory()
        raise {"large": AnswerTooLarge, "unfit": AnswerUnfit}[reason](str(body))

    def _failure(self, died: Died) -> GraphError:
        if -died.code == signal.SIGSEGV:
            return QueryRefused("The query is nested too deeply to be parsed. Nest less deeply.")
        return self._short_of_memory()

    def _short_of_memory(self) -> QueryTooLong:
        return QueryTooLong(LATE.format(f"{self.limits.memory} MiB of memory"))

    def run(self, task: Task) -> Answer:
        """Run a query and wait for it. Raises what a turn does."""
        return self.schedule(task).result()

    def close(self) -> None:
        """End all workers at once."""
        self._turns.close()
        for worker in list(self._workers.values()):
            worker.interrupt()
        for thread in self._threads:
            thread.join()


def fair_memory(workers: int) -> int:
    """MiB that each of so many workers may use: half of the machine's memory between them, 4096 at most.

    A sort over everything fills some 300 MiB a second, so with less it would end at the memory limit, not in time.
    Never less than 768: with 512 MiB of addresses one small query in five already fails (tried).
    """
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    return max(768, min(4096, machine // 2 // workers))
