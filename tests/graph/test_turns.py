"""Turns: who waits and for how long, which client is next, and what becomes of those who go away."""

import threading
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryBusy
from graph.turns import Turn, Turns


def taken(turns: Turns[str], number: int) -> list[object]:
    """What so many take, one after another, each ended at once."""
    found = []
    for _ in range(number):
        following = turns.next(0)
        if following is not None:
            turn, what = following
            turns.leave(turn)
            turn.set_result("done")
            found.append(what)
    return found


def test_one_client_goes_in_its_order_and_the_queue_is_bounded() -> None:
    turns = Turns[str](1, 2)
    mine = [turns.take(number) for number in range(3)]
    with pytest.raises(QueryBusy, match="full"):
        turns.take(3)
    running = turns.next(0)
    assert running is not None and running[0] is mine[0]
    assert [turn.running() for turn in mine] == [True, False, False]
    with pytest.raises(QueryBusy, match="full"):
        turns.take(3)
    turns.leave(mine[0])
    turns.take(3)
    assert taken(turns, 4) == [1, 2, 3]


@given(st.lists(st.sampled_from("abc"), max_size=30))
def test_clients_go_in_turn_whatever_the_number_that_each_has_waiting(asked: Sequence[str]) -> None:
    turns = Turns[str](1, 100)
    for who in asked:
        turns.take(who, who)
    order = taken(turns, len(asked))
    assert sorted(map(str, order)) == sorted(asked)
    for who in set(asked):
        rounds = [order[: place + 1] for place, one in enumerate(order) if one == who]
        for number, before in enumerate(rounds, 1):  # Before its n-th, each other has had n at most.
            assert all(before.count(other) <= number for other in set(asked))


@given(st.lists(st.sampled_from("abcde"), min_size=1, max_size=60), st.integers(1, 10))
def test_who_asks_for_much_cannot_keep_out_who_asks_for_little(asked: Sequence[str], queue: int) -> None:
    turns = Turns[str](1, queue - 1)
    for _ in range(queue):
        turns.take("flood", "flood")
    waiting: list[tuple[str, Turn[str]]] = []
    for who in asked:
        flooding = len(turns._waiting.get("flood", ()))
        mine = sum(1 for client, turn in waiting if client == who and not turn.done())
        try:
            waiting.append((who, turns.take(who, who)))
        except QueryBusy:
            assert flooding <= mine + 1, "the flood has no more than an even share"
    assert len(taken(turns, 100)) == queue


def test_one_client_never_holds_all_that_run() -> None:
    turns = Turns[str](3, 10)
    for number in range(5):
        turns.take(number, "flood")
    held = [turns.next(0), turns.next(0)]
    assert None not in held
    assert turns.next(0) is None
    turns.take("other's", "other")
    other = turns.next(0)
    assert other is not None and other[1] == "other's"
    assert held[0] is not None
    turns.leave(held[0][0])
    following = turns.next(0)
    assert following is not None and following[1] == 2


def test_this_machine_may_hold_all_that_run() -> None:
    turns = Turns[str](2, 10)
    for number in range(3):
        turns.take(number)
    assert [turns.next(0) is not None for _ in range(3)] == [True, True, True]


def test_who_gives_up_its_place_is_told_that_the_queue_is_full() -> None:
    turns = Turns[str](1, 1)
    first, second = turns.take(1, "flood"), turns.take(2, "flood")
    innocent = turns.take(3, "other")
    assert isinstance(second.exception(0), QueryBusy)
    assert not first.done() and not innocent.done()
    with pytest.raises(QueryBusy):
        turns.take(4, "flood")
    assert taken(turns, 2) == [1, 3]


def test_who_waits_and_goes_away_is_never_begun_and_frees_the_place() -> None:
    turns = Turns[str](1, 1)
    _, second = turns.take(1), turns.take(2)
    assert second.cancel()
    turns.take(3)
    assert taken(turns, 3) == [1, 3]
    assert second.cancelled()


def test_who_runs_and_goes_away_is_ended() -> None:
    ended: list[int] = []
    turn = Turn[str]()
    turn.set_running_or_notify_cancel()
    assert not turn.cancel()
    turn.under_way(lambda: ended.append(1))
    assert ended == [1], "it went away before there was something to end"
    assert turn.cancel()
    assert ended == [1, 1]
    turn.under_way(None)
    turn.cancel()
    assert ended == [1, 1], "what runs now is another's"


def test_who_waits_when_it_closes_is_told() -> None:
    turns = Turns[str](1, 2)
    waiting = turns.take(1)
    turns.close()
    assert isinstance(waiting.exception(0), QueryBusy)
    with pytest.raises(QueryBusy):
        turns.take(2)
    assert turns.next(10) is None


def test_one_who_looks_is_woken_by_one_who_comes() -> None:
    turns = Turns[str](1, 2)
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(turns.next(60)))
    thread.start()
    turn = turns.take("what")
    thread.join(30)
    assert found == [(turn, "what")]
