"""The record of a thing as a publication: since when it is out, when it last changed, and the files it is had in."""

from dataclasses import dataclass
from datetime import datetime

from api import links
from api.negotiation import HTML, NQUADS
from api.resourcesync import address, sums
from api.versions import View
from graph.changelog import entries
from graph.history import holding, latest, modified, until
from graph.namespaces import BASE


@dataclass(frozen=True)
class File:
    """Where a record is had in a format. Size (bytes) and SHA-256 are told where the bytes stay until it changes."""

    address: str
    media_type: str
    size: int | None = None
    sha256: str | None = None


@dataclass(frozen=True)
class Publication:
    """What is to be said of the record at `path` in a version."""

    path: str
    version: str
    first: datetime
    last: datetime
    files: tuple[File, ...]


def publication(view: View, iri: str, path: str, version: str | None = None) -> Publication:
    """The record of `iri`, whose page is at `path`, as the change log tells of it.

    Where a version was asked for, its files are those of that version.
    """
    log = entries(view.snapshot.folder.parent)
    known = holding(until(log, view.version), iri)
    last = modified(view.snapshot)(iri)
    page = BASE.rstrip("/") + path
    files = [
        File(links.of_version(links.address(page, format_), version), format_.media_type)
        for format_ in links.formats(path)
        if format_ is not HTML
    ]
    fixed = () if version else _fixed(view, iri)
    shown = (file for file in files if not fixed or file.media_type != NQUADS.media_type)
    return Publication(path, view.version, known[0].time if known else last, last, (*fixed, *shown))


def _fixed(view: View, iri: str) -> tuple[File, ...]:
    """The N-Quads of a thing, whose bytes the change log knows; those of the version in use alone are served."""
    log = entries(view.snapshot.folder.parent)
    if not log or log[-1].version != view.version or iri not in latest(log):
        return ()
    entry, mark = latest(log)[iri]
    told = sums(entry, mark.page)[iri]
    sha256 = told["hash"].removeprefix("sha-256:")
    return (File(address(BASE.rstrip("/"), iri), told["type"], int(told["length"]), sha256),)
