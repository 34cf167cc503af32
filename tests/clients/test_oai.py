"""Sickle and oaipmh-scythe, which harvest by OAI-PMH."""

from typing import Any

import pytest
from oaipmh_scythe import Scythe
from sickle import Sickle
from sickle.oaiexceptions import IdDoesNotExist, NoRecordsMatch

from graph.changelog import entries
from graph.history import latest
from graph.namespaces import KINDS, thing
from tests.api.conftest import Server
from tests.clients.history import CHANGED, CREATED, NEW_LABEL, SAME, WITHDRAWN, spoilt
from tests.conftest import Project


def sickle(url: str) -> Any:
    """A client of the address."""
    return Sickle(f"{url}/oai")


def test_sickle_harvests_all_that_is_and_all_that_was(followed: Server, project: Project) -> None:
    found = {record.header.identifier: record for record in sickle(followed.url).ListRecords(metadataPrefix="oai_dc")}
    last = latest(entries(project.snapshots))
    assert found.keys() == {iri for iri, (_, mark) in last.items() if mark.kind in KINDS}
    assert found[WITHDRAWN].deleted
    assert not any(record.deleted for iri, record in found.items() if iri != WITHDRAWN)
    assert found[CREATED].metadata["title"] == ["Newcomer & Söhne <GmbH>"]
    assert found[CHANGED].metadata["title"] == [NEW_LABEL]
    assert found[CHANGED].metadata["creator"] == ["CNPD"]
    assert found[CHANGED].metadata["date"] == ["2023-03-01", "2023-04-02"]
    assert found[CHANGED].metadata["coverage"] == ["Luxembourg"]
    assert found[CHANGED].metadata["identifier"] == [CHANGED]
    assert found[CHANGED].header.datestamp == entries(project.snapshots)[1].time.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_sickle_harvests_what_changed_since(followed: Server, project: Project) -> None:
    first, second = (entry.time.strftime("%Y-%m-%dT%H:%M:%SZ") for entry in entries(project.snapshots))
    client = sickle(followed.url)
    found = client.ListIdentifiers(**{"metadataPrefix": "oai_dc", "from": second})
    assert {header.identifier for header in found} == {CHANGED, CREATED, WITHDRAWN}
    found = client.ListIdentifiers(**{"metadataPrefix": "oai_dc", "until": first})
    older = {header.identifier for header in found}
    assert SAME in older
    assert older.isdisjoint({CHANGED, CREATED, WITHDRAWN})
    with pytest.raises(NoRecordsMatch):
        client.ListIdentifiers(**{"metadataPrefix": "oai_dc", "from": "2999-01-01"})


def test_sickle_asks_the_other_verbs(followed: Server) -> None:
    client = sickle(followed.url)
    assert client.Identify().deletedRecord == "persistent"
    assert {one.metadataPrefix for one in client.ListMetadataFormats()} == {"oai_dc", "oai_datacite"}
    assert [(one.setSpec, one.setName) for one in client.ListSets()] == [("lu", "Luxembourg")]
    record = client.GetRecord(identifier=CHANGED, metadataPrefix="oai_datacite")
    assert f'<title xml:lang="en">{NEW_LABEL}' in record.raw
    assert {record.header.identifier for record in client.ListRecords(metadataPrefix="oai_dc", set="lu")} >= {CHANGED}
    with pytest.raises(IdDoesNotExist):
        client.GetRecord(identifier="x:y", metadataPrefix="oai_dc")


def test_scythe_harvests_the_real_graph_page_by_page(server: Server) -> None:
    with Scythe(f"{server.url}/oai", timeout=60) as client:
        headers = list(client.list_identifiers())
        log = entries(server.snapshots)
        assert (
            len(headers)
            == len({header.identifier for header in headers})
            == sum(mark.kind in KINDS for mark in log[0].marks)
        )
        assert len(headers) > 1000, "many pages"
        records = list(client.list_records(metadata_prefix="oai_datacite", set_="gb"))
        place = thing("jurisdiction", "gb")
        assert {record.header.identifier for record in records} == {
            mark.thing for mark in log[0].marks if mark.kind in KINDS and place in mark.links
        }


def test_a_lost_token_and_a_wrong_date_are_noticed(server: Server, followed: Server, project: Project) -> None:
    with spoilt(server, lambda _, body: body.replace(b"resumptionToken", b"resumption")) as url:
        found = list(sickle(url).ListIdentifiers(metadataPrefix="oai_dc"))
        assert len(found) == 100
    with spoilt(followed, lambda _, body: body.replace(b"<datestamp>20", b"<datestamp>19")) as url:
        record = sickle(url).GetRecord(identifier=CHANGED, metadataPrefix="oai_dc")
        assert record.header.datestamp != entries(project.snapshots)[1].time.strftime("%Y-%m-%dT%H:%M:%SZ")
