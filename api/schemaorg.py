"""The dataset in the words of schema.org, as search engines for data read it from the home page."""

from typing import Any

from api.catalogue import CATALOGUE, FORMS, PACKINGS
from api.editions import DESCRIPTION, KEYWORDS, LICENSE, PUBLISHER, SERIES, TITLE, Coverage, Edition
from graph.dump import WHOLE
from graph.namespaces import BASE


def document(edition: Edition, covered: Coverage) -> dict[str, Any]:
    """The Dataset as JSON-LD."""
    agent = {"@type": "Organization", "name": PUBLISHER, "url": BASE}
    found: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": edition.iri,
        "name": TITLE,
        "description": DESCRIPTION,
        "url": BASE,
        "identifier": edition.iri,
        "version": edition.version,
        "datePublished": edition.issued,
        "license": LICENSE,
        "creator": agent,
        "publisher": agent,
        "keywords": list(KEYWORDS),
        "isAccessibleForFree": True,
        "inLanguage": "en",
        "isPartOf": {"@type": "Dataset", "@id": SERIES, "name": TITLE, "description": DESCRIPTION, "license": LICENSE},
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": CATALOGUE, "name": "Comity: catalogue"},
        "spatialCoverage": [{"@type": "Place", "name": name} for name in covered.countries.values()],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": dump.name,
                "contentUrl": f"{BASE}dumps/{edition.version}/{dump.name}",
                "encodingFormat": [FORMS[dump.form][0], PACKINGS[dump.packing]],
                "contentSize": f"{dump.size} B",
                "sha256": dump.sha256,
            }
            for dump in edition.dumps
            if dump.scope == WHOLE
        ],
    }
    if covered.earliest and covered.latest:
        found["temporalCoverage"] = f"{covered.earliest}/{covered.latest}"
    return found
