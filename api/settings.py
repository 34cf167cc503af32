"""Settings: environment variables read once into one frozen object."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import cast

from graph.errors import GraphError
from graph.worker import Limits
from graph.workers import fair_memory


@dataclass(frozen=True)
class Settings:
    """What an operator can set. Each field `x` is read from `COMITY_X`; README has the table."""

    snapshots: Path = Path("snapshots")
    """Folder of the snapshots."""
    endpoint: str = field(default="", repr=False)
    """Address of a SPARQL 1.1 endpoint that holds the snapshot in use, `user:password@` possible; empty for none."""
    host: str = "127.0.0.1"
    """Address to listen on."""
    port: int = 8000
    """Port to listen on."""
    contact: str = "operator@example.org"
    """Mail address of whoever runs this server, told to harvesters."""
    workers: int = 2
    """Processes for strangers' queries; queries passed on at once where there is an endpoint."""
    queue: int = 16
    """Strangers' queries that may wait for a worker before 503 is answered."""
    query_seconds: float = 5.0
    """Seconds one stranger's query may take; twice as many it may wait for its turn before 503 is answered."""
    query_memory: int = 0
    """MiB of address space one worker may use; 0 for half of the machine's memory between them, 4096 at most."""
    query_rows: int = 100_000
    """Rows or triples one answer may have."""
    query_bytes: int = 52_428_800
    """Bytes one answer may have."""
    file_rows: int = 10_000
    """Records or rows that one file of the JSON API (CSV, XLSX, Parquet, JSON-LD, references) may have."""
    budget: float = 60.0
    """Seconds of queries that one client may have answered in a minute, 0 for no limit; this machine is not counted."""
    requests: float = 600.0
    """Requests to the JSON API that one client may make in a minute, 0 for no limit; this machine is not counted."""
    body_bytes: int = 262_144
    """Bytes a request body may have."""
    cache_bytes: int = 33_554_432
    """Bytes of answers kept in memory under their snapshot version."""


BOUNDS: Mapping[str, tuple[float, float]] = {
    "port": (1, 65_535),
    "workers": (1, 64),
    "queue": (0, 10_000),
    "query_seconds": (0.1, 3_600),
    "query_memory": (0, 1_048_576),
    "query_rows": (1, 10_000_000),
    "query_bytes": (1, 1_073_741_824),
    "file_rows": (1, 10_000_000),
    "budget": (0, 1_000_000),
    "requests": (0, 1_000_000),
    "body_bytes": (1, 1_073_741_824),
    "cache_bytes": (0, 1_099_511_627_776),
}
"""Least and most of each number: beyond them a server would fail at its first query, or have no limit at all."""


class SettingsError(GraphError):
    """An environment variable that does not fit its setting."""


def limits(chosen: Settings) -> Limits:
    """The limits on one stranger's query that the settings give."""
    memory = chosen.query_memory or fair_memory(chosen.workers)
    return Limits(chosen.query_seconds, memory, chosen.query_rows, chosen.query_bytes)


READERS: Mapping[str, Callable[[str], object]] = {"int": int, "float": float, "str": str, "Path": Path}


def settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings in `environment`. Raises SettingsError naming the variable and what it takes."""
    known = {f"COMITY_{one.name.upper()}": one for one in fields(Settings)}
    values: dict[str, object] = {}
    for name, text in environment.items():
        if not name.startswith("COMITY_"):
            continue
        if name not in known:
            raise SettingsError(f"{name} is no setting. Known: {', '.join(sorted(known))}.")
        found = known[name]
        try:
            values[found.name] = READERS[str(found.type)](text)
        except ValueError:
            raise SettingsError(f"{name}={text!r} does not fit: write a value of type {found.type}.") from None
        least, most = BOUNDS.get(found.name, (0, 0))
        if (
            found.name in BOUNDS and not least <= cast(float, values[found.name]) <= most
        ):  # No order has a place for nan.
            raise SettingsError(f"{name}={text!r} does not fit: write a number from {least:,} to {most:,}.")
    return replace(Settings(), **values)  # type: ignore[arg-type]
