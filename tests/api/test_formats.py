"""Formats: which is asked for, and what is said where there is none."""

import pytest
from starlette.requests import Request

from api.errors import Problem
from api.formats import CSV, LISTS, PARQUET, asked, of_item, of_list, words
from api.negotiation import JSON
from api.references import CSL
from graph.errors import ParameterError


def request(query: str = "", accept: str = "") -> Request:
    """A request for a list."""
    headers = [(b"accept", accept.encode())] if accept else []
    return Request({"type": "http", "query_string": query.encode(), "headers": headers})


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("", "", JSON),
        ("format=csv", "application/json", CSV),
        ("format=application/x-parquet", "", PARQUET),
        ("format=csl-json", "", CSL),
        ("", "application/x-parquet", PARQUET),
        ("", "application/vnd.citationstyles.csl+json", CSL),
        ("", "*/*", JSON),
    ],
)
def test_which_is_asked_for(query: str, accept: str, expected: object) -> None:
    assert asked(request(query, accept), of_list("decision")) is expected


@pytest.mark.parametrize("name", ["docx", "pdf", ""])
def test_a_name_that_is_none_of_ours(name: str) -> None:
    with pytest.raises(ParameterError) as raised:
        asked(request(f"format={name}", ""), LISTS)
    assert raised.value.name == "format"
    assert all(told in str(raised.value) for told in (repr(name), *(format_.name for format_ in LISTS)))


def test_a_type_that_is_none_of_ours() -> None:
    with pytest.raises(Problem) as raised:
        asked(request("", "image/png"), LISTS)
    assert raised.value.status == 406
    assert all(format_.name in raised.value.detail for format_ in LISTS)


def test_only_what_can_be_cited_has_references() -> None:
    assert CSL in of_item("case")
    assert CSL not in of_list("authority")
    assert words(of_item("authority")) == {}
    assert words(LISTS)["format"].startswith("json, csv, xlsx, parquet, jsonld")
