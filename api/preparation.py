"""Preparation: what is made once for a snapshot is made when it comes into use, so that no client waits for it."""

import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from api import labels, lists, names, orders, resources, rows, tables
from api.days import today
from api.resources import Resource, prepare
from api.versions import LOOK, Versions, View
from graph.errors import GraphError
from graph.history import modified
from graph.queries import Query

PATIENCE = 30.0
"""Seconds until another try, where there is no snapshot, an endpoint failed, or files cannot be read."""
UNREADABLE = (OSError, EOFError, SyntaxError)
"""What reading the files of a snapshot can raise: they cannot be opened, end too soon, or are no N-Quads."""
LOG = logging.getLogger("comity")


class Preparation:
    """A thread that follows the snapshot in use and the day, and makes what answers are looked up in.

    Until that is made, and for good where a graph is too large to be kept so, answers are asked of the store.
    """

    def __init__(self, versions: Versions, resources: Mapping[str, Resource], pages: Mapping[str, Query]) -> None:
        self.versions, self.resources, self.pages = versions, resources, pages
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="preparation", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """End, when the step under way is done."""
        self._end.set()
        self._thread.join()

    def _follow(self) -> None:
        prepared: tuple[View, str] | None = None
        wait = 0.0
        while not self._end.wait(wait):
            wait = LOOK
            try:
                view, day = self.versions.current(), today()
                if prepared is None or prepared[0] is not view or prepared[1] != day:
                    prepared = self._next(prepared, view, day)
            except GraphError:  # Told to those who ask.
                wait = PATIENCE
            except UNREADABLE:
                LOG.exception("The snapshot in use cannot be prepared; another try follows in %g s.", PATIENCE)
                wait = PATIENCE

    def _next(self, before: tuple[View, str] | None, view: View, day: str) -> tuple[View, str] | None:
        if not self.prepare(view, day):
            return None
        if before is not None and before[1] != day:
            resources.forget(*before)
            lists.forget(*before)
        return view, day

    def prepare(self, view: View, day: str) -> bool:
        """Make all for a snapshot and a day. Gives whether that was done to the end, not ended before."""
        for step in self._steps(view, day):
            if self._end.is_set():
                return False
            step()
        return True

    def _steps(self, view: View, day: str) -> Iterator[Callable[[], object]]:
        kinds = sorted(self.resources.values(), key=lambda resource: resource.kind != "decision")
        for resource in kinds:
            if not view.large:
                yield partial(prepare, view, resource, day)
            yield partial(tables.table, view, resource.filters)
            if not view.large:
                yield partial(lists.prepare, view, resource, day)
            yield partial(orders.order, view, resource.filters, None)
            if "status" in resource.parts:
                yield partial(tables.states, view, resource.filters, resource.parts["status"], day)
        if not view.large:
            yield partial(names.prepare, view, self.pages["names"])
            yield partial(rows.prepare, view, self.pages["claims-kept-here"], "recorded")
            yield partial(labels.prepare, view, self.pages["labels"])
        yield partial(modified, view.snapshot)  # Reads the change log.
