"""Imposed: number, largest and sum of the fines of one act."""

from decimal import Decimal
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.imposed import imposed


def fine(amount: str, currency: str = "EUR", rate: str | None = "1") -> dict[str, Any]:
    """Money of a fine."""
    euro = {"amount": amount, "rate": rate, "rate_date": "2022-07-21", "rule": {"id": "x"}}
    return {"amount": amount, "currency": currency, "in_euro": euro if rate else None}


def test_fines_of_one_currency_have_a_sum() -> None:
    told = imposed([fine("10.50"), fine("30.00")])
    assert (told["number"], told["largest"]["amount"]) == (2, "30.00")
    assert (told["sum"]["amount"], told["sum"]["currency"], told["sum"]["in_euro"]["amount"]) == (
        "40.50",
        "EUR",
        "40.50",
    )
    assert imposed([fine("8026000000.00", "CNY", "7")])["sum"]["amount"] == "8026000000.00"


@pytest.mark.parametrize(
    "fines", [[], [fine("1.00", "EUR"), fine("2.00", "USD")]], ids=["there is none", "of several currencies"]
)
def test_what_cannot_be_added_has_no_sum(fines: list[dict[str, Any]]) -> None:
    assert imposed(fines) == {"number": len(fines), "largest": None, "sum": None}


@pytest.mark.parametrize("other", [None, "2"])
def test_a_sum_is_in_euro_only_where_each_fine_is_at_one_rate(other: str | None) -> None:
    told = imposed([fine("1.00", "USD", "1"), fine("2.00", "USD", other)])
    assert (told["sum"]["amount"], told["sum"]["in_euro"]) == ("3.00", None)


def test_an_act_with_several_fines_tells_what_they_come_to(client: TestClient) -> None:
    listed = client.get("/api/v1/decisions?sort=-amount&limit=500&measure=fine&fields=fine,fines,measures.fines").json()
    several = [one for one in listed["data"] if one["fines"]["number"] > 1]
    assert "cn-cac-2022-didi" in {one["id"] for one in several}
    for one in listed["data"]:
        money = [each["money"] for each in one["measures"]["fines"]]
        assert one["fines"]["number"] == len(money)
        assert (one["fine"] is None) == (len(money) != 1)
        if one["fines"]["sum"] is not None:
            total = sum(Decimal(each["amount"]) for each in money)
            assert Decimal(one["fines"]["sum"]["amount"]) == total
            assert one["fines"]["largest"] in money
    narrow = client.get("/api/v1/decisions/cn-cac-2022-didi?fields=fines.sum.amount").json()["data"]
    assert set(narrow) == {"iri", "url", "id", "fines"}
