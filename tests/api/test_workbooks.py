"""XLSX: typed cells, nothing that runs, and the same bytes for the same facts."""

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest

from api.columns import Column, Table
from api.workbooks import CUT, LONGEST, workbook

COLUMNS = (
    Column(("label",)),
    Column(("amount",), "decimal"),
    Column(("decided",), "date"),
    Column(("sure",), "boolean"),
)


def made(*records: dict[str, object]) -> bytes:
    """Records as XLSX."""
    return workbook(Table("things", COLUMNS, records, {"version": "v"}))


def cells(*records: dict[str, object]) -> list[list[Any]]:
    """The cells of the first sheet below the header."""
    book = openpyxl.load_workbook(BytesIO(made(*records)))
    return [list(row) for row in book.worksheets[0].iter_rows(min_row=2)]


@pytest.mark.parametrize(
    "text", ["=1+1", "{=1+1}", "+1", "-1", "@SUM(A1)", "\tx", "https://example.org", "007", "true"]
)
def test_a_text_stays_the_text_it_is(text: str) -> None:
    [[label, *_]] = cells({"label": text})
    assert (label.value, label.data_type, label.hyperlink) == (text, "s", None)
    assert bool(label.quotePrefix) == text.startswith(("=", "+", "-", "@", "\t"))


def test_types_of_cells() -> None:
    [[_, amount, decided, sure]] = cells({"amount": "30500000.00", "decided": "2024-05-16", "sure": True})
    assert (amount.value, amount.data_type) == (30500000, "n")
    assert (decided.value, decided.is_date) == (datetime(2024, 5, 16), True)
    assert (sure.value, sure.data_type) == (True, "b")


def test_what_a_spreadsheet_cannot_hold_stays_text() -> None:
    long = {"amount": "12345678901234567.89", "decided": "1899-12-31", "label": "x" * 40_000}
    [[label, amount, decided, _]] = cells(long)
    assert (amount.value, decided.value) == ("12345678901234567.89", "1899-12-31")
    assert len(label.value) == LONGEST
    assert label.value.endswith(CUT)


def test_the_same_facts_give_the_same_bytes() -> None:
    """Neither the files in the archive nor its properties tell when it was made."""
    body = made({"label": "x"})
    with ZipFile(BytesIO(body)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 31, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count("2000-01-01T00:00:00Z") == core.count("dcterms:W3CDTF") == 2
    assert made({"label": "x"}) == body
