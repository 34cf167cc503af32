"""Stored answers: nobody can tell one from an answer made anew, whatever is asked, in whatever order."""

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from api import days, stored
from api.app import create_app
from api.settings import Settings
from api.stored import Basis, Stored, declare
from api.versions import Versions
from graph import snapshot
from tests.conftest import rewritten

LABEL = b"AP v Clearview AI: fine and four orders under periodic penalty"
SLUG = "nl-ap-2024-clearview"
PATHS = (
    f"/api/v1/decisions/{SLUG}",
    f"/api/v1/decisions/{SLUG}?as_of=2024-06-01",
    f"/api/v1/decisions/{SLUG}?fields=label",
    "/api/v1/decisions?limit=2",
    "/api/v1/decisions?limit=2&format=csv",
    "/api/v1/decisions/nothing",
    "/api/v1/decisions?nothing=1",
    "/api/v1//decisions/",
    "/api/v1/suggest?q=clea",
    "/api/v1/openapi.json",
    f"/decisions/{SLUG}",
    f"/decisions/{SLUG}.ttl",
    f"/decisions/{SLUG}?profile=brief",
    "/concepts/force/annulled",
    "/cases/clearview-scraping.bib",
    "/sitemap.xml",
    "/health/ready",
    "/static/style.css",
)
ACCEPT = (None, "*/*", "application/json", "text/html", "text/turtle", "text/csv, */*;q=0.1", "image/png")
CODINGS = (None, "identity", "gzip", "br, zstd;q=0", "gzip, br, zstd")
PROFILES = (None, "<https://w3id.org/comity/concept/profile/brief>")

asked = st.fixed_dictionaries(
    {
        "method": st.sampled_from(("GET", "GET", "GET", "HEAD", "POST")),
        "path": st.sampled_from(PATHS),
        "accept": st.sampled_from(ACCEPT),
        "accept-encoding": st.sampled_from(CODINGS),
        "accept-profile": st.sampled_from(PROFILES),
        "origin": st.sampled_from((None, None, "https://example.org")),
        "host": st.sampled_from((None, None, "comity.example")),
        "range": st.sampled_from((None, None, None, "bytes=0-9")),
        "if-none-match": st.sampled_from((None, "known", "known", "weak", "listed", "*", '"other"')),
        "version": st.sampled_from((None, None, None, 0, 1)),
        "point": st.sampled_from((None, None, None, None, 0, 1)),
    }
)


class Pair:
    """Two applications on one folder of two snapshots, one of which stores answers."""

    def __init__(self, folder: Path, versions: tuple[str, str]) -> None:
        self.folder, self.versions, self.tags = folder, versions, {}
        self.held = Versions(folder)
        both = (Settings(snapshots=folder, workers=1, requests=0, cache_bytes=size) for size in (0, 1 << 25))
        self.clients = [TestClient(create_app(one, self.held), raise_server_exceptions=False) for one in both]

    def point(self, which: int) -> None:
        """Make a snapshot the one in use, at once."""
        snapshot.point(self.folder, self.versions[which])
        self.held._looked = float("-inf")

    def ask(self, one: dict[str, object]) -> tuple[Response, Response]:
        """Both answers to a request."""
        if one["point"] is not None:
            self.point(one["point"])
        names = ("accept", "accept-encoding", "accept-profile", "origin", "host", "range")
        headers = {name: str(one[name]) for name in names if one[name] is not None}
        headers |= {"accept-encoding": headers.get("accept-encoding", "identity"), "x-request-id": "one"}
        path = str(one["path"])
        if one["version"] is not None:
            path += f"{'&' if '?' in path else '?'}version={self.versions[one['version']]}"
        known = self.tags.get(path, '"none"')
        told = {"known": known, "weak": f"W/{known}", "listed": f'"a", {known}'}
        if one["if-none-match"] is not None:
            headers["if-none-match"] = told.get(str(one["if-none-match"]), str(one["if-none-match"]))
        plain, kept = (client.request(str(one["method"]), path, headers=headers) for client in self.clients)
        self.tags[path] = plain.headers.get("etag", known)
        return plain, kept


