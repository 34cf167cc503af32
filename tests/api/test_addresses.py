"""One address for one thing: slashes too many are led away once, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from api.addresses import Canonical

APP = Starlette(routes=[Route("/{path:path}", lambda request: PlainTextResponse("here"))])
BARE = TestClient(Canonical(APP))


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/id/decision/nl-ap-2024-clearview/", "/id/decision/nl-ap-2024-clearview"),
        ("//decisions//x.ttl", "/decisions/x.ttl"),
        ("/concepts/force/?version=a//b/", "/concepts/force?version=a//b/"),
        ("/api/v1/cases/", "/api/v1/cases"),
        ("//example.org/x", "/example.org/x"),
        ("/%0d%0aa:b/", "/%0d%0aa:b"),
        ("/\\example.org/", "/%5Cexample.org"),
        ("/\\/example.org", "/%5C/example.org"),
    ],
)
def test_slashes_too_many_are_led_to_the_canonical_form(client: TestClient, path: str, target: str) -> None:
    answer = client.get(f"http://testserver{path}", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, target)


@pytest.mark.parametrize("path", ["/", "/decisions", "/decisions/a%2F%2Fb", "/health/live"])
def test_other_addresses_stay(client: TestClient, path: str) -> None:
    assert client.get(path, follow_redirects=False).status_code != 308


@given(st.lists(st.sampled_from(["/", "a", "%2F", ".", "%5C", "\\", "?"]), max_size=12))
def test_one_redirect_is_enough_and_stays_on_the_site(parts: list[str]) -> None:
    answer = BARE.get("http://testserver/" + "".join(parts), follow_redirects=False)
    if answer.status_code == 308:
        target = answer.headers["location"]
        assert target.startswith("/") and not target.startswith("//") and "\\" not in target.partition("?")[0]
        answer = BARE.get(f"http://testserver{target}", follow_redirects=False)
    assert answer.text == "here"
