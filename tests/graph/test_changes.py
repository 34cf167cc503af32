"""Changes of things between two graphs, against a reading that holds both in memory."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from graph.changes import ADDED, KEPT, REMOVED, Change, changes, kind_of, lines, merged, thing_of
from graph.namespaces import BASE, GRAPH_CURATED, GRAPH_DERIVED, PREFIXES
from graph.snapshot import canonical, write

LABEL = f"{PREFIXES['rdfs']}label"


def line(subject: str, value: str, graph: str = GRAPH_CURATED, property_: str = LABEL) -> str:
    """A line about a subject below the base."""
    return f"{Quad(NamedNode(BASE + subject), NamedNode(property_), Literal(value, language='en'), NamedNode(graph))} ."


SUBJECTS = [
    *("id/decision/a", "id/decision/a#fine", "id/decision/a-2", "id/decision/a-2#fine", "id/decision/a#fine-2"),
    *("id/decision/ab", "id/case/a", "concept/force", "concept/force/annulled", "ontology#a", "ontology#ab"),
    *("ontology", "rate/USD/2024-01-01", "query/x", "query/x-2", "../dpv#Risk", "zebra"),
]
GRAPHS = st.lists(st.builds(line, st.sampled_from(SUBJECTS), st.sampled_from("xyz")), max_size=25).map(
    lambda found: sorted(set(found))
)


def things(graph: list[str]) -> dict[str, set[str]]:
    """The lines of each thing."""
    found: dict[str, set[str]] = {}
    for one in graph:
        thing = thing_of(one[1 : one.index(">")])
        if thing:
            found.setdefault(thing[0], set()).add(one)
    return found


@given(GRAPHS, GRAPHS)
def test_each_changed_thing_once_and_nothing_else(before: list[str], after: list[str]) -> None:
    old, new = things(before), things(after)
    found = {change.thing: change for change in changes(before, after)}
    assert len(found) == len(list(changes(before, after)))
    assert found.keys() == {thing for thing in old.keys() | new.keys() if old.get(thing) != new.get(thing)}
    for thing, change in found.items():
        assert set(change.removed) == old.get(thing, set()) - new.get(thing, set())
        assert set(change.added) == new.get(thing, set()) - old.get(thing, set())
        assert change.state == tuple(sorted(new.get(thing, set())))
        assert change.outcome == ("created" if thing not in old else "updated" if thing in new else "withdrawn")


@given(GRAPHS, GRAPHS)
def test_merged_makes_one_graph_of_the_other(before: list[str], after: list[str]) -> None:
    found = list(merged(before, after))
    assert [one for side, one in found if side != ADDED] == before
    assert [one for side, one in found if side != REMOVED] == after
    assert [one for _, one in found] == sorted({*before, *after})
    assert {one for side, one in found if side == KEPT} == set(before) & set(after)


@pytest.mark.parametrize(
    ("iri", "kind"),
    [
        ("id/decision/x", "decision"),
        ("id/fairy/x", None),
        ("id/decision/", None),
        ("concept/force/annulled", "concept"),
        ("ontology#Fine", "term"),
        ("ontology", "term"),
        ("rate/USD/2024-01-01", "rate"),
    ],
)
def test_kinds(iri: str, kind: str | None) -> None:
    assert kind_of(BASE + iri) == kind


def test_what_rules_alone_changed_is_told_apart() -> None:
    written, derived = line("id/case/a", "x"), line("id/case/a#force-1", "y", GRAPH_DERIVED)
    [change] = changes([written], sorted([written, derived]))
    assert change.derived
    [change] = changes([written], sorted([line("id/case/a", "z"), derived]))
    assert not change.derived
    [change] = changes([], [derived])
    assert not change.derived, "what is new was written by somebody"


def test_the_name_is_the_english_one_as_last_told() -> None:
    french = f'<{BASE}id/case/a> <{LABEL}> "Une \\"affaire\\""@fr <{GRAPH_CURATED}> .'
    assert Change("x:a", "case").label == "x:a"
    assert (
        Change(f"{BASE}id/case/a", "case", (line("id/case/a", "old"),), (french, line("id/case/a", "new"))).label
        == "new"
    )
    assert Change(f"{BASE}id/case/a", "case", (), (french,)).label == 'Une "affaire"'
    assert Change(f"{BASE}id/case/a", "case", (line("id/case/a", "gone"),)).label == "gone"
    assert Change(f"{BASE}ontology#Fine", "term").label == "Fine"


def test_links_are_written_ones_to_what_can_be_followed() -> None:
    def link(to: str, graph: str = GRAPH_CURATED) -> str:
        return f"<{BASE}id/decision/a> <x:p> <{BASE}{to}> <{graph}> ."

    added = (link("id/case/c#part"), link("id/authority/nl-ap"), link("id/company/m", GRAPH_DERIVED))
    change = Change(f"{BASE}id/decision/a", "decision", (link("id/jurisdiction/nl"),), added)
    assert change.links == (f"{BASE}id/case/c", f"{BASE}id/jurisdiction/nl")
    assert Change(f"{BASE}id/case/c", "case").links == (f"{BASE}id/case/c",)


def test_lines_of_a_snapshot(tmp_path: Path) -> None:
    quads = [Quad(NamedNode("x:a"), NamedNode("x:p"), Literal(text), NamedNode("x:g")) for text in ("é\u2028\n", "z")]
    made = write(tmp_path, canonical(quads), {"quads": {"x:g": 2}}, [])
    assert list(lines(made.nquads)) == canonical(quads).decode().rstrip("\n").split("\n")


def test_a_notice_and_what_is_left_of_the_parts_are_no_description() -> None:
    deprecated, typed = (f"{PREFIXES[name]}{end}" for name, end in (("owl", "deprecated"), ("rdf", "type")))
    thing, claim = line("id/case/a", "x", property_=typed), line("id/case/a#claim-1", "x", property_=typed)
    notice = line("id/case/a", "true", property_=deprecated)
    old_part = line("id/case/a#claim-1", "true", property_=deprecated)

    def outcome(before: list[str], after: list[str]) -> str:
        [change] = changes(sorted(before), sorted(after))
        return change.outcome

    assert outcome([thing, claim], [notice]) == outcome([thing, claim], [notice, claim]) == "withdrawn"
    assert outcome([thing], [thing, notice]) == "updated", "a term that is deprecated is described still"
    assert outcome([thing, claim], [thing, old_part]) == "updated"
    assert outcome([notice, claim], [thing, claim]) == "created"


def test_links_that_are_no_more_are_told_apart() -> None:
    def link(subject: str, place: str) -> str:
        there = NamedNode(f"{BASE}id/jurisdiction/{place}")
        quad = Quad(NamedNode(BASE + subject), NamedNode(f"{BASE}ontology#jurisdiction"), there, NamedNode("x:g"))
        return f"{quad} ."

    act = "id/decision/a"
    before = sorted([link(act, "de"), link(f"{act}#fine", "fr"), link(act, "fr")])
    after = sorted([link(act, "de-nw"), link(f"{act}#fine", "fr")])
    [change] = changes(before, after)
    names = lambda links: [iri.rpartition("/")[2] for iri in links]  # noqa: E731
    assert (names(change.links), names(change.left)) == (["de", "de-nw", "fr"], ["de"])
    [gone] = changes(before, [])
    assert names(gone.left) == names(gone.links) == ["de", "fr"]
    [itself] = changes([], [line("id/case/a", "x")])
    assert (names(itself.links), itself.left) == (["a"], ())
