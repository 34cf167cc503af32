"""The words of schema.org, written here alone: the dataset, and the things, terms and concepts that have pages.

Search engines read them in a page as a block of JSON-LD. Only what identifies a thing stands in its block, and no
natural person; a fine has no term in schema.org that keeps it apart from a price.
"""

import json
from collections.abc import Sequence
from typing import Any

from api.catalogue import CATALOGUE, FORMS, PACKINGS
from api.editions import (
    AGENT,
    DESCRIPTION,
    KEYWORDS,
    LICENSE,
    PUBLISHER,
    SERIES,
    TITLE,
    Coverage,
    Edition,
    address,
    tables,
)
from api.publication import File, Publication
from api.shaping import Record
from api.wording import web
from graph.dump import WHOLE
from graph.namespaces import BASE

SCHEMA = "https://schema.org/"
CONTEXT = {"@vocab": SCHEMA, "prov": "http://www.w3.org/ns/prov#"}
"""Said here and not by the address of a file elsewhere, so that a block is read the same with no network."""
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
TYPES = {
    "authorities": f"{SCHEMA}GovernmentOrganization",
    "jurisdictions": f"{SCHEMA}AdministrativeArea",
    "companies": f"{SCHEMA}Organization",
    "cases": f"{SCHEMA}Collection",
    "decisions": f"{SCHEMA}Legislation",
    "legal-bases": f"{SCHEMA}Legislation",
    "instruments": f"{SCHEMA}Legislation",
    "sources": f"{SCHEMA}CreativeWork",
    "concepts": f"{SCHEMA}DefinedTerm",
    "ontology": f"{SCHEMA}DefinedTermSet",
}
"""What schema.org calls a thing, by where its page stands. schema.org has no act of an authority: its Legislation is
any legal act with who passed it, when, and where it holds, which is what ELI, its origin, uses it for too. A source is
a work of some kind, which its block tells: a docket or a commentary need be no digital document, nor an article."""
OURSELVES = {"@type": "Organization", "@id": AGENT, "name": PUBLISHER, "url": BASE}


def _named(reference: Record, type_: str) -> Record:
    return {"@type": type_, "@id": reference["iri"], "name": reference["label"]}


def markup(plural: str, record: Record, published: Publication) -> str:
    """The block for the page of a record, as JSON that is safe within a script element: the thing, and its record."""
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": TYPES[plural].removeprefix(SCHEMA),
        "@id": record["iri"],
        "identifier": record["id"],
        **_OWN[plural](record),
    }
    told["subjectOf"] = _record(told, published)
    return _block(told)


def _record(told: dict[str, Any], published: Publication) -> dict[str, Any]:
    """What Comity says of a thing: data, which has a publisher, a licence, days and files; the thing itself has not."""
    page = BASE.rstrip("/") + published.path
    kind = " ".join(published.path.split("/")[1].split("-"))
    return {
        "@type": "Dataset",
        "@id": page,
        "identifier": page,
        "url": page,
        "name": f"Comity: {told['name']}",
        "description": f"What Comity, a graph of privacy enforcement across borders, records of {told['name']} "
        f"({kind}): each statement with its source, as linked data and as JSON.",
        "about": {"@id": told["@id"]},
        "prov:wasDerivedFrom": {"@id": address(published.version)},
        "isPartOf": {"@type": "Dataset", "@id": SERIES, "name": TITLE, "license": LICENSE},
        "includedInDataCatalog": {"@id": CATALOGUE},
        "creator": OURSELVES,
        "publisher": OURSELVES,
        "datePublished": published.first.date().isoformat(),
        "dateModified": published.last.date().isoformat(),
        "version": published.version,
        "license": LICENSE,
        "keywords": list(KEYWORDS),
        "isAccessibleForFree": True,
        "conditionsOfAccess": PUBLIC,
        "inLanguage": "en",
        "distribution": [_download(file) for file in published.files],
    }


def _download(file: File) -> dict[str, Any]:
    told = {"@type": "DataDownload", "contentUrl": file.address, "encodingFormat": file.media_type}
    return told if file.size is None else {**told, "contentSize": f"{file.size} B", "sha256": file.sha256}


def _block(told: dict[str, Any]) -> str:
    """JSON of what is known, safe within a script element: no `<` can end it."""
    known = {key: value for key, value in told.items() if value not in (None, [], {})}
    return json.dumps(known, ensure_ascii=False).replace("<", "\\u003c")


def _decision(record: Record) -> Record:
    cites = [base["iri"] for bases in record["legal_bases"].values() for base in bases]
    return {
        "name": record["label"],
        "legislationType": record["kind"]["label"],
        "legislationPassedBy": _named(record["authority"], "GovernmentOrganization"),
        "legislationJurisdiction": _named(record["jurisdiction"], "AdministrativeArea"),
        "legislationDate": record["decided"],
        "datePublished": record["published"],
        "about": [
            {"@type": "Collection", "@id": record["case"]["iri"], "name": record["case"]["label"]},
            *(_named(one, "Organization") for one in record["respondents"] if "iri" in one),
        ],
        "citation": [{"@type": "Legislation", "@id": iri} for iri in sorted(set(cites))],
    }


