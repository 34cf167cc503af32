"""Workers: a stranger's query is answered whole, or ends with an error that names the limit; the pool lives on."""

import csv
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from pyoxigraph import (
    Literal,
    NamedNode,
    Quad,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from graph.answers import GRAPHS, RESULTS
from graph.errors import AnswerTooLarge, GraphError, QueryBusy, QueryRefused, QueryTooLong
from graph.namespaces import GRAPH_CURATED, GRAPH_DERIVED
from graph.tokens import outline
from graph.worker import CLONE_NEWNET, Limits, Task, Worker
from graph.workers import Answer, Workers
from tests.conftest import soon

SORT_BOMB = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a ?f"
MEMORY_BOMB = 'SELECT (GROUP_CONCAT(?x) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i BIND("' + "x" * 1000 + '" AS ?x) }'
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
THINGS = 400
ENOUGH = 60.0
"""Seconds by which a query that runs for hours is ended, however busy the machine is."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store of some hundred triples in two graphs, with texts that are awkward in some formats."""
    path = str(tmp_path_factory.mktemp("workers") / "store")
    made = Store(path)
    for number in range(THINGS):
        thing = NamedNode(f"https://example.org/{number}")
        made.add(
            Quad(
                thing, NamedNode("x:label"), Literal(f'a "b", \t<{number}>\nü', language="de"), NamedNode(GRAPH_CURATED)
            )
        )
        made.add(Quad(thing, NamedNode("x:number"), Literal(number), NamedNode(GRAPH_DERIVED)))
    made.flush()
    del made
    return path


@contextmanager
def pool(count: int = 1, queue: int = 4, limits: Limits | None = None) -> Iterator[Workers]:
    """Workers that are closed in the end."""
    workers = Workers(count, queue, limits or Limits(seconds=10, memory=1600))
    try:
        yield workers
    finally:
        workers.close()


@pytest.fixture(scope="module")
def workers(store: str) -> Iterator[Workers]:
    """One worker with small limits, but time enough on the busiest machine."""
    with pool(limits=Limits(seconds=60, memory=1600, rows=500, size=200_000)) as found:
        yield found


@pytest.fixture(scope="module")
def hasty(store: str) -> Iterator[Workers]:
    """One worker that gives a query little time, already started."""
    with pool(limits=Limits(seconds=1.5, memory=1600, rows=500, size=200_000)) as found:
        counted(found, store)
        yield found


def counted(workers: Workers, store: str) -> None:
    """The pool still answers, and rightly, though on a busy machine a new worker may not be there in time at once."""

    def answers() -> bool:
        try:
            return f'"{2 * THINGS}"'.encode() in workers.run(Task(store, COUNT, "json")).body
        except QueryTooLong:
            return False

    soon(answers)


def test_a_query_ends_at_its_limit_and_the_pool_lives(hasty: Workers, store: str) -> None:
    begun = time.monotonic()
    with pytest.raises(QueryTooLong, match=r"1\.5 seconds"):
        hasty.run(Task(store, ENDLESS, "json"))
    assert 1.5 <= time.monotonic() - begun < ENOUGH
    counted(hasty, store)


@pytest.mark.parametrize("query", [SORT_BOMB, MEMORY_BOMB])
def test_a_bomb_ends_with_its_limit_and_the_pool_lives(hasty: Workers, store: str, query: str) -> None:
    begun = time.monotonic()
    with pytest.raises((QueryTooLong, AnswerTooLarge), match=r"seconds|MiB|bytes"):
        hasty.run(Task(store, query, "json"))
    assert time.monotonic() - begun < ENOUGH
    counted(hasty, store)


def test_a_memory_bomb_ends_with_the_limit_of_memory(store: str) -> None:
    with pool(limits=Limits(seconds=120, memory=1600)) as workers:
        with pytest.raises(QueryTooLong, match="1600 MiB"):
            workers.run(Task(store, SORT_BOMB, "json"))
        counted(workers, store)


@pytest.mark.parametrize("depth", [20_000, 49_000])
def test_nesting_that_overflows_the_stack_ends_its_worker_only(workers: Workers, store: str, depth: int) -> None:
    with pytest.raises(QueryRefused, match=r"nested too deeply|does not parse"):
        workers.run(Task(store, "SELECT * " + "{" * depth + "}" * depth, "json"))
    counted(workers, store)


def test_rows_are_capped_and_never_cut(workers: Workers, store: str) -> None:
    assert workers.run(Task(store, "SELECT ?s { ?s ?p ?o } LIMIT 500", "csv")).rows == 500
    with pytest.raises(AnswerTooLarge, match="500 rows"):
        workers.run(Task(store, "SELECT ?s { ?s ?p ?o } LIMIT 501", "csv"))
    with pytest.raises(AnswerTooLarge, match="500 triples"):
        workers.run(Task(store, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "ntriples"))


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_bytes_are_capped(workers: Workers, store: str, form: str) -> None:
    big = 'SELECT ?s ?x { ?s <x:number> ?o BIND("' + "é" * 400 + '" AS ?x) }'
    with pytest.raises(AnswerTooLarge, match="200,000 bytes"):
        workers.run(Task(store, big, form))
    counted(workers, store)


@pytest.mark.parametrize(
    "query", ["SELECT * {", "", "DROP ALL", "INSERT DATA { <a:b> <a:b> 1 }", "SELECT ?x { ?x < y> 1 }"]
)
def test_what_does_not_parse_is_refused(workers: Workers, store: str, query: str) -> None:
    with pytest.raises(QueryRefused, match="does not parse at line 1, column") as raised:
        workers.run(Task(store, query, "json"))
    assert raised.value.place is not None


def test_relative_iris_are_those_of_the_project(workers: Workers, store: str) -> None:
    answer = workers.run(Task(store, "SELECT (<id/case/x> AS ?case) {}", "tsv"))
    assert answer.body.decode().splitlines() == ["?case", "<https://w3id.org/comity/id/case/x>"]


def test_the_queue_is_bounded(store: str) -> None:
    with pool(count=1, queue=1, limits=Limits(seconds=2)) as workers:
        counted(workers, store)  # The start of a pool takes time that the three below do not have.
        slow = Task(store, ENDLESS, "json")
        futures: list[Future[Answer]] = [workers.schedule(slow), workers.schedule(slow)]
        with pytest.raises(QueryBusy, match="full"):
            workers.schedule(slow)
        for future in futures:
            assert future.exception(timeout=ENOUGH) is not None
        counted(workers, store)


def test_a_cancelled_query_frees_its_place(store: str) -> None:
    with pool(count=1, queue=0, limits=Limits(seconds=250)) as workers:
        counted(workers, store)
        workers.schedule(Task(store, ENDLESS, "json")).cancel()

        def free() -> bool:
            try:
                counted(workers, store)
            except QueryBusy:
                return False
            return True

        soon(free)  # Long before the query would have come to its limit.


def test_who_goes_away_while_waiting_costs_no_worker(store: str) -> None:
    with pool(count=1, queue=9, limits=Limits(seconds=200)) as workers:
        counted(workers, store)
        [worker] = processes(workers)
        running = workers.schedule(Task(store, COUNT.replace("?s ?p ?o", "?a ?b ?c . ?d ?e ?f"), "json"))
        for waiting in [workers.schedule(Task(store, SORT_BOMB, "json")) for _ in range(9)]:
            assert waiting.cancel()
        assert running.result(200).rows == 1
        counted(workers, store)
        assert processes(workers) == [worker]


def test_workers_that_die_while_idle_fail_no_query(store: str) -> None:
    with pool(count=2, limits=Limits(seconds=10)) as workers:
        for _ in range(5):
            counted(workers, store)
            for worker in processes(workers):
                with suppress(ProcessLookupError):
                    os.kill(worker, signal.SIGKILL)
            counted(workers, store)


def test_workers_that_die_while_idle_are_replaced_before_anybody_asks(store: str) -> None:
    with pool(count=2) as workers:
        counted(workers, store)
        soon(lambda: len(processes(workers)) == 2)
        before = processes(workers)
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        soon(lambda: len(processes(workers)) == 2 and not set(before) & set(processes(workers)))


def test_a_query_whose_worker_is_killed_ends_and_those_that_wait_are_answered(store: str) -> None:
    with pool(count=1, limits=Limits(seconds=30, memory=1600)) as workers:
        counted(workers, store)
        long = workers.schedule(Task(store, COUNT.replace("?s ?p ?o", "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"), "json"))
        waiting = [workers.schedule(Task(store, COUNT, "json")) for _ in range(3)]
        [worker] = processes(workers)
        soon(lambda: busy(worker))
        os.kill(worker, signal.SIGKILL)
        assert isinstance(long.exception(20), QueryTooLong)
        assert [turn.result(20).rows for turn in waiting] == [1, 1, 1]


def test_a_machine_without_room_for_a_process_is_asked_again(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[object] = []

    def full(*given: object) -> Worker:
        if len(refused) < 2:
            refused.append(given)
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return Worker(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("graph.workers.Worker", full)
    with pool() as workers:
        counted(workers, store)
    assert len(refused) == 2


def test_idle_workers_that_do_not_move_are_replaced(store: str) -> None:
    with pool(count=2, limits=Limits(seconds=10)) as workers:
        counted(workers, store)
        soon(lambda: len(processes(workers)) == 2)
        before = processes(workers)
        for worker in before:
            os.kill(worker, signal.SIGSTOP)
        turns = [workers.schedule(Task(store, COUNT, "json")) for _ in range(4)]
        assert [turn.result(workers.patience).rows for turn in turns] == [1] * 4
        assert not set(before) & set(processes(workers))


def test_a_worker_that_stands_still_at_a_query_ends_at_the_limit(store: str) -> None:
    with pool(count=1, limits=Limits(seconds=3)) as workers:
        counted(workers, store)
        [worker] = processes(workers)
        turn = workers.schedule(Task(store, COUNT.replace("?s ?p ?o", "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"), "json"))
        soon(lambda: busy(worker))
        os.kill(worker, signal.SIGSTOP)
        assert isinstance(turn.exception(workers.patience), QueryTooLong)
        counted(workers, store)


def busy(worker: int) -> bool:
    """Whether a worker computes: its time of a processor grows."""

    def used() -> int:
        return int(Path(f"/proc/{worker}/stat").read_text().rpartition(")")[2].split()[11])

    before = used()
    time.sleep(0.05)
    return used() > before + 2


def processes(workers: Workers) -> list[int]:
    """Process ids of the workers of a pool."""
    return workers.pids


def test_no_query_reaches_another_host(workers: Workers, store: str) -> None:
    reached = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(3)

        def listen() -> None:
            try:
                server.accept()[0].close()
            except OSError:
                return
            reached.set()

        listener = threading.Thread(target=listen)
        listener.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}/sparql"
        query = f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"
        with pytest.raises(GraphError):
            workers.run(Task(store, query, "json"))
        listener.join()
    with pytest.raises(QueryRefused, match="SERVICE"):  # Stands alone where a namespace of its own is not permitted.
        outline(query)
    assert networked() or not reached.is_set()


def networked() -> bool:
    """Whether the processes of this user may not leave the network."""
    leave = f"import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare({CLONE_NEWNET}) != 0)"
    return subprocess.run([sys.executable, "-c", leave], check=False).returncode != 0


def test_a_worker_reads_no_file_and_no_address_by_from(workers: Workers, store: str) -> None:
    answer = workers.run(
        Task(store, "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "json", ("file:///etc/passwd",))
    )
    assert answer.rows == 0


def rows_of(body: bytes, form: str) -> list[tuple[str, ...]]:
    """The rows of an answer as text, whatever its format."""
    if form == "csv":
        return sorted(tuple(row) for row in list(csv.reader(io.StringIO(body.decode(), newline="")))[1:])
    results = parse_query_results(body, format=RESULTS[form])
    assert isinstance(results, QuerySolutions)
    return sorted(tuple(getattr(term, "value", "") for term in row) for row in results)


def test_all_formats_of_a_table_say_the_same(workers: Workers, store: str) -> None:
    query = "SELECT ?s ?label ?none { ?s <x:label> ?label } ORDER BY ?s LIMIT 50"
    answers = {form: workers.run(Task(store, query, form)) for form in RESULTS}
    expected = rows_of(answers["json"].body, "json")
    assert len(expected) == 50
    for form, answer in answers.items():
        assert answer.rows == 50
        assert rows_of(answer.body, form) == expected, form


def test_all_formats_of_a_graph_say_the_same(workers: Workers, store: str) -> None:
    query = "CONSTRUCT { ?s <https://example.org/label> ?o } { ?s <x:label> ?o } LIMIT 40"
    answers = {form: workers.run(Task(store, query, form)) for form in GRAPHS}
    expected = {quad.triple for quad in parse(answers["ntriples"].body, format=RdfFormat.N_TRIPLES)}
    assert len(expected) == 40
    for form, answer in answers.items():
        assert {quad.triple for quad in parse(answer.body, format=GRAPHS[form])} == expected, form
        assert answer == workers.run(Task(store, query, form)), "same answer, same bytes"


@pytest.mark.parametrize(("query", "yes"), [("ASK { ?s ?p ?o }", True), ("ASK { ?s <x:none> ?o }", False)])
def test_a_question_is_answered_with_yes_or_no(workers: Workers, store: str, query: str, yes: bool) -> None:
    answer = workers.run(Task(store, query, "json"))
    assert bool(parse_query_results(answer.body, format=QueryResultsFormat.JSON)) is yes
    assert answer.rows == 1


def test_graphs_can_be_chosen(workers: Workers, store: str) -> None:
    def number(**graphs: tuple[str, ...]) -> int:
        return workers.run(Task(store, "SELECT ?s { ?s ?p ?o } LIMIT 450", "json", **graphs)).rows  # type: ignore[arg-type]

    assert number() == 450
    assert number(default_graphs=(GRAPH_CURATED,)) == THINGS
    assert number(default_graphs=(GRAPH_CURATED, GRAPH_DERIVED)) == 450
    assert number(named_graphs=(GRAPH_CURATED,)) == 0
    named = Task(store, "SELECT ?s { GRAPH ?g { ?s ?p ?o } } LIMIT 450", "json", named_graphs=(GRAPH_DERIVED,))
    assert workers.run(named).rows == THINGS


def children() -> set[int]:
    """Processes below this one, at any depth, by the table of processes."""
    parents: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(stat.parent.name)] = int(fields[1])
    found: set[int] = set()
    todo = {os.getpid()}
    while todo:
        todo = {process for process, parent in parents.items() if parent in todo} - found
        found |= todo
    return found


def test_no_process_is_left_after_closing(store: str) -> None:
    with pool(count=1) as workers:
        counted(workers, store)  # Starts the fork server, which stays.
    before = children()
    with pool(count=2, limits=Limits(seconds=250)) as workers:
        counted(workers, store)
        workers.schedule(Task(store, ENDLESS, "json"))
        soon(lambda: children() - before)
    soon(lambda: not children() - before)  # Long before the query would have come to its limit.
