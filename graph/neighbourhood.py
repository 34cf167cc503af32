"""The part of the graph on which a report about a few acts, cases or sources can depend."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from pyoxigraph import NamedNode, Quad

from graph.namespaces import ID, ONTOLOGY, PREFIXES

ACTS = (f"{ID}decision/", f"{ID}case/")
NARROW = (*ACTS, f"{ID}source/")
"""Things whose report depends on the acts bound up with them, and on no other. Any other thing may bear on all acts."""
COMPARED = {
    NamedNode(PREFIXES["rdf"] + "type"),
    *(NamedNode(ONTOLOGY + name) for name in ("reference", "ecli", "neutralCitation", "issuedBy", "filedWith")),
}
"""Properties by which acts that have nothing to do with one another are still compared: no number names two acts."""


def neighbourhood(quads: Iterable[Quad], things: Collection[str]) -> list[Quad]:
    """`quads` without what is said of acts that have no bearing on `things`, given by their IRIs.

    Acts bear on one another where they share a case or one names the other, directly or through others; a source
    bears on the acts that rest on it. Of other acts their classes, authorities and numbers are kept. All quads are
    given where one of the things is neither an act, a case nor a source.
    """
    everything = list(quads)
    begun = {thing.partition("#")[0] for thing in things}
    if not all(thing.startswith(NARROW) for thing in begun):
        return everything
    near: defaultdict[str, set[str]] = defaultdict(set)
    for quad in everything:
        subject, object_ = _act(quad.subject), quad.object.value if isinstance(quad.object, NamedNode) else ""
        if subject and object_.startswith(NARROW):
            other = object_.partition("#")[0]
            near[other].add(subject)
            if other.startswith(ACTS):
                near[subject].add(other)
    found, waiting = set(begun), list(begun)
    while waiting:
        new = near[waiting.pop()] - found
        found |= new
        waiting += new
    return [
        quad for quad in everything if not (act := _act(quad.subject)) or act in found or quad.predicate in COMPARED
    ]


def _act(term: object) -> str:
    """The act or case that a term is or belongs to; nothing for any other term."""
    value = term.value if isinstance(term, NamedNode) else ""
    return value.partition("#")[0] if value.startswith(ACTS) else ""
