"""Relay: a stranger's query passed on; its answer comes whole, counted and in the format asked for, or as an error."""

import gc
import json
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from urllib.parse import parse_qs

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph import snapshot
from graph.errors import AnswerTooLarge, EndpointBroken, QueryBusy, QueryRefused, QueryTooLong
from graph.namespaces import BASE, GRAPH_CURATED, GRAPH_ONTOLOGY
from graph.permalink import canonical
from graph.relay import NOTHING, Relay
from graph.snapshot import Snapshot
from graph.store import RemoteStore, endpoint
from graph.tokens import dataset, outline
from graph.worker import Limits, Task
from graph.workers import Answer, Workers
from tests.conftest import Fake, oxigraph, said

GRAPHS = (GRAPH_CURATED, GRAPH_ONTOLOGY)


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


def task(text: str, form: str = "json", *default: str, store: str = "") -> Task:
    """A query as the SPARQL endpoint schedules it, asked over these graphs besides those it names itself."""
    return Task(store, text, form, *dataset(outline(text), GRAPHS, text, default))


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
    with pytest.raises(QueryRefused, match="does not parse at line 1"):
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
    texts = ("", f"FROM <{GRAPH_CURATED}> FROM <{GRAPH_CURATED}>", f"FROM NAMED <{GRAPH_CURATED}>")
    for asked in (task("ASK {}", "json", GRAPH_CURATED), *(task(f"ASK {text} {{}}") for text in texts)):
        relay.run(asked, store)
    sent = [parse_qs(request.partition(b"\r\n\r\n")[2].decode()) for request in fake.requests]
    given, plain, in_text, named = [(one.get("default-graph-uri"), one.get("named-graph-uri")) for one in sent]
    assert given == in_text == ([GRAPH_CURATED], None)
    assert plain == (["x:one", "x:two"], ["x:one", "x:two"])
    assert named == ([NOTHING], [GRAPH_CURATED])


def test_a_query_is_read_in_our_base_unless_it_has_its_own(relay: Relay, fake: Fake) -> None:
    fake.answer = lambda _: said(b'{"head":{},"boolean":true}')
    own, long = "# mine\n base <http://example.org/> ASK {}", "#\n" * 20_000 + "ASK {}"
    for text in ("ASK {}", "BASE <x/> ASK {}", own, long):
        relay.run(task(text), RemoteStore(endpoint(fake.address)))
    sent = [parse_qs(request.partition(b"\r\n\r\n")[2].decode())["query"][0] for request in fake.requests]
    assert sent == [f"BASE <{BASE}>\nASK {{}}", f"BASE <{BASE}>\nBASE <x/> ASK {{}}", own, f"BASE <{BASE}>\n{long}"]


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
    store = RemoteStore(endpoint(fake.address))
    relay.run(task("ASK { FILTER('INSERT DATA {}' = '') } # DELETE WHERE {}"), store)
    assert b"query=BASE" in fake.requests[0]
    assert b"update=" not in fake.requests[0]
    with pytest.raises(QueryRefused, match="read-only"):
        relay.run(Task("", "INSERT DATA { <x:a> <x:b> <x:c> }", "json"), store)
    assert len(fake.requests) == 1


ROWS, TRUTH = b'{"head":{"vars":[]},"results":{"bindings":[{}]}}', b'{"head":{},"boolean":true}'


@pytest.mark.parametrize(("text", "body"), [("SELECT * {}", TRUTH), ("ASK {}", ROWS)])
def test_an_answer_of_another_kind_is_none(relay: Relay, fake: Fake, text: str, body: bytes) -> None:
    fake.answer = lambda _: said(body)
    with pytest.raises(EndpointBroken, match="another question"):
        relay.run(task(text), RemoteStore(endpoint(fake.address)))


HALF = b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","value":"x:y"}},'


@pytest.mark.parametrize("body", [HALF, HALF + b",".join([b"{}"] * 30) + b"]}}"], ids=["half", "too many rows"])
def test_what_is_read_of_an_answer_ends_in_its_thread(relay: Relay, fake: Fake, body: bytes) -> None:
    """Else pyoxigraph says so where it cannot be caught, and warnings are errors here."""
    fake.answer = lambda _: said(body)
    future = relay.schedule(task("SELECT * {}"), RemoteStore(endpoint(fake.address)))
    assert isinstance(future.exception(60), EndpointBroken | AnswerTooLarge)
    del future
    gc.collect()


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


# The same answers from a worker and from an endpoint

