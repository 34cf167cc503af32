"""IRIs of the graph: where things, concepts, terms and named graphs live."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
"""Folder that holds `ontology`, `shapes`, `queries` and the packages, in a checkout and in a wheel."""

BASE = "https://w3id.org/comity/"
ONTOLOGY = f"{BASE}ontology#"
ONTOLOGY_DOCUMENT = ONTOLOGY.removesuffix("#")
ID = f"{BASE}id/"
CONCEPT = f"{BASE}concept/"
QUERY = f"{BASE}query/"
RATE = f"{BASE}rate/"

GRAPH_ONTOLOGY = f"{BASE}graph/ontology"
GRAPH_CURATED = f"{BASE}graph/curated"
GRAPH_DERIVED = f"{BASE}graph/derived"
GRAPH_EXAMPLES = f"{BASE}graph/examples"

KINDS = {
    "authority": "authorities",
    "jurisdiction": "jurisdictions",
    "company": "companies",
    "case": "cases",
    "decision": "decisions",
    "provision": "legal-bases",
    "instrument": "instruments",
    "source": "sources",
}
"""Kind in an IRI (`…/id/{kind}/{slug}`) and the plural under which its pages and records stand."""

PREFIXES = {
    "comity": ONTOLOGY,
    "dcterms": "http://purl.org/dc/terms/",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes of every Turtle document the project writes."""


def thing(kind: str, slug: str) -> str:
    """IRI of a thing, `https://w3id.org/comity/id/{kind}/{slug}`. Raises KeyError for an unknown kind."""
    KINDS[kind]
    return f"{ID}{kind}/{slug}"


def path_of(iri: str) -> str | None:
    """Path of the page that describes an IRI of the project, or None for a foreign IRI.

    `…/id/decision/x#fine` gives `/decisions/x#fine`; a concept `/concepts/…`; a rate `/rates/…`; a term `/ontology#…`.
    """
    if iri.startswith(ID):
        kind, _, rest = iri[len(ID) :].partition("/")
        return f"/{KINDS[kind]}/{rest}" if kind in KINDS and rest else None
    if iri.startswith(CONCEPT):
        return f"/concepts/{iri[len(CONCEPT) :]}"
    if iri.startswith(QUERY):
        return f"/queries/{iri[len(QUERY) :]}"
    if iri.startswith(RATE):
        return f"/rates/{iri[len(RATE) :]}"
    if iri.startswith(ONTOLOGY) or iri == ONTOLOGY_DOCUMENT:
        return "/ontology" + iri[len(ONTOLOGY) - 1 :]
    return None


def iri_of(path: str) -> str | None:
    """IRI of what the page at a path describes, or None where it describes no single thing: `path_of` turned round."""
    plural, _, rest = path.strip("/").partition("/")
    kinds = {plural: kind for kind, plural in KINDS.items()}
    if plural in kinds and rest:
        return thing(kinds[plural], rest)
    if plural == "concepts" and rest:
        return CONCEPT + rest
    if plural == "queries" and rest:
        return QUERY + rest
    if plural == "rates" and rest:
        return RATE + rest
    if plural == "ontology":
        return ONTOLOGY + rest if rest else ONTOLOGY_DOCUMENT
    return None
