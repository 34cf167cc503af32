"""Lists as tables and documents, read by the programs that people use."""

import csv
import gzip
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pandas
import pyarrow.parquet
import pytest
import rispy
from pybtex.database import parse_string
from pyld import jsonld
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from api.app import create_app
from api.linked import context
from api.settings import Settings
from api.versions import Versions
from graph.namespaces import BASE, KINDS, ONTOLOGY
from graph.snapshot import Snapshot

LISTS = [f"/api/v1/{plural}" for plural in KINDS.values()]
QUERIES = ["/api/v1/queries/conflicts", "/api/v1/queries/top-ten-fines"]
TABLES = ("csv", "xlsx", "parquet")
DECISIONS = "/api/v1/decisions?jurisdiction=nl"


def records(client: TestClient, address: str) -> list[dict[str, Any]]:
    """All records that the JSON has of a list."""
    found, next_ = [], f"{address}{'&' if '?' in address else '?'}limit=500"
    while next_:
        answer = client.get(next_).json()
        found += answer["data"]
        next_ = answer["page"]["next"]
    return found


def table(client: TestClient, address: str, name: str) -> tuple[bytes, Mapping[str, str]]:
    """The body and the headers of a list in a format."""
    answer = client.get(f"{address}{'&' if '?' in address else '?'}format={name}")
    assert answer.status_code == 200, answer.text
    return answer.content, answer.headers


def frame(client: TestClient, address: str, name: str) -> pandas.DataFrame:
    """A list as pandas reads it."""
    body, _ = table(client, address, name)
    if name == "csv":
        return pandas.read_csv(BytesIO(body), dtype=str, keep_default_na=False)
    if name == "xlsx":
        return pandas.read_excel(BytesIO(body), sheet_name=0)
    return pandas.read_parquet(BytesIO(body))


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("address", [*LISTS, *QUERIES])
def test_a_table_has_every_record_once(client: TestClient, address: str, name: str) -> None:
    total = client.get(address).json()["page"]["total"]
    body, headers = table(client, address, name)
    assert int(headers["comity-rows"]) == total
    assert len(frame(client, address, name)) == total
    assert re.fullmatch(
        rf'attachment; filename="comity-[a-z-]+-\d{{4}}-\d\d-\d\d-{headers["comity-version"]}\.{name}"',
        headers["content-disposition"],
    )
    assert table(client, address, name)[0] == body


@pytest.mark.parametrize("name", [*TABLES, "jsonld", "bibtex", "ris", "csl-json"])
def test_limit_gives_a_page_and_says_so(client: TestClient, name: str) -> None:
    _, headers = table(client, "/api/v1/decisions?limit=3", name)
    assert (headers["comity-rows"], headers["comity-limited"]) == ("3", "true")
    following = headers["link"].partition(">")[0].removeprefix("<")
    assert f"format={name}" in following
    assert client.get(following).headers["comity-rows"] == "3"
    assert "comity-limited" not in table(client, DECISIONS, name)[1]


@pytest.mark.parametrize("name", TABLES)
def test_columns_do_not_depend_on_what_is_in_the_list(client: TestClient, name: str) -> None:
    whole = frame(client, "/api/v1/decisions", name)
    none = "/api/v1/decisions?jurisdiction=nl&authority=fr-cnil"
    for address in (DECISIONS, none):
        assert list(frame(client, address, name).columns) == list(whole.columns)
    assert len(frame(client, none, name)) == 0
    if name == "parquet":
        schemas = [
            pyarrow.parquet.read_schema(BytesIO(table(client, address, name)[0])).remove_metadata()
            for address in ("/api/v1/decisions", none)
        ]
        assert schemas[0] == schemas[1]


