"""Turns: so many wait, each client in its turn, and who goes away while waiting leaves no trace."""

import time
from collections import Counter, OrderedDict, deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Condition, Lock
from typing import Generic, TypeVar

from graph.errors import QueryBusy

T = TypeVar("T")
NOBODY = ""
"""No client."""
FULL = "All workers are busy and the queue is full. Try again in a few seconds."


class Turn(Future[T]):
    """The future of something that waits for its turn, and then runs. Cancelling it ends either."""

    def __init__(self) -> None:
        super().__init__()
        self._ending = Lock()
        self._end: Callable[[], object] | None = None
        self.unwanted = False
        self.who: str | None = None
        self.begun = 0.0
        self.seconds: float | None = None
        """Seconds it ran; None before it ends."""

    def cancel(self) -> bool:
        """Do not begin, or end what is under way."""
        with self._ending:
            self.unwanted = True
            if self._end is not None:
                self._end()
                return True
        return super().cancel()

    def under_way(self, end: Callable[[], object] | None) -> None:
        """From now on `end` ends it, called once at most at a time; None where that would end something else."""
        with self._ending:
            self._end = end
            if end is not None and self.unwanted:
                end()


class Turns(Generic[T]):
    """Who waits: `queue` at most besides the `count` that may be taken at once. A client is named by its address; None
    is this machine, which may stand for many.

    Clients go in turn, whatever the number that each has waiting, and one never holds all places of those that run,
    so that another need not wait for the end of what is long. Where the queue is full, the client with the most
    waiting gives up its last place to another with fewer: who asks for much cannot keep out who asks for little.
    """

    def __init__(self, count: int, queue: int) -> None:
        self.count, self.queue = count, queue
        self._running: Counter[str | None] = Counter()
        self._waiting: OrderedDict[str | None, deque[tuple[Turn[T], object]]] = OrderedDict()
        self._changed = Condition()
        self._closed = False

    def take(self, what: object, who: str | None = None) -> Turn[T]:
        """A turn for `what`, of a client. Raises QueryBusy where the queue is full; the turn raises it too."""
        turn: Turn[T] = Turn()
        crowded: Turn[T] | None = None
        with self._changed:
            self._forget()
            if self._closed:
                raise QueryBusy("The server ends. Try again in a few seconds.")
            mine = self._waiting.get(who, deque())
            if self._running.total() + sum(map(len, self._waiting.values())) >= self.count + self.queue:
                most = max(self._waiting.values(), key=len, default=mine)
                if len(most) <= len(mine) + 1:
                    raise QueryBusy(FULL)
                crowded, _ = most.pop()
            mine.append((turn, what))
            self._waiting[who] = mine
            self._changed.notify()
        if crowded is not None and crowded.set_running_or_notify_cancel():
            crowded.set_exception(QueryBusy(FULL))
        return turn

    def _forget(self) -> None:
        """Drop those that went away."""
        for who, turns in list(self._waiting.items()):
            kept = deque(each for each in turns if not each[0].cancelled())
            if kept:
                self._waiting[who] = kept
            else:
                del self._waiting[who]

    def next(self, seconds: float) -> tuple[Turn[T], object] | None:
        """Whose turn it is, marked as running; None where nobody comes in so many seconds, or it is closed."""
        with self._changed:
            if self._first() is NOBODY and not self._closed:
                self._changed.wait(seconds)
            while (who := self._first()) is not NOBODY:
                turns = self._waiting.pop(who)
                turn, what = turns.popleft()
                if turns:
                    self._waiting[who] = turns  # Behind the others.
                if turn.set_running_or_notify_cancel():
                    self._running[who] += 1
                    turn.who, turn.begun = who, time.monotonic()
                    return turn, what
        return None

    def _first(self) -> str | None:
        """The client whose turn it is; NOBODY where none waits that may have one more."""
        for who in self._waiting:
            if who is None or self.count == 1 or self._running[who] < self.count - 1:
                return who
        return NOBODY

    def leave(self, turn: Turn[T]) -> None:
        """Free the place of a turn that has run."""
        turn.seconds = time.monotonic() - turn.begun
        with self._changed:
            self._running -= Counter([turn.who])  # Whose count comes to nothing is forgotten.
            self._changed.notify()

    @property
    def closed(self) -> bool:
        """Whether no turn is given any more."""
        return self._closed

    def close(self) -> None:
        """Give no more turns: who waits is told so."""
        with self._changed:
            self._closed = True
            waiting = [turn for turns in self._waiting.values() for turn, _ in turns]
            self._waiting.clear()
            self._changed.notify_all()
        for turn in waiting:
            if turn.set_running_or_notify_cancel():
                turn.set_exception(QueryBusy("The server ends. Try again in a few seconds."))
