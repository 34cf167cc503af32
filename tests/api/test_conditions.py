"""Conditions of requests: what they decide, alone and together."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.testclient import TestClient

from api.conditions import decided
from api.errors import Problem
from api.responses import http_date

TAG, TIME = '"own"', datetime(2026, 11, 1, tzinfo=UTC)
HEADERS = {"ETag": TAG, "Last-Modified": http_date(TIME)}
PAST, FUTURE = (http_date(TIME + timedelta(days=days)) for days in (-1, 1))
TAGS = st.sampled_from([None, TAG, f"W/{TAG}", '"other"', f'"other", {TAG}', "*"])
TIMES = st.sampled_from([None, PAST, HEADERS["Last-Modified"], FUTURE, "yesterday", ""])


def status(method: str = "GET", **conditions: str | None) -> int:
    """Status of the answer to a request with these conditions."""
    given_ = [
        (name.replace("_", "-").encode(), value.encode()) for name, value in conditions.items() if value is not None
    ]
    request = Request({"type": "http", "method": method, "headers": given_})
    try:
        found = decided(request, HEADERS)
    except Problem as problem:
        return problem.status
    return found.status_code if found else 200


@given(st.sampled_from(["GET", "HEAD", "POST"]), TAGS, TIMES, TAGS, TIMES)
def test_the_order_is_that_of_the_standard(
    method: str, match: str | None, unmodified: str | None, none: str | None, modified: str | None
) -> None:
    """RFC 9110, section 13.2.2, step by step."""
    found = status(
        method, if_match=match, if_unmodified_since=unmodified, if_none_match=none, if_modified_since=modified
    )
    if method == "POST":
        assert found == 200
    elif (match is not None and match not in (TAG, f'"other", {TAG}', "*")) or (match is None and unmodified == PAST):
        assert found == 412
    elif none is not None:
        assert found == (200 if none == '"other"' else 304)
    else:
        assert found == (304 if modified in (HEADERS["Last-Modified"], FUTURE) else 200)


def test_what_shows_more_than_it_tells_of_is_judged_by_that() -> None:
    request = Request({"type": "http", "method": "GET", "headers": [(b"if-modified-since", FUTURE.encode())]})
    assert decided(request, HEADERS, lambda: TIME + timedelta(hours=1)) is not None
    assert decided(request, HEADERS, lambda: TIME + timedelta(days=2)) is None


@pytest.mark.parametrize(
    "path",
    [
        *("/dumps/comity.trig.gz", "/dumps/report.json", "/decisions/nl-ap-2024-clearview.ttl", "/ontology.nt"),
        *("/decisions/nl-ap-2024-clearview", "/api/v1/decisions", "/feed.atom", "/sitemap.xml"),
    ],
)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_what_is_held_to_be_there_and_is_not(client: TestClient, path: str, coding: str) -> None:
    packed = {"Accept-Encoding": coding}
    first = client.get(path, headers=packed)
    for _ in range(2):  # The second time it may be a stored one.
        assert client.get(path, headers={**packed, "If-Match": first.headers["etag"]}).status_code == 200
        refused = client.get(path, headers={**packed, "If-Match": '"other"'})
        assert (refused.status_code, refused.headers["content-type"]) == (412, "application/problem+json")
        assert client.head(path, headers={**packed, "If-Match": '"other"'}).status_code == 412
    if "last-modified" in first.headers:
        for since, code in ((first.headers["last-modified"], 200), ("Thu, 01 Jan 1970 00:00:00 GMT", 412)):
            assert client.get(path, headers={**packed, "If-Unmodified-Since": since}).status_code == code