def test_amounts_and_dates_survive_in_every_format(client: TestClient) -> None:
    whole = {record["iri"]: record for record in records(client, "/api/v1/decisions")}
    fields = list(csv.DictReader(StringIO(table(client, "/api/v1/decisions", "csv")[0].decode(), newline="")))
    typed = pyarrow.parquet.read_table(BytesIO(table(client, "/api/v1/decisions", "parquet")[0])).to_pylist()
    sheet = openpyxl.load_workbook(BytesIO(table(client, "/api/v1/decisions", "xlsx")[0])).worksheets[0]
    names, *rows = sheet.iter_rows(values_only=True)
    cells = [dict(zip(names, row, strict=True)) for row in rows]
    assert [row["iri"] for row in fields] == [row["iri"] for row in typed] == [row["iri"] for row in cells] == [*whole]
    fined = 0
    for field, type_, cell in zip(fields, typed, cells, strict=True):
        record = whole[field["iri"]]
        fine, decided = record["fine"], record["decided"]
        if fine:
            fined += 1
            assert field["fine.amount"] == fine["amount"]
            assert type_["fine.amount"] == Decimal(fine["amount"])
            assert Decimal(str(cell["fine.amount"])) == Decimal(fine["amount"])
            assert isinstance(cell["fine.amount"], int | float)
            assert field["fine.currency"] == type_["fine.currency"] == cell["fine.currency"] == fine["currency"]
        else:
            assert (field["fine.amount"], type_["fine.amount"], cell["fine.amount"]) == ("", None, None)
        assert field["decided"] == (decided or "")
        if decided and len(decided) == 10:
            day = date.fromisoformat(decided)
            assert (type_["decided"], type_["decided.partial"]) == (day, None)
            assert cell["decided"] == datetime(day.year, day.month, day.day)
        else:
            assert (type_["decided"], type_["decided.partial"], cell["decided"]) == (None, decided, decided)
        respondents = [one["id"] for one in record["respondents"]]
        assert [one for one in field["respondents.id"].split(" | ") if one] == respondents
        assert field["status.force.id"] == ((record["status"]["force"] or {}).get("id", ""))
    assert fined > 100


def test_parquet_has_types_version_and_licence(client: TestClient) -> None:
    body, headers = table(client, DECISIONS, "parquet")
    schema = pyarrow.parquet.read_schema(BytesIO(body))
    assert str(schema.field("fine.amount").type) == "decimal128(38, 18)"
    assert str(schema.field("decided").type) == "date32[day]"
    assert str(schema.field("status.force.certain").type) == "bool"
    told = pyarrow.parquet.read_metadata(BytesIO(body)).metadata
    assert told[b"comity.version"].decode() == headers["comity-version"]
    assert told[b"comity.licence"] == b"https://creativecommons.org/licenses/by/4.0/"
    assert b"version=" in told[b"comity.address"]


FILES = (*TABLES, "jsonld", "bibtex", "ris", "csl-json")


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/decisions?jurisdiction=nl,frr&authority=xx-yy",
        "/api/v1/decisions?company=no-such-company&as_of=2024-01-01",
        "/api/v1/decisions?amount_from=500000000",
        "/api/v1/decisions?amount_from=500000000&uncertain=included",
        DECISIONS,
    ],
)
def test_a_file_tells_of_the_gaps_that_json_tells(client: TestClient, address: str, name: str) -> None:
    told = client.get(address).json()
    body, headers = table(client, address, name)
    unknown = [f"{one['parameter']}={one['value']}" for one in told.get("unknown", [])]
    assert headers.get("comity-unknown", "") == ", ".join(unknown)
    assert ("-with-unknown-" in headers["content-disposition"]) == bool(unknown)
    assert headers.get("comity-uncertain") == (str(told["page"]["uncertain"]) if "uncertain" in told["page"] else None)
    assert headers.get("comity-coverage") == told.get("coverage", {}).get("completeness")
    about: dict[str, str] = {}
    if name == "xlsx":
        rows = openpyxl.load_workbook(BytesIO(body))["About"].iter_rows(values_only=True)
        about = {str(row[0]): str(row[1]) for row in rows}
    elif name == "parquet":
        metadata = pyarrow.parquet.read_table(BytesIO(body)).schema.metadata
        about = {key.decode().removeprefix("comity."): value.decode() for key, value in metadata.items()}
    if about:
        assert all(one in about.get("unknown", "") for one in unknown)
        assert ("unknown" in about, "uncertain" in about) == (bool(unknown), "uncertain" in told["page"])
        assert about.get("coverage", "").endswith(told.get("coverage", {}).get("meaning", ""))


