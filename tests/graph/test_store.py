"""Store: rows and triples of our own queries over a snapshot, the same from both stores."""

import gc
import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph import snapshot
from graph.errors import EndpointBroken, EndpointDown, GraphError
from graph.namespaces import ROOT
from graph.queries import QUERIES, Query, folder
from graph.snapshot import Snapshot
from graph.store import EmbeddedStore, Endpoint, RemoteStore, Store, embedded, endpoint, remote
from tests.conftest import Fake, free_port, oxigraph, said

THING, OTHER, LABEL = NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:label")


@pytest.fixture(params=["in memory", "on disk"])
def store(tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> EmbeddedStore:
    """The store of a snapshot of two graphs, with one triple in both."""
    label = Literal("a", language="en")
    quads = [Quad(THING, LABEL, label, NamedNode(graph)) for graph in ("x:one", "x:two")]
    quads.append(Quad(OTHER, NamedNode("x:see"), THING, NamedNode("x:two")))
    made = snapshot.write(tmp_path, snapshot.canonical(quads), {"quads": {"x:one": 1, "x:two": 2}}, [])
    if request.param == "on disk":
        monkeypatch.setattr(snapshot, "IN_MEMORY", 2)
    return embedded(made)


def test_rows_come_from_the_union_and_leave_out_what_is_unbound(store: EmbeddedStore) -> None:
    rows = store.rows("SELECT DISTINCT ?s ?l { ?s ?p ?o OPTIONAL { ?s <x:label> ?l } } ORDER BY ?s")
    assert rows == [{"s": THING, "l": Literal("a", language="en")}, {"s": OTHER}]


def test_triples(store: EmbeddedStore) -> None:
    assert [str(t.subject) for t in store.triples("CONSTRUCT { ?s <x:p> ?o } { ?s <x:see> ?o }")] == ["<x:b>"]


def test_the_wrong_form_is_an_error(store: EmbeddedStore) -> None:
    for query in ("ASK { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"):
        with pytest.raises(GraphError, match="SELECT"):
            store.rows(query)
    for query in ("ASK { ?s ?p ?o }", "SELECT * { ?s ?p ?o }"):
        with pytest.raises(GraphError, match="CONSTRUCT"):
            store.triples(query)


def test_nothing_can_be_written(store: EmbeddedStore) -> None:
    for query in ("INSERT DATA { <x:a> <x:b> 1 }", "DROP ALL"):
        with pytest.raises(SyntaxError):
            store.rows(query)


def test_blank_nodes_are_named_alike_whenever_a_snapshot_is_opened(tmp_path: Path) -> None:
    quads = [Quad(BlankNode(name), LABEL, Literal(name), NamedNode("x:one")) for name in ("a", "b")]
    made = snapshot.write(tmp_path, snapshot.canonical(quads), {"quads": {"x:one": 2}}, [])
    assert {*snapshot.opened(made.store)} == {*snapshot.opened(made.store)} == {*quads}


# The same answers from an endpoint

SIZES = folder("pages")["sizes"]
FREE = {"ready"}
"""Asks for any one case, so that each store may give another."""
ALL = [query for name in ("api", "pages", "examples") for query in folder(name).values() if query.name not in FREE]
GIVEN = {
    "authority": "nl-ap",
    "jurisdiction": "nl",
    "company": "clearview-ai",
    "case": "clearview-scraping",
    "decision": "nl-ap-2024-clearview",
    "provision": "gdpr-6-1-f",
    "instrument": "gdpr",
    "source": "aclu-il-org-aclu-v-clearview-ai",
    "concept": "force/in-force",
    "date": "2024-01-01",
    "decimal": "1000000.00",
    "integer": "2022",
    "year": "2022",
    "iri": "https://w3id.org/comity/id/decision/nl-ap-2024-clearview",
    "text": "EUR",
    "currency": "EUR",
    "property": "comity:decided",
    "count": "2",
}
"""A value of the real facts for each type of parameter."""


def runs(query: Query) -> Iterator[dict[str, str]]:
    """Parameters to ask a query with: none, each alone, all, and those of its example."""
    required = {one.name: GIVEN[one.kind] for one in query.parameters if one.required}
    yield required
    for one in query.parameters:
        yield {**required, one.name: GIVEN[one.kind]}
    if query.parameters:
        yield {one.name: GIVEN[one.kind] for one in query.parameters}
    made = ROOT / "tests" / "examples" / f"{query.name}.json"
    if query.file.parent == QUERIES / "examples" and made.is_file():
        yield from (run["given"] for run in json.loads(made.read_text(encoding="utf-8"))["runs"])


def term(found: object) -> str | None:
    """A term with its type, blank nodes without the name a store gives them."""
    return "_:" if isinstance(found, BlankNode) else None if found is None else str(found)


def answer(store: Store, query: Query, text: str) -> Counter[tuple[str | None, ...]]:
    """The multiset of solutions, or of triples."""
    found: Iterable[tuple[object, ...]]
    if query.columns or "CONSTRUCT" not in text:
        rows = store.rows(text)
        names = sorted({name for row in rows for name in row})
        found = (tuple(row.get(name) for name in names) for row in rows)
    else:
        found = ((triple.subject, triple.predicate, triple.object) for triple in set(store.triples(text)))
    return Counter(tuple(map(term, row)) for row in found)


@pytest.fixture(scope="module")
def inside(real: Snapshot) -> EmbeddedStore:
    """The real facts, embedded."""
    return embedded(real)


@pytest.fixture(scope="module")
def outside(real: Snapshot, union: str) -> RemoteStore:
    """The real facts, in an Oxigraph server."""
    return remote(real, endpoint(union), SIZES)


@pytest.mark.parametrize("query", ALL, ids=lambda query: f"{query.file.parent.name}/{query.name}")
def test_both_stores_give_the_same(query: Query, inside: EmbeddedStore, outside: RemoteStore) -> None:
    for given in runs(query):
        text = query.bind(query.values(given))
        assert answer(outside, query, text) == answer(inside, query, text), given


def test_a_row_of_parameters_without_a_value_is_left_out(fake: Fake) -> None:
    query = folder("api")["decisions"]
    head = {"vars": [column.name for column in query.columns]}
    fake.answer = lambda _: said(json.dumps({"head": head, "results": {"bindings": []}}).encode())
    RemoteStore(endpoint(fake.address)).rows(query.bind({}))
    assert b"UNDEF" in query.text.encode()
    assert b"UNDEF" not in fake.requests[0]


def test_an_endpoint_without_a_union_is_asked_over_the_graphs_by_name(real: Snapshot, inside: EmbeddedStore) -> None:
    with oxigraph(real) as address:
        store = remote(real, endpoint(address), SIZES)
        assert set(store.graphs) == set(real.manifest["quads"])
        for name in ("counts", "terms"):
            query = folder("pages")[name]
            assert answer(store, query, query.text) == answer(inside, query, query.text)


def test_a_union_is_asked_as_it_is(outside: RemoteStore) -> None:
    assert outside.graphs == ()


def test_an_endpoint_with_another_graph_is_refused(real: Snapshot, union: str) -> None:
    other = Snapshot(real.folder, "0" * 16, {**real.manifest, "quads": {"x:one": 1}})
    with pytest.raises(EndpointBroken, match="does not hold snapshot 0000"):
        remote(other, endpoint(union), SIZES)


def test_the_wrong_form_is_an_error_there_too(outside: RemoteStore) -> None:
    with pytest.raises(GraphError):
        outside.rows("ASK {}")
    with pytest.raises(EndpointBroken):
        outside.triples("SELECT * {}")
    with pytest.raises(EndpointBroken, match="server's own"):
        outside.rows("SELECT * {")


def test_half_of_the_rows_are_none(fake: Fake) -> None:
    fake.answer = lambda _: said(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"x:y"}},')
    with pytest.raises(EndpointBroken, match="half an answer"):
        RemoteStore(endpoint(fake.address)).rows("SELECT ?s {}")