ACT = "https://w3id.org/comity/id/decision/x"
COUNT = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
EACH = "SELECT ?g (COUNT(*) AS ?n) {} {{ GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
ONE, TWO = f"<{GRAPH_CURATED}>", f"<{GRAPH_ONTOLOGY}>"
CLAUSES = [
    "",
    f"FROM {ONE}",
    f"FROM {ONE} FROM {ONE}",
    f"FROM {ONE} FROM {TWO}",
    f"FROM NAMED {ONE}",
    f"FROMNAMED{ONE}",
    f"FROM NAMED {ONE} FROM NAMED {ONE}",
    f"FROM {ONE} FROM NAMED {TWO}",
]
ODD = [
    *(text.format(clauses) for text in (COUNT, EACH) for clauses in CLAUSES),
    "SELECT (<x> AS ?a) (<> AS ?b) (IRI('y') AS ?c) {}",
    "BASE <http://example.org/a/> SELECT (<x> AS ?a) (IRI('../y') AS ?b) {}",
    "BASE <y/> PREFIX : <z#> SELECT (<x> AS ?a) (:x AS ?b) {}",
    f"SELECT (COUNT(*) AS ?n) FROM {ONE} {{ GRAPH {ONE} {{ ?s ?p ?o }} }}",
    "SELECT * {}",
    "SELECT ?nothing {}",
    "SELECT ?a ?b { VALUES (?a ?b) { (UNDEF 1) (2 UNDEF) (UNDEF UNDEF) } }",
    r"SELECT ('a\tb\n\"c\\' AS ?a) ('' AS ?b) ('x'@EN-gb AS ?c) (1.50 AS ?d) (1e3 AS ?e) (1/0 AS ?f) (1/3 AS ?g) {}",
    "SELECT (TRIPLE(<x:a>, <x:b>, 'c') AS ?t) (BNODE() AS ?b) {}",
    "ASK { ?s ?p 'nowhere' }",
    f"ASK FROM NAMED {ONE} {{ ?s ?p ?o }}",
    f"DESCRIBE <{ACT}>",
    "DESCRIBE <id/decision/x>",
    f"DESCRIBE <{ACT}> FROM {TWO}",
    f"DESCRIBE <{ACT}> FROM NAMED {ONE}",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    f"CONSTRUCT FROM {TWO} WHERE {{ ?s ?p ?o }}",
    "CONSTRUCT { [] <x:p> ?o . 'text' <x:p> ?o } WHERE { ?s ?p ?o }",
    "CONSTRUCT { GRAPH <x:g> { ?s ?p ?o } } WHERE { ?s ?p ?o }",
    "SELECT * {",
    "SELECT *\n{\n FILTER(1 = ) }",
    "BASE <http://example.org/>\nSELECT * {",
    "SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c }",
    "SELECT * { ?s none:such ?o }",
    "\ufeffASK {}",
]


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Two graphs that share a triple."""
    facts = [(ACT, "x:p", Literal("a"), GRAPH_CURATED), (ACT, "x:p", Literal("a"), GRAPH_ONTOLOGY)]
    facts += [(ACT, "x:q", Literal("b", language="fr"), GRAPH_CURATED), ("x:b", "x:p", Literal(7), GRAPH_CURATED)]
    quads = [Quad(NamedNode(s), NamedNode(p), o, NamedNode(graph)) for s, p, o, graph in facts]
    return snapshot.write(tmp_path_factory.mktemp("held"), snapshot.canonical(quads), {"quads": {}}, [])


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """One worker."""
    made = Workers(1, 1, Limits(seconds=60))
    yield made
    made.close()


@pytest.fixture(scope="module", params=["union", "names"])
def outside(held: Snapshot, request: pytest.FixtureRequest) -> Iterator[RemoteStore]:
    """An endpoint whose default graph is the union of the others, and one that is asked over them by name."""
    options = ["--union-default-graph"] if request.param == "union" else []
    with oxigraph(held, *options) as address:
        yield RemoteStore(endpoint(address), () if options else GRAPHS)


def outcome(ask: Callable[[], Answer]) -> object:
    """An answer in canonical form, or where a query fails."""
    try:
        found = ask()
    except QueryRefused as error:
        return error.place
    return found.rows, canonical(found.body)


@pytest.mark.parametrize("text", ODD)
def test_odd_queries_have_the_same_answer_inside_and_outside(
    held: Snapshot, workers: Workers, outside: RemoteStore, text: str
) -> None:
    asked = task(text, "tsv" if outline(text).form in ("SELECT", "ASK") else "ntriples", store=str(held.store))
    passing = Relay(1, 1, Limits(seconds=60))
    inside = outcome(lambda: workers.run(asked))
    assert inside is not None
    assert outcome(lambda: passing.run(asked, outside)) == inside
    passing.close()
