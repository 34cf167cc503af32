"""Samples: what operations answer when they are asked as the contract shows, made once for each snapshot.

All of them take some two seconds, for the example queries are among them. A server makes them ahead of whoever asks.
"""

import asyncio
import json
import logging
from typing import Any
from urllib.parse import urlencode

from anyio import from_thread
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.contract import ROOT, Operation
from api.errors import Problem
from api.preparation import PATIENCE, UNREADABLE
from api.state import State
from api.versions import LOOK, View
from graph.errors import GraphError, NoIndex

SHOWN = 2
"""Entries of a list shown."""
LOG = logging.getLogger("comity")


def shortened(value: Any) -> Any:
    """An answer with at most two entries of each list, so that a reader sees its form."""
    if isinstance(value, list):
        return [shortened(one) for one in value[:SHOWN]]
    if isinstance(value, dict):
        return {name: shortened(one) for name, one in value.items()}
    return value


def sample(app: FastAPI, view: View, one: Operation) -> Any:
    """The answer of an operation for the day its snapshot was built; None where this graph has none to show.

    To be called in a thread beside the loop of the server, since operations answer in that loop.
    """
    return view.kept.get(("sample", one.id), lambda: from_thread.run(_answered, app, view, one))


async def _answered(app: FastAPI, view: View, one: Operation) -> Any:
    slots = {name: one.sample[name] for name in one.slots if name in one.sample}
    if len(slots) < len(one.slots):
        return None
    asked = {name: value for name, value in one.sample.items() if name not in slots}
    asked |= {"as_of": view.snapshot.manifest["built"][:10], "version": view.version}
    scope = {
        **{"type": "http", "method": "GET", "headers": [], "app": app, "path_params": slots},
        **{"path": ROOT + one.path.format(**slots), "query_string": urlencode(asked, True).encode()},
        **{"scheme": "http", "server": None, "client": None, "root_path": ""},
    }
    try:
        response = await one.route(Request(scope))
    except (Problem, NoIndex):  # A snapshot without the thing that is shown, or without an index to search.
        return None
    return shortened(json.loads(bytes(response.body)))


async def ahead(app: FastAPI, state: State) -> None:
    """Make the samples of every snapshot that comes into use, one after another, until cancelled."""
    made, wait = "", LOOK
    while True:
        await asyncio.sleep(wait)
        wait = LOOK
        try:
            view = await run_in_threadpool(state.versions.current)
            if view.version != made:
                for one in state.operations:
                    await run_in_threadpool(sample, app, view, one)
                made = view.version
        except GraphError:  # No snapshot, or an endpoint that is down: whoever asks is told; here the next look is.
            continue
        except UNREADABLE:
            LOG.exception("No samples can be made of the snapshot in use; another try follows in %g s.", PATIENCE)
            wait = PATIENCE