def _case(record: Record) -> Record:
    return {"name": record["label"], "about": [_named(one, "Organization") for one in record["companies"]]}


def _organization(record: Record) -> Record:
    names = {name["value"] for name in record.get("names") or []} - {record["label"]}
    return {"name": record["label"], "alternateName": sorted(names)}


def _authority(record: Record) -> Record:
    area = _named(record["jurisdiction"], "AdministrativeArea")
    return {**_organization(record), "areaServed": area, "url": record["website"]}


def _company(record: Record) -> Record:
    parent, seat = record["parent"], record["seat"]
    return {
        **_organization(record),
        "parentOrganization": {"@type": "Organization", "@id": parent["iri"]} if parent else None,
        "location": {"@type": "AdministrativeArea", "@id": seat["iri"]} if seat else None,
    }


def _law(record: Record) -> Record:
    """An instrument, or a provision as part of the one above it and of its instrument. It has its own licence."""
    above = [record[name] for name in ("part_of", "instrument") if record.get(name)]
    area = record.get("jurisdiction")
    return {
        "name": record["label"],
        "alternateName": record.get("title") or record.get("heading"),
        "legislationIdentifier": record.get("eli") or record.get("celex"),
        "legislationJurisdiction": _named(area, "AdministrativeArea") if area else None,
        "description": record.get("summary"),
        "isPartOf": [_named(one, "Legislation") for one in above],
        "url": web(record["address"]),
    }


def _source(record: Record) -> Record:
    """A source: its site, where it is, and its kind. Its title is left out, which may name a person."""
    translator = record["translator"]
    return {
        "name": record["label"].partition(": ")[0],
        "url": web(record["address"]),
        "inLanguage": record["language"],
        "genre": record["kind"]["label"],
        "additionalType": record["kind"]["iri"],
        "translator": _named(translator, "Organization") if translator else None,
    }


_OWN = {
    "authorities": _authority,
    "jurisdictions": lambda record: {"name": record["label"]},
    "companies": _company,
    "cases": _case,
    "decisions": _decision,
    "legal-bases": _law,
    "instruments": _law,
    "sources": _source,
}


def collection(plural: str, query: str, total: int, shown: Sequence[Record]) -> str:
    """The block for a page of a list, asked for with a query: which things it shows, of how many."""
    page = f"{BASE}{plural}{'?' if query else ''}{query}"
    told = {"@context": CONTEXT, "@type": "CollectionPage", "@id": page, "url": page}
    told |= {"name": f"Comity: {plural.replace('-', ' ')}", "inLanguage": "en", "license": LICENSE}
    items = [{"@id": record["iri"]} for record in shown]
    whole = {"@type": "ItemList", "numberOfItems": total, "itemListElement": items}
    return _block({**told, "publisher": OURSELVES, "mainEntity": whole})


def vocabulary(type_: str, iri: str, name: str, definition: str | None, of: str | None = None) -> str:
    """The block for the page of a term or concept, or of the set `of` which it is one."""
    told = {"@context": CONTEXT, "@type": type_, "@id": iri, "name": name, "description": definition}
    whole = {"@type": "DefinedTermSet", "@id": of} if of else None
    return _block({**told, "inDefinedTermSet": whole, "license": LICENSE if of is None else None})


def dataset(edition: Edition, covered: Coverage) -> dict[str, Any]:
    """The dataset of a snapshot."""
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Dataset",
        "@id": edition.iri,
        "name": TITLE,
        "description": DESCRIPTION,
        "url": BASE,
        "identifier": edition.iri,
        "version": edition.version,
        "datePublished": edition.issued,
        "dateModified": edition.issued,
        "license": LICENSE,
        "creator": OURSELVES,
        "publisher": OURSELVES,
        "keywords": list(KEYWORDS),
        "isAccessibleForFree": True,
        "conditionsOfAccess": PUBLIC,
        "inLanguage": "en",
        "isPartOf": {"@type": "Dataset", "@id": SERIES, "name": TITLE, "description": DESCRIPTION, "license": LICENSE},
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": CATALOGUE, "name": "Comity: catalogue"},
        "spatialCoverage": [{"@type": "Place", "name": name} for name in covered.countries.values()],
        "distribution": [
            *(
                {
                    "name": dump.name,
                    **_download(File(f"{BASE}dumps/{edition.version}/{dump.name}", "", dump.size, dump.sha256)),
                    "encodingFormat": [FORMS[dump.form][0], PACKINGS[dump.packing]],
                }
                for dump in edition.dumps
                if dump.scope == WHOLE
            ),
            *({"name": name, **_download(File(address, type_))} for name, address, type_ in tables(edition)),
        ],
    }
    if edition.previous:
        found["isBasedOn"] = {"@type": "Dataset", "@id": address(edition.previous), "name": TITLE}
        found["prov:wasRevisionOf"] = {"@id": address(edition.previous)}
    if covered.earliest and covered.latest:
        found["temporalCoverage"] = f"{covered.earliest}/{covered.latest}"
    return found
