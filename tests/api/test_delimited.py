"""CSV: what Python and pandas read is what was written, and a spreadsheet runs none of it."""

import csv
from io import BytesIO, StringIO

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.columns import Column, Table
from api.delimited import FORMULA, delimited

COLUMNS = (
    Column(("label",)),
    Column(("amount",), "decimal"),
    Column(("decided",), "date"),
    Column(("sure",), "boolean"),
)


def made(*records: dict[str, object]) -> bytes:
    """Records as CSV."""
    return delimited(Table("x", COLUMNS, records, {}))


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0")), min_size=1))
def test_every_text_survives(texts: list[str]) -> None:
    head, *rows = csv.reader(StringIO(made(*({"label": text} for text in texts)).decode(), newline=""))
    assert head == ["label", "amount", "decided", "sure"]
    assert [row[0].removeprefix("'") for row in rows] == [text.removeprefix("'") for text in texts]
    assert not any(row[0].startswith(FORMULA) for row in rows)


def test_numbers_stay_numbers() -> None:
    body = made({"label": "-1+1", "amount": "-0.10", "decided": "2024-05", "sure": False})
    assert body.decode().splitlines()[1] == "'-1+1,-0.10,2024-05,false"
    assert pandas.read_csv(BytesIO(body))["amount"].tolist() == [-0.1]


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_formula_is_a_text(text: str) -> None:
    [_, row] = csv.reader(StringIO(made({"label": text}).decode(), newline=""))
    assert row[0] == f"'{text}"


def test_lines_end_as_the_standard_says() -> None:
    assert made({"label": 'a "b", c', "amount": "1.00", "decided": "2024-05-16"}) == (
        b'label,amount,decided,sure\r\n"a ""b"", c",1.00,2024-05-16,\r\n'
    )
