"""Turns: so many things run at once, so many wait, and who goes away while waiting leaves no trace."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from functools import partial
from threading import Lock
from typing import Generic, TypeVar

from graph.errors import QueryBusy

T = TypeVar("T")


class Turn(Future[T]):
    """The future of something that waits for its turn, and then runs. Cancelling it ends either.

    It is running as soon as it has its turn, also while the worker that is to take it starts.
    """

    def __init__(self, begin: Callable[[], Future[T]]) -> None:
        super().__init__()
        self.begin = begin
        self._under_way: Future[T] | None = None
        self._unwanted = False

    def cancel(self) -> bool:
        """Do not begin, or end what is under way."""
        self._unwanted = True
        under_way = self._under_way
        return under_way.cancel() if under_way is not None else super().cancel()

    def go(self, ended: Callable[[Future[T]], object]) -> None:
        """Begin, and call `ended` with the future under way when it is done."""
        self._under_way = self.begin()
        if self._unwanted:
            self._under_way.cancel()
        self._under_way.add_done_callback(ended)

    def take_over(self, under_way: Future[T]) -> None:
        """Have the result or the error of what was under way."""
        if under_way.cancelled():
            self.set_exception(CancelledError())
        elif (error := under_way.exception()) is not None:
            self.set_exception(error)
        else:
            self.set_result(under_way.result())


class Turns(Generic[T]):
    """Who waits and how many run: `count` at once, `queue` waiting at most."""

    def __init__(self, count: int, queue: int) -> None:
        self.count, self.queue = count, queue
        self._running = 0
        self._waiting: deque[Turn[T]] = deque()
        self._lock = Lock()

    def take(self, begin: Callable[[], Future[T]]) -> Turn[T]:
        """A turn of what `begin` begins. Raises QueryBusy where the queue is full."""
        turn = Turn(begin)
        with self._lock:
            self._waiting = deque(each for each in self._waiting if not each.cancelled())
            if self._running + len(self._waiting) >= self.count + self.queue:
                raise QueryBusy("All workers are busy and the queue is full. Try again in a few seconds.")
            self._waiting.append(turn)
        self._go_on()
        return turn

    def _go_on(self) -> None:
        while (turn := self._next()) is not None:
            try:
                turn.go(partial(self._ended, turn))
            except (RuntimeError, QueryBusy) as error:
                self._leave()
                turn.set_exception(error)

    def _next(self) -> Turn[T] | None:
        """Who may run now, if anybody may; counted as running."""
        with self._lock:
            while self._waiting and self._running < self.count:
                turn = self._waiting.popleft()
                if turn.set_running_or_notify_cancel():
                    self._running += 1
                    return turn
        return None

    def _leave(self) -> None:
        with self._lock:
            self._running -= 1

    def _ended(self, turn: Turn[T], under_way: Future[T]) -> None:
        self._leave()
        turn.take_over(under_way)
        self._go_on()