QUERY = "# Things.\n#\n# returns thing: iri\n# returns label: text?\nSELECT ?thing ?label { ?thing <x:label> ?label }"
"""A query of ours, with its contract."""


@pytest.mark.parametrize(
    "body",
    [
        b'{"head":{"vars":["thing"]},"results":{"bindings":[]}}',
        b'{"head":{"vars":["thing","label"]},"results":{"bindings":[{"label":{"type":"literal","value":"a"}}]}}',
        b'{"head":{},"boolean":true}',
    ],
)
def test_rows_without_what_a_query_returns_are_none(fake: Fake, body: bytes) -> None:
    store = RemoteStore(endpoint(fake.address))
    fake.answer = lambda _: said(body)
    with pytest.raises(EndpointBroken, match="another question"):
        store.rows(QUERY)
    fake.answer = lambda _: said(
        b'{"head":{"vars":["thing","label"]},"results":{"bindings":[{"thing":{"type":"uri","value":"x:y"}}]}}'
    )
    assert store.rows(QUERY) == [{"thing": NamedNode("x:y")}]


def test_what_is_read_of_rows_ends_in_its_thread(fake: Fake) -> None:
    """Else pyoxigraph says so where it cannot be caught, and warnings are errors here."""
    fake.answer = lambda _: said(b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"x:y"}},')
    with ThreadPoolExecutor(1) as threads:
        future = threads.submit(RemoteStore(endpoint(fake.address)).rows, "SELECT ?s {}")
        assert isinstance(future.exception(60), EndpointBroken)
    del future
    gc.collect()


def test_credentials_are_sent_and_never_told(fake: Fake, caplog: pytest.LogCaptureFixture) -> None:
    fake.answer = lambda _: said(b"", "401 Unauthorized")
    at = endpoint(fake.address.replace("//", "//me:p%40ss@"))
    with caplog.at_level(logging.DEBUG), pytest.raises(EndpointBroken, match="credentials") as error:
        RemoteStore(at).rows("SELECT * {}")
    assert b"Authorization: Basic bWU6cEBzcw==" in fake.requests[0]
    told = f"{error.value!r} {at!r} {caplog.text}"
    assert fake.address in told
    assert "p@ss" not in told
    assert "p%40ss" not in told
    down = endpoint(f"http://me:p%40ss@127.0.0.1:{free_port()}/")
    with pytest.raises(EndpointDown) as failed:
        RemoteStore(down).rows("SELECT * {}")
    assert "p@ss" not in f"{failed.value!r} {failed.value.__cause__!r} {caplog.text}"


@pytest.mark.parametrize("address", ["", "example.org/sparql", "ftp://me:secret@example.org", "http://me:secret@:80/"])
def test_what_is_no_address_is_told_without_its_password(address: str) -> None:
    with pytest.raises(GraphError, match="COMITY_ENDPOINT") as error:
        endpoint(address)
    assert "secret" not in str(error.value)


def test_an_address_with_everything() -> None:
    assert endpoint("https://me@[::1]:8890/sparql?x=y") == Endpoint("https://[::1]:8890/sparql?x=y", "me", "")
