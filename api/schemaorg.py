"""The words of schema.org in every page, as a block of JSON-LD: the dataset, the records of things, lists, other pages.

What a thing itself is in these words, `api.entities` tells.
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
from graph.dump import WHOLE
from graph.namespaces import BASE

CONTEXT = {"@vocab": "https://schema.org/", "prov": "http://www.w3.org/ns/prov#"}
"""Said here and not by the address of a file elsewhere, so that a block is read the same with no network."""
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
OURSELVES = {"@type": "Organization", "@id": AGENT, "name": PUBLISHER, "url": BASE}


def markup(entity: Record, published: Publication) -> str:
    """The block for the page of an entity, as JSON that is safe within a script element.

    It is what Comity says of the entity, and that is about the entity: data, which has a publisher, a licence, days and
    files; the entity itself has not. The data come first and name (`mentions`) all that the entity names, so that who
    looks for the main thing of the page, at the top or by how much is said of it, finds the data.
    """
    page = BASE.rstrip("/") + published.path
    kind = " ".join(published.path.split("/")[1].split("-"))
    told = _known(entity)
    return _block(
        {
            "@context": CONTEXT,
            "@type": "Dataset",
            "@id": page,
            "identifier": page,
            "url": page,
            "name": f"Comity: {told['name']}",
            "description": f"What Comity, a graph of privacy enforcement across borders, records of {told['name']} "
            f"({kind}): each statement with its source, as linked data and as JSON.",
            "about": told,
            "mentions": [{"@id": iri} for iri in sorted(_named(told) - {told["@id"]})],
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
    )


def _named(told: Any) -> set[str]:
    """IRIs of all nodes in a part of a block."""
    if isinstance(told, list):
        return set().union(*map(_named, told))
    if not isinstance(told, dict):
        return set()
    return set().union({told["@id"]} if "@id" in told else set(), *map(_named, told.values()))


def _known(told: Record) -> Record:
    """What is known of a node: members that are neither None nor empty."""
    return {key: value for key, value in told.items() if value not in (None, [], {})}


def _download(file: File) -> dict[str, Any]:
    told = {"@type": "DataDownload", "contentUrl": file.address, "encodingFormat": file.media_type}
    return told if file.size is None else {**told, "contentSize": f"{file.size} B", "sha256": file.sha256}


def _block(told: dict[str, Any]) -> str:
    """JSON of what is known, safe within a script element: no `<` can end it."""
    return json.dumps(_known(told), ensure_ascii=False).replace("<", "\\u003c")


def webpage(type_: str, address: str, name: str, **more: Any) -> str:
    """The block for a page that is about no one thing: its type, its address from the root on, its name, and `more`."""
    page = BASE + address.lstrip("/")
    told: dict[str, Any] = {"@context": CONTEXT, "@type": type_, "@id": page, "url": page, "name": f"Comity: {name}"}
    told |= {"inLanguage": "en", "license": LICENSE, "publisher": OURSELVES, "isAccessibleForFree": True}
    return _block({**told, "isPartOf": {"@type": "WebSite", "@id": BASE, "name": "Comity", "url": BASE}, **more})


def collection(plural: str, query: str, total: int, shown: Sequence[Record]) -> str:
    """The block for a page of a list, asked for with a query: which things it shows, of how many."""
    items = [{"@id": record["iri"]} for record in shown]
    whole = {"@type": "ItemList", "numberOfItems": total, "itemListElement": items}
    address = f"{plural}{'?' if query else ''}{query}"
    return webpage("CollectionPage", address, plural.replace("-", " "), mainEntity=whole)


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
