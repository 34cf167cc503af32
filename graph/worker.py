"""A worker: one process that answers one query after another, under limits, and is killed when it does not.

It has a pipe of its own: so nothing that becomes of it, killed at any moment or stopped for ever, is felt by another.
"""

import ctypes
import os
import resource
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from pathlib import Path
from threading import Lock

from pyoxigraph import NamedNode, Store

from graph import answers, departures, fault, snapshot
from graph.errors import AnswerTooLarge, AnswerUnfit, QueryRefused
from graph.namespaces import BASE

CLONE_NEWNET, MEBIBYTE = 0x40000000, 1 << 20
ORPHANED = 3.0
"""Seconds past its limit after which a worker whose server was killed ends itself."""
STARTING, TAKING = 10.0, 2.0
"""Seconds that a worker may take to start, and to take a query once it has started."""


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

    The graphs stand for those that its text names. Relative IRIs in it are resolved against
    `https://w3id.org/comity/`, as in the files of facts.
    """

    store: str
    text: str
    format: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


Outcome = tuple[str, object, object, float]
"""What crosses from a worker, plain values: ("ok", body, rows, seconds) or (reason, message, place, seconds)."""
READY, TAKEN = "ready", "taken"
"""What else crosses: that a worker has started, and that it has taken a query."""


class Died(Exception):
    """A worker that ended without an answer: by which signal or code, and whether it had taken the query."""

    def __init__(self, code: int, taken: bool) -> None:
        super().__init__(code, taken)
        self.code, self.taken = code, taken


_starting = Lock()
"""Held while a process begins or is buried: `multiprocessing` looks after all of them each time, from any thread."""


@dataclass
class Worker:
    """A process that starts at once, with the store at a path open, and may use so much memory (MiB)."""

    context: ForkServerContext
    memory: int
    store: str
    pid: int = field(default=0, init=False)
    _ready: bool = field(default=False, init=False)
    _gone: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self._pipe, theirs = self.context.Pipe()
        self._process = self.context.Process(target=_serve, args=(theirs, self.memory, self.store), daemon=True)
        with _starting:
            self._process.start()
        self.pid = self._process.pid or 0
        theirs.close()

    def alive(self) -> bool:
        """Whether it has not ended."""
        return not self._gone and not wait([self._process.sentinel], 0)

    def outcome(self, task: Task, limits: Limits) -> Outcome:
        """What it makes of a task. Raises TimeoutError where that does not come in time, and Died. Use it no more
        after either."""
        taken = False
        try:
            self._pipe.send((task, limits))
            if not self._ready:
                self._said(STARTING)
                self._ready = True
            self._said(TAKING)
            taken = True
            said = self._said(limits.seconds, waited=True)
        except TimeoutError:
            raise
        except (EOFError, OSError):
            raise Died(self.kill(), taken) from None
        assert isinstance(said, tuple)  # noqa: S101 - it comes from `_serve`
        return said

    def _said(self, seconds: float, waited: bool = False) -> object:
        """What it says next. Raises EOFError where it has died or says nothing, TimeoutError where it is late."""
        if self._pipe not in wait([self._pipe, self._process.sentinel], seconds):
            raise TimeoutError if waited and self.alive() else EOFError
        return self._pipe.recv()

    def interrupt(self) -> None:
        """Have it end at once, whatever it does, and do not wait for that. Any thread may."""
        if not self._gone:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def kill(self) -> int:
        """End it, and tell how it ended: minus the number of a signal, or its code."""
        self.interrupt()
        with _starting:
            self._process.join()
            self._gone = True
            return self._process.exitcode or 0

    def stop(self) -> None:
        """End it, and leave nothing of it."""
        self.kill()
        self._pipe.close()
        self._process.close()


_stores: dict[str, Store] = {}


def _opened(path: str) -> Store:
    """The store at `path`. A worker holds one open: tasks on another are rare and wait for its opening."""
    if path not in _stores:
        _stores.clear()
        _stores[path] = snapshot.opened(Path(path))
    return _stores[path]


def _serve(pipe: Connection, memory: int, path: str) -> None:
    """Be a worker: no network where that is permitted, no more than `memory` MiB, the store last asked open."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.unshare(CLONE_NEWNET)  # Refused without privilege: the refusal of SERVICE as a token then stands alone.
    resource.setrlimit(resource.RLIMIT_AS, (memory * MEBIBYTE, memory * MEBIBYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # Python would handle it after the query only, 3 s late.
    with suppress(OSError):  # Gone in the meantime: the task on it will tell.
        if path:
            _opened(path)
    with suppress(EOFError, OSError):  # The server is gone.
        pipe.send(READY)
        while True:
            task, limits = pipe.recv()
            pipe.send(TAKEN)
            begun = time.monotonic()
            found = _outcome(task, limits)
            pipe.send((*found, time.monotonic() - begun))


def _outcome(task: Task, limits: Limits) -> tuple[str, object, object]:
    named = bool(task.default_graphs or task.named_graphs)
    signal.setitimer(signal.ITIMER_REAL, limits.seconds + ORPHANED)
    try:
        found = _opened(task.store).query(
            departures.readable(task.text),
            base_iri=BASE,
            use_default_graph_as_union=not named,
            default_graph=[NamedNode(graph) for graph in dict.fromkeys(task.default_graphs)] if named else None,
            named_graphs=[NamedNode(graph) for graph in dict.fromkeys(task.named_graphs)] if named else None,
        )
        return "ok", *answers.written(found, task.format, limits.answer)
    except AnswerTooLarge as error:
        return "large", str(error), None
    except AnswerUnfit as error:
        return "unfit", str(error), None
    except MemoryError:
        return "memory", "", None
    except SyntaxError as error:
        refused: QueryRefused = fault.unparsed(task.text, str(error))
        return "refused", str(refused), refused.place
    except (OSError, RuntimeError, ValueError) as error:
        refused = fault.unanswerable(task.text, str(error))
        return "refused", str(refused), refused.place
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
