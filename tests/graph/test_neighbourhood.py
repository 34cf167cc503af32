"""The neighbourhood of a file: small, and enough for the same report as the whole graph gives."""

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from graph import files, queries, rules
from graph.build import Inputs, check
from graph.namespaces import GRAPH_CURATED, GRAPH_ONTOLOGY, ID, ROOT
from graph.neighbourhood import NARROW, neighbourhood
from graph.validation import Finding, Report

INVALID = sorted((ROOT / "tests" / "checks").glob("*/invalid-*.ttl"))
DATA = ROOT / "graph" / "data"


@cache
def ontology() -> tuple[Quad, ...]:
    return tuple(quad for path in files.turtle_files(ROOT / "ontology") for quad in files.parsed(path, GRAPH_ONTOLOGY))


@cache
def whole() -> Report:
    """The report on the project's own facts."""
    return check(Inputs()).report


def findings(quads: list[Quad], name: str) -> set[tuple[str, ...]]:
    closure = {key: rule for key, rule in queries.folder("rules").items() if key in {"10-class", "11-sub-property"}}
    store = Store()
    store.extend([*quads, *rules.derive(quads, closure)])
    rows = store.query(queries.folder("checks")[name].text, use_default_graph_as_union=True)
    names = [variable.value for variable in rows.variables]  # type: ignore[union-attr]
    return {tuple(getattr(row[key], "value", "") for key in names) for row in rows}  # type: ignore[union-attr]


@pytest.mark.parametrize("path", INVALID, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_check_finds_the_same_in_the_neighbourhood_of_a_thing(path: Path) -> None:
    quads = [*ontology(), *files.parsed(path, GRAPH_CURATED)]
    everywhere = findings(quads, path.parent.name)
    assert everywhere
    for focus in {row[0] for row in everywhere if row[0].startswith(NARROW)}:
        near = findings(neighbourhood(quads, {focus}), path.parent.name)
        assert {row for row in near if row[0] == focus} == {row for row in everywhere if row[0] == focus}


def of(report: Report, things: set[str]) -> set[Finding]:
    return {finding for finding in report.findings if finding.focus in things}


def test_a_file_alone_gets_the_report_that_the_whole_graph_gives() -> None:
    warned = [Path(finding.place.rpartition(":")[0]) for finding in whole().warnings if ".ttl" in finding.place]
    narrow = [ROOT / file for file in dict.fromkeys(warned) if file.parts[2] in ("decisions", "cases", "sources")]
    chosen = [*narrow[:: max(1, len(narrow) // 5)], DATA / "cases" / "clearview-scraping.ttl"]
    assert len(chosen) > 5
    for file in chosen:
        things = {quad.subject.value for quad in files.parsed(file, GRAPH_CURATED)}  # type: ignore[union-attr]
        assert set(check(Inputs(), only=[file]).report.findings) == of(whole(), things), file


def test_acts_without_bearing_are_left_out_but_for_their_numbers() -> None:
    text = """@base <https://w3id.org/comity/> . @prefix comity: <https://w3id.org/comity/ontology#> .
    <id/decision/a> comity:case <id/case/x> ; comity:reference "1" ; comity:imposes <id/decision/a#fine> .
    <id/decision/a#fine> comity:amount 1.00 .
    <id/decision/b> comity:annuls <id/decision/a#fine> ; comity:reference "2" .
    <id/decision/c> comity:case <id/case/y> ; comity:reference "3" ; comity:imposes <id/decision/c#fine> ;
      comity:document <id/source/s> .
    <id/decision/c#fine> comity:amount 1.00 .
    <id/source/s> comity:url "https://example.org/" ."""
    quads = list(parse(text, format=RdfFormat.TURTLE))

    def left(thing: str) -> list[str]:
        kept = neighbourhood(quads, {f"{ID}{thing}"})
        return [str(quad.subject).removeprefix(f"<{ID}").rstrip(">") for quad in kept]

    assert left("decision/b") == [*["decision/a"] * 3, "decision/a#fine", *["decision/b"] * 2, "decision/c", "source/s"]
    assert left("case/x") == left("decision/a#fine") == left("decision/b")
    assert left("source/s")[-5:] == [*["decision/c"] * 4, "decision/c#fine", "source/s"][-5:]
    assert len(left("company/z")) == len(quads)
