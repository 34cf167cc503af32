"""Tables: any record gives one row in columns that the list cannot change, and nothing recorded is lost."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.columns import Column, columns, row
from api.resources import resources
from api.shaping import Record

NAMES = st.sampled_from(["amount", "iri", "label", "fine", "money", "status"])
LEAVES = st.none() | st.booleans() | st.integers() | st.sampled_from(["", "x", " | ", "2024", "1.00"])
RECORDS = st.dictionaries(
    NAMES,
    st.recursive(
        LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=8
    ),
)
COLUMNS = st.lists(st.builds(Column, st.lists(NAMES, min_size=1, max_size=4).map(tuple)), max_size=12)
RESOURCES = resources()


@given(RECORDS, COLUMNS)
def test_any_record_gives_one_row(record: Record, found: list[Column]) -> None:
    cells = row(found, record)
    assert len(cells) == len(found)
    assert all(cell is None or isinstance(cell, str) for cell in cells)


TEXTS = st.text(st.sampled_from("|\\ ;a"), min_size=1, max_size=5) | st.text(min_size=1)


def apart(cell: object, depth: int = 1) -> list[str]:
    """The values in a cell, as README says to read them."""
    return str(cell or "").split(f" {'|' * depth} ")


def plain(value: str) -> str:
    """A value as it was before a bar or backslash in it got a backslash."""
    return re.sub(r"\\([\\|])", r"\1", value)


@given(st.lists(TEXTS, min_size=1))
def test_lists_of_the_same_things_keep_order_and_length(labels: list[str]) -> None:
    record: Record = {"measures": {"fines": [{"label": label, "money": {"amount": "1.00"}} for label in labels]}}
    record["measures"]["fines"][0].pop("money")
    label, amount = row(
        [Column(("measures", "fines", "label")), Column(("measures", "fines", "money", "amount"))], record
    )
    assert label is not None
    assert [plain(value) for value in apart(label)] == labels
    if len(labels) > 1:
        assert apart(amount) == ["", *["1.00"] * (len(labels) - 1)]
    else:
        assert amount is None


@given(st.lists(st.lists(TEXTS), min_size=1))
def test_a_list_in_a_list_keeps_its_level(found: list[list[str]]) -> None:
    record = {"findings": [{"id": str(at), "provisions": names} for at, names in enumerate(found)]}
    ids, provisions = row([Column(("findings", "id")), Column(("findings", "provisions"))], record)
    assert len(apart(ids)) == len(found)
    read = [[plain(value) for value in apart(one, 2)] if one else [] for one in apart(provisions)]
    assert read == found or not any(found)


@pytest.mark.parametrize(
    ("value", "kind", "cell"),
    [
        ("30500000.00", "decimal", Decimal("30500000.00")),
        ("0.10", "decimal", Decimal("0.10")),
        ("2024-05-16", "date", date(2024, 5, 16)),
        ("2024-05", "date", "2024-05"),
        ("2024", "date", "2024"),
        (None, "date", None),
        (7, "integer", 7),
        (False, "boolean", False),
        (True, "text", "true"),
        ({"iri": "x"}, "text", None),
    ],
)
def test_cells_have_the_type_of_their_column(value: Any, kind: str, cell: object) -> None:
    [found] = row([Column(("x",), kind)], {"x": value})
    assert found == cell
    assert type(found) is type(cell)


def test_the_columns_of_a_list_stand_in_the_headers() -> None:
    names = [column.name for column in columns(RESOURCES["authorities"].main)]
    assert names[:4] == ["iri", "id", "label", "type.iri"]
    assert {"jurisdiction.label", "jurisdiction.code", "decisions", "names.value", "names.language"} <= set(names)
