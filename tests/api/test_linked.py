"""Records as JSON-LD: what the context cannot say is said by the record."""

import json

import pytest
from pyoxigraph import RdfFormat, parse

from api.linked import document, linked


def test_partial_dates_have_their_type() -> None:
    made = linked({"decided": "2024-05", "published": "2024", "filed": "2024-05-16", "decisions": 3, "id": None})
    assert made == {
        "decided": {"@value": "2024-05", "@type": "xsd:gYearMonth"},
        "published": {"@value": "2024", "@type": "xsd:gYear"},
        "filed": "2024-05-16",
        "decisions": 3,
    }


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("exchange_rate", "1.10", "1.1"),
        ("rate_period", "P12M", "P1Y"),
        ("deadline", "P1M", "P1M"),
        ("deadline", "2022-06-10", {"@value": "2022-06-10", "@type": "xsd:date"}),
        ("address", "https://x.example/1.00", "https://x.example/1.00"),
        ("label", "1.00", "1.00"),
    ],
)
def test_a_literal_is_the_one_of_the_graph(name: str, value: str, expected: object) -> None:
    assert linked({name: value}) == {name: expected}


def test_money_stands_on_the_measure() -> None:
    euro = {"amount": "1.20", "rate": "0.83333", "rate_date": "2020-01-02", "rule": {"iri": "https://x.example/rule"}}
    made = linked({"money": {"amount": "1.00", "currency": "GBP", "in_euro": euro}})
    assert made == {
        "amount": "1",
        "currency": "GBP",
        "amount_in_euro": "1.2",
        "exchange_rate": "0.83333",
        "exchange_rate_date": "2020-01-02",
        "exchange_rate_rule": {"iri": "https://x.example/rule"},
    }
    assert linked({"ceiling": {"amount": "5.00", "currency": "EUR"}}) == {"ceiling": "5", "currency": "EUR"}


def test_a_complaint_is_filed_not_issued() -> None:
    made = linked({"type": {"id": "Complaint"}, "authority": {"iri": "https://x.example/a"}})
    assert made["filed_with"] == {"iri": "https://x.example/a"}
    assert "authority" not in made


def test_a_document_stands_alone() -> None:
    record = {
        "iri": "https://w3id.org/comity/id/decision/a",
        "label": "A",
        "status": {"force": {"iri": "https://x.example/f"}},
    }
    body = document([record], "/api/v1/decisions?x=1&version=v", "v", "https://x.example/licence")
    assert isinstance(json.loads(body)["@context"], dict)
    found = {(quad.subject.value, quad.predicate.value.rpartition("/")[2]) for quad in parse(body, RdfFormat.JSON_LD)}
    address = "https://w3id.org/comity/api/v1/decisions?x=1&version=v"
    assert found == {(record["iri"], "rdf-schema#label"), (address, "identifier"), (address, "license")}
