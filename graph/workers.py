"""Worker processes for strangers' queries: each has a deadline, a memory limit and no network."""

import ctypes
import os
import resource
import signal
import time
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path
from threading import Lock

from pebble import ProcessExpired, ProcessPool
from pyoxigraph import NamedNode, Store

from graph import answers, snapshot
from graph.errors import AnswerTooLarge, GraphError, QueryBusy, QueryRefused, QueryTooLong
from graph.namespaces import BASE
from graph.turns import Turns

CLONE_NEWNET, MEBIBYTE = 0x40000000, 1 << 20
ORPHANED = 3.0  # Seconds past its limit after which a worker whose server was killed ends itself.


@dataclass(frozen=True)
class Limits:
    """What one query may use: seconds of time, MiB of memory, rows (or triples) and bytes of its answer."""

    seconds: float = 5.0
    memory: int = 4096
    rows: int = 100_000
    size: int = 50 * MEBIBYTE

    @property
    def answer(self) -> answers.Cap:
        """What an answer may have."""
        return answers.Cap(self.rows, self.size)


@dataclass(frozen=True)
class Task:
    """A query to run: on which store, over which graphs (all if none is named), to be written in which format.

    The graphs are those of `graph.tokens.dataset`; FROM clauses in the text are not looked at. Relative IRIs in it are
    resolved against `https://w3id.org/comity/`, as in the files of facts.
    """

    store: str
    text: str
    format: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """A whole answer: the bytes, how many rows or triples are in them (1 for ASK), and the seconds it took."""

    body: bytes
    rows: int
    seconds: float = field(default=0.0, compare=False)


Outcome = tuple[str, bytes | str, int, float]
"""What crosses from a worker, plain values: ("ok", body, rows, seconds) or (reason, message, 0, seconds)."""


_stores: dict[str, Store] = {}


def _opened(path: str) -> Store:
    """The store at `path`. A worker holds one open: tasks on another are rare and wait for its opening."""
    if path not in _stores:
        _stores.clear()
        _stores[path] = snapshot.opened(Path(path))
    return _stores[path]


