"""Replies: what a status means for the one who asked, and what is no answer."""

import pytest
from pyoxigraph import QuerySolutions

from graph.errors import EndpointBroken, EndpointDown, GraphError, QueryRefused, QueryTooLong
from graph.replies import ROWS, TRIPLES, Reply, checked, solutions, triples

HEAD = b'{"head":{"vars":["a"]},"results":{"bindings":['


def reply(body: bytes = b"", media_type: str = ROWS, status: int = 200, **headers: str) -> Reply:
    """A reply as it comes from an endpoint."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply(status, {"content-type": f"{media_type}; charset=utf-8", **named}, body)


@pytest.mark.parametrize(
    ("status", "error", "words"),
    [
        (206, EndpointBroken, "status 206"),
        (301, EndpointBroken, "Redirects are not followed"),
        (400, QueryRefused, "does not say where"),
        (401, EndpointBroken, "credentials"),
        (403, EndpointBroken, "refuses"),
        (404, EndpointBroken, "no endpoint"),
        (408, QueryTooLong, "7 seconds"),
        (429, EndpointDown, "later"),
        (500, EndpointBroken, "status 500"),
        (503, EndpointDown, "later"),
        (504, QueryTooLong, "7 seconds"),
    ],
)
def test_a_failure_says_what_to_do(status: int, error: type[GraphError], words: str) -> None:
    with pytest.raises(error, match=words):
        checked(reply(b"expected\n a brace", status=status), 7)


@pytest.mark.parametrize(
    ("said", "place", "words"),
    [
        ("error at 3:14: expected one of 10.0.0.7", (2, 14), "line 2, column 14"),
        ("MALFORMED QUERY: Encountered } at line 2, column 5.\nWas expecting", (1, 5), "line 1, column 5"),
        ("Error 400: Parse error: [line: 4, col: 1 ] Unknown prefix", (3, 1), "line 3, column 1"),
        ("Virtuoso 37000 Error SP030: SPARQL compiler, line 2: syntax error at '10.0.0.7'", None, "line 1"),
        ("No such graph at http://10.0.0.7:8890/secret", None, "does not say where"),
        ("error at 1:3", None, "does not say where"),
        ("x" * 500 + " line 9, column 9", (8, 9), "line 8"),
    ],
)
def test_of_what_an_endpoint_says_only_the_place_is_told(said: str, place: tuple[int, int] | None, words: str) -> None:
    with pytest.raises(QueryRefused, match=words) as error:
        checked(reply(said.encode(), status=400), 7, 1)
    assert error.value.place == place
    assert "10.0.0.7" not in str(error.value)


def test_what_was_found_in_time_is_not_the_answer() -> None:
    with pytest.raises(QueryTooLong):
        checked(reply(x_sql_state="S1TAT"), 7)
    assert checked(reply(), 7).status == 200


@pytest.mark.parametrize("body", [b"", b"<html>", HEAD, HEAD + b'{"a":{"type":"uri","value":"x:y"}},', HEAD + b"]}"])
def test_half_of_the_rows_are_none(body: bytes) -> None:
    with pytest.raises((EndpointBroken, SyntaxError)):
        found = solutions(reply(body))
        assert isinstance(found, QuerySolutions)
        list(found)


def test_rows_of_another_type_are_none() -> None:
    with pytest.raises(EndpointBroken, match="does not give"):
        solutions(reply(HEAD + b"]}}", "text/html"))
    assert list(solutions(reply(HEAD + b"]}}"))) == []  # type: ignore[arg-type]


def test_triples_parse_to_their_end() -> None:
    assert len(triples(reply(b"<x:a> <x:b> <x:c> .\n", TRIPLES))) == 1
    assert len(triples(reply(b"<x:a> <x:b> <x:c>, 1 .\n", "text/turtle"))) == 2
    with pytest.raises(EndpointBroken, match="half"):
        triples(reply(b"<x:a> <x:b> <x:c> .\n<x:a> <x:b", TRIPLES))
    with pytest.raises(EndpointBroken, match="does not give"):
        triples(reply(b"<html>", "text/html"))
