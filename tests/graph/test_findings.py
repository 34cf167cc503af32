"""Findings and their report: each fault named with its place, its thing, its rule and what to do."""

from pathlib import Path

from pyoxigraph import RdfFormat, parse

from graph.files import Sources
from graph.findings import Finding, Report, compact, report

X = "https://example.org/"


def found(focus: str, severity: str = "violation", rule: str = "r") -> Finding:
    return Finding(severity, f"Mend {focus}.", X + focus, "", "", rule)  # type: ignore[arg-type]


def sources(folder: Path) -> Sources:
    """What a file says of two things, on its second and third line."""
    file = folder / "things.ttl"
    file.write_text(f"# Two.\n<{X}a> <{X}p> 1 .\n<{X}b> <{X}p> 1 .\n")
    quads = tuple(parse(file.read_bytes(), format=RdfFormat.TURTLE))
    return Sources(quads, {f"{X}a": [file], f"{X}b": [file]})


def test_a_report_has_each_fault_once_with_its_place_violations_first(tmp_path: Path) -> None:
    told = report(
        [found("a", "warning"), found("c"), found("b"), found("b"), found("a", "warning", "q")], sources(tmp_path)
    )
    assert [(f.severity, f.focus.removeprefix(X), f.place.rpartition("/")[2], f.rule) for f in told.findings] == [
        ("violation", "b", "things.ttl:3", "r"),
        ("violation", "c", "derived", "r"),
        ("warning", "a", "things.ttl:2", "q"),
        ("warning", "a", "things.ttl:2", "r"),
    ]
    assert told.violations == list(told.findings[:2])
    assert told.warnings == list(told.findings[2:])
    assert told.records()[1]["place"] == "derived"


def test_a_report_on_some_things_names_no_other(tmp_path: Path) -> None:
    told = report([found("a"), found("b")], sources(tmp_path), {f"{X}b"})
    assert [finding.focus for finding in told.findings] == [f"{X}b"]
    assert report([found("a")], sources(tmp_path), set()) == Report(())


def test_a_finding_reads_as_one_line() -> None:
    finding = Finding("violation", "Add it.", "https://x/a", "comity:currency", "EURO", "shapes/fine", "data/a.ttl:3")
    assert str(finding) == "violation: data/a.ttl:3: <https://x/a> comity:currency: Add it. (found: EURO) [shapes/fine]"


def test_iris_of_the_project_are_written_as_authors_write_them() -> None:
    text = "https://w3id.org/comity/ontology#Fine of https://w3id.org/comity/id/decision/x"
    assert compact(text) == "comity:Fine of id/decision/x"
