"""OAI-PMH: every error the protocol knows, and nothing that a stranger sends breaks the XML."""

from xml.etree import ElementTree as xml

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trials
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.cataloguing import DC, KERNEL
from api.settings import Settings
from api.versions import Versions
from graph import changelog, snapshot
from graph.namespaces import ONTOLOGY, thing
from tests.conftest import BACKGROUND, Project, rewritten

OAI = "{http://www.openarchives.org/OAI/2.0/}"
KNOWN = "https://w3id.org/comity/id/decision/nl-ap-2024-clearview"


def told(client: TestClient, query: str) -> xml.Element:
    """The answer to a request. Its form is that of the standard: time, request, then an error or what was asked."""
    reply = client.get(f"/oai?{query}")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "text/xml; charset=utf-8")
    root = xml.fromstring(reply.content)
    assert [node.tag for node in root][:2] == [f"{OAI}responseDate", f"{OAI}request"]
    assert root[1].text == "http://testserver/oai"
    return root


def token(client: TestClient, query: str) -> str:
    """The token with which a list goes on."""
    found = told(client, query).find(f".//{OAI}resumptionToken")
    assert found is not None
    return found.text or ""


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "badVerb"),
        ("verb=Dance", "badVerb"),
        ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&set=nl", "badArgument"),
        ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&identifier=x", "badArgument"),
        *((f"verb=ListRecords&metadataPrefix=oai_dc&{name}=", "badArgument") for name in ("from", "until", "set")),
        ("verb=ListRecords&metadataPrefix=", "badArgument"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=", "badArgument"),
        ("verb=ListMetadataFormats&identifier=", "badArgument"),
        ("verb=ListRecords&resumptionToken=", "badResumptionToken"),
        ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=2024-13-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01&until=2024-01-02T00:00:00Z", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&from=2024-02-01&until=2024-01-01", "badArgument"),
        ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
        ("verb=ListRecords&metadataPrefix=marc", "cannotDisseminateFormat"),
        (f"verb=GetRecord&metadataPrefix=marc&identifier={KNOWN}", "cannotDisseminateFormat"),
        ("verb=GetRecord&metadataPrefix=oai_dc&identifier=x:y", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=x:y", "idDoesNotExist"),
        ("verb=ListRecords&metadataPrefix=oai_dc&until=1999-01-01", "noRecordsMatch"),
        ("verb=ListRecords&metadataPrefix=oai_dc&set=zz", "noRecordsMatch"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        (f"verb=ListRecords&resumptionToken={'A' * 9999}", "badResumptionToken"),
        ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
    ],
)
def test_errors(client: TestClient, query: str, code: str) -> None:
    root = told(client, query)
    error = root[2]
    assert (error.tag, error.get("code")) == (f"{OAI}error", code)
    assert error.text
    assert (root[1].attrib == {}) == (code in ("badVerb", "badArgument"))


def test_a_record_in_both_formats(client: TestClient) -> None:
    for prefix, namespace in (("oai_dc", DC), ("oai_datacite", KERNEL)):
        root = told(client, f"verb=GetRecord&metadataPrefix={prefix}&identifier={KNOWN}")
        titles = [node.text for node in root.iter(f"{{{namespace}}}title")]
        assert titles == ["AP v Clearview AI: fine and four orders under periodic penalty"]
        assert root[1].get("metadataPrefix") == prefix
        assert [node.text for node in root.iter(f"{OAI}setSpec")] == ["nl"]


def test_lists_go_on_until_their_end(client: TestClient) -> None:
    query, seen, sizes = "verb=ListIdentifiers&metadataPrefix=oai_dc", [], set()
    while query:
        root = told(client, query)
        seen += [node.text for node in root.iter(f"{OAI}identifier")]
        node = root.find(f".//{OAI}resumptionToken")
        assert node is not None
        sizes.add(node.get("completeListSize"))
        query = f"verb=ListIdentifiers&resumptionToken={node.text}" if node.text else ""
    assert sizes == {str(len(seen))}
    assert len(set(seen)) == len(seen) > 1000


def test_a_token_that_was_changed_is_refused(client: TestClient) -> None:
    found = token(client, "verb=ListRecords&metadataPrefix=oai_dc")
    for forged in (found[:-4], found + "AAAA", found.swapcase()):
        root = told(client, f"verb=ListRecords&resumptionToken={forged}")
        assert root[2].get("code") == "badResumptionToken"


def test_post_is_answered_alike(client: TestClient) -> None:
    reply = client.post("/oai", data={"verb": "ListSets"})
    assert b"<setSpec>nl</setSpec>" in reply.content


@trials(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.dictionaries(st.sampled_from(["verb", "set", "from", "identifier", "resumptionToken"]), st.text(max_size=20)))
def test_whatever_is_asked_the_answer_is_xml(client: TestClient, asked: dict[str, str]) -> None:
    reply = client.get("/oai", params={"verb": "ListRecords", "metadataPrefix": "oai_dc", **asked})
    assert reply.status_code in (200, 400)
    if reply.status_code == 200:
        xml.fromstring(reply.content)


MOVED = thing("authority", "lu-cnpd")


def test_a_record_has_the_places_of_the_present(small: Project) -> None:
    """A thing moves from one place to another, and goes: what is told of it, and to whom."""
    place = '<id/jurisdiction/lu-di> a comity:Jurisdiction ; rdfs:label "Diekirch"@en ; comity:isoCode "LU-DI" ;'
    small.write_all(f"{BACKGROUND}{place} dcterms:source <id/source/lu-press> .")
    made = small.build()
    of = f"<{MOVED}> <{ONTOLOGY}jurisdiction> <{thing('jurisdiction', 'lu')}".encode()
    moved = rewritten(made, lambda said: said.replace(of, of + b"-di"), "2030-01-01T00:00:00+00:00")
    gone = rewritten(
        moved,
        lambda said: b"".join(line for line in said.splitlines(True) if not line.startswith(f"<{MOVED}".encode())),
        "2030-01-02T00:00:00+00:00",
    )
    settings = Settings(snapshots=small.snapshots, workers=1)
    with TestClient(create_app(settings, Versions(small.snapshots))) as client:

        def sets(of: str) -> bool:
            query = f"verb=ListIdentifiers&metadataPrefix=oai_dc&set={of}"
            return MOVED in [node.text for node in told(client, query).iter(f"{OAI}identifier")]

        record = f"verb=GetRecord&metadataPrefix=oai_dc&identifier={MOVED}"
        for version, places, name in ((made, ["lu"], "Luxembourg"), (moved, ["lu-di"], "Diekirch")):
            snapshot.point(small.snapshots, version.version)
            changelog.record(small.snapshots)
            root = told(client, record)
            assert [node.text for node in root.iter(f"{OAI}setSpec")] == places
            assert [node.text for node in root.iter(f"{{{DC}}}coverage")] == [name]
            assert [node.text for node in root.iter(f"{{{DC}}}relation")] == [thing("jurisdiction", places[0])]
            assert (sets("lu"), sets("lu-di")) == (places == ["lu"], places == ["lu-di"])
        snapshot.point(small.snapshots, gone.version)
        changelog.record(small.snapshots)
        root = told(client, record)
        assert [node.get("status") for node in root.iter(f"{OAI}header")] == ["deleted"]
        assert {node.text for node in root.iter(f"{OAI}setSpec")} == {"lu", "lu-di"}
        assert sets("lu") and sets("lu-di"), "who harvested either learns that it is gone"
