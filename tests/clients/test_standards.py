"""The W3C's own tests of the SPARQL 1.1 Protocol and of service descriptions, against the running server."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, parse

from graph import snapshot
from graph.namespaces import ROOT
from tests.api.conftest import Server, running
from tests.clients.conftest import node

TESTS = ROOT / "tests" / "standards" / "rdf-tests"
SUITES = "https://w3c.github.io/rdf-tests/sparql/sparql11"
DATA = "http://kasei.us/2009/09/sparql/data/data"
"""Where the graphs of the tests of the protocol are said to be."""
UPDATES = {
    "update_dataset_default_graph",
    "update_dataset_default_graphs",
    "update_dataset_named_graphs",
    "update_dataset_full",
    "update_post_form",
    "update_post_direct",
    "update_base_uri",
}
"""Tests that an update succeeds: inapplicable to an endpoint that is read-only."""


def outcomes(suite: str, server: Server) -> dict[str, dict[str, Any]]:
    """The outcome of each test of a suite, by the name of the test."""
    found = node("suite.cjs", f"{SUITES}/{suite}/manifest.ttl", str(TESTS), f"{server.url}/sparql")
    return {outcome["uri"].partition("#")[2]: outcome for outcome in found}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that holds the graphs which the tests of the protocol would load. The first of them is empty."""
    folder = tmp_path_factory.mktemp("protocol")
    files = TESTS / "sparql" / "sparql11" / "protocol"
    quads: list[Quad] = []
    for number in (1, 2, 3):
        graph = NamedNode(f"{DATA}{number}.rdf")
        quads += [Quad(*quad.triple, graph) for quad in parse(path=files / f"data{number}.nt")]
    sizes = {f"{DATA}0.rdf": 0} | {str(quad.graph_name.value): 1 for quad in quads}
    made = snapshot.write(folder, snapshot.canonical(quads), {"quads": sizes}, [])
    snapshot.point(folder, made.version)
    with running(folder, folder / "log") as found:
        yield found


def test_service_description(server: Server) -> None:
    found = outcomes("service-description", server)
    assert set(found) == {"has-endpoint-triple", "returns-rdf", "conforms-to-schema"}
    assert [outcome["message"] for outcome in found.values() if not outcome["passed"]] == []


def test_protocol(prepared: Server) -> None:
    found = outcomes("protocol", prepared)
    refused = {name: outcome["message"] for name, outcome in found.items() if name in UPDATES}
    others = {name: outcome for name, outcome in found.items() if name not in UPDATES}
    assert {name: outcome["message"] for name, outcome in others.items() if not outcome["passed"]} == {}
    assert len(others) == 27
    assert sum(name.startswith("bad_") for name in others) == 14, "seven malformed queries, seven malformed updates"
    assert set(refused) == UPDATES
    for message in refused.values():
        assert re.search(r"Got: 4\d\d\b", message), message


def test_the_suite_can_fail(server: Server) -> None:
    """A server that has none of the graphs of the tests fails those that ask for them."""
    found = outcomes("protocol", server)
    failed = {name for name, outcome in found.items() if not outcome["passed"]}
    assert failed > UPDATES | {"query_dataset_full", "query_multiple_dataset"}
    assert "bad_query_syntax" not in failed
