"""Layout: a thing in two files, or in a file of another name, is told whichever of the files is checked."""

from pathlib import Path

import pytest

from graph import files, layout
from graph.check import check
from graph.findings import Finding
from graph.namespaces import ID, KINDS, ROOT
from tests.conftest import Project

THING = f"{ID}decision/lu-cnpd-2023-parcelwise"
COPY = "decisions/lu-cnpd-2024-parcelwise.ttl"


def told(project: Project, *only: Path) -> list[Finding]:
    """What breaks the layout, by the report on some files."""
    report = check(project.inputs, only=only).report
    return [finding for finding in report.violations if finding.rule.startswith("layout/")]


@pytest.mark.parametrize("change", [lambda text: text, lambda text: text.replace("30500000.00", "40500000.00")])
def test_a_copy_under_another_name_is_told_for_either_file(small: Project, facts: tuple[str, str], change) -> None:  # type: ignore[no-untyped-def]
    file = small.write_all()
    copy = small.write(COPY, change(facts[1]))
    for only in ((), (file,), (copy,)):
        [finding] = told(small, *only)
        assert (finding.focus, finding.rule) == (THING, "layout/described-in-two-files")
        for place in (f"{file}:8", f"{copy}:8"):
            assert place in finding.message
            assert place in finding.place
        assert "lu-cnpd-2023-parcelwise.ttl below decisions/" in finding.message


def test_a_part_and_a_single_statement_in_the_file_of_another_thing_count(
    small: Project, facts: tuple[str, str]
) -> None:
    file = small.write_all()
    other = small.write("companies/other.ttl", f'<{THING}#order-9> rdfs:label "Order"@en .')
    for only in ((file,), (other,)):
        [finding] = told(small, *only)
        assert (finding.focus, finding.rule) == (THING, "layout/described-in-two-files")
        assert f"{other}:7" in finding.message


def test_what_is_said_in_a_second_file_is_judged_with_that_file(small: Project) -> None:
    small.write_all()
    other = small.write("second.ttl", f'<{THING}#fine> comity:currency "euro" .')
    found = check(small.inputs, only=[other]).report.violations
    assert any(finding.focus == f"{THING}#fine" and finding.path == "comity:currency" for finding in found)


def test_a_file_is_named_after_its_thing(small: Project, facts: tuple[str, str]) -> None:
    small.write_all()
    (small.data / "decisions" / "lu-cnpd-2023-parcelwise.ttl").unlink()
    for name in (COPY, "companies/lu-cnpd-2023-parcelwise.ttl"):
        file = small.write(name, facts[1])
        [finding] = told(small, file)
        assert (finding.focus, finding.rule) == (THING, "layout/file-named-after-another")
        assert name in finding.message
        file.unlink()
    small.write("decisions/lu-cnpd/lu-cnpd-2023-parcelwise.ttl", facts[1])
    assert not told(small)


def test_the_folders_are_those_of_the_facts() -> None:
    assert {folder.name for folder in (ROOT / "graph" / "data").iterdir() if folder.is_dir()} == {*layout.KIND_OF}
    assert {*layout.FOLDERS} == {*KINDS}
    assert not [*(ROOT / "graph" / "data").glob("*.ttl")]
    data = ROOT / "graph" / "data"
    assert not [*layout.findings(files.read(data, ROOT / "ontology"), data)]
