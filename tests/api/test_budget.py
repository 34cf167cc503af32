"""Fair use: a client's seconds are spent, come back, and are nobody else's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request

from api.budget import CLIENTS, Budget, client
from api.errors import Problem
from tests.api.conftest import Server, running


class Clock:
    """A clock that goes when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_what_is_spent_comes_back_within_a_minute(clock: Clock) -> None:
    budget = Budget(10, clock)
    for _ in range(2):
        budget.reserve("a", 5)
    with pytest.raises(Problem) as refused:
        budget.reserve("a", 5)
    assert refused.value.status == 429
    assert refused.value.headers["RateLimit"] == '"query-seconds";r=0;t=60'
    clock.now += int(refused.value.headers["Retry-After"])
    budget.reserve("a", 5)
    clock.now += 120
    assert budget.told("a") == {
        "RateLimit-Policy": '"query-seconds";q=10;w=60',
        "RateLimit": '"query-seconds";r=10;t=0',
    }


def test_a_client_does_not_spend_what_is_anothers(clock: Clock) -> None:
    budget = Budget(1, clock)
    budget.reserve("a", 5)
    budget.reserve("b", 5)
    for who in "ab":
        with pytest.raises(Problem):
            budget.reserve(who, 5)


def test_only_what_was_used_is_taken(clock: Clock) -> None:
    budget = Budget(10, clock)
    for _ in range(50):
        budget.reserve("a", 5)
        budget.give_back("a", 4.9)
    assert budget.told("a")["RateLimit"].startswith('"query-seconds";r=5;')


@pytest.mark.parametrize(("seconds", "who"), [(0, "a"), (1, None)])
def test_without_a_limit_and_for_this_machine_nothing_is_counted(clock: Clock, seconds: float, who: str | None) -> None:
    budget = Budget(seconds, clock)
    for _ in range(100):
        budget.reserve(who, 5)
    assert budget.told(who) == {}


@given(st.lists(st.tuples(st.floats(0, 5), st.floats(0, 30)), max_size=60))
def test_nobody_gets_more_than_twice_the_budget_and_one_query_in_a_minute(asked: list[tuple[float, float]]) -> None:
    clock = Clock()
    budget, got = Budget(10, clock), []
    for used, pause in asked:
        clock.now += pause
        try:
            budget.reserve("a", 5)
        except Problem:
            continue
        budget.give_back("a", 5 - used)
        got.append((clock.now, used))
    for then, _ in got:
        assert sum(used for when, used in got if then <= when < then + 60) <= 2 * 10 + 5 + 1e-6


def test_the_memory_of_clients_is_bounded(clock: Clock) -> None:
    budget = Budget(10, clock)
    for number in range(CLIENTS + 50):
        budget.reserve(str(number), 1)
    assert len(budget._left) == CLIENTS


@pytest.mark.parametrize(
    ("host", "who"),
    [
        ("127.0.0.1", None),
        ("127.8.8.8", None),
        ("::1", None),
        ("::ffff:127.0.0.1", None),
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("testclient", "testclient"),
    ],
)
def test_a_client_is_its_address_or_its_network(host: str, who: str | None) -> None:
    assert client(Request({"type": "http", "client": (host, 1)})) == who


@pytest.fixture(scope="module")
def strict(snapshots, tmp_path_factory):  # type: ignore[no-untyped-def]
    """A server on which a client has two seconds a minute, and one query may take three."""
    log = tmp_path_factory.mktemp("strict") / "log"
    with running(snapshots, log, budget="2", query_seconds="3", workers="1") as found:
        yield found


SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def test_a_client_that_has_spent_its_budget_is_told_when_to_come_back(strict: Server) -> None:
    mine, other = {"X-Forwarded-For": "203.0.113.5"}, {"X-Forwarded-For": "203.0.113.6"}
    first = strict.query("ASK {}", **mine)
    assert first.status == 200
    assert first.headers["ratelimit-policy"] == '"query-seconds";q=2;w=60'
    told = [f'"query-seconds";r={left};t=' for left in (0, 1, 2)]  # 2: so little is there again when it is told.
    assert first.headers["ratelimit"].startswith(tuple(told))
    assert strict.query(SLOW, **mine).status == 504
    refused = strict.query(SLOW + " # again", **mine)
    assert refused.status == 429
    assert int(refused.headers["retry-after"]) > 0
    assert refused.headers["content-type"] == "application/problem+json"
    assert strict.query("ASK {}", **other).status == 200, "another client is not concerned"
    assert strict.query("ASK {}", **mine).status == 200, "what is kept costs nothing"
    here = strict.query(SLOW)
    assert here.status == 504
    assert "ratelimit" not in here.headers
    assert strict.query("ASK { ?s ?p 1 }").status == 200, "this machine is not counted"
