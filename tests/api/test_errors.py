"""Errors: one shape everywhere, the right status, no traceback, and a page for people."""

import pytest
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.testclient import TestClient

from api.errors import PROBLEM, Problem, handlers, problem_of
from api.security import SECURITY
from graph.errors import (
    AnswerTooLarge,
    GraphError,
    NoSnapshot,
    ParameterError,
    PermalinkError,
    QueryBusy,
    QueryRefused,
    QueryTooLong,
    UnknownVersion,
)


@pytest.mark.parametrize(
    ("error", "status", "retry"),
    [
        (ParameterError("as_of", "as_of: no day."), 422, None),
        (UnknownVersion("x", ["y"]), 404, None),
        (NoSnapshot("Build first."), 503, "10"),
        (QueryRefused("Refused."), 400, None),
        (PermalinkError("Cut."), 400, None),
        (AnswerTooLarge("Too large."), 413, None),
        (QueryBusy("Busy."), 503, "5"),
        (QueryTooLong("Too long."), 504, None),
        (HTTPException(405, headers={"Allow": "GET"}), 405, None),
        (Problem(418, "Tea."), 418, None),
        (GraphError("secret path /etc"), 500, None),
        (RuntimeError("secret path /etc"), 500, None),
    ],
)
def test_each_error_has_its_status(error: Exception, status: int, retry: str | None) -> None:
    problem = problem_of(error)
    assert problem.status == status
    assert problem.headers.get("Retry-After") == retry
    assert problem.detail
    assert "secret" not in problem.detail


def test_a_place_is_told_in_members_of_its_own() -> None:
    assert problem_of(QueryRefused("Refused.", (2, 3))).members == {"line": 2, "column": 3}
    assert problem_of(QueryRefused("Refused.")).members == {}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing", 404),
        ("/nothing/here/at/all", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/decisions/nothing", 404),
        ("/api/v1/cases/nothing/compare", 404),
        ("/decisions/nothing", 404),
        ("/decisions/nothing.ttl", 404),
        ("/id/nothing/x", 404),
        ("/concepts/nothing", 404),
        ("/concepts/nothing.ttl", 404),
        ("/ontology.pdf", 404),
        ("/static/nothing.css", 404),
        ("/api/v1/decisions?version=0000000000000000", 404),
        ("/api/v1/decisions?nothing=1", 422),
        ("/api/v1/decisions?as_of=yesterday", 422),
        ("/decisions?nothing=1", 422),
        ("/sparql?query=nonsense", 400),
        ("/sparql?format=csv", 400),
    ],
)
def test_every_error_is_a_problem_document(client: TestClient, path: str, status: int) -> None:
    for accept in ("*/*", "application/json", "text/turtle", "image/png", "application/problem+json"):
        answer = client.get(path, headers={"Accept": accept})
        told = path.startswith(("/api/v1/decisions", "/api/v1/cases"))
        if told and accept not in ("*/*", "application/json"):
            assert answer.status_code == 406, "none of the formats of that operation"
        else:
            assert answer.status_code == status
        assert answer.headers["content-type"] == PROBLEM
        assert answer.headers["cache-control"] == "no-store"
        assert "Accept" in answer.headers["vary"]
        problem = answer.json()
        assert problem["status"] == answer.status_code
        assert problem["type"] == "about:blank"
        assert problem["instance"] == path.partition("?")[0]
        assert problem["title"]
        assert len(problem["detail"]) > 10
        assert "Traceback" not in answer.text


def test_people_get_a_page_but_not_from_the_api(client: TestClient) -> None:
    html = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    page = client.get("/decisions/nothing", headers=html)
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert client.get("/api/v1/decisions/nothing", headers=html).headers["content-type"] == PROBLEM


def test_what_was_asked_for_is_escaped_on_the_page(client: TestClient) -> None:
    page = client.get("/decisions/<script>alert(1)</script>", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert "<script>alert" not in page.text


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", ["/", "/decisions", "/api/v1/decisions", "/id/decision/x", "/health/live"])
def test_a_wrong_method_is_told_with_the_right_ones(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["content-type"] == PROBLEM
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/", "/decisions", "/api/v1/decisions", "/id/decision/x", "/static/x"])
def test_the_methods_are_told_when_asked_for(client: TestClient, path: str) -> None:
    answer = client.options(path)
    assert (answer.status_code, answer.content, answer.headers["allow"]) == (204, b"", "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("path", ["/reconcile", "/sparql", "/oai"])
def test_post_is_told_where_it_is_taken(client: TestClient, path: str) -> None:
    assert client.options(path).headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_members_of_a_problem_point_at_the_fault(client: TestClient) -> None:
    assert client.get("/api/v1/decisions?as_of=1").json()["parameter"] == "as_of"
    kept = client.get("/api/v1/decisions?version=abc").json()["kept"]
    assert kept == [client.get("/health/ready").json()["version"]]


def test_a_fault_of_ours_gives_nothing_away() -> None:
    app = FastAPI()
    handlers(app, lambda request, problem: "page")

    async def broken(request: Request) -> None:
        raise RuntimeError("secret")

    app.add_route("/", broken)
    answer = TestClient(app, raise_server_exceptions=False).get("/")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == PROBLEM
    assert "secret" not in answer.text


def test_a_page_of_an_error_keeps_a_browser_as_safe_as_any_page(client: TestClient) -> None:
    page, error = (client.get(path, headers={"Accept": "text/html"}) for path in ("/", "/decisions/<b>"))
    assert (page.status_code, error.status_code) == (200, 404)
    for name in SECURITY:
        assert error.headers[name] == page.headers[name]
