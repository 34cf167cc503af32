"""What is made once and kept: tables and orders of a snapshot, and answers. The same facts never change under a
version."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Kept:
    """Values by key, the least recently used dropped beyond `most`. Two threads never make the same value at once."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[object, Future[Any]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: object, make: Callable[[], T]) -> T:
        """The value kept under `key`, made if it is not there. An error is raised to who made it, and not kept."""
        with self._lock:
            known = self._kept.get(key)
            mine: Future[Any] = known or Future()
            self._kept[key] = mine
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
        if known is None:
            self._make(key, mine, make)
        try:
            found: T = mine.result()
        except CancelledError:
            return self.get(key, make)
        return found

    def found(self, key: object) -> Any:
        """The value kept under `key`; None where there is none, or where it is being made."""
        with self._lock:
            known = self._kept.get(key)
        return known.result() if known is not None and known.done() and not known.cancelled() else None

    def drop(self, key: object) -> None:
        """Keep the value under `key` no longer."""
        with self._lock:
            self._kept.pop(key, None)

    def _make(self, key: object, mine: Future[Any], make: Callable[[], T]) -> None:
        try:
            mine.set_result(make())
        finally:
            if not mine.done():
                with self._lock:
                    if self._kept.get(key) is mine:
                        del self._kept[key]
                mine.cancel()


class Bounded(Generic[T]):
    """Values by key within `cap` bytes, the least recently used dropped beyond them."""

    def __init__(self, cap: int) -> None:
        self.cap = cap
        self._size = 0
        self._kept: OrderedDict[object, tuple[T, int]] = OrderedDict()
        self._lock = threading.Lock()

    def found(self, key: object) -> T | None:
        """The value kept under `key`."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: object, value: T, size: int) -> None:
        """Keep a value of so many bytes, unless it would take more than a quarter of the room."""
        with self._lock:
            if key in self._kept:
                self._size -= self._kept.pop(key)[1]
            if size * 4 < self.cap:
                self._kept[key] = value, size
                self._size += size
            while self._size > self.cap:
                _, (_, dropped) = self._kept.popitem(last=False)
                self._size -= dropped

    def clear(self) -> None:
        """Drop all that is kept."""
        with self._lock:
            self._kept.clear()
            self._size = 0
