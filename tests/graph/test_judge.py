"""The judge in a process of its own: it finds what the shapes find here, and says why where it cannot."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import GraphError, TurtleError
from graph.judge import Judge, surroundings
from graph.validation import findings, shapes_graph

HEAD = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <https://example.org/> .\n"
SHAPE = """x:thing a sh:NodeShape ; sh:targetClass x:Thing ; sh:property x:named .
x:named a sh:PropertyShape ; sh:path x:name ; sh:minCount 1 ; sh:pattern "^[A-Z]" ; sh:message "Name it."@en ."""
FACTS = """x:a a x:Thing . x:b a x:Thing ; x:name "é, 1.50" , 1.50 . x:c a x:Thing ; x:name "C"@en ; x:near [] ."""


def quads(facts: str) -> list[ox.Quad]:
    return list(ox.parse(HEAD + facts, format=ox.RdfFormat.TURTLE))


def shapes(folder: Path, text: str) -> Path:
    (folder / "thing.ttl").write_text(HEAD + text)
    return folder


def test_it_finds_what_the_shapes_find(tmp_path: Path) -> None:
    folder = shapes(tmp_path, SHAPE)
    with Judge(folder) as judge:
        judge.hear(quads(FACTS))
        found = judge.findings()
    assert len(found) == 3
    assert set(found) == set(findings(quads(FACTS), shapes_graph(folder)))


def test_it_says_which_shape_does_not_parse(tmp_path: Path) -> None:
    with Judge(shapes(tmp_path, "x:thing a .")) as judge:
        judge.hear(quads(FACTS * 3000))
        with pytest.raises(TurtleError, match=r"thing\.ttl, line 2"):
            judge.findings()


def test_shapes_that_cannot_be_applied_are_an_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with Judge(shapes(tmp_path, "x:thing a sh:NodeShape ; sh:targetClass x:Thing ; sh:property x:none .")) as judge:
        judge.hear(quads(FACTS))
        with pytest.raises(GraphError, match="mend what the lines above name"):
            judge.findings()
    assert "example.org/none" in capfd.readouterr().err


def test_one_that_is_not_asked_ends_all_the_same(tmp_path: Path) -> None:
    with Judge(shapes(tmp_path, SHAPE)) as judge:
        pass
    assert judge._process.returncode is not None


def test_surroundings_reach_one_step_and_no_texts() -> None:
    kept = surroundings(
        quads("""x:a x:to x:b ; x:name "A"@en . x:b x:to x:c ; x:name "B"@en ; x:number "1" . x:c x:number "2" .
        x:d x:to x:a ; x:number "3" . x:e x:number "4" .
        x:F <http://www.w3.org/2000/01/rdf-schema#subClassOf> x:G ."""),
        {"https://example.org/a"},
    )
    assert [str(quad.triple).replace("https://example.org/", "") for quad in kept] == [
        "<a> <to> <b>",
        '<a> <name> "A"@en',
        "<b> <to> <c>",
        '<b> <number> "1"',
        "<d> <to> <a>",
        '<d> <number> "3"',
        "<F> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <G>",
    ]
