"""Rates of exchange: each is a thing whose IRI leads to a page and documents, linked from what was converted at it."""

import pytest
from pyoxigraph import NamedNode
from starlette.testclient import TestClient

from graph.namespaces import ONTOLOGY, RATE
from graph.snapshot import Snapshot
from graph.store import embedded


def test_every_rate_leads_to_its_page_and_its_documents(client: TestClient, real: Snapshot) -> None:
    rows = embedded(real).rows(f"SELECT ?rate WHERE {{ ?rate a <{ONTOLOGY}ExchangeRate> }} ORDER BY ?rate")
    assert len(rows) > 50
    for iri in (row["rate"].value for row in rows):
        assert iri.startswith(RATE)
        answer = client.get(f"/rate/{iri.removeprefix(RATE)}", headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, "text/turtle")
    page = client.get(f"/rates/{iri.removeprefix(RATE)}", headers={"Accept": "text/html"})
    assert iri in page.text and "for one euro" in page.text


def test_a_fine_names_the_rate_it_was_converted_at(client: TestClient, real: Snapshot) -> None:
    asked = f"SELECT ?sum ?rate ?act WHERE {{ ?sum <{ONTOLOGY}convertedAt> ?rate ; <{ONTOLOGY}partOf> ?act }}"
    rows = embedded(real).rows(asked)
    without = embedded(real).rows(
        f"SELECT ?fine WHERE {{ ?fine a <{ONTOLOGY}Fine> ; <{ONTOLOGY}exchangeRateDate> ?day"
        f" MINUS {{ ?fine <{ONTOLOGY}convertedAt> ?rate }} }}"
    )
    assert rows and not without
    one = rows[0]
    assert isinstance(one["sum"], NamedNode) and isinstance(one["act"], NamedNode)
    path = f"/rates/{one['rate'].value.removeprefix(RATE)}"
    assert f"<{one['sum'].value}> <{ONTOLOGY}convertedAt> <{one['rate'].value}>" in client.get(f"{path}.nt").text
    assert one["act"].value.rpartition("/")[2] in client.get(path, headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("path", ["/rate/USD", "/rates/USD/1900-01-01", "/rates/USD/1900-01-01.ttl", "/rate/%3E"])
def test_what_is_no_rate_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404
