"""VoID: how large the graph is, of what it is made, and where it leads; every number counted by a query file."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from pyoxigraph import Literal, NamedNode, Triple

from api.catalogue import fixed, said, typed
from api.editions import AGENT, DESCRIPTION, LICENSE, SERIES, TITLE, Edition, rows
from api.versions import View
from graph.dump import WHOLE, scope_of
from graph.namespaces import BASE, ID
from graph.queries import Query

VOID = f"{BASE}void"
FEATURES = ("Turtle", "JSON-LD", "N-Triples", "N-Quads", "TriG", "RDF_XML")
"""Formats in which things are described, as the W3C names them."""
_WHO = (NamedNode(SERIES), NamedNode(AGENT))
"""The graph in all its versions, of which documents say that they are part, and its publisher: as in the catalogue."""
NAMESPACE = re.compile(r".*[#/]")


def triples(view: View, edition: Edition, queries: Mapping[str, Query], sizes: Query) -> list[Triple]:
    """The description of a snapshot; `queries` are those of the catalogue, `sizes` counts each named graph."""

    [totals] = rows(view, queries["totals"])
    classes, properties = rows(view, queries["classes"]), rows(view, queries["properties"])
    made = list(_document(edition))
    made += said(
        edition.iri,
        ("void:triples", typed(totals["triples"], "integer")),
        ("void:entities", typed(totals["entities"], "integer")),
        ("void:classes", typed(totals["classes"], "integer")),
        ("void:properties", typed(totals["properties"], "integer")),
        ("void:distinctSubjects", typed(totals["subjects"], "integer")),
        ("void:distinctObjects", typed(totals["objects"], "integer")),
        *(("void:exampleResource", row["thing"]) for row in rows(view, queries["samples"])),
        *(("void:vocabulary", found) for found in _vocabularies(classes, properties)),
    )
    for row in rows(view, sizes):
        if "graph" in row:
            made += _subset(edition, row)
    for row in classes:
        part = f"{VOID}#class-{_slug(row['class'])}"
        made += said(edition.iri, ("void:classPartition", part))
        made += said(part, ("void:class", row["class"]), ("void:entities", typed(row["entities"], "integer")))
    for row in properties:
        made += _property(edition, row)
    for row in rows(view, queries["links"]):
        made += _linkset(edition, row)
    return list(dict.fromkeys(made))


def _document(edition: Edition) -> Iterator[Triple]:
    whole = [f"{BASE}dumps/{edition.version}/{dump.name}" for dump in edition.dumps if dump.scope == WHOLE]
    yield from said(
        VOID,
        ("rdf:type", "void:DatasetDescription"),
        ("dct:title", Literal("Comity: description of the graph in VoID", language="en")),
        ("dct:creator", AGENT),
        ("foaf:primaryTopic", edition.iri),
    )
    yield from said(
        edition.iri,
        ("rdf:type", "void:Dataset"),
        ("dct:title", Literal(TITLE, language="en")),
        ("dct:description", Literal(DESCRIPTION, language="en")),
        ("dct:publisher", AGENT),
        ("dct:license", LICENSE),
        ("dct:issued", typed(edition.issued, "dateTime")),
        ("dcat:version", Literal(edition.version)),
        ("dcat:inSeries", SERIES),
        ("foaf:homepage", BASE),
        ("void:uriSpace", Literal(ID)),
        ("void:sparqlEndpoint", f"{BASE}sparql"),
        ("dcat:landingPage", BASE),
        *(("void:feature", f"http://www.w3.org/ns/formats/{name}") for name in FEATURES),
        *(("void:dataDump", file) for file in whole),
    )
    yield from said(
        SERIES,
        ("rdf:type", "void:Dataset"),
        ("dct:license", LICENSE),
        ("dct:hasVersion", edition.iri),
        ("foaf:homepage", BASE),
        ("void:uriSpace", Literal(ID)),
    )
    yield from (triple for triple in fixed() if triple.subject in _WHO)


def _vocabularies(classes: list[dict[str, str]], properties: list[dict[str, str]]) -> list[str]:
    """Namespaces of the classes and properties in use."""
    terms = [*(row["class"] for row in classes), *(row["property"] for row in properties)]
    return sorted({match.group() for iri in terms if (match := NAMESPACE.match(iri))})


def _subset(edition: Edition, row: dict[str, str]) -> Iterator[Triple]:
    part, title = f"{edition.iri}#{scope_of(row['graph'])}", f"Comity: named graph {scope_of(row['graph'])}"
    yield from said(edition.iri, ("void:subset", part))
    yield from said(
        row["graph"],
        ("rdf:type", "http://www.w3.org/ns/sparql-service-description#Graph"),
        ("dct:title", Literal(title, language="en")),
        ("dct:hasVersion", part),
    )
    yield from said(
        part,
        ("rdf:type", "void:Dataset"),
        ("dct:title", Literal(title, language="en")),
        ("void:triples", typed(row["triples"], "integer")),
    )


def _property(edition: Edition, row: dict[str, str]) -> Iterator[Triple]:
    part = f"{VOID}#property-{_slug(row['property'])}"
    yield from said(edition.iri, ("void:propertyPartition", part))
    yield from said(
        part,
        ("void:property", row["property"]),
        ("void:triples", typed(row["triples"], "integer")),
        ("void:distinctSubjects", typed(row["subjects"], "integer")),
        ("void:distinctObjects", typed(row["objects"], "integer")),
    )


def _linkset(edition: Edition, row: dict[str, str]) -> Iterator[Triple]:
    """Links by one property to one place. Its target is named by a fragment: we speak of it, not for it."""
    target = f"{VOID}#at-{_slug(row['place'])}"
    links = f"{target}-by-{_slug(row['property'])}"
    yield from said(edition.iri, ("void:subset", links))
    yield from said(
        links,
        ("rdf:type", "void:Linkset"),
        ("void:subjectsTarget", edition.iri),
        ("void:objectsTarget", target),
        ("void:linkPredicate", row["property"]),
        ("void:triples", typed(row["triples"], "integer")),
    )
    yield from said(
        target,
        ("rdf:type", "void:Dataset"),
        ("dct:title", Literal(urlsplit(row["place"]).netloc + urlsplit(row["place"]).path)),
        ("void:uriSpace", Literal(row["place"])),
    )


def _slug(iri: str) -> str:
    """The IRI without its scheme, as part of a fragment."""
    return re.sub(r"[^A-Za-z0-9]+", "-", re.sub(r"^\w+://", "", iri)).strip("-")
