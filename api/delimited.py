"""Tables as CSV (RFC 4180): UTF-8, a header row, nothing that a spreadsheet would run."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

from api.columns import Cell, Table

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet reads as a formula. Such a text gets an apostrophe before it."""


def delimited(table: Table) -> bytes:
    """The table as CSV. Dates are ISO 8601, amounts as recorded, what is not known is an empty field."""
    out = StringIO(newline="")
    write = csv.writer(out).writerow
    write([column.name for column in table.columns])
    for row in table.rows():
        write([_field(cell) for cell in row])
    return out.getvalue().encode()


def _field(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, int | date):
        return str(cell)
    return f"'{cell}" if cell.startswith(FORMULA) else cell
