"""curl, by which people try an endpoint, and which sends just what it is told."""

import csv
import io
import json
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from tests.api.conftest import Server
from tests.clients.conftest import CASES, CLEARVIEW, CONSTRUCT, FINES, output


def curl(server: Server, *arguments: str, path: str = "/sparql") -> tuple[int, dict[str, str], str]:
    """Status, headers and body that curl obtains."""
    head, _, body = output("curl", "--silent", "--include", *arguments, server.url + path).partition("\n\n")
    first, *lines = head.splitlines()
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(first.split()[1]), headers, body


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The query on fines in a file, as curl's @ reads it."""
    found = tmp_path_factory.mktemp("curl") / "query.rq"
    found.write_text(FINES, encoding="utf-8")
    return found


def test_the_three_ways_to_send_a_query(server: Server, file: Path) -> None:
    answers = [
        curl(server, "--get", "--data-urlencode", f"query@{file}"),
        curl(server, "--data-urlencode", f"query@{file}"),
        curl(server, "--data-binary", f"@{file}", "--header", "Content-Type: application/sparql-query"),
    ]
    for status, headers, body in answers:
        assert status == 200
        assert headers["content-type"] == "application/sparql-results+json; charset=utf-8"
        rows = json.loads(body)["results"]["bindings"]
        assert headers["comity-rows"] == str(len(rows))
        assert [row["total"]["value"] for row in rows if row["company"]["value"] == CLEARVIEW] == ["90500000"]


def test_head_tells_what_get_would(server: Server) -> None:
    query = ("--get", "--data-urlencode", f"query={CASES} LIMIT 7")
    status, headers, body = curl(server, "--head", *query)
    _, full, whole = curl(server, *query)
    assert (status, body, headers["comity-rows"], headers["comity-limited"]) == (200, "", "7", "true")
    own = {"date": "", "x-request-id": ""}
    assert {**headers, **own} == {**full, **own}
    assert int(headers["content-length"]) == len(whole.encode())


def test_options(server: Server) -> None:
    status, headers, body = curl(server, "--request", "OPTIONS")
    assert (status, body, headers["allow"]) == (204, "", "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize("by", ["header", "parameter"])
@pytest.mark.parametrize(
    ("media_type", "name"),
    [("application/sparql-results+json", "json"), ("application/sparql-results+xml", "xml"), ("text/csv", "csv")],
)
def test_formats_of_rows(server: Server, client: TestClient, media_type: str, name: str, by: str) -> None:
    asked = ("--header", f"Accept: {media_type}") if by == "header" else ("--data-urlencode", f"format={name}")
    status, headers, body = curl(server, "--get", "--data-urlencode", f"query={CASES}", *asked)
    total = client.get("/api/v1/cases").json()["page"]["total"]
    assert (status, headers["content-type"].partition(";")[0]) == (200, media_type)
    assert headers["comity-rows"] == str(total)
    assert body.count("https://w3id.org/comity/id/case/") == total


@pytest.mark.parametrize("by", ["header", "parameter"])
@pytest.mark.parametrize("name", ["ttl", "nt", "jsonld", "rdf", "trig", "nq"])
def test_formats_of_graphs(server: Server, client: TestClient, name: str, by: str) -> None:
    form = RdfFormat.from_extension(name)
    assert form is not None
    asked = ("--header", f"Accept: {form.media_type}") if by == "header" else ("--data-urlencode", f"format={name}")
    status, headers, body = curl(server, "--data-urlencode", f"query={CONSTRUCT}", *asked)
    assert (status, headers["content-type"].partition(";")[0]) == (200, form.media_type)
    total = client.get("/api/v1/cases").json()["page"]["total"]
    assert len({quad.triple for quad in parse(body, format=form)}) == total


def test_errors_are_problems(server: Server) -> None:
    for status, arguments in (
        (400, ("--get", "--data-urlencode", "query=SELECT * {")),
        (400, ("--data-urlencode", "update=CLEAR ALL")),
        (406, ("--get", "--data-urlencode", f"query={CASES}", "--header", "Accept: image/png")),
        (415, ("--data-binary", CASES, "--header", "Content-Type: text/plain")),
        (405, ("--request", "PUT", "--data-binary", CASES)),
    ):
        found, headers, body = curl(server, *arguments)
        assert (found, json.loads(body)["status"]) == (status, status)
        assert headers["content-type"] == "application/problem+json"


def test_csv_as_a_spreadsheet_reads_it(server: Server) -> None:
    _, headers, body = curl(server, "--get", "--data-urlencode", f"query={FINES}", "--data", "format=csv")
    rows = list(csv.DictReader(io.StringIO(body), strict=True))
    assert str(len(rows)) == headers["comity-rows"]
    assert [row["total"] for row in rows if row["company"] == CLEARVIEW] == ["90500000"]
