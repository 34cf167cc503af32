"""Content negotiation: what real clients ask for, and what they get."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.negotiation import DOCUMENTS, GRAPHS, RESULTS, Format, choose, named

RDFLIB = (
    "application/rdf+xml, text/n3, text/turtle, application/n-triples, application/ld+json, application/n-quads, "
    "application/trix, application/trig"
)
COMUNICA = (
    "application/n-quads,application/trig;q=0.95,application/ld+json;q=0.9,application/n-triples;q=0.8,"
    "text/turtle;q=0.6,application/rdf+xml;q=0.5,text/n3;q=0.35,application/xml;q=0.3,text/xml;q=0.3,"
    "image/svg+xml;q=0.3,text/html;q=0.2,application/xhtml+xml;q=0.18"
)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
COMUNICA_RESULTS = "application/sparql-results+json;q=1.0,application/sparql-results+xml;q=0.7"
SPARQLWRAPPER_RESULTS = "application/sparql-results+json,application/json,text/javascript,application/javascript"


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        (None, "html"),
        ("", "html"),
        ("*/*", "html"),
        (BROWSER, "html"),
        ("text/html, */*", "html"),
        ("application/xhtml+xml", "html"),
        (RDFLIB, "turtle"),
        (COMUNICA, "nquads"),
        ("application/ld+json, application/json", "jsonld"),
        ("application/json", "json"),
        ("application/turtle,text/turtle", "turtle"),
        ("application/xml, text/xml;q=0.5", "rdfxml"),
        ("TEXT/TURTLE", "turtle"),
        ("text/turtle;q=0.1, application/json;q=0.2", "json"),
        ("text/*;q=0.5, text/html;q=0.1", "turtle"),
        ("text/turtle;q=0, application/n-triples;q=0.01", "ntriples"),
        ("*/*, text/html;q=0", "turtle"),
        ("text/turtle; charset=utf-8; q=0.9, text/html;q=0.8", "turtle"),
        ("text/turtle;q=1.0;ext=x, text/html;q=0.8", "turtle"),
        (",,text/turtle,,", "turtle"),
    ],
)
def test_a_document_for_each_client(accept: str | None, name: str) -> None:
    found = choose(accept, DOCUMENTS)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("accept", "name"),
    [(SPARQLWRAPPER_RESULTS, "json"), (COMUNICA_RESULTS, "json"), ("text/csv", "csv"), ("application/xml", "xml")],
)
def test_results_for_each_client(accept: str, name: str) -> None:
    found = choose(accept, RESULTS)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "text/turtle;q=nonsense", "text/turtle;q=-1", "x"])
def test_nothing_fits(accept: str) -> None:
    assert choose(accept, GRAPHS) is None


@pytest.mark.parametrize("quality", ["nan", "inf", "-inf", "1e999", "0x1", "", "１"])
def test_odd_qualities_break_nothing(quality: str) -> None:
    found = choose(f"text/turtle;q={quality}, application/n-triples;q=0.001", GRAPHS)
    assert found is not None


@given(st.text(max_size=200))
def test_any_header_has_an_outcome(accept: str) -> None:
    assert choose(accept, DOCUMENTS) in (*DOCUMENTS, None)


@given(st.permutations(DOCUMENTS))
def test_the_best_quality_wins_in_any_order(formats: list[Format]) -> None:
    header = ", ".join(f"{format_.media_type};q={0.9 - 0.1 * n:.1f}" for n, format_ in enumerate(formats))
    assert math.isclose(0.9, float(header.split("q=")[1].split(",")[0]))
    assert choose(header, DOCUMENTS) is formats[0]


@pytest.mark.parametrize(
    ("name", "offered", "wanted"),
    [
        ("turtle", GRAPHS, "turtle"),
        ("ttl", GRAPHS, "turtle"),
        ("text/turtle", GRAPHS, "turtle"),
        ("n3", GRAPHS, "turtle"),
        ("xml", GRAPHS, "rdfxml"),
        ("rdf+xml", GRAPHS, "rdfxml"),
        ("json-ld", GRAPHS, "jsonld"),
        ("json", GRAPHS, "jsonld"),
        ("rdf", GRAPHS, "rdfxml"),
        ("srx", RESULTS, "xml"),
        ("tsv", RESULTS, "tsv"),
        ("xml", RESULTS, "xml"),
        ("csv", RESULTS, "csv"),
        ("application/sparql-results+json", RESULTS, "json"),
    ],
)
def test_a_format_by_any_of_its_names(name: str, offered: tuple[Format, ...], wanted: str) -> None:
    found = named(name, offered)
    assert found is not None
    assert found.name == wanted


@pytest.mark.parametrize("name", ["", "html", "pdf", "TURTLE ", "../ttl"])
def test_an_unknown_name_is_no_format(name: str) -> None:
    assert named(name, GRAPHS) is None
