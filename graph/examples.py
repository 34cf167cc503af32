"""The example queries as things of the graph, so that an editor can list them (SHACL-AF, SPARQL executables)."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from graph.namespaces import BASE, GRAPH_EXAMPLES, PREFIXES
from graph.queries import Query

SH = "http://www.w3.org/ns/shacl#"
GRAPH = NamedNode(GRAPH_EXAMPLES)
ENDPOINT = NamedNode(f"{BASE}sparql")


def iri(name: str) -> str:
    """IRI of the example of that name."""
    return f"{BASE}query/{name}"


def quads(examples: Iterable[Query]) -> Iterator[Quad]:
    """What the graph says of its examples (SELECT queries): title, words, text, and the endpoint to ask."""
    for example in examples:
        node = NamedNode(iri(example.name))
        words = f"{example.title}. {example.description}".rstrip()
        said: list[tuple[str, NamedNode | Literal]] = [
            (PREFIXES["rdf"] + "type", NamedNode(SH + "SPARQLExecutable")),
            (PREFIXES["rdf"] + "type", NamedNode(SH + "SPARQLSelectExecutable")),
            (PREFIXES["rdfs"] + "label", Literal(example.title, language="en")),
            (PREFIXES["rdfs"] + "comment", Literal(words, language="en")),
            (PREFIXES["dcterms"] + "identifier", Literal(example.name)),
            (SH + "select", Literal(example.text)),
            ("https://schema.org/target", ENDPOINT),
        ]
        for property_, value in said:
            yield Quad(node, NamedNode(property_), value, GRAPH)
