"""States on a day, by hand: what is over, what may hold, and what is certain."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from api.states import held


def state(status: str, begun: bool = True, certain: bool = False, amount: str | None = None) -> dict[str, Any]:
    """A state as a query gives it."""
    return {"status": {"iri": status}, "begun": begun, "certain": certain, "amount": amount}


def test_what_has_begun_ends_what_came_before() -> None:
    """Unknown until some day of 2025, under appeal since 21 March of it: on 1 December only the appeal."""
    appeal = state("under-appeal", certain=True)
    assert held([state("unknown"), appeal]) == [appeal]


def test_two_that_meet_within_a_year_are_both_possible() -> None:
    both = [state("in-force"), state("annulled", begun=False)]
    assert held(both) == both


def test_two_that_say_the_same_are_one_and_certain() -> None:
    assert held([state("unknown"), state("unknown", begun=False)]) == [state("unknown", certain=True)]
    revised = [state("reduced", amount="5"), state("reduced", begun=False, amount="4")]
    assert held(revised) == revised


def test_what_may_not_have_begun_is_not_certain() -> None:
    alone = [state("in-force", begun=False)]
    assert held(alone) == alone


def test_one_state_of_two_lasts_as_long_as_the_last() -> None:
    first = {**state("unknown"), "until": "2026-11-22", "until_earliest": "2021-03"}
    last = {**state("unknown", begun=False), "until": None, "until_earliest": None}
    assert held([first, last]) == [{**first, "until": None, "until_earliest": None, "certain": True}]


@given(st.lists(st.builds(state, st.sampled_from("ab"), st.booleans(), st.booleans())))
def test_at_most_one_has_begun_and_none_is_invented(found: list[dict[str, Any]]) -> None:
    kept = held(found)
    assert sum(one["begun"] for one in kept) == any(one["begun"] for one in found)
    assert {one["status"]["iri"] for one in kept} <= {one["status"]["iri"] for one in found}