@pytest.fixture(scope="module")
def pair(snapshots: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("stored") / "snapshots"
    shutil.copytree(snapshots, folder)
    first = snapshot.current(folder)
    assert LABEL in gzip.decompress(first.nquads.read_bytes())
    second = rewritten(first, lambda lines: lines.replace(LABEL, LABEL + b" (changed)"), "2030-01-01T00:00:00+00:00")
    yield Pair(folder, (first.version, second.version))


def same(plain: Response, kept: Response) -> None:
    """Hold that two answers to requests of one name are the same."""
    assert kept.status_code == plain.status_code
    assert sorted(kept.headers.multi_items()) == sorted(plain.headers.multi_items())
    assert kept.content == plain.content


@settings(max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(asked, min_size=2, max_size=12))
def test_a_stored_answer_is_the_one_that_would_be_made(pair: Pair, requests: list[dict[str, object]]) -> None:
    for one in requests:
        for _ in range(2):  # The second time it may be a stored one.
            same(*pair.ask(one))


def test_a_new_snapshot_and_a_new_day_count_at_once(pair: Pair, monkeypatch: pytest.MonkeyPatch) -> None:
    client = pair.clients[1]
    path = f"/api/v1/decisions/{SLUG}"
    pair.point(0)
    before = [client.get(path).json()["data"] for _ in range(2)]
    pair.point(1)
    after = [client.get(path).json()["data"] for _ in range(2)]
    pair.point(0)
    assert [one["label"].endswith("(changed)") for one in (*before, *after)] == [False, False, True, True]
    assert client.get(path).json()["data"] == before[0]
    for module in (days, stored):
        monkeypatch.setattr(module, "today", lambda: "2031-01-01")
    assert client.get(path).json()["data"]["as_of"] == "2031-01-01"


class Counting:
    """An application that says how often it was asked, with the status and the headers it is given."""

    def __init__(self, status: int = 200, declared: bool = True, **headers: str) -> None:
        self.status, self.declared, self.number = status, declared, 0
        self.headers = {"etag": '"x"', **{name.replace("_", "-"): value for name, value in headers.items()}}
        self.basis = Basis("v1", None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.number += 1
        if self.declared:
            declare(scope, self.basis)
        headers = [(name.encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        await send({"type": "http.response.body", "body": b"body ", "more_body": True})
        await send({"type": "http.response.body", "body": str(self.number).encode()})


class Pointer(Versions):
    """Says that `v1` is in use."""

    def __init__(self) -> None:
        self.version = "v1"

    def pointed(self) -> str:
        return self.version


def client_of(app: Counting, cap: int = 1 << 20) -> TestClient:
    """A client of an application behind stored answers."""

    async def outer(scope: Scope, receive: Receive, send: Send) -> None:
        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"].append((b"x-request-id", b"one"))
            await send(message)

        await kept(scope, receive, named)

    kept = Stored(app, Pointer(), cap)
    return TestClient(outer)


def test_what_is_declared_is_made_once_and_sent_whole() -> None:
    app = Counting(vary="Accept, Accept-Encoding")
    client = client_of(app)
    assert [client.get("/a").text for _ in range(3)] == ["body 1"] * 3
    assert client.get("/a").headers.get_list("x-request-id") == ["one"]
    assert client.get("/a", headers={"Accept": "text/html"}).text == "body 2"
    assert client.get("/a?b").text == "body 3"
    assert client.get("/a", headers={"Host": "other"}).text == "body 4"
    assert client.get("/a", headers={"Range": "bytes=0-1"}).text == "body 5"
    assert client.post("/a").text == "body 6"
    assert client.head("/a").headers["etag"] == '"x"'
    assert client.get("/a").text == "body 1"


@pytest.mark.parametrize(
    "app",
    [
        Counting(404),
        Counting(declared=False),
        Counting(vary="Accept-Language"),
        Counting(vary="*"),
        Counting(set_cookie="a=b"),
        Counting(ratelimit='"query-seconds";r=1'),
    ],
    ids=["error", "undeclared", "language", "anything", "cookie", "budget"],
)
def test_what_is_for_one_client_or_may_change_is_not_stored(app: Counting) -> None:
    client = client_of(app)
    assert [client.get("/a").text for _ in range(2)] == ["body 1", "body 2"]


def test_what_was_made_of_another_snapshot_is_not_stored() -> None:
    app = Counting()
    app.basis = Basis("v0", None)
    client = client_of(app)
    assert [client.get("/a").text for _ in range(2)] == ["body 1", "body 2"]


def test_what_is_stored_is_bounded() -> None:
    app = Counting()
    client = client_of(app, 10_000)
    for number in range(20):
        client.get(f"/{number}")
    assert client.get("/19").text == "body 20"
    assert client.get("/0").text == "body 21"
    none = Counting()
    assert [client_of(none, 0).get("/a").text for _ in range(2)] == ["body 1", "body 2"]
