"""Lists in other formats than JSON: tables, JSON-LD and references, of all that the filters let through."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

from api import columns, spread
from api.citations import PARTS, references
from api.columns import Table
from api.delimited import delimited
from api.editions import LICENSE
from api.errors import Problem
from api.formats import CSV, PARQUET, XLSX
from api.gaps import MARK, Gaps
from api.linked import document
from api.negotiation import JSONLD, Format
from api.paging import page
from api.parquet import parquet
from api.references import written
from api.resources import Resource, completed, listed
from api.responses import Content
from api.shaping import Record
from api.state import state_of
from api.versions import View
from api.workbooks import workbook
from graph.queries import Query

T = TypeVar("T")

AT_ONCE = 500
"""Records made and completed at once; what they need in memory is gone when they are written."""
WRITERS: Mapping[str, Callable[[Table], bytes]] = {
    CSV.name: delimited,
    XLSX.name: workbook,
    PARQUET.name: parquet,
}
NOTES = (
    "No authority is recorded completely: what is not here was not recorded, which does not mean that it did not "
    "happen. The record of each authority says what is recorded of it, year by year.",
    "An empty cell means not known, or that it does not apply. A status of not known means not researched to the end.",
    "Never add fines, periodic penalties and liquidations, nor amounts in different currencies. What became of each "
    "measure stand the columns measures.….status.… beside its sum, in the same order; of the one fine in fine.amount, "
    "those of measures.fines. A sum with a condition is owed only if that comes about.",
    "Values of a list stand in one cell between ' | ', in all columns of that list in the same order and number; those "
    "of a list within it between ' || '. A bar or a backslash within such a value has a backslash before it.",
)


def selected(request: Request, found: Sequence[T], version: str) -> tuple[Sequence[T], dict[str, str]]:
    """The whole list, or the page of it where `limit` or `cursor` is given, and headers that tell which.

    Raises Problem 413 for a whole list that is longer than the settings allow, else as `api.paging`.
    """
    if "limit" not in request.query_params and "cursor" not in request.query_params:
        most = state_of(request).settings.file_rows
        if len(found) > most:
            told = (
                f"This list has {len(found):,} records, and one file has at most {most:,}: narrow it by its filters, "
                f"ask for pages with `limit` and the Link header, or take a dump of the whole graph from /dumps."
            )
            raise Problem(413, told, total=len(found), most=most, dumps=f"/dumps?version={version}")
        return found, {"Comity-Rows": str(len(found))}
    some, _, links = page(request, list(found), version)
    limited = {"Comity-Limited": "true"} if len(some) < len(found) else {}
    return some, {"Comity-Rows": str(len(some)), **limited, **links}


def address(request: Request, view: View, day: str) -> str:
    """The address that gives the same answer for ever: with the snapshot and the day."""
    given = [(name, value) for name, value in request.query_params.multi_items() if name not in ("version", "as_of")]
    return f"{request.url.path}?{urlencode([*given, ('as_of', day), ('version', view.version)])}"


def content(
    request: Request,
    format_: Format,
    resources: Mapping[str, Resource],
    resource: Resource,
    slugs: Sequence[str],
    view: View,
    day: str,
    summary: Sequence[str],
    gaps: Gaps,
) -> Content:
    """A list of things, given by slug, in one of `api.formats.of_list`; decisions with the parts in `summary`.

    Raises as `selected`, before any record is made.
    """
    some, headers = selected(request, slugs, view.version)
    if format_.name in WRITERS:
        parts = spread.parts(summary, resource.parts) if resource.kind == "decision" else []
        held = (*columns.columns(resource.main), *parts)
        told = _told(request, view, day, gaps)
        made = Table(resource.plural, held, _whole(view, resource, some, day, summary), told, NOTES)
        return tabled(format_, made, view, day, headers, gaps)
    if format_ is JSONLD:
        whole = _whole(view, resource, some, day, summary)
        body = document(whole, address(request, view, day), view.version, LICENSE)
    else:
        whole = _whole(view, resource, some, day, PARTS)
        body = written(references(view, resources, resource.kind, whole, day), format_)
    return _file(format_, body, resource.plural, view, day, headers, gaps)


def rows(
    request: Request, format_: Format, query: Query, found: list[Record], view: View, day: str, gaps: Gaps
) -> Content:
    """The rows of a query as a table in one of the formats of WRITERS."""
    some, headers = selected(request, found, view.version)
    held = tuple(columns.columns(query, own=False))
    table = Table(query.name, held, some, _told(request, view, day, gaps), NOTES)
    return tabled(format_, table, view, day, headers, gaps)


def tabled(format_: Format, table: Table, view: View, day: str, headers: Mapping[str, str], gaps: Gaps) -> Content:
    """A table as a file."""
    return _file(format_, WRITERS[format_.name](table), table.name, view, day, headers, gaps)


def _whole(view: View, resource: Resource, slugs: Sequence[str], day: str, summary: Sequence[str]) -> Iterator[Record]:
    """The records, some made at a time, decisions completed; each is forgotten here when it was given."""
    for start in range(0, len(slugs), AT_ONCE):
        some = listed(view, resource, slugs[start : start + AT_ONCE], day)
        if resource.kind == "decision":
            completed(view, resource, some, day, summary)
        yield from some


def _told(request: Request, view: View, day: str, gaps: Gaps) -> dict[str, str]:
    """What is told of a table as a whole."""
    return {
        "version": view.version,
        "as_of": day,
        "licence": LICENSE,
        "address": address(request, view, day),
        "cite": f"Comity, snapshot {view.version}",
        **gaps.told,
    }


def _file(
    format_: Format, body: bytes, name: str, view: View, day: str, headers: Mapping[str, str], gaps: Gaps
) -> Content:
    """A body to be kept as a file whose name says what it is; headers, and the name, tell what it lacks."""
    file = f"comity-{name}{MARK if gaps.unknown else ''}-{day}-{view.version}.{format_.suffix}"
    told = {"Content-Disposition": f'attachment; filename="{file}"', "Vary": "Accept"}
    return Content(body, format_.content_type, {**headers, **gaps.headers, **told})
