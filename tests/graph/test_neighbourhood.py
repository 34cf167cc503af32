"""The neighbourhood of a file: small, and enough for the same report as the whole graph gives."""

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, parse

from graph import files, queries, rules
from graph.check import Inputs, check
from graph.findings import Finding, Report
from graph.namespaces import GRAPH_CURATED, GRAPH_ONTOLOGY, ID, ROOT
from graph.neighbourhood import NARROW, neighbourhood

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


HEAD = "@base <https://w3id.org/comity/> . @prefix comity: <https://w3id.org/comity/ontology#> .\n"


def left(text: str, *things: str) -> list[str]:
    """Subjects of what is left of some facts in the neighbourhood of things."""
    quads = list(parse(HEAD + text, format=RdfFormat.TURTLE))
    kept = neighbourhood(quads, {f"{ID}{thing}" for thing in things})
    return [str(quad.subject).removeprefix(f"<{ID}").rstrip(">") for quad in kept]


def test_acts_without_bearing_are_left_out_but_for_their_numbers() -> None:
    text = """<id/decision/a> comity:case <id/case/x> ; comity:reference "1" ; comity:imposes <id/decision/a#fine> .
    <id/decision/a#fine> comity:amount 1.00 .
    <id/decision/b> comity:annuls <id/decision/a#fine> ; comity:reference "2" .
    <id/decision/c> comity:case <id/case/y> ; comity:reference "3" ; comity:imposes <id/decision/c#fine> ;
      comity:document <id/source/s> .
    <id/decision/c#fine> a comity:Fine ; comity:amount 1.00 .
    <id/source/s> comity:url "https://example.org/" ."""
    near = left(text, "decision/b")
    assert near == [*["decision/a"] * 3, "decision/a#fine", *["decision/b"] * 2, "decision/c"]
    assert left(text, "case/x") == left(text, "decision/a#fine") == near
    assert left(text, "source/s")[-7:] == [*["decision/c"] * 4, *["decision/c#fine"] * 2, "source/s"]
    assert len(left(text, "company/z")) == len(left(text, "decision/b", "company/z")) == 13


def test_provisions_and_sources_stay_where_what_bears_on_the_things_leads_to_them() -> None:
    text = """<id/decision/a> comity:infringes <id/provision/p> ; comity:issuedBy <id/authority/b> .
    <id/authority/b> comity:document <id/source/s> . <id/authority/c> comity:document <id/source/t> .
    <id/provision/p> comity:partOf <id/provision/q> . <id/provision/q> comity:number "1" .
    <id/provision/r> comity:partOf <id/provision/q> .
    <id/source/s> comity:url "https://example.org/s" . <id/source/t> comity:url "https://example.org/t" .
    <id/decision/z> comity:infringes <id/provision/r> ."""
    kept = ["decision/a", "decision/a", "authority/b", "authority/c", "provision/p", "provision/q", "source/s"]
    assert left(text, "decision/a") == kept
    assert set(left(text, "source/s")) == {*kept, "provision/r", "source/t"}


def test_texts_stay_with_the_acts_alone() -> None:
    text = """<id/decision/a> comity:issuedBy <id/authority/b> ; comity:label "A"@en .
    <id/authority/b> comity:label "B"@en ; comity:name "B" ."""
    assert left(text, "decision/a") == ["decision/a", "decision/a", "authority/b"]
