"""Showing: whose descriptions have the label of what."""

import pytest
from pyoxigraph import NamedNode, Quad

from graph.namespaces import CONCEPT, GRAPH_CURATED, ONTOLOGY, PREFIXES, thing
from graph.showing import touched
from graph.snapshot import canonical

ACT, LATER, CASE = thing("decision", "a"), thing("decision", "b"), thing("case", "c")
VOID, FORCE, ELSEWHERE = f"{CONCEPT}force/void", f"{CONCEPT}force", "https://example.org/term"
LINKS = [
    (ACT, f"{ONTOLOGY}case", CASE),
    (f"{ACT}#fine", f"{ONTOLOGY}partOf", ACT),
    (f"{LATER}#status", f"{ONTOLOGY}statusOf", f"{ACT}#fine"),
    (f"{LATER}#status", f"{ONTOLOGY}status", VOID),
    (VOID, f"{PREFIXES['skos']}inScheme", FORCE),
    (VOID, f"{PREFIXES['skos']}exactMatch", ELSEWHERE),
]
GRAPH = [Quad(NamedNode(one), NamedNode(how), NamedNode(other), NamedNode(GRAPH_CURATED)) for one, how, other in LINKS]


@pytest.mark.parametrize(
    ("renamed", "found"),
    [
        (CASE, {ACT}),
        (ACT, {ACT}),
        (f"{ACT}#fine", {ACT, LATER}),
        (VOID, {ACT, LATER}),
        (ELSEWHERE, {VOID, FORCE}),
        (FORCE, {VOID, FORCE}),
        (thing("case", "other"), set()),
    ],
)
def test_what_shows_a_label(renamed: str, found: set[str]) -> None:
    assert touched(canonical(GRAPH).decode().splitlines(), {renamed}) == found
