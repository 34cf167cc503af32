"""Turns: how many run at once, who waits, and what becomes of those who go away."""

from concurrent.futures import CancelledError, Future

import pytest

from graph.errors import QueryBusy
from graph.turns import Turns


class Begun:
    """Things that were begun, in their order."""

    def __init__(self) -> None:
        self.futures: list[Future[str]] = []

    def __call__(self) -> Future[str]:
        future: Future[str] = Future()
        future.set_running_or_notify_cancel()
        self.futures.append(future)
        return future


def test_so_many_run_and_so_many_wait_in_their_order() -> None:
    turns, begun = Turns[str](2, 2), Begun()
    taken = [turns.take(begun) for _ in range(4)]
    assert len(begun.futures) == 2
    assert [turn.running() for turn in taken] == [True, True, False, False]
    with pytest.raises(QueryBusy, match="full"):
        turns.take(begun)
    begun.futures[1].set_result("b")
    assert (taken[1].result(0), len(begun.futures)) == ("b", 3)
    begun.futures[2].set_exception(ValueError("c"))
    assert isinstance(taken[2].exception(0), ValueError)
    assert [turn.running() for turn in taken] == [True, False, False, True]


def test_who_waits_and_goes_away_is_never_begun_and_frees_the_place() -> None:
    turns, begun = Turns[str](1, 1), Begun()
    first, second = turns.take(begun), turns.take(begun)
    assert second.cancel()
    third = turns.take(begun)
    begun.futures[0].set_result("a")
    begun.futures[1].set_result("c")
    assert (first.result(0), second.cancelled(), third.result(0)) == ("a", True, "c")


def test_who_runs_and_goes_away_is_ended() -> None:
    class Stoppable(Future[str]):
        """A future that can be cancelled while it runs, as those of the pool."""

        def cancel(self) -> bool:
            self.set_exception(CancelledError())
            return True

    turns, begun = Turns[str](1, 1), Begun()
    stoppable = Stoppable()
    running, waiting = turns.take(lambda: stoppable), turns.take(begun)
    assert running.cancel()
    assert isinstance(running.exception(0), CancelledError)
    assert waiting.running()


def test_what_cannot_begin_frees_its_place() -> None:
    def broken() -> Future[str]:
        raise RuntimeError("no pool")

    turns, begun = Turns[str](1, 0), Begun()
    assert isinstance(turns.take(broken).exception(0), RuntimeError)
    assert turns.take(begun).running()
