"""What is made once for a snapshot and kept: tables, rows, orders. The same facts never change under a version."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

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

    def _make(self, key: object, mine: Future[Any], make: Callable[[], T]) -> None:
        try:
            mine.set_result(make())
        finally:
            if not mine.done():
                with self._lock:
                    if self._kept.get(key) is mine:
                        del self._kept[key]
                mine.cancel()
