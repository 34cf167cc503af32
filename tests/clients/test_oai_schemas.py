"""OAI-PMH by the schemas of the Open Archives Initiative and of DataCite: every record, every verb, every error."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from starlette.testclient import TestClient

from graph.namespaces import BASE, ROOT

Schemas = Mapping[str, etree.XMLSchema]
STANDARDS = ROOT / "tests" / "standards"
PLACES = {
    "http://dublincore.org/schemas/xmls/simpledc20021212.xsd": STANDARDS / "oai-pmh-2.0" / "simpledc20021212.xsd",
    "http://www.w3.org/2001/03/xml.xsd": STANDARDS / "datacite-4.6" / "include" / "xml.xsd",
}
"""Schemas that others import by an address on the web, and where they are here."""
RECORD = {
    "oai_dc": "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc",
    "oai_datacite": "{http://datacite.org/schema/kernel-4}resource",
}
"""What is judged in the metadata of each format. The envelope that DataCite's own server has has no schema here."""
OAI = "http://www.openarchives.org/OAI/2.0/"
METADATA = f"{{{OAI}}}metadata"
ONE = f"verb=GetRecord&metadataPrefix=oai_dc&identifier={BASE}id/decision/nl-ap-2024-clearview"


class Local(etree.Resolver):
    """Finds schemas here that are named by an address on the web; fails at any other, since nothing is fetched."""

    def resolve(self, url: str, _: str, context: Any) -> Any:
        return self.resolve_filename(str(PLACES[url]), context) if url in PLACES else None


def schema(file: Path) -> etree.XMLSchema:
    """The schema in a file with all that it imports."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(Local())
    return etree.XMLSchema(etree.parse(file, parser))


@pytest.fixture(scope="module")
def schemas() -> Schemas:
    """The schema of answers, which passes over what is in `metadata`, and that of each format of metadata."""
    return {
        "answer": schema(STANDARDS / "oai-pmh-2.0" / "OAI-PMH.xsd"),
        "oai_dc": schema(STANDARDS / "oai-pmh-2.0" / "oai_dc.xsd"),
        "oai_datacite": schema(STANDARDS / "datacite-4.6" / "metadata.xsd"),
    }


def judged(answer: etree._Element, schemas: Schemas, prefix: str = "oai_dc") -> int:
    """How many records with metadata an answer has. Raises etree.DocumentInvalid where it or one of them is invalid."""
    schemas["answer"].assertValid(answer)
    count = 0
    for metadata in answer.iter(METADATA):
        [record] = metadata.iter(RECORD[prefix])
        schemas[prefix].assertValid(etree.ElementTree(record))
        count += 1
    return count


def pages(client: TestClient, prefix: str) -> Iterator[etree._Element]:
    """All answers of a list of records, to its end."""
    address = f"/oai?verb=ListRecords&metadataPrefix={prefix}"
    while address:
        found = etree.fromstring(client.get(address).content)
        yield found
        [token] = found.findall(f".//{{{OAI}}}resumptionToken")
        address = f"/oai?verb=ListRecords&resumptionToken={token.text}" if token.text else ""


@pytest.mark.parametrize("prefix", RECORD)
def test_all_records_are_valid(client: TestClient, schemas: Schemas, prefix: str) -> None:
    assert sum(judged(page, schemas, prefix) for page in pages(client, prefix)) > 1000


@pytest.mark.parametrize(
    "query",
    [
        "verb=Identify",
        "verb=ListMetadataFormats",
        "verb=ListSets",
        "verb=ListIdentifiers&metadataPrefix=oai_dc&set=nl",
        ONE,
        "verb=Poem",
        "verb=ListRecords",
        "verb=ListRecords&metadataPrefix=marc",
        "verb=ListRecords&metadataPrefix=oai_dc&from=2999-01-01",
        "verb=ListRecords&resumptionToken=none",
        "verb=GetRecord&metadataPrefix=oai_dc&identifier=x:y",
    ],
)
def test_every_verb_and_error_is_valid(client: TestClient, schemas: Schemas, query: str) -> None:
    judged(etree.fromstring(client.get(f"/oai?{query}").content), schemas)


@pytest.mark.parametrize(
    ("prefix", "old", "new"),
    [
        ("oai_dc", b"responseDate", b"date"),
        ("oai_dc", b"dc:title", b"dc:heading"),
        ("oai_datacite", b"creatorName", b"name"),
        ("oai_datacite", b'resourceTypeGeneral="Text"', b'resourceTypeGeneral="Judgment"'),
    ],
)
def test_the_schemas_see_a_fault(client: TestClient, schemas: Schemas, prefix: str, old: bytes, new: bytes) -> None:
    body = client.get(f"/oai?{ONE.replace('oai_dc', prefix)}").content
    assert judged(etree.fromstring(body), schemas, prefix) == 1
    assert old in body
    with pytest.raises(etree.DocumentInvalid):
        judged(etree.fromstring(body.replace(old, new)), schemas, prefix)
