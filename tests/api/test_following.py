"""When a thing changed last, told with its page, its record and its documents."""

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as xml

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from starlette.testclient import TestClient

from api import oai
from api.app import create_app
from api.following import change_iri, thing_at
from api.settings import Settings
from api.versions import Versions
from graph import changelog, snapshot
from graph.changelog import entries
from graph.namespaces import BASE, ID, KINDS, path_of
from tests.api.test_oai import OAI
from tests.clients.history import begin
from tests.conftest import Project, rewritten
from tests.graph.test_account import COURT


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, skeleton: Path) -> Project:
    """A project with two snapshots."""
    found = Project(tmp_path_factory.mktemp("following"), skeleton)
    begin(found)
    return found


@pytest.mark.parametrize("name", ["id/case/x", "concept/force/annulled", "ontology#Fine", "ontology"])
def test_the_iri_of_a_change_leads_back_to_its_thing(name: str) -> None:
    iri = change_iri(7, BASE + name)
    assert "#" not in iri
    assert thing_at(iri.removeprefix(f"{BASE}change/7/")) == BASE + name


def test_pages_and_records_tell_it_too(client: TestClient) -> None:
    for suffix in ("", ".json"):
        assert "last-modified" in client.get(f"/decisions/nl-ap-2024-clearview{suffix}").headers


EDITS = [
    ('"CNPD"@en', '"CNPD of Luxembourg"@en'),
    ('"Parcelwise S.A."@en', '"Parcelwise Europe"@en'),
    ('"Tracking of couriers by Parcelwise"@en', '"Tracking of couriers"@en'),
    ('"Luxembourg"@en', '"The Grand Duchy"@en'),
    ('label> "Fine"@en', 'label> "The fine"@en'),
    ('"CNPD: press release on Parcelwise"@en', '"Press release"@en'),
    ('"Tribunal: annulled"@en', '"The tribunal annulled it"@en'),
    ('"Location of couriers recorded', '"The location of couriers recorded'),
]
"""Changes of the label of one thing or part each, and one of no label: what turns into what."""
WORDS = ("concept/outcome/infringement-found", "concept/force", "ontology#Fine", "concept/force/annulled")
"""Words of the graph that get a label each."""


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory, skeleton: Path) -> Iterator[TestClient]:
    """A client of an application whose log has an entry for each of EDITS, one after the other, and for each word."""
    project = Project(tmp_path_factory.mktemp("edited"), skeleton)
    project.write_all()
    project.write("court.ttl", COURT)
    made = project.build()
    label = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
    named = [Quad(NamedNode(BASE + word), label, Literal("Named", language="en"), NamedNode("x:g")) for word in WORDS]
    for old, new in (*EDITS, *(("", f"{quad} .\n") for quad in named)):

        def change(said: bytes, old: bytes = old.encode(), new: bytes = new.encode()) -> bytes:
            return said.replace(old, new) if old else said + new

        made = rewritten(made, change, "2030-01-01T00:00:00+00:00")
        snapshot.point(project.snapshots, made.version)
        changelog.record(project.snapshots)
    settings = Settings(snapshots=project.snapshots, workers=1)
    with TestClient(create_app(settings, Versions(project.snapshots))) as found:
        yield found


def documents(client: TestClient, version: str, paths: list[str]) -> dict[str, tuple[bytes, str]]:
    """Body and time of the documents there are at these paths in a version."""
    found = {path: client.get(f"{path}.nt?version={version}") for path in paths}
    return {path: (one.content, one.headers["last-modified"]) for path, one in found.items() if one.status_code == 200}


def test_a_document_that_changed_was_modified(edited: TestClient) -> None:
    """The general rule, over each step: other bytes, another time; and another time for few others."""
    log = entries(edited.app.state.comity.settings.snapshots)
    iris = {mark.thing for entry in log for mark in entry.marks if mark.thing.startswith(ID)}
    paths = [path for iri in (*iris, *(BASE + word for word in WORDS)) if (path := path_of(iri))]
    paths = sorted(path.replace("#", "/") for path in paths)
    needless, needed = list[str](), list[str]()
    before = documents(edited, log[0].version, paths)
    for entry in log[1:]:
        after = documents(edited, entry.version, paths)
        for path in before.keys() & after.keys():
            (body, time), (now, later) = before[path], after[path]
            assert now == body or time != later, f"{path} changed unnoticed"
            if time != later:
                (needless if now == body else needed).append(path)
                asked = edited.get(f"{path}.nt?version={entry.version}", headers={"If-Modified-Since": time})
                assert asked.status_code == 200
        before = after
    assert len(needed) > 20
    assert len(needless) < len(needed) / 2, "a time that changes for nothing makes clients fetch for nothing"


def test_a_record_that_changed_has_another_datestamp(edited: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    log = entries(edited.app.state.comity.settings.snapshots)
    before: dict[str, dict[str, tuple[str | None, bytes]]] = {"oai_dc": {}, "oai_datacite": {}}
    changed = 0
    for length in range(1, len(log) + 1):
        monkeypatch.setattr(oai, "log", lambda _, length=length: log[:length])
        for prefix, known in before.items():
            answer = xml.fromstring(edited.get(f"/oai?verb=ListRecords&metadataPrefix={prefix}").content)
            for record in answer.iter(f"{OAI}record"):
                iri, metadata = record.findtext(f".//{OAI}identifier") or "", record.find(f"{OAI}metadata")
                assert metadata is not None
                now = (record.findtext(f".//{OAI}datestamp"), xml.tostring(metadata))
                old = known.get(iri, now)
                assert now[0] != old[0] or now[1] == old[1], f"{iri} changed unnoticed"
                changed += now[1] != old[1]
                known[iri] = now
    assert changed > 10
    assert {iri.removeprefix(ID).partition("/")[0] for iri in before["oai_dc"]} < KINDS.keys()
