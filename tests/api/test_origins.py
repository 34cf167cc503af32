"""Scripts of other sites: a refused question has the shape and the name of every error."""

import pytest
from starlette.testclient import TestClient

from api.errors import PROBLEM


def asked(method: str) -> dict[str, str]:
    """What a browser asks before a script sends with that method."""
    return {"Origin": "https://example.org", "Access-Control-Request-Method": method}


@pytest.mark.parametrize("path", ["/api/v1/decisions", "/sparql", "/nothing/here"])
def test_a_refused_question_is_a_problem_document(client: TestClient, path: str) -> None:
    answer = client.options(path, headers=asked("DELETE"))
    assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)
    told = answer.json()
    assert (told["status"], told["instance"]) == (400, path)
    assert "GET, HEAD, POST" in told["detail"]
    assert told["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["access-control-allow-origin"] == "*"


def test_a_granted_question_has_a_name_too(client: TestClient) -> None:
    answer = client.options("/api/v1/decisions", headers={**asked("GET"), "X-Request-ID": "mine"})
    assert (answer.status_code, answer.headers["x-request-id"]) == (200, "mine")
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert client.get("/api/v1/jurisdictions", headers={"Origin": "https://example.org"}).status_code == 200
