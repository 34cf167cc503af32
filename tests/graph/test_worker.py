"""A worker: it answers one query after another, and whatever ends it is told."""

import os
import signal
import time
from collections.abc import Iterator
from multiprocessing import get_context
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph import worker as module
from graph.worker import Died, Limits, Task, Worker

LIMITS = Limits(seconds=20, memory=1600)
LONG = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of some hundred triples."""
    path = str(tmp_path_factory.mktemp("worker") / "store")
    made = Store(path)
    made.extend(Quad(NamedNode(f"x:{n}"), NamedNode("x:p"), Literal(n), NamedNode("x:g")) for n in range(300))
    made.flush()
    del made
    return path


@pytest.fixture
def worker(store: str) -> Iterator[Worker]:
    """A worker that has started."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["graph.worker"])
    made = Worker(context, LIMITS.memory, store)
    made.outcome(Task(store, "ASK {}", "json"), LIMITS)
    yield made
    if made.alive():
        made.kill()


def test_it_answers_one_query_after_another(worker: Worker, store: str) -> None:
    for number in range(3):
        reason, body, rows, seconds = worker.outcome(Task(store, f"SELECT ({number} AS ?x) {{}}", "csv"), LIMITS)
        assert (reason, body, rows) == ("ok", f"x\r\n{number}\r\n".encode(), 1)
        assert 0 <= seconds < 20


def test_a_query_too_long_is_told_and_the_worker_is_to_be_replaced(worker: Worker, store: str) -> None:
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        worker.outcome(Task(store, LONG, "json"), Limits(seconds=1))
    assert time.monotonic() - begun >= 1
    assert worker.kill() == -signal.SIGKILL
    assert not worker.alive()


def test_one_that_died_before_it_took_a_query_says_so(worker: Worker, store: str) -> None:
    os.kill(worker.pid, signal.SIGKILL)
    with pytest.raises(Died) as raised:
        worker.outcome(Task(store, "ASK {}", "json"), LIMITS)
    assert (raised.value.taken, raised.value.code) == (False, -signal.SIGKILL)


def test_one_that_stands_still_is_ended_before_it_took_a_query(
    worker: Worker, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TAKING", 0.2)
    os.kill(worker.pid, signal.SIGSTOP)
    with pytest.raises(Died) as raised:
        worker.outcome(Task(store, "ASK {}", "json"), LIMITS)
    assert not raised.value.taken


def test_one_that_dies_of_a_query_tells_by_which_signal(worker: Worker, store: str) -> None:
    with pytest.raises(Died) as raised:
        worker.outcome(Task(store, "SELECT * " + "{" * 49_000 + "}" * 49_000, "json"), LIMITS)
    assert (raised.value.taken, raised.value.code) == (True, -signal.SIGSEGV)


def test_a_fault_has_its_place(worker: Worker, store: str) -> None:
    reason, message, place, _ = worker.outcome(Task(store, "ASK {\n ?s ?p }", "json"), LIMITS)
    assert (reason, place) == ("refused", (2, 8))
    assert "line 2, column 8" in str(message)


def test_the_graphs_of_a_task_stand_for_those_of_its_text_each_once(worker: Worker, store: str) -> None:
    count = "SELECT (COUNT(*) AS ?n) FROM <x:none> { ?s ?p ?o }"
    _, body, *_ = worker.outcome(Task(store, count, "csv", ("x:g", "x:g")), LIMITS)
    assert body == b"n\r\n300\r\n"


def test_one_without_a_store_starts_and_says_what_is_missing(store: str, tmp_path: Path) -> None:
    made = Worker(get_context("forkserver"), LIMITS.memory, str(tmp_path / "none"))
    assert made.outcome(Task(str(tmp_path / "none"), "ASK {}", "json"), LIMITS)[0] == "refused"
    assert made.outcome(Task(store, "ASK {}", "json"), LIMITS)[0] == "ok"
    made.stop()
