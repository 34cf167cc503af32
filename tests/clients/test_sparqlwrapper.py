"""SPARQLWrapper, the client that most Python notebooks use."""

from typing import Any

import pytest
import rdflib
from SPARQLWrapper import CSV, JSON, JSONLD, N3, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed
from starlette.testclient import TestClient

from tests.api.conftest import Server
from tests.clients.conftest import CASES, CLEARVIEW, CONSTRUCT, FINES

pytestmark = [  # rdflib's own parsers, and SPARQLWrapper, use what rdflib deprecates.
    pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]


def wrapper(server: Server, query: str, form: str | None = None) -> SPARQLWrapper:
    """SPARQLWrapper at the server, with a query and the format it asks for."""
    found = SPARQLWrapper(f"{server.url}/sparql")
    found.setQuery(query)
    if form is not None:
        found.setReturnFormat(form)
    return found


def bindings(asked: SPARQLWrapper) -> list[dict[str, Any]]:
    """Rows of an answer in JSON."""
    found: list[dict[str, Any]] = asked.queryAndConvert()["results"]["bindings"]
    return found


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("request_method", [None, POSTDIRECTLY])
def test_it_reads_rows(server: Server, method: str, request_method: str | None, client: TestClient) -> None:
    asked = wrapper(server, CASES, JSON)
    asked.setMethod(method)
    if request_method is not None:
        asked.setMethod(POST)
        asked.setRequestMethod(request_method)
    cases = sorted(case["iri"] for case in client.get("/api/v1/cases?limit=500").json()["data"])
    assert [row["case"]["value"] for row in bindings(asked)] == cases
    asked.setQuery(FINES)
    [row] = [row for row in bindings(asked) if row["company"]["value"] == CLEARVIEW]
    assert (row["total"]["value"], row["fines"]["value"]) == ("90500000", "4")


def test_it_reads_rows_in_every_format(server: Server) -> None:
    rows = bindings(wrapper(server, FINES, JSON))
    results = wrapper(server, FINES, XML).queryAndConvert().getElementsByTagName("result")
    assert len(results) == len(rows)
    for form in (CSV, TSV):
        lines = wrapper(server, FINES, form).queryAndConvert().decode().splitlines()
        assert len(lines) == len(rows) + 1
        assert any("90500000" in line for line in lines)


@pytest.mark.parametrize(("pattern", "yes"), [("?case a comity:Case", True), ("?case a comity:Fairy", False)])
def test_it_reads_a_truth_value(server: Server, pattern: str, yes: bool) -> None:
    query = f"PREFIX comity: <https://w3id.org/comity/ontology#> ASK {{ {pattern} }}"
    assert wrapper(server, query, JSON).queryAndConvert()["boolean"] is yes
    words = wrapper(server, query, XML).queryAndConvert().getElementsByTagName("boolean")[0].firstChild.data
    assert words == str(yes).lower()


@pytest.mark.parametrize("form", [None, TURTLE, N3, RDFXML, XML, JSONLD])
@pytest.mark.parametrize("query", [CONSTRUCT, f"DESCRIBE <{CLEARVIEW}>"])
def test_it_reads_a_graph(server: Server, query: str, form: str | None) -> None:
    asked = wrapper(server, query, form)
    answer = asked.query()
    rows = int(answer.info()["comity-rows"])
    found = answer.convert()
    if isinstance(found, bytes):
        found = rdflib.Graph().parse(data=found, format="turtle")
    assert len(found) == rows >= 5


def test_it_reads_a_graph_where_json_was_asked_for(server: Server) -> None:
    """SPARQLWrapper warns that JSON is no graph, and sends `format=json` all the same: it gets JSON-LD."""
    with pytest.warns(RuntimeWarning):
        answer = wrapper(server, CONSTRUCT, JSON).query()
    assert answer.info()["content-type"] == "application/ld+json"
    found = rdflib.Graph().parse(data=answer.response.read(), format="json-ld")
    assert len(found) == int(answer.info()["comity-rows"])


def test_a_refusal_reaches_it_as_an_error(server: Server) -> None:
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        wrapper(server, "SELECT * { ?s ?p }").query()