def test_a_table_of_a_query_tells_of_its_gaps(client: TestClient) -> None:
    address = "/api/v1/queries/fines-above-an-amount?currency=EUR&amount_from=999999999999"
    told = client.get(address).json()
    assert table(client, address, "csv")[1]["comity-coverage"] == told["coverage"]["completeness"]
    assert table(client, "/api/v1/queries/corrective-powers?authority=xx-yy", "csv")[1]["comity-unknown"] == (
        "authority=xx-yy"
    )


def test_a_workbook_says_what_it_is(client: TestClient) -> None:
    body, headers = table(client, f"{DECISIONS}&as_of=2024-01-01", "xlsx")
    book = openpyxl.load_workbook(BytesIO(body))
    assert book.sheetnames == ["decisions", "About"]
    assert book["decisions"].freeze_panes == "B2"
    about = [row for row in book["About"].iter_rows(values_only=True) if row[0]]
    told = {row[0]: row[1] for row in reversed(about)}
    assert told["version"] == headers["comity-version"]
    assert told["as_of"] == "2024-01-01"
    assert told["rows"] == int(headers["comity-rows"])
    assert told["licence"] == "https://creativecommons.org/licenses/by/4.0/"
    assert client.get(told["address"]).content == client.get(f"{DECISIONS}&as_of=2024-01-01&format=xlsx").content
    assert any("No authority is recorded completely" in str(row[1]) for row in about if row[0] == "note")
    kind, filled, empty = next(row[1:] for row in about if row[0] == "decided")
    assert (kind, filled + empty) == ("date", told["rows"])


@pytest.mark.parametrize("plural", KINDS.values())
def test_json_ld_says_what_the_graph_says_and_nothing_else(client: TestClient, real: Snapshot, plural: str) -> None:
    """Term by term, so that who merges both holds nothing twice."""
    stated = {quad.triple for quad in parse(gzip.decompress(real.nquads.read_bytes()), RdfFormat.N_QUADS)}
    body, headers = table(client, f"/api/v1/{plural}", "jsonld")
    found = {quad.triple for quad in parse(body, RdfFormat.JSON_LD)}
    about = {triple for triple in found if str(triple.subject).startswith(f"<{BASE}api/")}
    assert {str(getattr(triple.object, "value", "")) for triple in about} == {
        headers["comity-version"],
        "https://creativecommons.org/licenses/by/4.0/",
    }
    assert found - about <= stated
    total = client.get(f"/api/v1/{plural}").json()["page"]["total"]
    assert len({triple.subject for triple in found - about}) >= total


def test_a_second_processor_reads_the_same_of_a_decision(client: TestClient) -> None:
    body, _ = table(client, "/api/v1/decisions?authority=nl-ap&case=clearview-scraping", "jsonld")
    read = jsonld.to_rdf(json.loads(body), {"format": "application/n-quads"})
    ours, theirs = (set(parse(text, form)) for text, form in ((body, RdfFormat.JSON_LD), (read, RdfFormat.N_QUADS)))
    assert {str(quad) for quad in ours} == {str(quad) for quad in theirs}
    fine = f"{BASE}id/decision/nl-ap-2024-clearview#fine"
    amounts = [quad.object.value for quad in ours if str(quad.predicate.value) == f"{ONTOLOGY}amount"]
    assert amounts == ["30500000"]
    assert any(quad.object.value == fine and quad.predicate.value == f"{ONTOLOGY}imposes" for quad in ours)


def test_every_property_of_the_context_is_one_of_the_ontology(client: TestClient) -> None:
    known = set(re.findall(rf"<{re.escape(ONTOLOGY)}(\w+)>", client.get("/ontology.nt").text))
    text = json.dumps(context())
    used = set(re.findall(r'"comity:(\w+)"', text))
    assert len(used) > 50
    assert used <= known


