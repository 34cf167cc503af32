"""Descriptions: each has all that its thing's IRI leads to, and what leads to it, as far as the bound goes."""

from collections import defaultdict

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from graph import descriptions
from graph.changes import thing_of
from graph.descriptions import description
from graph.namespaces import BASE, GRAPH_CURATED, ONTOLOGY, PREFIXES, thing
from graph.queries import folder
from graph.snapshot import Snapshot
from graph.store import EmbeddedStore, Store, embedded

PAGES = folder("pages")
GRAPH = NamedNode(GRAPH_CURATED)
CASE = NamedNode(thing("case", "x"))


@pytest.fixture(scope="module")
def held(real: Snapshot) -> Store:
    """The store of the real facts."""
    return embedded(real)


def subjects(held: Store) -> dict[str, set[str]]:
    """IRIs of ours that the graph has statements on, by the thing to whose description they lead."""
    found = defaultdict[str, set[str]](set)
    for row in held.rows("SELECT DISTINCT ?subject WHERE { ?subject ?property ?value }"):
        iri = row["subject"].value
        if iri.startswith(BASE):
            of = thing_of(iri)
            assert of is not None, f"{iri} leads nowhere"
            found[of[0]].add(iri)
    return found


def test_what_has_statements_is_described_where_its_iri_leads(held: Store) -> None:
    parted = {iri: own for iri, own in subjects(held).items() if own != {iri}}
    assert sum(map(len, parted.values())) > 5000
    for iri, own in parted.items():
        said = description(held, NamedNode(iri), PAGES).triples
        assert own - {triple.subject.value for triple in said if isinstance(triple.subject, NamedNode)} == set()


@pytest.mark.parametrize(
    ("kind", "slug"),
    [
        ("authority", "nl-ap"),
        ("company", "clearview-ai"),
        ("case", "clearview-scraping"),
        ("decision", "nl-ap-2024-clearview"),
        ("provision", "gdpr-6-1-f"),
        ("jurisdiction", "nl"),
        ("source", "news-report-a"),
    ],
)
def test_a_description_has_what_links_to_its_thing(held: Store, kind: str, slug: str) -> None:
    iri = thing(kind, slug)
    every = held.rows(f"SELECT DISTINCT ?from ?property WHERE {{ ?from ?property <{iri}> }}")
    found = description(held, NamedNode(iri), PAGES)
    said = {(triple.subject, triple.predicate) for triple in found.triples if triple.object == NamedNode(iri)}
    if found.given == found.linking:
        assert said == {(row["from"], row["property"]) for row in every}
    else:
        assert found.given == descriptions.LINKS < found.linking


def made(links: int, parts: int) -> EmbeddedStore:
    """Facts in which so many decisions, and so many parts of one, link to a case."""
    held = Oxigraph()
    to = [f"{thing('decision', f'd{number:03}')}" for number in range(links)]
    to += [f"{thing('authority', 'a')}#part-{number:03}" for number in range(parts)]
    held.extend(Quad(NamedNode(iri), NamedNode(f"{ONTOLOGY}case"), CASE, GRAPH) for iri in to)
    held.add(Quad(CASE, NamedNode(f"{PREFIXES['rdfs']}label"), Literal("x"), GRAPH))
    return EmbeddedStore(held)


@pytest.mark.parametrize(("links", "parts", "given"), [(0, 0, 0), (3, 2, 5), (3, 200, 100), (250, 4, 100)])
def test_links_are_bounded_things_first_and_all_are_counted(links: int, parts: int, given: int) -> None:
    found = description(made(links, parts), CASE, PAGES)
    assert (found.linking, found.given) == (links + parts, given)
    told = [triple.subject.value for triple in found.triples if triple.object == CASE]
    assert len(told) == given
    assert sum("#" not in one for one in told) == min(links, given)


def test_an_older_snapshot_is_described_with_its_parts() -> None:
    held, act = Oxigraph(), NamedNode(thing("decision", "x"))
    part = NamedNode(f"{act.value}#fine")
    held.add(Quad(act, NamedNode(f"{ONTOLOGY}operativePart"), part, GRAPH))
    held.add(Quad(part, NamedNode(f"{ONTOLOGY}amount"), Literal("1"), GRAPH))
    said = description(EmbeddedStore(held), act, PAGES).triples
    assert {triple.subject for triple in said} == {act, part}
