"""What was renamed or withdrawn: a row of renamings ends at the last name, and facts of that kind pass the build."""

from pyoxigraph import Quad, RdfFormat, Store, parse

from graph.changelog import entries
from graph.namespaces import BASE, thing
from graph.queries import folder
from graph.retired import Retired, notices, retired, untold
from graph.store import EmbeddedStore, embedded
from tests.conftest import BACKGROUND, DECISION, PREFIXES, Project

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


# What vanished untold


def quads(facts: str) -> list[Quad]:
    """What these facts say."""
    return list(parse(input=(PREFIXES + OWL + facts).encode(), format=RdfFormat.TURTLE))


def test_what_is_gone_is_untold_until_it_is_told(small: Project) -> None:
    small.write_all()
    small.build()
    log = entries(small.snapshots)
    ontology = small.check().quads
    gone = {mark.thing for mark in untold(log, quads(""))}
    assert {thing("decision", "lu-cnpd-2023-parcelwise"), thing("case", "parcelwise-tracking")} <= gone
    assert not any("#fine" in iri or "/rate/" in iri for iri in gone), "parts and rates are no things of their own"
    assert untold(log, ontology) == {}
    rest = [quad for quad in ontology if thing("case", "parcelwise-tracking") not in str(quad.subject)]
    [mark] = untold(log, rest)
    told = quads(f"<{mark.thing}> owl:deprecated true .")
    assert untold(log, [*rest, *told]) == {}


def test_a_new_thing_of_that_name_is_put_forward_as_its_successor(small: Project) -> None:
    small.write_all()
    small.build()
    small.write_all(
        BACKGROUND.replace("id/case/parcelwise-tracking", "id/case/parcelwise-couriers"),
        DECISION.replace("id/case/parcelwise-tracking", "id/case/parcelwise-couriers"),
    )
    gone = untold(entries(small.snapshots), small.check().quads)
    assert {mark.thing: successor for mark, successor in gone.items()} == {
        thing("case", "parcelwise-tracking"): thing("case", "parcelwise-couriers")
    }
    text = notices(gone, "2026-11-22")
    [one] = found(text).values()
    assert (one.successor, one.reason, one.since) == (
        thing("case", "parcelwise-couriers"),
        "TODO: why.",
        "2026-11-22",
    )


def test_a_notice_left_unfinished_is_a_fault(small: Project) -> None:
    small.write_all()
    small.build()
    small.write_all(
        BACKGROUND + '<id/company/new> a comity:Company ; rdfs:label "New"@en ; dcterms:source <id/source/lu-press> .'
    )
    small.build()
    small.write_all()
    text = notices(untold(entries(small.snapshots), small.check().quads), "2026-11-22")
    small.write("deprecated.ttl", OWL + text)
    assert [finding.rule for finding in small.check().report.violations] == ["checks/unfinished-text"]
    small.write("deprecated.ttl", OWL + text.replace("TODO: why.", "Entered by mistake."))
    assert small.check().report.violations == []
