"""What was renamed or withdrawn: a row of renamings ends at the last name, and facts of that kind pass the build."""

from pyoxigraph import RdfFormat, Store

from graph.namespaces import BASE
from graph.queries import folder
from graph.retired import Retired, retired
from graph.store import EmbeddedStore, embedded
from tests.conftest import PREFIXES, Project

OWL = "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
QUERY = folder("pages")["retired"]


def found(facts: str) -> dict[str, Retired]:
    """What facts say was retired, by the end of its IRI."""
    store = Store()
    store.load((PREFIXES + OWL + facts).encode(), format=RdfFormat.TURTLE)
    return {iri.removeprefix(BASE): one for iri, one in retired(EmbeddedStore(store), QUERY).items()}


def test_a_row_of_renamings_ends_at_the_last_name() -> None:
    known = found(
        "<id/a> owl:deprecated true ; dcterms:isReplacedBy <id/b> . <id/b> owl:deprecated true ;"
        " dcterms:isReplacedBy <id/c> ."
    )
    assert {iri: one.successor for iri, one in known.items()} == {"id/a": f"{BASE}id/c", "id/b": f"{BASE}id/c"}


def test_a_ring_of_renamings_leads_nowhere() -> None:
    known = found(
        "<id/a> owl:deprecated true ; dcterms:isReplacedBy <id/b> . <id/b> owl:deprecated true ;"
        " dcterms:isReplacedBy <id/a> ."
    )
    assert [one.successor for one in known.values()] == [None, None]


def test_what_is_deprecated_but_still_described_is_not_retired() -> None:
    assert found("<ontology#Old> a <x:Class> ; owl:deprecated true .") == {}


def test_the_reason_and_the_day_are_told(small: Project) -> None:
    small.write_all()
    text = '<id/case/gone> owl:deprecated true ; dcterms:modified "2026-11-01"^^xsd:date ; rdfs:comment "Twice."@en .'
    small.write("retired.ttl", OWL + text)
    [one] = retired(embedded(small.build()), QUERY).values()
    assert one == Retired(f"{BASE}id/case/gone", None, "Twice.", "2026-11-01")
