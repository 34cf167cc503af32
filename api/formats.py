"""Formats of lists and records, and which one a request asks for: by `format`, or by Accept."""

from collections.abc import Sequence

from starlette.requests import Request

from api.errors import Problem
from api.negotiation import HTML, JSON, JSONLD, Format, choose, named
from api.references import REFERENCES
from graph.errors import ParameterError

CSV = Format("csv", "text/csv", (), "csv")
XLSX = Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (), "xlsx")
PARQUET = Format("parquet", "application/vnd.apache.parquet", ("application/x-parquet",), "parquet")

TABLES = (JSON, CSV, XLSX, PARQUET)
"""Formats of the rows of a query."""
LISTS = (*TABLES, JSONLD)
"""Formats of a list of things."""
CITED = ("decision", "case")
"""Kinds of things that have a reference."""


def of_list(kind: str) -> tuple[Format, ...]:
    """Formats of the list of things of a kind."""
    return (*LISTS, *REFERENCES) if kind in CITED else LISTS


def of_item(kind: str) -> tuple[Format, ...]:
    """Formats of the record of one thing of a kind."""
    return (JSON, *REFERENCES) if kind in CITED else (JSON,)


def words(offered: Sequence[Format]) -> dict[str, str]:
    """The parameter `format` as the contract tells it; nothing where there is no choice."""
    listed = ", ".join(format_.name for format_ in offered)
    return {"format": f"{listed}; by the Accept header if none is given."} if len(offered) > 1 else {}


def asked(request: Request, offered: Sequence[Format]) -> Format:
    """The format asked for; the first for a browser, which shows JSON to people.

    Raises ParameterError for an unknown name, Problem 406 where Accept takes none of ours.
    """
    name, accept = request.query_params.get("format"), request.headers.get("accept", "")
    found = named(name, offered) if name is not None else choose(accept, offered)
    if found is None and name is None and HTML.media_type in accept:
        found = offered[0]
    if found is None:
        listed = ", ".join(format_.name for format_ in offered)
        if name is not None:
            raise ParameterError("format", f"format: there is no {name[:40]!r} here. Known: {listed}.")
        raise Problem(406, f"There is no such format here. Known: {listed}.")
    return found
