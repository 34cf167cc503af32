"""The protocol: what a request holds, however it is sent, and what cannot be read."""

import asyncio
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import Message

from api.errors import Problem
from api.protocol import DIRECT, FORM, parameters, values
from api.settings import Settings
from api.state import State

SETTINGS = Settings(body_bytes=1000)


def read(body: bytes, method: str = "POST", query: str = "", **headers: str) -> list[tuple[str, str]]:
    """The parameters of a request."""
    state = object.__new__(State)
    object.__setattr__(state, "settings", SETTINGS)
    sent = iter(
        [{"type": "http.request", "body": body[:5], "more_body": True}, {"type": "http.request", "body": body[5:]}]
    )

    async def receive() -> Message:
        return next(sent)

    scope = {
        "type": "http",
        "method": method,
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        "app": SimpleNamespace(state=SimpleNamespace(comity=state)),
    }
    return asyncio.run(parameters(Request(scope, receive)))


TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=20)


@given(st.lists(st.tuples(TEXT, TEXT), max_size=5))
def test_parameters_are_the_same_in_an_address_and_in_a_form(given_: list[tuple[str, str]]) -> None:
    assert read(b"", "GET", urlencode(given_)) == given_
    assert read(urlencode(given_).encode(), content_type=FORM) == given_


@pytest.mark.parametrize(
    "media_type",
    [
        DIRECT,
        f"{DIRECT};charset=utf-8",
        f'{DIRECT}; Charset="UTF-8"; foo=bar',
        f"{DIRECT}; foo=bar; charset=utf8",
        f"{DIRECT}; x-charset=latin1",
        "Application/SPARQL-Query",
    ],
)
def test_a_query_is_read_whatever_parameters_its_type_has(media_type: str) -> None:
    assert values(read("ASK { 'é' }".encode(), content_type=media_type), "query") == ["ASK { 'é' }"]


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (415, {}),
        (415, {"content_type": "text/plain"}),
        (415, {"content_type": f"{DIRECT}; charset=iso-8859-1"}),
        (415, {"content_type": f"{DIRECT}; a=b; charset=utf-16"}),
        (415, {"content_type": f"{FORM}; charset=iso-8859-1"}),
        (415, {"content_type": DIRECT, "content_encoding": "gzip"}),
        (413, {"content_type": DIRECT, "content_length": "1001"}),
    ],
)
def test_what_cannot_be_read_is_refused(status: int, headers: dict[str, str]) -> None:
    with pytest.raises(Problem) as raised:
        read(b"ASK {}", **headers)
    assert raised.value.status == status
    assert (raised.value.headers.get("Connection") == "close") is (status == 413)


def test_a_body_that_grows_too_large_is_refused() -> None:
    with pytest.raises(Problem, match="1,000 bytes"):
        read(b"x" * 1001, content_type=DIRECT)
    assert len(values(read(b"x" * 1000, content_type=DIRECT), "query")[0]) == 1000
