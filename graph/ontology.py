"""The ontology: its version IRI is made of what it says, so that it names the same for ever (OWL 2, section 3.2)."""

from collections.abc import Iterable

from pyoxigraph import NamedNode, Quad

from graph.namespaces import GRAPH_ONTOLOGY, ONTOLOGY_DOCUMENT, PREFIXES
from graph.snapshot import canonical, version_of

DOCUMENT = NamedNode(ONTOLOGY_DOCUMENT)
IRI, INFO = (NamedNode(f"{PREFIXES['owl']}{name}") for name in ("versionIRI", "versionInfo"))


def versioned(quads: Iterable[Quad]) -> list[Quad]:
    """The quads of the ontology, blank nodes named canonically, with its owl:versionIRI in place of any it has.

    It ends in the owl:versionInfo, which people give, and the hash of all that is said: who changes a term need not
    think of it. Quads that tell no owl:versionInfo are given as they are.
    """
    said = [quad for quad in quads if (quad.subject, quad.predicate) != (DOCUMENT, IRI)]
    infos = [quad.object for quad in said if (quad.subject, quad.predicate) == (DOCUMENT, INFO)]
    if not infos:
        return said
    name = f"{getattr(infos[0], 'value', '')}-{version_of(canonical(said))}"
    return [*said, Quad(DOCUMENT, IRI, NamedNode(f"{ONTOLOGY_DOCUMENT}/{name}"), NamedNode(GRAPH_ONTOLOGY))]


def version(quads: Iterable[Quad]) -> str | None:
    """The end of the version IRI of the ontology in these quads; None where they have none."""
    found = (quad.object for quad in quads if (quad.subject, quad.predicate) == (DOCUMENT, IRI))
    iri = next(found, None)
    return iri.value.rpartition("/")[2] if isinstance(iri, NamedNode) else None
