"""Tables: pandas and R read the address of a CSV answer as they read a file."""

from urllib.parse import urlencode

import pandas
import pytest
from starlette.testclient import TestClient

from tests.api.conftest import Server
from tests.clients.conftest import CASES, CLEARVIEW, FINES, output

TEXTS = r"""
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?text { ?thing rdfs:comment ?text FILTER(REGEX(?text, "[,\"\n]")) } ORDER BY ?thing ?text
LIMIT 2000
"""
"""Texts with commas, quotes or line ends, which a reader splits where a writer quotes wrongly."""


def address(server: Server, query: str) -> str:
    """The address of an answer in CSV."""
    return f"{server.url}/sparql?" + urlencode({"query": query, "format": "csv"})


@pytest.fixture(scope="module")
def fines(client: TestClient) -> list[dict[str, dict[str, str]]]:
    """The same rows as JSON."""
    found: list[dict[str, dict[str, str]]] = client.post("/sparql", data={"query": FINES}).json()["results"]["bindings"]
    assert len(found) > 10
    return found


def test_pandas(server: Server, client: TestClient, fines: list[dict[str, dict[str, str]]]) -> None:
    table = pandas.read_csv(address(server, FINES))
    assert list(table.columns[:2]) == list(fines[0])[:2]
    assert len(table) == len(fines)
    assert table.loc[table.company == CLEARVIEW, ["total", "fines"]].to_numpy().tolist() == [[90_500_000, 4]]
    assert table.fines.sum() == sum(int(row["fines"]["value"]) for row in fines)
    assert len(pandas.read_csv(address(server, CASES))) == client.get("/api/v1/cases").json()["page"]["total"]


def test_pandas_reads_texts_as_they_are(server: Server, client: TestClient) -> None:
    rows = client.get("/sparql", params={"query": TEXTS}).json()["results"]["bindings"]
    assert len(rows) > 100
    assert not all(row["text"]["value"].isascii() for row in rows)
    assert pandas.read_csv(address(server, TEXTS)).text.tolist() == [row["text"]["value"] for row in rows]


def test_r(server: Server, fines: list[dict[str, dict[str, str]]]) -> None:
    count, names, *sums = output("Rscript", "read.R", address(server, FINES)).splitlines()
    assert int(count) == len(fines)
    assert names.split("\t")[:2] == list(fines[0])[:2]
    told = dict(line.split("\t")[:2] for line in sums)
    assert float(told["fines"]) == sum(int(row["fines"]["value"]) for row in fines)
    assert float(told["total"]) == pytest.approx(sum(float(row["total"]["value"]) for row in fines), abs=0.01)


def test_r_reads_texts_as_they_are(server: Server, client: TestClient) -> None:
    rows = client.get("/sparql", params={"query": TEXTS}).json()["results"]["bindings"]
    count, names, *lengths = output("Rscript", "read.R", address(server, TEXTS)).splitlines()
    assert (int(count), names) == (len(rows), "thing\ttext")
    told = dict(line.split("\t")[:2] for line in lengths)
    assert int(told["text"]) == sum(len(row["text"]["value"]) for row in rows)
