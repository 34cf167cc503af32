"""Entities: what each kind of thing is in the words of schema.org.

Only what identifies it is told, and no natural person; a fine has no term there that keeps it apart from a price.
"""

from api.shaping import Record
from api.wording import web

SCHEMA = "https://schema.org/"
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
    "rates": f"{SCHEMA}ExchangeRateSpecification",
    "queries": f"{SCHEMA}SoftwareSourceCode",
}
"""What schema.org calls a thing, by where its page stands. schema.org has no act of an authority: its Legislation is
any legal act with who passed it, when, and where it holds, which is what ELI, its origin, uses it for too. A source is
a work of some kind, which its block tells: a docket or a commentary need be no digital document, nor an article."""


def _named(reference: Record, type_: str) -> Record:
    return {"@type": type_, "@id": reference["iri"], "name": reference["label"]}


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


OWN = {
    "authorities": _authority,
    "jurisdictions": lambda record: {"name": record["label"]},
    "companies": _company,
    "cases": _case,
    "decisions": _decision,
    "legal-bases": _law,
    "instruments": _law,
    "sources": _source,
}


def entity(plural: str, record: Record) -> Record:
    """The thing of a record, whose page stands under a plural. What is not known is None or empty."""
    type_ = TYPES[plural].removeprefix(SCHEMA)
    return {"@type": type_, "@id": record["iri"], "identifier": record["id"], **OWN[plural](record)}


def term(iri: str, name: str, definition: str | None, of: str | None = None) -> Record:
    """A term or concept of the set `of`, or with None such a set."""
    whole = {"@type": "DefinedTermSet", "@id": of} if of else None
    type_ = "DefinedTerm" if of else "DefinedTermSet"
    return {"@type": type_, "@id": iri, "name": name, "description": definition, "inDefinedTermSet": whole}


def rate(record: Record) -> Record:
    """A rate of exchange: units of a currency for one euro."""
    price = {"@type": "UnitPriceSpecification", "price": record["units"], "priceCurrency": record["currency"]}
    price |= {"referenceQuantity": {"@type": "QuantitativeValue", "value": "1", "unitText": "EUR"}}
    price |= {"validFrom": record["quoted"]}
    name = f"{record['currency']} for one euro on {record['day']}"
    told = {"@type": "ExchangeRateSpecification", "@id": record["iri"], "name": name, "currency": "EUR"}
    return {**told, "currentExchangeRate": price}


def query(iri: str, name: str, words: str | None, text: str) -> Record:
    """An example query."""
    told = {"@type": "SoftwareSourceCode", "@id": iri, "name": name, "description": words}
    return {**told, "programmingLanguage": "SPARQL", "text": text}
