"""What a document says of itself: what it is about, the data set it is of, and which links to its thing it lacks."""

from collections.abc import Iterator
from urllib.parse import urlencode

from pyoxigraph import Literal, NamedNode, Triple

from graph.descriptions import Description
from graph.namespaces import BASE, PREFIXES

FOAF, VOID, HYDRA = "http://xmlns.com/foaf/0.1/", "http://rdfs.org/ns/void#", "http://www.w3.org/ns/hydra/core#"
DATASET = NamedNode(f"{BASE}dataset")
"""The data set in all its versions: the next build does not change what a document says of itself."""


def about(path: str, thing: NamedNode) -> Iterator[Triple]:
    """Statements on the document about a thing, by the IRI that leads to the page at `path` and all that is beside."""
    document = NamedNode(BASE + path.lstrip("/"))
    yield Triple(document, NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{FOAF}Document"))
    yield Triple(document, NamedNode(f"{FOAF}primaryTopic"), thing)
    yield Triple(document, NamedNode(f"{VOID}inDataset"), DATASET)


def left_out(path: str, found: Description, query: str) -> Iterator[Triple]:
    """How many link to a thing, where its description gives some of them only, and `query` as what lists them all."""
    if found.given == found.linking:
        return
    links = NamedNode(f"{BASE}{path.lstrip('/')}#links")
    words = f"{found.given} of the {found.linking} things and parts that link here are given; the list has all."
    number = Literal(str(found.linking), datatype=NamedNode(f"{PREFIXES['xsd']}integer"))
    every = NamedNode(f"{BASE}sparql?{urlencode({'query': query})}")
    yield Triple(NamedNode(BASE + path.lstrip("/")), NamedNode(f"{HYDRA}collection"), links)
    yield Triple(links, NamedNode(f"{PREFIXES['rdf']}type"), NamedNode(f"{HYDRA}Collection"))
    yield Triple(links, NamedNode(f"{HYDRA}totalItems"), number)
    yield Triple(links, NamedNode(f"{PREFIXES['rdfs']}comment"), Literal(words, language="en"))
    yield Triple(links, NamedNode(f"{PREFIXES['rdfs']}seeAlso"), every)
