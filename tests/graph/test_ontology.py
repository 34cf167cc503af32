"""The ontology and its alignments: what they name exists; its version is what it says."""

import re
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS

from graph.namespaces import BASE, ONTOLOGY, ROOT
from graph.ontology import DOCUMENT, version, versioned
from graph.queries import folder

ALIGNMENTS = sorted((ROOT / "ontology" / "alignments").glob("*.ttl"))
FTM = {"LegalEntity", "PublicBody", "Organization", "Sanction", "CourtCase", "CourtCaseParty", "Document"}
"""Schemata of followthemoney, as its Python package has them."""
ELI = {"LegalResource", "LegalResourceSubdivision", "is_part_of", "number"}
"""Terms of ELI that GDPRtEXT uses of the GDPR itself."""


def terms(file: Path) -> set[str]:
    """Foreign terms that an alignment names."""
    graph = rdflib.Graph().parse(file, publicID=BASE)
    own = (BASE, str(RDF), str(RDFS), str(OWL))
    return {str(node) for triple in graph for node in triple if not str(node).startswith(own)}


def exists(term: str) -> bool:
    """Whether a foreign term is one of its vocabulary."""
    for namespace in (PROV, ORG, SDO):
        if term.startswith(str(namespace)):
            return rdflib.URIRef(term) in namespace
    vocabulary, _, name = term.partition("#")
    if vocabulary == "https://schema.followthemoney.tech/":
        return name in FTM
    if vocabulary == "http://data.europa.eu/eli/ontology":
        return name in ELI
    return vocabulary.startswith("https://w3id.org/dpv/legal/") and name.startswith("DPA-")


@pytest.mark.parametrize("file", ALIGNMENTS, ids=lambda file: file.stem)
def test_an_alignment_names_only_terms_that_exist(file: Path) -> None:
    named = terms(file)
    assert named
    assert [term for term in sorted(named) if not exists(term)] == []


@pytest.mark.parametrize("file", ALIGNMENTS, ids=lambda file: file.stem)
def test_an_alignment_speaks_of_terms_and_things_of_ours(file: Path) -> None:
    ontology = rdflib.Graph().parse(ROOT / "ontology" / "comity.ttl", publicID=BASE)
    for subject in rdflib.Graph().parse(file, publicID=BASE).subjects():
        if str(subject).startswith(ONTOLOGY):
            assert (subject, RDF.type, None) in ontology, subject


def test_the_foreign_terms_of_facts_exist() -> None:
    named = re.findall(
        r"\b(dcterms|owl|rdf|rdfs|skos):(\w+)[,\s]",
        folder("checks")["foreign-term-not-used"].text.partition("SELECT")[2],
    )
    spaces = {"dcterms": DCTERMS, "owl": OWL, "rdf": RDF, "rdfs": RDFS, "skos": SKOS}
    assert len(named) >= 10
    assert [
        (prefix, name) for prefix, name in named if rdflib.URIRef(f"{spaces[prefix]}{name}") not in spaces[prefix]
    ] == []


def test_an_invented_term_would_be_seen() -> None:
    assert not exists("http://www.w3.org/ns/prov#wasInventedBy")
    assert not exists("https://schema.org/PrivacyFine")
    assert not exists("https://w3id.org/dpv/legal/eu/gdpr#A6-1-f")


def said(comment: str, info: str = "1.2.3", **more: str) -> list[Quad]:
    """An ontology that says little, with further statements on its document, by name of a property of OWL."""
    told = {"comment": comment, **({"versionInfo": info} if info else {}), **more}
    return [Quad(DOCUMENT, NamedNode(f"{OWL}{name}"), Literal(value), NamedNode("x:g")) for name, value in told.items()]


def test_a_version_is_of_what_is_said() -> None:
    one = version(versioned(said("a")))
    assert re.fullmatch(r"1\.2\.3-[0-9a-f]{16}", one or "")
    assert version(versioned(reversed(said("a")))) == version(versioned(versioned(said("a")))) == one
    assert version(versioned(said("a", versionIRI="x"))) == one, "one that was written does not count"
    assert version(versioned(said("b"))) != one
    assert versioned(said("a", "")) == said("a", "")
    assert version(said("a")) is None
