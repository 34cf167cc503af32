"""The dataset as DataCite 4.5 describes it, for those who cite and harvest research data."""

from typing import Any

from api.catalogue import FORMS
from api.editions import DESCRIPTION, KEYWORDS, LICENSE, PUBLISHER, SERIES, TITLE, Coverage, Edition, address
from graph.dump import WHOLE
from graph.namespaces import BASE

MEDIA_TYPE = "application/vnd.datacite.datacite+json"
SCHEMA = "http://datacite.org/schema/kernel-4"


def document(edition: Edition, covered: Coverage) -> dict[str, Any]:
    """The record of one snapshot. It has no DOI, and DataCite calls every other identifier an alternate one.

    Version 4.5 has no kind of date for what data cover: it is told as another date, with what it is.
    """
    whole = [dump for dump in edition.dumps if dump.scope == WHOLE]
    related = [_related("IsVersionOf", SERIES), _related("IsDocumentedBy", f"{BASE}ontology")]
    if edition.previous:
        related.append(_related("IsNewVersionOf", address(edition.previous)))
    period = f"{covered.earliest}/{covered.latest}" if covered.earliest and covered.latest else None
    return {
        "schemaVersion": SCHEMA,
        "alternateIdentifiers": [{"alternateIdentifier": edition.iri, "alternateIdentifierType": "URL"}],
        "creators": [{"name": PUBLISHER, "nameType": "Organizational"}],
        "titles": [{"title": TITLE, "lang": "en"}],
        "publisher": {"name": PUBLISHER},
        "publicationYear": edition.issued[:4],
        "types": {"resourceType": "Knowledge graph", "resourceTypeGeneral": "Dataset"},
        "subjects": [{"subject": word, "lang": "en"} for word in KEYWORDS],
        "dates": [
            {"date": edition.issued[:10], "dateType": "Issued"},
            *([{"date": period, "dateType": "Other", "dateInformation": "Period of the decisions"}] if period else []),
        ],
        "language": "en",
        "relatedIdentifiers": related,
        "sizes": [f"{sum(edition.snapshot.manifest['quads'].values())} quads"],
        "formats": sorted({FORMS[dump.form][0] for dump in whole}),
        "version": edition.version,
        "rightsList": [
            {
                "rights": "Creative Commons Attribution 4.0 International",
                "rightsUri": LICENSE,
                "rightsIdentifier": "CC-BY-4.0",
                "rightsIdentifierScheme": "SPDX",
            }
        ],
        "descriptions": [{"description": DESCRIPTION, "descriptionType": "Abstract", "lang": "en"}],
        "geoLocations": [{"geoLocationPlace": name} for name in covered.countries.values()],
    }


def _related(relation: str, iri: str) -> dict[str, str]:
    return {"relatedIdentifier": iri, "relatedIdentifierType": "URL", "relationType": relation}
