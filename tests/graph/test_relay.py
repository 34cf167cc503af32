"""Relay: a stranger's query passed on; its answer comes whole, counted and in the format asked for, or as an error."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager

import pytest

from graph.errors import AnswerTooLarge, EndpointBroken, QueryBusy, QueryRefused, QueryTooLong
from graph.namespaces import GRAPH_CURATED
from graph.relay import Relay
from graph.store import RemoteStore, endpoint
from graph.worker import Limits, Task
from graph.workers import Answer
from tests.conftest import Fake, said


@contextmanager
def relaying(seconds: float) -> Iterator[Relay]:
    """One thread, and one place to wait; a query may take so many seconds."""
    made = Relay(1, 1, Limits(seconds=seconds, rows=20, size=5000))
    try:
        yield made
    finally:
        made.close()


@pytest.fixture
def relay() -> Iterator[Relay]:
    """One that waits as long as a busy machine takes."""
    with relaying(60) as made:
        yield made


def task(text: str, form: str = "json", *default: str) -> Task:
    """A query as the SPARQL endpoint schedules it."""
    return Task("", text, form, default)


def test_every_form_of_query_in_several_formats(relay: Relay, union: str) -> None:
    store = RemoteStore(endpoint(union))
    rows = relay.schedule(task("SELECT ?s { ?s ?p ?o } LIMIT 3", "csv"), store).result()
    assert (rows.rows, len(rows.body.splitlines())) == (3, 4)
    truth = relay.run(task("ASK {}"), store)
    assert (truth.rows, json.loads(truth.body)["boolean"]) == (1, True)
    triples = relay.run(task("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 3", "turtle"), store)
    assert triples.rows == 3
    assert b"@prefix" in triples.body


def test_its_faults_and_excesses(relay: Relay, union: str) -> None:
    store = RemoteStore(endpoint(union))
    with pytest.raises(QueryRefused, match="does not take the query"):
        relay.run(task("SELECT * {"), store)
    with pytest.raises(AnswerTooLarge, match="20 rows"):
        relay.run(task("SELECT ?s { ?s ?p ?o } LIMIT 21"), store)
    with pytest.raises(AnswerTooLarge, match="20 triples"):
        relay.run(task("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 30", "ntriples"), store)
    with pytest.raises(AnswerTooLarge, match="5,000 bytes"):
        relay.run(task("SELECT * { ?s ?p ?o }"), store)


def test_the_graphs_it_is_asked_over(relay: Relay, fake: Fake) -> None:
    fake.answer = lambda _: said(b'{"head":{},"boolean":true}')
    store = RemoteStore(endpoint(fake.address), ("x:one", "x:two"))
    for asked in (task("ASK {}"), task("ASK {}", "json", GRAPH_CURATED), task("ASK FROM <x:y> {}", "json", "x:y")):
        relay.run(asked, store)
    plain, given, in_text = [request.partition(b"\r\n\r\n")[2].decode() for request in fake.requests]
    assert plain.count("default-graph-uri=x%3A") == plain.count("named-graph-uri=x%3A") == 2
    assert given.count("graph-uri") == 1
    assert (
        in_text.count("graph-uri") == in_text.count("default-graph-uri=x%3Ay") == 1
    )  # Each once, whatever the text has.


@pytest.mark.parametrize("body", [b"", b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value"'])
def test_half_an_answer_is_none(relay: Relay, fake: Fake, body: bytes) -> None:
    fake.answer = lambda _: said(body)
    with pytest.raises(EndpointBroken, match="half an answer"):
        relay.run(task("SELECT * {}"), RemoteStore(endpoint(fake.address)))


def test_rows_cut_by_the_endpoint_are_none(relay: Relay, fake: Fake) -> None:
    fake.answer = lambda _: said(b'{"head":{"vars":[]},"results":{"bindings":[{},{}]}}', x_sparql_maxrows="2")
    with pytest.raises(AnswerTooLarge, match="2 rows"):
        relay.run(task("SELECT * {}"), RemoteStore(endpoint(fake.address)))


def test_a_text_is_never_sent_as_an_update(relay: Relay, fake: Fake) -> None:
    fake.answer = lambda _: said(b'{"head":{},"boolean":true}')
    relay.run(task("INSERT DATA { <x:a> <x:b> <x:c> }"), RemoteStore(endpoint(fake.address)))
    assert b"query=INSERT" in fake.requests[0]
    assert b"update=" not in fake.requests[0]


def test_the_queue_is_bounded_and_the_slow_end(fake: Fake) -> None:
    fake.answer = lambda _: None
    store = RemoteStore(endpoint(fake.address))
    with relaying(3) as relay:
        begun = time.monotonic()
        futures: list[Future[Answer]] = [relay.schedule(task("ASK {}"), store) for _ in range(2)]
        with pytest.raises(QueryBusy, match="full"):
            relay.schedule(task("ASK {}"), store)
        for future in futures:
            assert isinstance(future.exception(60), QueryTooLong)
        assert 3 <= time.monotonic() - begun < 60  # The endpoint itself waits for minutes.
        fake.answer = lambda _: said(b'{"head":{},"boolean":true}')
        assert relay.schedule(task("ASK {}"), store).result(60).rows == 1
