"""Sums of fines: only fines, only what stands, each currency for itself."""

from decimal import Decimal
from typing import Any

from api.sums import fine_sums


def fine(amount: str, currency: str = "EUR", standing: str | None = None, **more: Any) -> dict[str, Any]:
    """A fine as the API tells it; `standing` is the amount that stands, None for an annulled one."""
    force: dict[str, Any] = {"id": "in-force", "certain": True}
    if standing is not None:
        force["standing"] = {"amount": standing, "currency": currency}
    finality = {"id": more.pop("finality", "unknown")}
    status = {"force": {**force, **more}, "finality": finality}
    return {"money": {"amount": amount, "currency": currency}, "status": status}


def test_no_fines_have_no_sum() -> None:
    assert fine_sums([]) == []


def test_currencies_are_never_added_to_each_other() -> None:
    sums = fine_sums([fine("1.10", "GBP", "1.10"), fine("2.20", "EUR", "2.20"), fine("3.30", "EUR", "3.30")])
    assert [(found.currency, found.standing) for found in sums] == [
        ("EUR", Decimal("5.50")),
        ("GBP", Decimal("1.10")),
    ]


def test_an_annulled_fine_was_imposed_and_does_not_stand() -> None:
    (found,) = fine_sums([fine("10.00")])
    assert (found.imposed, found.fines_imposed) == (Decimal(10), 1)
    assert (found.standing, found.fines_standing, found.uncertain) == (0, 0, 0)


def test_a_reduced_fine_stands_at_the_lower_amount() -> None:
    (found,) = fine_sums([fine("10.00", standing="4.00")])
    assert (found.imposed, found.standing) == (Decimal(10), Decimal(4))


def test_a_fine_of_a_later_day_is_not_imposed_yet() -> None:
    later = fine("10.00")
    later["status"]["force"] = None
    assert fine_sums([later]) == []


def test_a_fine_under_appeal_stands_and_is_contested() -> None:
    (found,) = fine_sums([fine("10.00", standing="10.00", finality="under-appeal")])
    assert (found.standing, found.contested) == (Decimal(10), Decimal(10))


def test_an_amount_that_may_have_been_annulled_by_then_is_uncertain() -> None:
    other = {"id": "annulled", "certain": False}
    (found,) = fine_sums([fine("10.00", standing="10.00", certain=False, alternatively=other)])
    assert (found.standing, found.uncertain) == (0, Decimal(10))


def test_an_amount_on_which_both_possible_states_agree_stands() -> None:
    other = {"id": "revived", "certain": False, "standing": {"amount": "10.00", "currency": "EUR"}}
    (found,) = fine_sums([fine("10.00", standing="10.00", certain=False, alternatively=other)])
    assert (found.standing, found.uncertain) == (Decimal(10), 0)
