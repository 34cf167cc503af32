"""Candidates and what is surely meant; tests/api/test_reconciliation.py has the real names."""

import pytest

from graph.candidates import Wanted, candidates
from graph.index import entries
from graph.likeness import SAME
from graph.properties import PROPERTIES
from graph.search import Search
from graph.snapshot import Snapshot
from graph.store import embedded
from graph.words import words
from tests.conftest import BACKGROUND, Project

TWIN = """
<id/company/parcelwise-two> a comity:Company ; rdfs:label "Parcelwise SA"@en ;
  comity:parent <id/company/parcelwise> ; dcterms:source <id/source/lu-press> .
"""


@pytest.mark.parametrize("text", ["Parcelwise S.A.", "parcelwise", "Parcelwise"])
def test_two_of_one_name_never_match(small: Project, text: str) -> None:
    small.write_all(BACKGROUND + TWIN)
    made = small.build()
    search, store = Search(made.search), embedded(made)
    found = candidates(search, store, Wanted(text, ("company",)), "2024-01-01")
    assert found[0].score == found[1].score
    assert not any(candidate.match for candidate in found)
    parent = (PROPERTIES["parent"], ("company/parcelwise",))
    told_apart = candidates(search, store, Wanted(text, ("company",), evidence=(parent,)), "2024-01-01")
    assert told_apart[0].id == "company/parcelwise-two"


def test_every_heading_finds_its_provisions_and_none_for_sure(real: Snapshot) -> None:
    search, store = Search(real.search), embedded(real)
    headings: dict[tuple[str, ...], set[str]] = {}
    for entry in entries(store.store):
        for text in entry.texts:
            if text.field == "heading":
                headings.setdefault(words(text.value), set()).add(entry.iri)
    assert len(headings) > 100
    few = [(heading, iris) for heading, iris in headings.items() if len(iris) <= 5][:60]
    for heading, iris in few:
        found = candidates(search, store, Wanted(" ".join(heading), ("provision",), limit=10), "2026-01-01")
        assert iris <= {one.entry.iri for one in found}, heading
        assert found[0].entry.iri in iris, heading
        assert not any(one.match for one in found if one.name < SAME), heading


def test_the_only_one_matches(small: Project) -> None:
    small.write_all()
    made = small.build()
    found = candidates(Search(made.search), embedded(made), Wanted("PARCEL WISE SA", limit=1), "2024-01-01")
    assert [(candidate.id, candidate.match, candidate.score) for candidate in found] == [
        ("company/parcelwise", True, 100.0)
    ]
    assert "Company" in found[0].types
