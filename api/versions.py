"""Snapshots as served: the one in use, followed when it changes, and kept ones on request.

Where there is an endpoint, it holds the snapshot in use; the folder says which that is, and has the kept ones.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from api.kept import Kept
from graph import snapshot, store
from graph.queries import folder as queries
from graph.retired import Retired, retired
from graph.search import Search
from graph.snapshot import Snapshot

LOOK = 1.0
"""Seconds between two looks at the pointer: a new snapshot is in use within that time, at no cost a request."""
OPEN = 4
"""Snapshots held open at once: the one in use, which stays, and a few that are being asked for."""


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
        return quads > snapshot.IN_MEMORY

    @property
    def version(self) -> str:
        """Version of the snapshot."""
        return self.snapshot.version

    @cached_property
    def retired(self) -> dict[str, Retired]:
        """Things and concepts that were renamed or withdrawn, by IRI."""
        return retired(self.store, queries("pages")["retired"])

    @cached_property
    def search(self) -> Search:
        """Its search index, opened by the first who asks. Raises NoIndex for a snapshot without one."""
        return Search(self.snapshot.search)


class Versions:
    """Opens snapshots of one folder. Requests that hold a view keep it while a newer one comes into use."""

    def __init__(self, folder: Path, endpoint: store.Endpoint | None = None) -> None:
        self.folder, self.endpoint = folder, endpoint
        self._open: OrderedDict[str, View] = OrderedDict()
        self._lock, self._opening = threading.Lock(), threading.Lock()
        self._current: str | None = None
        self._looked = float("-inf")

    def current(self) -> View:
        """The snapshot in use. Raises NoSnapshot; with an endpoint, EndpointDown or EndpointBroken."""
        return self.of(self.pointed())

    def of(self, version: str | None) -> View:
        """A kept snapshot, or the one in use for None. Raises UnknownVersion, or what `current` does."""
        if version is None:
            return self.current()
        held = self._held(version)
        if held is not None:
            return held
        with self._opening:  # One at a time, while requests for what is open already go on.
            held = self._held(version)
            if held is not None:
                return held
            found = snapshot.read(self.folder, version)
            made = View(found, self._store(found))
            with self._lock:
                self._open[version] = made
                self._evict()
            return made

    def ready(self) -> View | None:
        """The snapshot in use where it is open already; None where it has to be opened first. Raises NoSnapshot."""
        return self._held(self.pointed())

    def _evict(self) -> None:
        """Close what was asked for longest ago, but never what is in use: it took seconds to prepare."""
        using = self._current
        while len(self._open) > OPEN:
            del self._open[next(version for version in self._open if version != using)]

    def _held(self, version: str) -> View | None:
        with self._lock:
            if version not in self._open:
                return None
            self._open.move_to_end(version)
            held = self._open[version]
        if self.endpoint is None or isinstance(held.store, store.RemoteStore) == (version == self.pointed()):
            return held
        return None  # The endpoint holds another snapshot by now, or holds this one.

    def pointed(self) -> str:
        """Version of the snapshot in use, looked at once a second. Raises NoSnapshot."""
        if self._current is None or time.monotonic() - self._looked > LOOK:
            self._current = snapshot.current(self.folder).version
            self._looked = time.monotonic()
        return self._current

    def _store(self, found: Snapshot) -> store.Store:
        """The endpoint for the snapshot in use, if there is one; the store in the folder for others."""
        if self.endpoint is not None and found.version == self.pointed():
            return store.remote(found, self.endpoint, queries("pages")["sizes"])
        return store.embedded(found)
