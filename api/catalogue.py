"""The catalogue of the graph, its snapshots and its services: DCAT 3 as DCAT-AP 3 profiles it."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from api.editions import AGENT, DESCRIPTION, KEYWORDS, LICENSE, SERIES, TITLE, Coverage, Edition
from graph import report
from graph.dump import WHOLE, Dump, scope_of
from graph.namespaces import BASE, PREFIXES
from graph.terms import partial_date

STATIC = Path(__file__).resolve().with_suffix(".ttl")
VOCABULARIES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": PREFIXES["dcterms"],
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": PREFIXES["rdf"],
    "skos": PREFIXES["skos"],
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": PREFIXES["xsd"],
}
AUTHORITY = "http://publications.europa.eu/resource/authority/"
MEDIA = "https://www.iana.org/assignments/media-types/"
FORMS = {
    "nq": ("application/n-quads", "RDF_N_QUADS"),
    "trig": ("application/trig", "RDF_TRIG"),
    "ttl": ("text/turtle", "RDF_TURTLE"),
    "jsonld": ("application/ld+json", "JSON_LD"),
}
"""Media type of a dump, and its concept in the authority table of file types, by suffix."""
PACKINGS = {"gz": "application/gzip", "zst": "application/zstd"}
SHA256 = "https://spdx.org/rdf/terms#checksumAlgorithm_sha256"
CATALOGUE = f"{BASE}catalog"


def term(name: str) -> NamedNode:
    """The term `dcat:Dataset` and the like, of a vocabulary in VOCABULARIES; an IRI as it is."""
    prefix, _, local = name.partition(":")
    return NamedNode(VOCABULARIES[prefix] + local if prefix in VOCABULARIES else name)


def typed(value: object, datatype: str) -> Literal:
    """A literal of a datatype of XML Schema."""
    return Literal(str(value), datatype=term(f"xsd:{datatype}"))


Statement = tuple[str, str | Literal]


def said(subject: str, *statements: Statement) -> Iterator[Triple]:
    """Triples on a subject; an object given as text is an IRI or a term."""
    for predicate, value in statements:
        yield Triple(NamedNode(subject), term(predicate), term(value) if isinstance(value, str) else value)


@cache
def fixed() -> tuple[Triple, ...]:
    """What the catalogue says whatever the snapshot."""
    return tuple(quad.triple for quad in parse(path=STATIC, format=RdfFormat.TURTLE))


def triples(editions: list[Edition], covered: Coverage) -> list[Triple]:
    """The catalogue of these editions, newest first; `covered` is what the newest covers."""
    newest, oldest = editions[0], editions[-1]
    made = [*fixed(), *_concepts(covered)]
    for subject in (CATALOGUE, SERIES):
        made += said(
            subject,
            ("dct:issued", typed(oldest.issued, "dateTime")),
            ("dct:modified", typed(newest.issued, "dateTime")),
            *_reach(covered),
        )
    made += said(SERIES, *_period(covered))
    for service in (f"{CATALOGUE}#sparql", f"{CATALOGUE}#api"):
        made += said(service, ("dcat:servesDataset", newest.iri), *_common())
    for edition in editions:
        made += _edition(edition)
        made += said(edition.iri, *_period(covered), *_reach(covered)) if edition is newest else ()
        made += _parts(edition) if edition is newest else ()
    made += said(newest.iri, *(("dct:language", f"{AUTHORITY}language/{code.upper()}") for code in covered.languages))
    return list(dict.fromkeys(made))


def _common() -> list[Statement]:
    """What datasets and services have alike."""
    return [
        ("dct:publisher", AGENT),
        ("dcat:contactPoint", f"{CATALOGUE}#contact"),
        ("dct:license", LICENSE),
        ("dct:accessRights", f"{AUTHORITY}access-right/PUBLIC"),
        ("dcat:theme", f"{AUTHORITY}data-theme/JUST"),
        *(("dcat:keyword", Literal(word, language="en")) for word in KEYWORDS),
        ("dcat:landingPage", BASE),
    ]


def _edition(edition: Edition) -> Iterator[Triple]:
    version = edition.version
    yield from said(CATALOGUE, ("dcat:dataset", edition.iri))
    yield from said(
        edition.iri,
        ("rdf:type", "dcat:Dataset"),
        ("rdf:type", "void:Dataset"),
        ("dct:title", Literal(f"{TITLE} (snapshot {version})", language="en")),
        ("dct:description", Literal(DESCRIPTION, language="en")),
        ("dct:identifier", Literal(edition.iri)),
        ("dct:creator", AGENT),
        ("dcat:version", Literal(version)),
        ("dct:issued", typed(edition.issued, "dateTime")),
        ("dct:modified", typed(edition.issued, "dateTime")),
        ("dcat:inSeries", SERIES),
        ("dct:conformsTo", f"{BASE}ontology"),
        ("dct:accrualPeriodicity", f"{AUTHORITY}frequency/IRREG"),
        *_common(),
    )
    if edition.previous:
        before = f"{SERIES}/{edition.previous}"
        yield from said(edition.iri, ("dcat:previousVersion", before), ("dcat:prev", before))
    pages = {
        report.address(version): "Report of its validation, SHACL",
        f"{BASE}dumps/{version}/report.json": "Report of its validation, JSON",
        f"{BASE}feed": "Changes from snapshot to snapshot",
    }
    for page, title in pages.items():
        yield from said(edition.iri, ("foaf:page", page))
        yield from said(page, ("rdf:type", "foaf:Document"), ("dct:title", Literal(title, language="en")))
    for dump in edition.dumps:
        if dump.scope == WHOLE:
            yield from _distribution(edition, edition.iri, dump)


def _parts(edition: Edition) -> Iterator[Triple]:
    """The named graphs of a snapshot as datasets of their own, parts of it."""
    for graph in edition.snapshot.graphs:
        scope = scope_of(graph)
        part = f"{edition.iri}#{scope}"
        yield from said(edition.iri, ("dct:hasPart", part), ("void:subset", part))
        yield from said(CATALOGUE, ("dcat:dataset", part))
        yield from said(
            part,
            ("rdf:type", "dcat:Dataset"),
            ("rdf:type", "void:Dataset"),
            ("dct:title", Literal(f"Comity: named graph {scope} (snapshot {edition.version})", language="en")),
            ("dct:description", Literal(f"The triples of <{graph}> in this snapshot.", language="en")),
            ("dct:identifier", Literal(part)),
            ("dcat:version", Literal(edition.version)),
            ("dct:issued", typed(edition.issued, "dateTime")),
            ("dct:isPartOf", edition.iri),
            *_common(),
        )
        for dump in edition.dumps:
            if dump.scope == scope:
                yield from _distribution(edition, part, dump)


def _distribution(edition: Edition, dataset: str, dump: Dump) -> Iterator[Triple]:
    one, file = f"{edition.iri}#{dump.name}", f"{BASE}dumps/{edition.version}/{dump.name}"
    media_type, file_type = FORMS[dump.form]
    union = " Without the names of the graphs, which Turtle lacks." if (dump.scope, dump.form) == (WHOLE, "ttl") else ""
    yield from said(dataset, ("dcat:distribution", one), ("void:dataDump", file))
    yield from said(
        one,
        ("rdf:type", "dcat:Distribution"),
        ("dct:title", Literal(dump.name, language="en")),
        (
            "dct:description",
            Literal(f"Dump as {media_type}, packed as {PACKINGS[dump.packing]}.{union}", language="en"),
        ),
        ("dcat:accessURL", file),
        ("dcat:downloadURL", file),
        ("dcat:byteSize", typed(dump.size, "nonNegativeInteger")),
        ("dcat:mediaType", MEDIA + media_type),
        ("dcat:compressFormat", MEDIA + PACKINGS[dump.packing]),
        ("dct:format", f"{AUTHORITY}file-type/{file_type}"),
        ("dct:license", LICENSE),
        ("dct:issued", typed(edition.issued, "dateTime")),
        ("dct:conformsTo", f"{BASE}ontology"),
        ("dcatap:availability", f"{AUTHORITY}planned-availability/STABLE"),
        ("spdx:checksum", f"{one}.sha256"),
    )
    yield from said(
        f"{one}.sha256",
        ("rdf:type", "spdx:Checksum"),
        ("spdx:algorithm", SHA256),
        ("spdx:checksumValue", typed(dump.sha256, "hexBinary")),
    )


def _reach(covered: Coverage) -> list[Statement]:
    return [("dct:spatial", f"{AUTHORITY}country/{code}") for code in covered.countries]


def _period(covered: Coverage) -> list[Statement]:
    return [("dct:temporal", f"{CATALOGUE}#period")] if covered.earliest and covered.latest else []


def _concepts(covered: Coverage) -> Iterator[Triple]:
    """Countries and languages with class, scheme and label, and the period, all of which DCAT-AP wants in the data."""
    tables: tuple[tuple[str, str, Mapping[str, str]], ...] = (
        ("country", "dct:Location", covered.countries),
        ("language", "dct:LinguisticSystem", covered.languages),
    )
    for table, class_, labels in tables:
        for code, label in labels.items():
            yield from said(
                f"{AUTHORITY}{table}/{code.upper()}",
                ("rdf:type", class_),
                ("rdf:type", "skos:Concept"),
                ("skos:inScheme", AUTHORITY + table),
                ("skos:prefLabel", Literal(label, language="en")),
            )
    if covered.earliest and covered.latest:
        yield from said(
            f"{CATALOGUE}#period",
            ("rdf:type", "dct:PeriodOfTime"),
            ("dcat:startDate", partial_date(covered.earliest)),
            ("dcat:endDate", partial_date(covered.latest)),
        )
