"""Histories: when a thing came, changed and went, by the change log."""

from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from graph import changelog, history
from graph.namespaces import CONCEPT, GRAPH_CURATED, GRAPH_ONTOLOGY, ONTOLOGY, ONTOLOGY_DOCUMENT, thing
from graph.snapshot import Snapshot, canonical, current, point, write
from tests.graph.test_changelog import BUILT, LABEL, built, decision, told, use


def test_a_thing_is_as_old_as_the_entry_that_told_of_it_last(tmp_path: Path) -> None:
    first, second, third = use(tmp_path, a="A", b="B"), use(tmp_path, a="A", b="Bee"), use(tmp_path, a="A")
    times = [entry.time for entry in changelog.entries(tmp_path)]
    assert history.modified(second)(decision("a")) == history.modified(third)(decision("a")) == times[0]
    assert history.modified(first)(decision("b")) == times[0], "of an earlier version as it was then"
    assert history.modified(second)(decision("b")) == times[1]
    assert [history.since(one) for one in (first, second, third)] == times
    assert [entry.version for entry in history.holding(changelog.entries(tmp_path), decision("b"))] == [
        first.version,
        second.version,
    ]


def test_what_came_back_is_as_new_as_its_return(tmp_path: Path) -> None:
    use(tmp_path, a="A", b="B")
    use(tmp_path, a="A")
    use(tmp_path, a="A", b="B", c="C")
    log = changelog.entries(tmp_path)
    assert told(log[2]) == {"b": "created", "c": "created"}
    assert history.modified(current(tmp_path))(decision("b")) == log[2].time
    assert [entry.number for entry in history.holding(log, decision("b"))] == [1, 3]
    assert history.newest(log) == {"decision": log[2].time}


def test_what_the_log_does_not_know_is_as_old_as_what_it_knows_first(tmp_path: Path) -> None:
    made = use(tmp_path, a="A")
    other = built(tmp_path, "2023-01-01T00:00:00+00:00", a="A")
    elsewhere = built(tmp_path, "2025-01-01T00:00:00+00:00", z="Z")
    assert other == made, "the same facts are the same snapshot, whenever they were built"
    assert history.modified(made)("https://w3id.org/comity/rate/x") == changelog.entries(tmp_path)[0].time
    assert history.modified(elsewhere)(decision("z")) == history.since(elsewhere) == elsewhere.built
    assert history.holding(changelog.entries(tmp_path), decision("z")) == []


def test_the_ontology_is_as_new_as_its_newest_term(tmp_path: Path) -> None:
    def ontology(label: str, concept: str) -> Snapshot:
        said = [(ONTOLOGY_DOCUMENT, "Comity"), (f"{ONTOLOGY}Fine", label), (f"{CONCEPT}force/void", concept)]
        quads = [Quad(NamedNode(iri), LABEL, Literal(text), NamedNode(GRAPH_ONTOLOGY)) for iri, text in said]
        made = write(tmp_path, canonical(quads), {"quads": {GRAPH_ONTOLOGY: 3}, "built": BUILT}, [])
        point(tmp_path, made.version)
        changelog.record(tmp_path)
        return made

    made = [ontology("Fine", "void"), ontology("A fine", "void"), ontology("A fine", "void ab initio")]
    times = [entry.time for entry in changelog.entries(tmp_path)]
    assert [history.modified(one)(ONTOLOGY_DOCUMENT) for one in made] == times
    assert history.modified(made[2])(f"{ONTOLOGY}Fine") == times[1]


def test_a_description_changes_with_what_links_to_its_thing(tmp_path: Path) -> None:
    case, act, other = thing("case", "c"), thing("decision", "a"), thing("provision", "p")

    def said(label: str, *links: str, last: str = "no") -> Snapshot:
        graph = NamedNode(GRAPH_CURATED)
        quads = [Quad(NamedNode(iri), LABEL, Literal("x"), graph) for iri in (case, other)]
        quads.append(Quad(NamedNode(thing("company", "z")), LABEL, Literal(last), graph))  # No two are one version.
        if label:
            quads.append(Quad(NamedNode(f"{act}#part"), LABEL, Literal(label), graph))
        quads += [Quad(NamedNode(f"{act}#part"), NamedNode(f"{ONTOLOGY}case"), NamedNode(iri), graph) for iri in links]
        made = write(tmp_path, canonical(quads), {"quads": {GRAPH_CURATED: len(quads)}, "built": BUILT}, [])
        point(tmp_path, made.version)
        changelog.record(tmp_path)
        return made

    made = [said(""), said("one", case), said("two", case), said("two", other), said("", last="yes")]
    times = [entry.time for entry in changelog.entries(tmp_path)]
    assert [history.modified(one)(case) for one in made] == [times[0], times[1], times[2], times[3], times[3]]
    assert [history.modified(one)(other) for one in made[2:]] == [times[0], times[3], times[4]]
