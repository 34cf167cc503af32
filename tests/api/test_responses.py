"""Answers: validators, caching, compression and other sites."""

import gzip
import json
import threading
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest
from starlette.testclient import TestClient

from api import responses
from api.responses import Cache, Content
from tests.api.conftest import Server

PATHS = [
    "/",
    "/decisions",
    "/api/v1/decisions",
    "/api/v1/decisions/nl-ap-2024-clearview",
    "/api/v1/cases/clearview-scraping/compare",
    "/decisions/nl-ap-2024-clearview",
    "/decisions/nl-ap-2024-clearview.ttl",
    "/decisions/nl-ap-2024-clearview.json",
    "/concepts/force/annulled.nt",
    "/ontology.jsonld",
]


@pytest.mark.parametrize("path", [*PATHS, "/feed.atom"])
@pytest.mark.parametrize("day", ["2000-01-01", "2031-01-01"])
def test_what_has_not_changed_since_is_not_sent_again(
    client: TestClient, path: str, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(responses, "today", lambda: day)
    first = client.get(path)
    told = first.headers.get("last-modified")
    later, earlier = "Fri, 01 Jan 2100 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"
    own = path.endswith((".ttl", ".nt", ".jsonld", ".atom"))  # Others tell of a day, which may be a later one.
    again = 304 if told and (own or day < "2031") else 200
    for since, status in ((told or later, again), (later, 304 if told else 200), (earlier, 200)):
        assert client.get(path, headers={"If-Modified-Since": since}).status_code == status
    for bad in ("yesterday", "Fri, 01 Jan 2100 00:00:00", ""):
        assert client.get(path, headers={"If-Modified-Since": bad}).status_code == 200
    both = {"If-Modified-Since": later, "If-None-Match": '"other"'}
    assert client.get(path, headers=both).status_code == 200, "the tag says more than the time"


@pytest.mark.parametrize("path", PATHS)
def test_what_a_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    plain = {"Accept-Encoding": "identity"}  # tests/api/test_compression.py tries the others.
    first = client.get(path, headers=plain)
    etag = first.headers["etag"]
    assert etag.startswith('"') and etag.endswith('"')
    for sent in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = client.get(path, headers={**plain, "If-None-Match": sent})
        assert again.status_code == 304
        assert again.content == b""
        assert again.headers["etag"] == etag
        assert again.headers["vary"] == first.headers["vary"]
        assert again.headers["cache-control"] == first.headers["cache-control"]
    assert client.get(path, headers={**plain, "If-None-Match": '"other"'}).status_code == 200
    assert client.head(path, headers={**plain, "If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize("path", PATHS)
def test_a_version_never_changes_and_the_current_one_is_asked_for_each_time(client: TestClient, path: str) -> None:
    plain = client.get(path)
    assert plain.headers["cache-control"] == "public, max-age=0, must-revalidate"
    version = plain.headers["comity-version"]
    pinned = client.get(path, params={"version": version, "as_of": "2024-09-03"})
    assert pinned.status_code == 200
    assert "immutable" in pinned.headers["cache-control"]
    assert pinned.headers["comity-version"] == version


def test_what_tells_a_status_is_not_for_ever_without_its_day(client: TestClient) -> None:
    for path in PATHS:
        plain = client.get(path)
        pinned = client.get(path, params={"version": plain.headers["comity-version"]})
        of_any_day = path.endswith((".ttl", ".nt", ".jsonld"))
        assert ("immutable" in pinned.headers["cache-control"]) == of_any_day, path


def test_different_bodies_have_different_tags(client: TestClient) -> None:
    slug = "/decisions/nl-ap-2024-clearview"
    tags = [
        client.get(slug + suffix).headers["etag"] for suffix in ("", ".ttl", ".nt", ".nq", ".trig", ".jsonld", ".rdf")
    ]
    assert len(set(tags)) == len(tags)


def test_the_same_snapshot_gives_the_same_bytes_from_another_process(client: TestClient, server: Server) -> None:
    for path in (*PATHS[1:], "/api/v1/authorities", "/api/v1/jurisdictions", "/api/v1/sources?limit=500"):
        plain = {"Accept-Encoding": "identity"}
        assert server.ask(path).headers["etag"] == client.get(path, headers=plain).headers["etag"], path


@pytest.mark.parametrize(
    "path", [*PATHS, "/sparql?query=ASK%7B%7D", "/nothing", "/api/v1/decisions?nothing=1", "/health/live"]
)
def test_scripts_of_other_sites_may_read(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"Origin": "https://example.org"})
    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = answer.headers["access-control-expose-headers"]
    for name in ("ETag", "Link", "Comity-Rows", "Comity-Version", "Retry-After"):
        assert name in exposed
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(("path", "method"), [("/sparql", "POST"), ("/sparql", "GET"), ("/api/v1/decisions", "GET")])
def test_scripts_of_other_sites_may_send_queries(client: TestClient, path: str, method: str) -> None:
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "content-type",
    }
    answer = client.options(path, headers=asked)
    assert answer.status_code == 200
    assert method in answer.headers["access-control-allow-methods"]


def test_answers_are_compressed_for_those_who_can_read_it(server: Server) -> None:
    plain = server.ask("/api/v1/decisions", headers={"Accept-Encoding": "identity"})
    packed = server.ask("/api/v1/decisions", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"]
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 4
    assert "content-encoding" not in plain.headers


def test_lengths_are_right(server: Server) -> None:
    for path in PATHS:
        answer = server.ask(path)
        assert int(answer.headers["content-length"]) == len(answer.body) > 0


def test_a_plain_client_of_the_standard_library_works(server: Server) -> None:
    with urllib.request.urlopen(f"{server.url}/api/v1/decisions/nl-ap-2024-clearview") as answer:
        assert json.load(answer)["data"]["fine"]["amount"] == "30500000.00"


def test_the_etag_is_made_of_body_and_type() -> None:
    tags = {Content(body, type_).etag for body in (b"a", b"b") for type_ in ("text/csv", "text/html")}
    assert len(tags) == 4
    assert Content(b"a", "x", {"Link": "y"}).etag == Content(b"a", "x").etag


def test_the_cache_makes_once_and_drops_the_least_used() -> None:
    made = []

    def make(name: str) -> Content:
        made.append(name)
        return Content(b"x" * 1000, "text/plain")

    cache = Cache(9000)
    for name in "abcda":
        cache.get(name, lambda name=name: make(name))  # type: ignore[misc]
    assert made == list("abcd")
    cache.get("e", lambda: make("e"))
    cache.get("a", lambda: make("a"))
    cache.get("b", lambda: make("b"))
    assert made == list("abcdeb")


def test_the_cache_is_bounded_by_what_addresses_take_too() -> None:
    cache = Cache(1_000_000)
    for number in range(300):
        cache.get(f"{number}" + "x" * 50_000, lambda: Content(b"small", "text/plain"))
    assert len(cache._kept) < 20


def test_a_large_answer_is_not_kept() -> None:
    cache = Cache(1000)
    cache.get("a", lambda: Content(b"x" * 500, "text/plain"))
    assert not cache._kept


def test_a_cleared_cache_has_room_again() -> None:
    cache = Cache(9000)
    for name in "abcd":
        cache.get(name, lambda: Content(b"x" * 1000, "text/plain"))
    cache.clear()
    assert cache.found("a") is None
    for name in "abcd":
        cache.get(name, lambda: Content(b"x" * 1000, "text/plain"))
    assert cache.found("a") is not None


def test_errors_are_not_kept() -> None:
    cache = Cache(10_000)

    def fail() -> Content:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cache.get("a", fail)
    assert cache.get("a", lambda: Content(b"x", "text/plain"))[0].body == b"x"


@pytest.mark.parametrize("fails", [False, True])
def test_what_many_ask_for_at_once_is_made_once_and_an_error_told_to_each(fails: bool) -> None:
    cache, made, may = Cache(10_000), [], threading.Event()

    def make() -> Content:
        made.append(threading.get_ident())
        may.wait(60)
        if fails:
            raise ZeroDivisionError
        return Content(b"x", "text/plain")

    def ask(_: int) -> object:
        try:
            return cache.get("a", make)
        except ZeroDivisionError as error:
            return type(error)

    with ThreadPoolExecutor(8) as pool:
        waiting = [pool.submit(ask, number) for number in range(8)]
        while not all(one.running() for one in waiting) or not made:
            time.sleep(0.01)
        time.sleep(0.2)  # A maker more, if there is one, has begun by now.
        assert len(made) == 1
        may.set()
        told = [one.result(60) for one in waiting]
    assert len(set(map(str, told))) == 1
    assert (told == [ZeroDivisionError] * 8) == fails
    assert cache.get("b", lambda: Content(b"y", "text/plain"))[0].body == b"y", "nothing is locked"


def test_many_at_once_get_the_same_answer(client: TestClient) -> None:
    path = "/api/v1/cases/clearview-scraping/compare?as_of=2023-07-07"
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: client.get(path), range(16)))
    assert all(one.content == other.content for one, other in pairwise(answers))
