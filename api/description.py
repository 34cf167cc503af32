"""The service description (SPARQL 1.1 Service Description) of the endpoint: what it is and what it can do."""

from collections.abc import Iterable
from io import BytesIO

from pyoxigraph import NamedNode, Triple
from starlette.requests import Request
from starlette.responses import Response

from api.errors import Problem
from api.negotiation import GRAPHS, RESULTS, Format
from api.state import state_of
from graph.answers import GRAPHS as WRITERS
from graph.documents import serialize
from graph.namespaces import BASE, PREFIXES

SD = "http://www.w3.org/ns/sparql-service-description#"
FORMATS = "http://www.w3.org/ns/formats/"
NAMES = {
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF_XML",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
}
A = NamedNode(PREFIXES["rdf"] + "type")


def triples(endpoint: str, graphs: Iterable[str]) -> list[Triple]:
    """The description of the endpoint at that address. Its default graph is the union of its named graphs."""

    def sd(name: str) -> NamedNode:
        return NamedNode(SD + name)

    service, dataset, default = (
        NamedNode(BASE + name) for name in ("sparql#service", "sparql#dataset", "sparql#union")
    )
    said = [
        Triple(service, A, sd("Service")),
        Triple(service, sd("endpoint"), NamedNode(endpoint)),
        Triple(service, sd("supportedLanguage"), sd("SPARQL11Query")),
        Triple(service, sd("feature"), sd("UnionDefaultGraph")),
        Triple(service, sd("defaultEntailmentRegime"), NamedNode("http://www.w3.org/ns/entailment/Simple")),
        Triple(service, sd("defaultDataset"), dataset),
        Triple(dataset, A, sd("Dataset")),
        Triple(dataset, sd("defaultGraph"), default),
        Triple(default, A, sd("Graph")),
    ]
    for format_ in (*RESULTS, *GRAPHS):
        said.append(Triple(service, sd("resultFormat"), NamedNode(FORMATS + NAMES[format_.media_type])))
    for iri in graphs:
        node = NamedNode(iri + "#named")
        said += [
            Triple(dataset, sd("namedGraph"), node),
            Triple(node, A, sd("NamedGraph")),
            Triple(node, sd("name"), NamedNode(iri)),
        ]
    return said


def respond(request: Request, format_: Format) -> Response:
    """The description, for the address at which it was asked for."""
    view = state_of(request).versions.current()
    buffer = BytesIO()
    try:
        said = triples(str(request.url.replace(query="")), view.snapshot.graphs)
    except ValueError:
        raise Problem(400, "The Host header names no host, so that the endpoint has no address.") from None
    serialize(said, WRITERS[format_.name], buffer)
    headers = {"Vary": "Accept", "Comity-Version": view.version}
    return Response(buffer.getvalue(), headers=headers, media_type=format_.content_type)