def _start(memory: int, path: str) -> None:
    """Prepare a worker: no network where that is permitted, no more than `memory` MiB, the store last asked open."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.unshare(CLONE_NEWNET)  # Refused without privilege: the refusal of SERVICE as a token then stands alone.
    resource.setrlimit(resource.RLIMIT_AS, (memory * MEBIBYTE, memory * MEBIBYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # Python would handle it after the query only, 3 s late.
    with suppress(OSError):  # Gone in the meantime: the task on it will tell.
        if path:
            _opened(path)


def _run(task: Task, limits: Limits) -> Outcome:
    """Run in the worker."""
    begun = time.monotonic()
    return *_outcome(task, limits), time.monotonic() - begun


def _outcome(task: Task, limits: Limits) -> tuple[str, bytes | str, int]:
    named = bool(task.default_graphs or task.named_graphs)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + ORPHANED)
    try:
        found = _opened(task.store).query(
            task.text,
            base_iri=BASE,
            use_default_graph_as_union=not named,
            default_graph=[NamedNode(graph) for graph in task.default_graphs] if named else None,
            named_graphs=[NamedNode(graph) for graph in task.named_graphs] if named else None,
        )
        return "ok", *answers.written(found, task.format, limits.answer)
    except AnswerTooLarge as error:
        return "large", str(error), 0
    except MemoryError:
        return "long", LATE.format(f"{limits.memory} MiB of memory"), 0
    except SyntaxError as error:
        return "unparsed", str(error), 0
    except (OSError, RuntimeError, ValueError) as error:
        return "refused", f"The query cannot be answered: {error}", 0
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


LATE = (
    "The query did not end within {}. Narrow it: bind more terms, avoid joining or sorting everything with everything."
)
ERRORS: dict[str, type[GraphError]] = {"refused": QueryRefused, "large": AnswerTooLarge, "long": QueryTooLong}


@dataclass
class Workers:
    """A pool of workers with a bounded queue. Close it when done.

    `preload` names modules that the program has loaded: each worker imports the main module again, and where that
    loads the whole of a server, a worker takes a second of a processor to start, unless they are there before.
    """

    count: int = 2
    queue: int = 16
    limits: Limits = Limits()
    preload: tuple[str, ...] = ()
    _lock: Lock = field(default_factory=Lock, init=False)
    _closed: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["graph.workers", "graph.answers", *self.preload])
        self._started: list[int | str] = [self.limits.memory, ""]
        self._turns: Turns[Outcome] = Turns(self.count, self.queue)
        self._pool = self._made()

    def _made(self) -> ProcessPool:
        return ProcessPool(self.count, context=self._context, initializer=_start, initargs=self._started)

    def warm(self, task: Task) -> None:
        """Give each worker a small task, so that it has opened the store before the first stranger comes.

        It takes no turn: who comes while the workers start waits for them, and is not told that others keep them busy.
        """
        self._started[1] = task.store
        for _ in range(self.count):
            self._begun(task)

    def schedule(self, task: Task) -> "Future[Outcome]":
        """Begin a query, or have it wait. Raises QueryBusy where the queue is full. Cancel it to free its place.

        What waits is kept here: given to the pool at once, a query that is cancelled costs a worker, which the pool
        ends as if it had begun, and a second of a processor to replace it.
        """
        self._started[1] = task.store  # A worker that replaces a killed one opens it before it takes a query.
        return self._turns.take(lambda: self._begun(task))

    def _begun(self, task: Task) -> "Future[Outcome]":
        with self._lock:
            if not (self._pool.active or self._closed):
                # The pool gives up for good when a worker dies that had nothing to do, as where memory is short.
                self._pool.join()
                self._pool = self._made()
            future: Future[Outcome] = self._pool.schedule(_run, args=[task, self.limits], timeout=self.limits.seconds)
        return future

    def answer(self, outcome: Outcome) -> Answer:
        """The answer that a future gave. Raises QueryRefused, AnswerTooLarge or QueryTooLong."""
        reason, body, rows, seconds = outcome
        if isinstance(body, bytes):
            return Answer(body, rows, seconds)
        raise answers.unparsed(body) if reason == "unparsed" else ERRORS[reason](body)

    def failure(self, error: BaseException) -> GraphError:
        """The error to report for an exception of a future: its deadline passed, or its worker died."""
        if isinstance(error, TimeoutError):
            return QueryTooLong(LATE.format(f"{self.limits.seconds:g} seconds"))
        if isinstance(error, BrokenProcessPool):
            return QueryBusy("The workers are being replaced. Try again in a few seconds.")
        if isinstance(error, ProcessExpired) and -error.exitcode == signal.SIGSEGV:
            return QueryRefused("The query is nested too deeply to be parsed. Nest less deeply.")
        return QueryTooLong(LATE.format(f"{self.limits.memory} MiB of memory"))

    def run(self, task: Task) -> Answer:
        """Run a query and wait for it. Raises the errors of `answer` and `failure`, and QueryBusy."""
        try:
            outcome = self.schedule(task).result()
        except (TimeoutError, ProcessExpired, BrokenProcessPool) as error:
            raise self.failure(error) from None
        return self.answer(outcome)

    def close(self) -> None:
        """End all workers at once."""
        with self._lock:
            self._closed = True
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()


def fair_memory(workers: int) -> int:
    """MiB that each of so many workers may use: half of the machine's memory between them, 4096 at most.

    A sort over everything fills some 300 MiB a second, so with less it would end at the memory limit, not in time.
    Never less than 768: with 512 MiB of addresses one small query in five already fails (tried).
    """
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE
    return max(768, min(4096, machine // 2 // workers))
