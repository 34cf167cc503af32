"""Labels in documents: those of all that is named, the same whether they were kept or asked for."""

from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from api.labels import labelled, prepare
from api.versions import Versions, View
from graph.namespaces import CONCEPT, PREFIXES, thing
from graph.queries import folder

PAGES = folder("pages")
IRIS = (
    thing("decision", "nl-ap-2024-clearview"),
    thing("case", "clearview-scraping"),
    thing("source", "news-report-a"),
    thing("provision", "gdpr-6-1-f"),
    f"{CONCEPT}force/annulled",
    f"{CONCEPT}force",
    thing("decision", "nothing"),
)
LABELS = [NamedNode(f"{PREFIXES['rdfs']}label"), NamedNode(f"{PREFIXES['skos']}prefLabel")]


@pytest.fixture(scope="module")
def views(snapshots: Path) -> tuple[View, View]:
    """The real snapshot with its labels kept, and without."""
    kept = Versions(snapshots).current()
    prepare(kept, PAGES["labels"])
    return kept, View(kept.snapshot, kept.store)


@pytest.mark.parametrize("iri", IRIS)
@pytest.mark.parametrize("name", ["document-brief", "document-claims"])
def test_a_document_has_the_labels_of_all_that_it_names(views: tuple[View, View], iri: str, name: str) -> None:
    said = list(views[1].store.triples(PAGES[name].bind({"thing": NamedNode(iri)})))
    told, asked = (labelled(view, PAGES["labels"], said) for view in views)
    assert told == asked
    assert bool(told) == (not iri.endswith("nothing"))
    nodes = {node for triple in said for node in (triple.subject, triple.object)}
    named = {node for node in nodes if isinstance(node, NamedNode)}
    added = told - set(said)
    assert {triple.predicate for triple in added} <= set(LABELS)
    assert {triple.subject for triple in added} <= named
    if iri.endswith("clearview") and name != "document-claims":
        company = NamedNode(thing("company", "clearview-ai"))
        assert any(triple.subject == company for triple in added)


def test_concepts_are_named_in_every_language(views: tuple[View, View]) -> None:
    said = views[0].store.triples(PAGES["document-brief"].bind({"thing": NamedNode(IRIS[0])}))
    told = labelled(views[0], PAGES["labels"], said)
    concepts = [triple for triple in told if triple.subject.value.startswith(CONCEPT)]
    assert {triple.object.language for triple in concepts} >= {"en", "fr", "nl", "it", "de"}
