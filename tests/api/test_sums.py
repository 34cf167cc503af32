"""Sums of fines: only fines, only what stands, each currency for itself."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.sums import fine_sums


def fine(amount: str, currency: str = "EUR", standing: str | None = None, **more: Any) -> dict[str, Any]:
    """A fine as the API tells it; `standing` is the amount that stands, None for an annulled one."""
    force: dict[str, Any] = {"id": "annulled" if standing is None else "in-force", "certain": True}
    if standing is not None:
        force["standing"] = {"amount": standing, "currency": currency}
    force["id"] = more.pop("state", force["id"])
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


def test_a_stayed_fine_is_neither_standing_nor_fallen() -> None:
    (found,) = fine_sums([fine("10.00", state="stayed", finality="under-appeal"), fine("3.00", standing="3.00")])
    assert (found.imposed, found.stayed, found.standing, found.fines_standing) == (13, 10, 3, 1)
    assert (found.contested, found.uncertain, found.fallen) == (0, 0, 0)


def test_a_fine_of_which_nobody_knows_whether_it_stands_is_uncertain() -> None:
    (found,) = fine_sums([fine("10.00", state="unknown")])
    assert (found.uncertain, found.standing, found.stayed, found.fallen) == (10, 0, 0, 0)
    (found,) = fine_sums([fine("10.00", state="stayed", alternatively={"id": "annulled", "certain": False})])
    assert (found.uncertain, found.stayed, found.fallen) == (10, 0, 0)


STATES = ("in-force", "revived", "reduced", "stayed", "annulled", "withdrawn", "unknown", "conditional")


@st.composite
def fines(draw: st.DrawFn) -> dict[str, Any]:
    """A fine in one or two possible states; a reduced one stands lower."""
    amount = draw(st.integers(1, 10**6))

    def state() -> dict[str, Any]:
        name = draw(st.sampled_from(STATES))
        stands = {"in-force": amount, "revived": amount, "reduced": draw(st.integers(0, amount))}.get(name)
        told = {} if stands is None else {"standing": {"amount": str(stands), "currency": "EUR"}}
        return {"id": name, "certain": draw(st.booleans()), **told}

    force = state() | ({"alternatively": state()} if draw(st.booleans()) else {})
    status = {"force": force, "finality": {"id": draw(st.sampled_from(("final", "under-appeal")))}}
    return {"money": {"amount": str(amount), "currency": "EUR"}, "status": status}


@given(st.lists(fines(), min_size=1))
def test_what_was_imposed_is_what_stands_and_each_named_remainder(found: list[dict[str, Any]]) -> None:
    (told,) = fine_sums(found)
    assert told.imposed == told.standing + told.stayed + told.uncertain + told.fallen
    assert min(told.standing, told.stayed, told.uncertain, told.fallen, told.contested) >= 0
    assert told.contested <= told.standing
