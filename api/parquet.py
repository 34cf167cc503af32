"""Tables as Parquet: typed columns, what is told of the table as metadata.

A day known to the month or year only stands in a text column `….partial` beside its column of days, so that the type
of a column never depends on what is in the list.
"""

from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from itertools import islice

from arro3.core import Array, DataType, Field, RecordBatch, RecordBatchReader, Schema
from arro3.io import write_parquet

from api.columns import Cell, Column, Table

BATCH = 1000
"""Rows held as Python objects at once."""
AMOUNT = DataType.decimal128(38, 18)
"""Type of amounts and rates: the decimals of the store have at most 18 places, so that none is rounded."""
TYPES = {
    "date": DataType.date32(),
    "decimal": AMOUNT,
    "integer": DataType.int64(),
    "boolean": DataType.bool(),
    "text": DataType.string(),
}
PARTIAL = ".partial"


def parquet(table: Table) -> bytes:
    """The table as Parquet, compressed with Zstandard. Fails for an amount that the type cannot hold."""
    told = {f"comity.{name}": text for name, text in table.told.items()}
    fields = [field for column in table.columns for field in _fields(column)]
    schema = Schema(fields, metadata=told)  # Readers by way of Arrow look here, others in the metadata of the file.
    out = BytesIO()
    reader = RecordBatchReader.from_batches(schema, _batches(table, schema))
    write_parquet(reader, out, compression="zstd(3)", key_value_metadata=told)
    return out.getvalue()


def _fields(column: Column) -> Iterator[Field]:
    yield Field(column.name, TYPES[column.kind], nullable=True)
    if column.kind == "date":
        yield Field(column.name + PARTIAL, DataType.string(), nullable=True)


def _batches(table: Table, schema: Schema) -> Iterator[RecordBatch]:
    rows = table.rows()
    while batch := list(islice(rows, BATCH)):
        arrays: list[Array] = []
        for column, cells in zip(table.columns, zip(*batch, strict=True), strict=True):
            arrays += _arrays(column, cells)
        yield RecordBatch.from_arrays(arrays, schema=schema)


def _arrays(column: Column, cells: tuple[Cell, ...]) -> Iterator[Array]:
    if column.kind in ("integer", "boolean"):
        yield Array(cells, type=TYPES[column.kind])
        return
    days = column.kind == "date"
    texts = [None if cell is None or (days and isinstance(cell, str)) else _text(cell) for cell in cells]
    made = Array(texts, type=DataType.string())
    if column.kind != "text":
        made = made.cast(TYPES[column.kind])
        if made.null_count != texts.count(None):
            raise ValueError(f"{column.name}: a value does not fit {TYPES[column.kind]}.")
    yield made
    if days:
        yield Array([cell if isinstance(cell, str) else None for cell in cells], type=DataType.string())


def _text(cell: Cell) -> str:
    """A cell as the casts of Arrow read it, which know no exponents."""
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)
