"""The part of the graph on which a report about a few acts, cases or sources can depend."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from graph.namespaces import ID, ONTOLOGY, PREFIXES

ACTS = (f"{ID}decision/", f"{ID}case/")
SOURCE = f"{ID}source/"
NARROW = (*ACTS, SOURCE)
"""Things whose report depends on the acts bound up with them, and on no other. Any other thing may bear on all acts."""
CITED = (f"{ID}provision/", SOURCE)
"""Things that bear on an act only where it leads to them. They are half of all that is not an act."""
COMPARED = {
    NamedNode(PREFIXES["rdf"] + "type"),
    *(
        NamedNode(ONTOLOGY + name)
        for name in (
            *("reference", "ecli", "neutralCitation"),
            *("issuedBy", "filedWith", "respondent"),
            *("decided", "filed"),
        )
    ),
}
"""Properties by which acts that have nothing to do with one another are still compared: no number names two acts."""


def neighbourhood(quads: Iterable[Quad], things: Collection[str]) -> list[Quad]:
    """`quads` without what has no bearing on `things`, given by their IRIs.

    Acts bear on one another where they share a case or one names the other, directly or through others; a source
    bears on the acts that rest on it, and on those that its own claims are about. Of other acts, but not of their
    parts, the classes, authorities, numbers, days and parties are kept. Provisions and sources to which nothing of
    these leads are left out, unless one of the things is a source, which all others are compared with. Of what is not
    an act, texts in a language are left out: no shape or check reads them to judge another thing. All quads are given
    where one of the things is neither an act, a case nor a source.
    """
    begun = {thing.partition("#")[0] for thing in things}
    if not all(thing.startswith(NARROW) for thing in begun):
        return list(quads)
    said: defaultdict[str, list[Quad]] = defaultdict(list)
    links: defaultdict[str, set[str]] = defaultdict(set)
    for quad in quads:
        thing = quad.subject.value.partition("#")[0]  # type: ignore[union-attr]
        said[thing].append(quad)
        if isinstance(quad.object, NamedNode) and (value := quad.object.value).startswith(ID):
            links[thing].add(value.partition("#")[0])
    claimed = {
        other for thing in begun for other in links[thing] if thing.startswith(SOURCE) and other.startswith(ACTS)
    }
    acts = _reached(_bearing(links), begun | claimed)
    cited = _reached({thing: to for thing, to in links.items() if thing in acts or not thing.startswith(ACTS)}, acts)
    if any(thing.startswith(SOURCE) for thing in begun):
        cited |= {thing for thing in said if thing.startswith(CITED)}
    kept: list[Quad] = []
    for thing, here in said.items():
        if thing in acts:
            kept += here
        elif thing.startswith(ACTS):
            kept += [quad for quad in here if quad.predicate in COMPARED and quad.subject.value == thing]  # type: ignore[union-attr]
        elif thing in cited or not thing.startswith(CITED):
            kept += [quad for quad in here if not (isinstance(quad.object, Literal) and quad.object.language)]
    return kept


def _bearing(links: Mapping[str, Collection[str]]) -> Mapping[str, Collection[str]]:
    """The acts on which acts, cases and sources bear, by the `links` of each thing."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for thing, others in links.items():
        if thing.startswith(ACTS):
            for other in others:
                if other.startswith(NARROW):
                    near[other].add(thing)
                if other.startswith(ACTS):
                    near[thing].add(other)
    return near


def _reached(links: Mapping[str, Collection[str]], begun: Collection[str]) -> set[str]:
    """The things to which `links` lead from those in `begun`, directly or through others, and these."""
    found, waiting = set(begun), list(begun)
    while waiting:
        new = set(links.get(waiting.pop(), ())) - found
        found |= new
        waiting += new
    return found
