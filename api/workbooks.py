"""Tables as XLSX: typed cells, a frozen header, and a second sheet that says what the table is."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from api.columns import Cell, Table
from api.delimited import FORMULA

MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Time of making in every workbook: the same facts must give the same bytes."""
EXACT = 15
"""Significant digits that a number of a spreadsheet holds; an amount with more stays text."""
FIRST = date(1900, 3, 1)
"""First day that all spreadsheets number alike; an earlier one stays text."""
LONGEST = 32_767
"""Characters that a cell can hold."""
CUT = " … (cut: the JSON has all)"


def workbook(table: Table) -> bytes:
    """The table as XLSX, rows written to disk as they come."""
    out = BytesIO()
    book = Workbook(out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": f"Comity: {table.name}", "created": MADE})
    bold = book.add_format({"bold": True})
    sheet, about = book.add_worksheet(table.name[:31]), book.add_worksheet("About")
    formats = {
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "sum": book.add_format({"num_format": "#,##0.00####"}),
        "quoted": book.add_format({"quote_prefix": True}),
    }
    sheet.freeze_panes(1, 1)
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, column.name, bold)
    filled = [0] * len(table.columns)
    count = 0
    for count, row in enumerate(table.rows(), 1):
        for at, cell in enumerate(row):
            filled[at] += cell is not None
            _write(sheet, count, at, cell, formats)
    if count:
        sheet.autofilter(0, 0, count, len(table.columns) - 1)
    _tell(about, table, filled, count, bold)
    book.close()
    return out.getvalue()


def _write(sheet: Worksheet, at: int, column: int, cell: Cell, formats: dict[str, Format]) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(at, column, cell)
    elif isinstance(cell, date) and cell >= FIRST:
        sheet.write_datetime(at, column, datetime(cell.year, cell.month, cell.day), formats["day"])
    elif isinstance(cell, int | Decimal) and len(Decimal(cell).normalize().as_tuple().digits) <= EXACT:
        sheet.write_number(at, column, cell, formats["sum"] if isinstance(cell, Decimal) else None)
    else:
        text = str(cell)
        if len(text) > LONGEST:
            text = text[: LONGEST - len(CUT)] + CUT
        sheet.write_string(at, column, text, formats["quoted"] if text.startswith(FORMULA) else None)


def _tell(sheet: Worksheet, table: Table, filled: Sequence[int], count: int, bold: Format) -> None:
    """The sheet About: what is told of the table, what is missing in it, and how full each column is."""
    lines: list[tuple[str | int, ...]] = [(name, text) for name, text in table.told.items()]
    lines += [("rows", count), ("columns", len(table.columns))]
    lines += [("note", note) for note in table.notes]
    lines += [("",), ("column", "kind", "cells with a value", "empty: not known, or does not apply")]
    head = len(lines) - 1
    lines += [
        (column.name, column.kind, with_value, count - with_value)
        for column, with_value in zip(table.columns, filled, strict=True)
    ]
    for at, line in enumerate(lines):
        for column, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(at, column, value)
            else:
                sheet.write_string(at, column, value, bold if at == head or (not column and at < head) else None)