def test_the_context_is_served(client: TestClient) -> None:
    answer = client.get("/context.jsonld")
    assert answer.json()["@context"] == context()
    assert answer.headers["content-type"] == "application/ld+json"
    assert client.get("/context.jsonld", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_references_of_a_list_are_read_by_their_readers(client: TestClient) -> None:
    total = client.get("/api/v1/decisions").json()["page"]["total"]
    assert len(parse_string(table(client, "/api/v1/decisions", "bibtex")[0].decode(), "bibtex").entries) == total
    assert len(rispy.loads(table(client, "/api/v1/decisions", "ris")[0].decode())) == total
    assert len(json.loads(table(client, "/api/v1/decisions", "csl-json")[0])) == total
    assert len(json.loads(table(client, "/api/v1/cases?jurisdiction=nl", "csl-json")[0])) > 1


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        ("text/csv", "text/csv; charset=utf-8"),
        ("application/vnd.apache.parquet, text/csv;q=0.5", "application/vnd.apache.parquet"),
        ("application/ld+json", "application/ld+json"),
        ("application/x-bibtex", "application/x-bibtex"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
    ],
)
def test_accept_decides(client: TestClient, accept: str, type_: str) -> None:
    answer = client.get(DECISIONS, headers={"Accept": accept})
    assert answer.headers["content-type"] == type_
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("address", ["/api/v1/authorities", *QUERIES, "/api/v1/decisions", "/api/v1/decisions/x-y"])
def test_what_is_not_offered_is_told_with_what_is(client: TestClient, address: str) -> None:
    unknown = client.get(address, params={"format": "docx"})
    assert (unknown.status_code, unknown.json()["parameter"]) == (422, "format")
    assert "json" in unknown.json()["detail"]
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize("name", [*TABLES, "jsonld", "bibtex", "ris", "csl-json"])
def test_head_and_304(client: TestClient, name: str) -> None:
    address = f"{DECISIONS}&format={name}"
    got, head = client.get(address), client.head(address)
    assert head.status_code == 200
    assert not head.content
    assert head.headers["etag"] == got.headers["etag"]
    assert client.get(address, headers={"If-None-Match": got.headers["etag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/decisions?jurisdiction=nl", "/authorities", "/queries/conflicts"])
def test_pages_link_the_same_list_as_tables(client: TestClient, path: str) -> None:
    text = client.get(path, headers={"Accept": "text/html"}).text
    for name in TABLES:
        [address] = re.findall(rf'href="(/api/v1/[^"]*format={name})"', text)
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].endswith(f'.{name}"')


@pytest.fixture(scope="module")
def limited(real: Snapshot) -> Iterator[TestClient]:
    """A client of a server whose files may have three records."""
    folder = real.folder.parent
    with TestClient(create_app(Settings(snapshots=folder, workers=1, file_rows=3), Versions(folder))) as found:
        yield found


@pytest.mark.parametrize(
    ("address", "name"),
    [
        *((address, name) for address in LISTS for name in (*TABLES, "jsonld")),
        *((QUERIES[0], name) for name in TABLES),
        (LISTS[4], "bibtex"),
    ],
)
def test_a_list_too_long_for_a_file_is_refused_whole(limited: TestClient, address: str, name: str) -> None:
    answer = limited.get(f"{address}?format={name}")
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["most"], told["total"] > 3) == (3, True)
    assert all(word in told["detail"] for word in ("filters", "limit", "/dumps"))
    assert limited.get(told["dumps"]).status_code == 200


def test_a_list_too_long_for_a_file_can_be_narrowed_or_had_in_pages(limited: TestClient) -> None:
    narrow = limited.get("/api/v1/decisions?case=clearview-scraping&authority=nl-ap&kind=sanction&format=csv")
    assert narrow.status_code == 200
    following, seen = "/api/v1/jurisdictions?format=csv&limit=40", 0
    while following:
        answer = limited.get(following)
        seen += len(list(csv.reader(StringIO(answer.text)))) - 1
        following = answer.links.get("next", {}).get("url", "")
    assert seen == limited.get("/api/v1/jurisdictions?limit=1").json()["page"]["total"]
