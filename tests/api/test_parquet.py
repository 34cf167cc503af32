"""Parquet: what another reader gets out of it, and the same bytes for the same facts."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.columns import Column, Table
from api.parquet import BATCH, parquet

COLUMNS = (
    Column(("label",)),
    Column(("amount",), "decimal"),
    Column(("decided",), "date"),
    Column(("sure",), "boolean"),
    Column(("count",), "integer"),
)
AMOUNTS = st.decimals(min_value=-(10**19), max_value=10**19, places=18, allow_nan=False).map(
    lambda number: f"{number:f}"
)


def made(*records: dict[str, object]) -> bytes:
    """Records as Parquet."""
    return parquet(Table("x", COLUMNS, records, {"version": "v"}))


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "label": st.none() | st.text(st.characters(exclude_categories=("Cs",))),
                "amount": st.none() | AMOUNTS,
                "decided": st.none() | st.dates().map(str) | st.dates().map(lambda day: str(day)[:7]),
                "sure": st.none() | st.booleans(),
                "count": st.none() | st.integers(-(2**63), 2**63 - 1),
            }
        )
    )
)
def test_every_value_survives(records: list[dict[str, object]]) -> None:
    rows = pyarrow.parquet.read_table(BytesIO(made(*records))).to_pylist()
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        assert (row["label"], row["sure"], row["count"]) == (record["label"], record["sure"], record["count"])
        assert row["amount"] == (Decimal(str(record["amount"])) if record["amount"] is not None else None)
        text = str(record["decided"]) if record["decided"] else None
        whole = text is not None and len(text) == 10
        assert row["decided"] == (date.fromisoformat(text) if text and whole else None)
        assert row["decided.partial"] == (None if whole else text)


def test_many_rows_come_in_batches() -> None:
    records = ({"count": number} for number in range(3 * BATCH + 1))
    found = pyarrow.parquet.read_table(BytesIO(parquet(Table("x", COLUMNS, records, {}))))
    assert found["count"].to_pylist() == list(range(3 * BATCH + 1))


def test_an_amount_that_does_not_fit_is_an_error_and_not_an_empty_cell() -> None:
    with pytest.raises(Exception, match="amount: a value does not fit"):
        made({"amount": "1" + "0" * 40})


def test_what_is_told_is_found_where_readers_look() -> None:
    file = pyarrow.parquet.ParquetFile(BytesIO(made({"label": "x"})))
    for metadata in (file.schema_arrow.metadata, file.read().schema.metadata, file.metadata.metadata):
        assert metadata[b"comity.version"] == b"v"


def test_the_same_facts_give_the_same_bytes() -> None:
    assert made({"label": "x", "amount": "1.00"}) == made({"label": "x", "amount": "1.00"})
