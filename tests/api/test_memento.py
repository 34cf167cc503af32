"""Memento: which version stood on a day, and which versions there are of a thing."""

import re
import shutil
from collections.abc import Iterator
from email.utils import format_datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph import changelog, snapshot
from graph.namespaces import GRAPH_CURATED, ONTOLOGY, PREFIXES, thing
from graph.snapshot import Snapshot
from tests.conftest import Project, retold, rewritten

PATH = "/decisions/lu-cnpd-2023-parcelwise.ttl"
EARLY, LATER = "2020-01-01T00:00:00+00:00", "2021-06-01T12:00:00+00:00"
OWL = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"


@pytest.fixture
def history(small: Project) -> list[Snapshot]:
    """Three snapshots, oldest first: without the decision, with another label of it, and as it is now."""
    small.write_all()
    small.write(
        "retired.ttl",
        OWL + '<id/case/twice> owl:deprecated true ; rdfs:comment "Entered twice."@en ;'
        ' dcterms:modified "2026-11-01"^^xsd:date .'
        ' <id/company/parcel> owl:deprecated true ; dcterms:modified "2026-11-01"^^xsd:date ;'
        " dcterms:isReplacedBy <id/company/parcelwise> .",
    )
    now = small.build()
    absent = lambda said: b"".join(line for line in said.splitlines(keepends=True) if b"lu-cnpd-2023" not in line)  # noqa: E731
    twice = f"<{thing('case', 'twice')}>"
    said_of_it = f'{twice} <{PREFIXES["rdfs"]}label> "Twice"@en <{GRAPH_CURATED}> .\n'
    said_of_it += f"{twice} <{PREFIXES['rdf']}type> <{ONTOLOGY}Case> <{GRAPH_CURATED}> .\n"
    kept = lambda said: [line for line in said.splitlines(keepends=True) if not line.startswith(twice.encode())]  # noqa: E731
    other = lambda said: b"".join(kept(said)).replace(b"CNPD v Parcelwise", b"Parcelwise") + said_of_it.encode()  # noqa: E731
    found = [rewritten(now, absent, EARLY), rewritten(now, other, LATER), now]
    retold(small.snapshots)
    return found


@pytest.fixture
def archive(history: list[Snapshot]) -> Iterator[TestClient]:
    """A client of an application that keeps these snapshots."""
    folder: Path = history[0].folder.parent
    with TestClient(create_app(Settings(snapshots=folder, workers=1), Versions(folder))) as found:
        yield found


