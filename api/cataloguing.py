"""Catalogue records of things, as Dublin Core and as DataCite 4.5 have them, for harvesters of libraries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, Quad

from api.editions import LICENSE
from api.elements import Element, child
from graph.changelog import Entry, Mark
from graph.changes import LABELS, Change, kind_of, quad, text
from graph.namespaces import ONTOLOGY, PREFIXES

INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
DC, OAI_DC = "http://purl.org/dc/elements/1.1/", "http://www.openarchives.org/OAI/2.0/oai_dc/"
KERNEL, OAI_DATACITE = "http://datacite.org/schema/kernel-4", "http://schema.datacite.org/oai/oai-1.1/"
COMMENT = f"{PREFIXES['rdfs']}comment"
ISSUERS = (f"{ONTOLOGY}issuedBy", f"{ONTOLOGY}filedWith")
DATES = (f"{ONTOLOGY}decided", f"{ONTOLOGY}published")

Latest = Mapping[str, tuple[Entry, Mark]]


@dataclass(frozen=True)
class Item:
    """What a catalogue tells of a thing: texts with the language they are in, "" for none."""

    iri: str
    kind: str
    year: str
    titles: tuple[tuple[str, str], ...]
    creators: tuple[str, ...]
    descriptions: tuple[tuple[str, str], ...]
    dates: tuple[str, ...]
    subjects: tuple[str, ...]
    coverage: tuple[str, ...]
    relations: tuple[str, ...]


def item(entry: Entry, mark: Mark, change: Change, known: Latest) -> Item:
    """The record of a thing as its last change left it. `known` has the names of what it is linked to."""
    own = [told for told in map(quad, change.state) if text(told.subject) == mark.thing]

    def texts(*properties: str) -> tuple[tuple[str, str], ...]:
        found = (told.object for told in own if told.predicate.value in properties)
        return tuple((one.value, one.language or "") for one in found if isinstance(one, Literal))

    def names(iris: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(known[iri][1].label for iri in iris if iri in known)

    others = tuple(link for link in mark.linked if link != mark.thing)
    return Item(
        iri=mark.thing,
        kind=mark.kind,
        year=str(entry.time.year),
        titles=texts(*(label[1:-1] for label in LABELS)) or ((mark.label, ""),),
        creators=names(_objects(own, ISSUERS)) or ("Comity",),
        descriptions=texts(COMMENT),
        dates=tuple(value for value, _ in texts(*DATES)),
        subjects=names(tuple(link for link in others if kind_of(link) != "jurisdiction")),
        coverage=names(tuple(link for link in mark.linked if kind_of(link) == "jurisdiction")),
        relations=others,
    )


def _objects(own: list[Quad], properties: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text(told.object) for told in own if told.predicate.value in properties)


def _language(code: str) -> dict[str, str]:
    return {"xml:lang": code} if code else {}


def dublin_core(parent: Element, told: Item) -> None:
    """Simple Dublin Core, as OAI-PMH asks of everyone."""
    node = child(parent, "oai_dc:dc", None, {"xmlns:oai_dc": OAI_DC, "xmlns:dc": DC, **_schema(OAI_DC, OAI_DC_SCHEMA)})
    for title, language in told.titles:
        child(node, "dc:title", title, _language(language))
    for creator in told.creators:
        child(node, "dc:creator", creator)
    for subject in told.subjects:
        child(node, "dc:subject", subject)
    for description, language in told.descriptions:
        child(node, "dc:description", description, _language(language))
    child(node, "dc:publisher", "Comity")
    for date in told.dates:
        child(node, "dc:date", date)
    child(node, "dc:type", told.kind)
    child(node, "dc:identifier", told.iri)
    for relation in told.relations:
        child(node, "dc:relation", relation)
    for place in told.coverage:
        child(node, "dc:coverage", place)
    child(node, "dc:rights", LICENSE)


def datacite(parent: Element, told: Item) -> None:
    """DataCite 4.5 in the envelope of DataCite's own OAI-PMH server."""
    envelope = child(parent, "oai_datacite", None, {"xmlns": OAI_DATACITE, **_schema(OAI_DATACITE, DATACITE_SCHEMA)})
    child(envelope, "schemaVersion", "4.5")
    child(envelope, "datacentreSymbol", "COMITY")
    node = child(child(envelope, "payload"), "resource", None, {"xmlns": KERNEL, **_schema(KERNEL, KERNEL_SCHEMA)})
    child(node, "identifier", told.iri, {"identifierType": "URL"})
    creators = child(node, "creators")
    for creator in told.creators:
        child(child(creators, "creator"), "creatorName", creator, {"nameType": "Organizational"})
    titles = child(node, "titles")
    for title, language in told.titles:
        child(titles, "title", title, _language(language))
    child(node, "publisher", "Comity")
    child(node, "publicationYear", told.year)
    general = "Text" if told.kind == "decision" else "Other"
    child(node, "resourceType", told.kind, {"resourceTypeGeneral": general})
    if told.subjects:
        subjects = child(node, "subjects")
        for subject in told.subjects:
            child(subjects, "subject", subject)
    if told.relations:
        relations = child(node, "relatedIdentifiers")
        for relation in told.relations:
            child(
                relations, "relatedIdentifier", relation, {"relatedIdentifierType": "URL", "relationType": "References"}
            )
    child(child(node, "rightsList"), "rights", "CC BY 4.0", {"rightsURI": LICENSE})
    if told.descriptions:
        descriptions = child(node, "descriptions")
        for description, language in told.descriptions:
            child(descriptions, "description", description, {"descriptionType": "Abstract", **_language(language)})


def _schema(namespace: str, address: str) -> dict[str, str]:
    return {"xmlns:xsi": INSTANCE, "xsi:schemaLocation": f"{namespace} {address}"}


OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DATACITE_SCHEMA = "http://schema.datacite.org/oai/oai-1.1/oai.xsd"
KERNEL_SCHEMA = "http://schema.datacite.org/meta/kernel-4.5/metadata.xsd"


@dataclass(frozen=True)
class Prefix:
    """A format of metadata: where its schema is, its namespace, and what writes a record."""

    schema: str
    namespace: str
    write: Callable[[Element, Item], None]


PREFIXED = {
    "oai_dc": Prefix(OAI_DC_SCHEMA, OAI_DC, dublin_core),
    "oai_datacite": Prefix(DATACITE_SCHEMA, OAI_DATACITE, datacite),
}
"""Formats of metadata by the prefix that harvesters ask for."""
