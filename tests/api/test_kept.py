"""What is kept is made once, also where several ask at once, and never grows beyond its bound."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.kept import Bounded, Kept
from tests.conftest import soon


class Key:
    """A key that knows which threads looked it up."""

    def __init__(self) -> None:
        self.by: set[int] = set()

    def __hash__(self) -> int:
        self.by.add(threading.get_ident())
        return 1


def test_a_value_is_made_once_for_all_who_ask_at_once() -> None:
    kept, made, key = Kept(4), [], Key()
    together = threading.Barrier(8)

    def make() -> object:
        made.append(1)
        soon(lambda: len(key.by) == 8)
        return object()

    def ask(_: int) -> object:
        together.wait(60)
        return kept.get(key, make)

    with ThreadPoolExecutor(8) as threads:
        found = set(map(id, threads.map(ask, range(8))))
    assert len(made) == len(found) == 1


def test_the_least_recently_used_goes_first() -> None:
    kept, made = Kept(2), []

    def value(key: str) -> str:
        return kept.get(key, lambda: made.append(key) or key)

    assert [value(key) for key in "abacab"] == list("abacab")
    assert made == ["a", "b", "c", "b"]


def test_an_error_is_raised_and_not_kept() -> None:
    kept = Kept(2)

    def fail() -> str:
        raise ValueError("not today")

    with pytest.raises(ValueError, match="not today"):
        kept.get("key", fail)
    assert kept.get("key", lambda: "made") == "made"


def test_who_waited_for_what_failed_makes_it_himself() -> None:
    kept, key = Kept(2), Key()
    begun = threading.Event()

    def fail() -> str:
        begun.set()
        soon(lambda: len(key.by) == 2)
        raise ValueError("not today")

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(kept.get, key, fail)
        assert begun.wait(60)
        second = threads.submit(kept.get, key, lambda: "made")
        assert second.result(60) == "made"
        with pytest.raises(ValueError, match="not today"):
            first.result(60)


def test_what_is_there_can_be_looked_up_without_being_made() -> None:
    kept: Kept = Kept(2)
    assert kept.found("key") is None
    begun, leave = threading.Event(), threading.Event()

    def slow() -> str:
        begun.set()
        leave.wait(60)
        return "value"

    with ThreadPoolExecutor(1) as threads:
        made = threads.submit(kept.get, "key", slow)
        assert begun.wait(60)
        assert kept.found("key") is None
        leave.set()
        assert made.result() == kept.found("key") == "value"
    kept.drop("key")
    assert kept.found("key") is None


def test_bytes_are_counted_for_each_key_once() -> None:
    kept: Bounded[str] = Bounded(100)
    for _ in range(30):
        kept.keep("a", "x", 20)
    kept.keep("b", "y", 20)
    kept.keep("large", "z", 25)
    assert [kept.found(key) for key in ("a", "b", "large")] == ["x", "y", None]
    for number in range(4):
        kept.keep(number, "n", 20)
    assert kept.found("a") is None
    assert kept.found("b") == "y"
    kept.clear()
    assert kept.found("b") is None