@pytest.mark.parametrize(
    ("day", "which"),
    [
        ("Sun, 22 Nov 2099 12:00:00 GMT", 2),
        (None, 2),
        ("Wed, 02 Jun 2021 00:00:00 GMT", 1),
        ("Tue, 01 Jun 2021 12:00:00 GMT", 1),
        ("Thu, 01 Jan 2015 00:00:00 GMT", 1),
    ],
)
def test_the_gate_leads_to_the_version_of_the_day(
    archive: TestClient, history: list[Snapshot], day: str | None, which: int
) -> None:
    headers = {"Accept-Datetime": day} if day else {}
    answer = archive.get(f"/timegate{PATH}", headers=headers, follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == f"{PATH}?version={history[which].version}"
    assert "accept-datetime" in answer.headers["vary"].split(", ")
    memento = archive.get(answer.headers["location"])
    assert memento.status_code == 200
    assert memento.headers["memento-datetime"] == (
        "Tue, 01 Jun 2021 12:00:00 GMT" if which == 1 else memento.headers["last-modified"]
    )
    assert memento.links["original"]["url"] == f"http://testserver{PATH}"
    assert ("CNPD v Parcelwise" in memento.text) == (which == 2)


def test_a_version_links_its_frame_and_the_thing_without_version_is_none(archive: TestClient) -> None:
    answer = archive.get(PATH)
    assert "memento-datetime" not in answer.headers
    for relation, path in (("original", PATH), ("timegate", f"/timegate{PATH}"), ("timemap", f"/timemap{PATH}")):
        assert answer.links[relation]["url"] == f"http://testserver{path}"


def test_the_map_lists_the_versions_in_which_the_thing_is(archive: TestClient, history: list[Snapshot]) -> None:
    answer = archive.get(f"/timemap{PATH}")
    assert answer.headers["content-type"] == "application/link-format"
    lines = [line for line in answer.text.splitlines() if "memento" in line.partition("rel=")[2].partition(";")[0]]
    assert len(lines) == 2  # In the first the decision is not.
    assert f'?version={history[1].version}>; rel="first memento"; datetime="Tue, 01 Jun 2021 12:00:00 GMT"' in lines[0]
    assert f'?version={history[2].version}>; rel="last memento"' in lines[1]


def test_a_whole_address_does_as_well_as_a_path(archive: TestClient) -> None:
    for asked in (f"http://testserver{PATH}", f"http:/testserver{PATH}"):
        answer = archive.get(f"/timegate/{asked}")
        assert (answer.status_code, answer.url.path) == (200, PATH)


def test_the_versions_of_an_address_keep_what_else_was_asked(archive: TestClient, history: list[Snapshot]) -> None:
    answer = archive.get(f"{PATH}?profile=brief&version={history[1].version}")
    gate = answer.links["timegate"]["url"].removeprefix("http://testserver")
    assert answer.links["original"]["url"] == f"http://testserver{PATH}?profile=brief"
    led = archive.get(gate, follow_redirects=False)
    assert led.headers["location"] == f"{PATH}?profile=brief&version={history[2].version}"
    assert led.links["original"]["url"] == f"http://testserver{PATH}?profile=brief"
    mapped = archive.get(answer.links["timemap"]["url"].removeprefix("http://testserver")).text
    assert mapped.count(f"{PATH}?profile=brief&version=") == 2
    assert f'<http://testserver{PATH}?profile=brief>; rel="original"' in mapped


def test_the_gate_tells_of_the_neighbours_alone(archive: TestClient, history: list[Snapshot]) -> None:
    folder = history[0].folder.parent
    for month in range(2, 12):  # Between the second and the last.
        label = f"Parcelwise {month}".encode()
        change = lambda said, label=label: said.replace(b"CNPD v Parcelwise", label)  # noqa: E731
        rewritten(history[2], change, f"2022-{month:02}-01T00:00:00+00:00")
    retold(folder)
    answer = archive.get(
        f"/timegate{PATH}", headers={"Accept-Datetime": "Sun, 15 May 2022 00:00:00 GMT"}, follow_redirects=False
    )
    mementos = re.findall(r'rel="([a-z ]*memento)"; datetime="([^"]+)"', answer.headers["link"])
    assert [relation for relation, _ in mementos] == [
        *("first memento", "prev memento", "memento", "next memento", "last memento")
    ]
    assert [day[5:16] for _, day in mementos][1:4] == ["01 Apr 2022", "01 May 2022", "01 Jun 2022"]
    assert archive.get(f"/timemap{PATH}").text.count("memento") == 12


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/timegate/decisions/nothing", {}, 404),
        ("/timegate/sparql", {}, 404),
        ("/timemap/decisions", {}, 404),
        (f"/timegate{PATH}", {"Accept-Datetime": "yesterday"}, 400),
        (f"/timegate{PATH}", {"Accept-Datetime": "Wed, 02 Jun 2021 00:00:00 +0100"}, 400),
        (f"/timegate{PATH}", {"Accept-Datetime": "Wed, 02 Jun 2021 00:00:00"}, 400),
        (f"/timegate{PATH}", {"Accept-Datetime": "Mon, 02 Jun 2021 00:00:00 GMT"}, 400),
        (f"/timegate{PATH}", {"Accept-Datetime": "Wed, 2 Jun 2021 00:00:00 GMT"}, 400),
        (f"/timegate{PATH}", {"Accept-Datetime": "Mon, 01 Jan 0001 00:00:00 +2300"}, 400),
    ],
)
def test_what_has_no_versions_says_so(archive: TestClient, path: str, headers: dict[str, str], status: int) -> None:
    answer = archive.get(path, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_version_that_came_back_into_use_is_the_one_of_today(archive: TestClient, history: list[Snapshot]) -> None:
    folder, again = history[0].folder.parent, history[1]
    snapshot.point(folder, again.version)
    changelog.record(folder)
    answer = archive.get(f"/timegate{PATH}", follow_redirects=False)
    assert answer.headers["location"] == f"{PATH}?version={again.version}"
    assert archive.get(f"/timemap{PATH}").text.count(f"?version={again.version}>") == 1
    assert archive.get(f"{PATH}?version={again.version}").headers["memento-datetime"] == "Tue, 01 Jun 2021 12:00:00 GMT"


def test_without_a_log_the_snapshot_in_use_is_the_only_one_known(archive: TestClient, history: list[Snapshot]) -> None:
    shutil.rmtree(history[0].folder.parent / changelog.FOLDER)
    assert archive.get(f"/timemap{PATH}").text.count("memento") == 1
    answer = archive.get(PATH)
    assert answer.headers["last-modified"] == format_datetime(history[2].built, usegmt=True)
    assert archive.get("/sitemap.xml").status_code == 200


# What was renamed or withdrawn


def test_what_was_withdrawn_says_why_and_which_versions_have_it(archive: TestClient, history: list[Snapshot]) -> None:
    for path in ("/id/case/twice", "/cases/twice", "/cases/twice.ttl", "/cases/twice.json"):
        answer = archive.get(path, headers={"Accept": "text/turtle, application/json"}, follow_redirects=False)
        body = answer.json()
        assert (answer.status_code, answer.headers["content-type"]) == (410, "application/problem+json")
        assert (body["reason"], body["since"], body["kept"]) == ("Entered twice.", "2026-11-01", [history[1].version])
        assert "Accept" in answer.headers["vary"].split(", ")


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/id/company/parcel", "/id/company/parcelwise"),
        ("/companies/parcel.ttl", "/companies/parcelwise.ttl"),
        ("/companies/parcel.json", "/companies/parcelwise.json"),
        ("/companies/parcel", "/companies/parcelwise"),
    ],
)
@pytest.mark.parametrize("asked", ["", "?profile=brief", "?as_of=2022-01-01&lang=fr"])
def test_what_was_renamed_leads_to_its_new_name(archive: TestClient, path: str, target: str, asked: str) -> None:
    answer = archive.get(path + asked, headers={"Accept": "text/html"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, target + asked)
    if not asked:
        assert archive.get(path + asked, headers={"Accept": "text/turtle"}).status_code == 200


def test_what_vanished_untold_is_gone_all_the_same(archive: TestClient, history: list[Snapshot]) -> None:
    lost = rewritten(
        history[2],
        lambda said: b"".join(line for line in said.splitlines(keepends=True) if b"id/source/lu-press> <" not in line),
        "2022-01-01T00:00:00+00:00",
    )
    folder = lost.folder.parent
    snapshot.point(folder, lost.version)
    changelog.record(folder)
    answer = archive.get(f"/sources/lu-press.ttl?version={lost.version}")
    assert (answer.status_code, answer.json()["reason"]) == (410, None)
    assert answer.json()["kept"] == [one.version for one in history]
    assert archive.get(f"/sources/lu-press.ttl?version={history[2].version}").status_code == 200


def test_what_never_was_is_not_found_at_once(archive: TestClient) -> None:
    for path in ("/id/case/never", "/concept/force/never", "/cases/never.nt"):
        answer = archive.get(path, headers={"Accept": "text/turtle"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json")


def test_what_was_withdrawn_has_no_version_where_there_is_no_log(history: list[Snapshot]) -> None:
    folder = history[0].folder.parent
    shutil.rmtree(folder / changelog.FOLDER)
    with TestClient(create_app(Settings(snapshots=folder, workers=1), Versions(folder))) as bare:
        assert bare.get("/timemap/cases/twice").status_code == 404
        assert bare.get(f"/timemap{PATH}").status_code == 200
