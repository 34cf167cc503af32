"""Dumps over HTTP: whole, in ranges, checked, and saved as they are."""

import gzip
import hashlib
import json
from base64 import b64encode

import pytest
import rdflib
from rdflib.namespace import SH
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph import dump
from graph.namespaces import BASE
from graph.snapshot import Snapshot
from tests.conftest import Project

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
NAME = "comity.trig.gz"


def test_the_whole_file(client: TestClient, real: Snapshot) -> None:
    answer = client.get(f"/dumps/{NAME}")
    held = (real.dumps / NAME).read_bytes()
    assert answer.status_code == 200
    assert answer.content == held, "packed still: no Content-Encoding made the client unpack it"
    assert "content-encoding" not in answer.headers
    assert answer.headers["content-type"] == "application/gzip"
    assert answer.headers["content-disposition"] == f'attachment; filename="comity-{real.version}.trig.gz"'
    digest = b64encode(hashlib.sha256(held).digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"
    assert answer.headers["cache-control"].endswith("must-revalidate")
    assert answer.headers["comity-version"] == real.version
    assert answer.headers["content-location"] == f"/dumps/{real.version}/{NAME}"


def test_zstd_is_not_packed_again(client: TestClient, real: Snapshot) -> None:
    answer = client.get("/dumps/derived.nq.zst", headers={"Accept-Encoding": "gzip, zstd"})
    assert answer.content == (real.dumps / "derived.nq.zst").read_bytes()
    assert answer.headers["content-type"] == "application/zstd"
    assert "content-encoding" not in answer.headers


def test_head_tells_what_get_would(client: TestClient) -> None:
    head, get = client.head(f"/dumps/{NAME}"), client.get(f"/dumps/{NAME}")
    assert (head.status_code, head.content) == (200, b"")
    own = {"x-request-id": ""}  # Each request has its own.
    assert {**head.headers, **own} == {**get.headers, **own}
    assert int(head.headers["content-length"]) == len(get.content)


@pytest.mark.parametrize("name", [NAME, "comity.nq.zst"])
def test_ranges(client: TestClient, name: str) -> None:
    whole = client.get(f"/dumps/{name}")
    etag, size = whole.headers["etag"], len(whole.content)

    def part(value: str, **headers: str) -> tuple[int, bytes, str | None]:
        asked = {
            "Range": value,
            "Accept-Encoding": "gzip",
            **{key.replace("_", "-"): text for key, text in headers.items()},
        }
        answer = client.get(f"/dumps/{name}", headers=asked)
        assert answer.headers.get("etag", etag) == etag
        return answer.status_code, answer.content, answer.headers.get("content-range")

    assert part("bytes=100-199") == (206, whole.content[100:200], f"bytes 100-199/{size}")
    assert part("bytes=-50") == (206, whole.content[-50:], f"bytes {size - 50}-{size - 1}/{size}")
    assert part(f"bytes={size - 1}-") == (206, whole.content[-1:], f"bytes {size - 1}-{size - 1}/{size}")
    assert part("bytes=0-9", If_Range=etag) == (206, whole.content[:10], f"bytes 0-9/{size}")
    assert part("bytes=0-9", If_Range='"another"') == (200, whole.content, None)
    assert part(f"bytes={size}-")[::2] == (416, f"bytes */{size}")


@pytest.mark.parametrize("value", ["bytes=0-9", "bytes=0-9, 20-29", "bytes=999999999999-", "bytes=-1"])
def test_a_range_is_for_get_alone(client: TestClient, value: str) -> None:
    plain, asked = client.head(f"/dumps/{NAME}"), client.head(f"/dumps/{NAME}", headers={"Range": value})
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["content-length"] == plain.headers["content-length"]
    assert "content-range" not in asked.headers


def test_conditional(client: TestClient) -> None:
    etag = client.get(f"/dumps/{NAME}").headers["etag"]
    again = client.get(f"/dumps/{NAME}", headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    tags = {client.head(f"/dumps/{one}").headers["etag"] for one in ("comity.nq.gz", "comity.nq.zst", "comity.ttl.gz")}
    assert len(tags) == 3


def test_kept_versions_never_change(client: TestClient, real: Snapshot) -> None:
    for path in (
        f"/dumps/{real.version}/{NAME}",
        f"/dumps/{real.version}/SHA256SUMS",
        f"/dumps/{real.version}/report.ttl",
    ):
        assert "immutable" in client.get(path).headers["cache-control"], path
    assert client.get(f"/dumps/{NAME}?version={real.version}").content == client.get(f"/dumps/{NAME}").content
    assert client.get(f"/dumps/{'0' * 16}/{NAME}").status_code == 404
    assert client.get(f"/dumps/{NAME}?version={'0' * 16}").json()["kept"] == [real.version]


@pytest.mark.parametrize(
    "path", ["/dumps/comity.rar", "/dumps/..%2fmanifest.json", "/dumps/manifest.json", "/dumps/.%2e/x"]
)
def test_only_dumps_are_given_out(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_checksums(client: TestClient, real: Snapshot) -> None:
    lines = client.get("/dumps/SHA256SUMS").text.splitlines()
    assert len(lines) == len(dump.dumps(real.dumps))
    for line in lines[:8]:
        digest, name = line.split("  ")
        assert hashlib.sha256(client.get(f"/dumps/{name}").content).hexdigest() == digest


def test_the_report(client: TestClient, real: Snapshot) -> None:
    found = client.get("/dumps/report.json")
    assert found.json() == json.loads((real.folder / "report.json").read_text())
    graph = rdflib.Graph().parse(data=client.get("/dumps/report.ttl").text, format="turtle")
    assert len(set(graph.objects(None, SH.result))) == len(found.json()) == real.manifest["warnings"]
    etag = found.headers["etag"]
    assert client.get("/dumps/report.json", headers={"If-None-Match": etag}).status_code == 304


def test_the_folder_leads_to_the_catalogue(client: TestClient) -> None:
    answer = client.get("/dumps", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/catalog")


def test_a_snapshot_without_dumps_says_so_and_is_catalogued_all_the_same(small: Project) -> None:
    small.write_all()
    made = small.build()
    (made.dumps / dump.SUMS).unlink()
    with TestClient(create_app(Settings(snapshots=small.snapshots, workers=1), Versions(small.snapshots))) as client:
        answer = client.get(f"/dumps/{NAME}")
        assert answer.status_code == 404
        assert "comity dump" in answer.json()["detail"]
        assert client.get("/dumps/SHA256SUMS").status_code == 404
        assert client.get("/dumps/report.json").status_code == 200
        assert client.get("/catalog", headers={"Accept": "text/html"}).status_code == 200
        graph = rdflib.Graph().parse(data=client.get("/catalog.ttl").text, format="turtle")
        [one] = graph.subjects(rdflib.RDF.type, DCAT.Distribution)
        answer = client.get("/" + str(graph.value(one, DCAT.downloadURL)).removeprefix(BASE))
        assert (answer.status_code, "immutable" in answer.headers["cache-control"]) == (200, True)
        assert answer.content == made.nquads.read_bytes()
        assert int(str(graph.value(one, DCAT.byteSize))) == len(answer.content)
        checksum = graph.value(graph.value(one, SPDX.checksum), SPDX.checksumValue)
        assert str(checksum) == hashlib.sha256(answer.content).hexdigest()
        assert "Its other dumps have not been made" in client.get("/catalog", headers={"Accept": "text/html"}).text


def test_the_n_quads_of_a_snapshot_are_there_beside_its_dumps(client: TestClient, real: Snapshot) -> None:
    answer = client.get("/dumps/graph.nq.gz")
    assert answer.content == real.nquads.read_bytes()
    assert answer.headers["content-disposition"] == f'attachment; filename="graph-{real.version}.nq.gz"'
    again = client.get("/dumps/graph.nq.gz", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_a_dump_is_what_was_built(client: TestClient, real: Snapshot) -> None:
    assert (
        hashlib.sha256(gzip.decompress(client.get("/dumps/comity.nq.gz").content)).hexdigest()
        == real.manifest["sha256"]
    )


def test_a_unit_that_is_not_known_is_ignored_and_what_is_not_there_is_told(client: TestClient) -> None:
    path = "/dumps/graph.nq.gz"
    whole = client.get(path)
    for value in ("items=0-1", "bytes=9-3", "bytes=x", "bytes"):
        answer = client.get(path, headers={"Range": value})
        assert (answer.status_code, len(answer.content)) == (200, len(whole.content))
    some = client.get(path, headers={"Range": f"bytes=0-3, {len(whole.content)}-"})
    assert (some.status_code, some.content) == (206, whole.content[:4])
    beyond = client.get(path, headers={"Range": f"bytes={len(whole.content)}-"})
    assert (beyond.status_code, beyond.headers["content-type"]) == (416, "application/problem+json")
    assert beyond.headers["content-range"] == f"bytes */{len(whole.content)}"
    assert client.get(path, headers={"If-Modified-Since": whole.headers["last-modified"]}).status_code == 304
