"""Tables: any record gives one row in columns that the list cannot change, and nothing recorded is lost."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.columns import JOINT, Column, columns, parts, row
from api.endpoints import SUMMARY
from api.resources import resources
from api.shaping import Record

KINDS = ("text", "date", "decimal", "integer", "boolean")
NAMES = st.sampled_from(["amount", "iri", "label", "fine", "money", "status"])
LEAVES = st.none() | st.booleans() | st.integers() | st.sampled_from(["", "x", "; ", "2024", "1.00"])
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


@given(st.lists(st.text(st.characters(exclude_characters=";"), min_size=1), min_size=1))
def test_lists_of_the_same_things_keep_order_and_length(labels: list[str]) -> None:
    record = {"measures": {"fines": [{"label": label, "money": {"amount": "1.00"}} for label in labels]}}
    record["measures"]["fines"][0].pop("money")
    label, amount = row(
        [Column(("measures", "fines", "label")), Column(("measures", "fines", "money", "amount"))], record
    )
    assert label is not None
    assert str(label).split(JOINT) == labels
    if len(labels) > 1:
        assert str(amount).split(JOINT) == ["", *["1.00"] * (len(labels) - 1)]
    else:
        assert amount is None


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


def test_the_columns_of_decisions_are_those_scholars_ask_for() -> None:
    found = [*columns(RESOURCES["decisions"].main), *parts(SUMMARY, RESOURCES["decisions"].parts)]
    kinds = {column.name: column.kind for column in found}
    assert len(kinds) == len(found)
    assert set(kinds.values()) <= set(KINDS)
    assert (kinds["fine.amount"], kinds["fine.currency"], kinds["fine.in_euro.rate"]) == ("decimal", "text", "decimal")
    assert (kinds["decided"], kinds["status.force.from"], kinds["status.force.id"]) == ("date", "date", "text")
    assert {"respondents.id", "outcomes.label", "legal_bases.infringes.id", "measures.fines.money.amount"} <= set(kinds)


def test_every_column_of_decisions_has_a_value_somewhere_but_for_rare_measures(client: TestClient) -> None:
    """A column that never has a value would be one whose path is wrong."""
    found = [*columns(RESOURCES["decisions"].main), *parts(SUMMARY, RESOURCES["decisions"].parts)]
    whole = list(pages(client, "/api/v1/decisions?limit=500"))
    filled = {
        column.name
        for record in whole
        for column, cell in zip(found, row(found, record), strict=True)
        if cell is not None
    }
    empty = {column.name for column in found} - filled
    assert not {name for name in empty if not name.startswith(("measures.", "status."))}
    assert len(empty) < 20


def pages(client: TestClient, address: str | None) -> Iterator[Record]:
    """All records of a list."""
    while address:
        answer = client.get(address).json()
        yield from answer["data"]
        address = answer["page"]["next"]
