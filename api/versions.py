"""Snapshots as served: the one in use, followed when it changes, and kept ones on request."""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from api.kept import Kept
from graph import snapshot, store
from graph.search import Search
from graph.snapshot import Snapshot

LOOK = 1.0
"""Seconds between two looks at the pointer: a new snapshot is in use within that time, at no cost a request."""
OPEN = 4
"""Snapshots held open at once: the current one and a few that are being asked for."""


FEW, MANY = 8, 256
"""Values kept for a snapshot: of those that hang on what was asked (a day, an order), and of those that do not, of
which there is one for each query and table."""


@dataclass(frozen=True)
class View:
    """A snapshot open for reading, with what has been made of it: `kept` for good, `passing` the last few."""

    snapshot: Snapshot
    store: store.Store
    kept: Kept = field(default_factory=lambda: Kept(MANY), compare=False)
    passing: Kept = field(default_factory=lambda: Kept(FEW), compare=False)

    @property
    def large(self) -> bool:
        """Whether the graph is too large to keep the rows of whole queries of it."""
        quads: int = sum(self.snapshot.manifest["quads"].values())
        return quads > store.IN_MEMORY

    @property
    def version(self) -> str:
        """Version of the snapshot."""
        return self.snapshot.version

    @cached_property
    def search(self) -> Search:
        """Its search index, opened by the first who asks. Raises NoIndex for a snapshot without one."""
        return Search(self.snapshot.search)


class Versions:
    """Opens snapshots of one folder. Requests that hold a view keep it while a newer one comes into use."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._open: OrderedDict[str, View] = OrderedDict()
        self._lock = threading.Lock()
        self._current: str | None = None
        self._looked = float("-inf")

    def current(self) -> View:
        """The snapshot in use. Raises NoSnapshot."""
        if self._current is None or time.monotonic() - self._looked > LOOK:
            self._current = snapshot.current(self.folder).version
            self._looked = time.monotonic()
        return self.of(self._current)

    def of(self, version: str | None) -> View:
        """A kept snapshot, or the one in use for None. Raises UnknownVersion or NoSnapshot."""
        if version is None:
            return self.current()
        with self._lock:
            if version not in self._open:
                found = snapshot.read(self.folder, version)
                self._open[version] = View(found, store.embedded(found))
                while len(self._open) > OPEN:
                    self._open.popitem(last=False)
            self._open.move_to_end(version)
            return self._open[version]
