"""Check: the report on everything or on some files, and nothing written."""

from pathlib import Path
from typing import Any

import pytest

from graph.check import check
from graph.errors import TurtleError

THING = "https://w3id.org/comity/id/decision/lu-cnpd-2023-parcelwise"


def test_checking_writes_nothing(small: Any) -> None:
    small.write_all()
    assert not small.check().report.violations
    assert not small.snapshots.exists()


def test_no_folder_is_an_error_not_an_empty_graph(small: Any) -> None:
    for action in (small.check, small.build):
        with pytest.raises(TurtleError, match="no Turtle file"):
            action()


def test_a_file_to_be_checked_that_is_not_there_is_an_error_not_an_empty_report(small: Any, tmp_path: Path) -> None:
    small.write_all()
    with pytest.raises(TurtleError, match=r"missing\.ttl: No such file"):
        check(small.inputs, only=[tmp_path / "missing.ttl"])


def test_a_file_is_found_by_whatever_path_it_is_given(small: Any, facts: tuple[str, str], tmp_path: Path) -> None:
    file = small.write_all(decision=facts[1].replace('"EUR"', '"euro"'))
    (tmp_path / "link.ttl").symlink_to(file)
    for path in (file, tmp_path / "link.ttl", file.parent / ".." / file.parent.name / file.name):
        report = check(small.inputs, only=[path]).report
        assert {finding.focus for finding in report.violations} == {f"{THING}#fine"}


def test_what_is_in_order_in_one_file_is_not_judged_by_another(small: Any, facts: tuple[str, str]) -> None:
    small.write_all(decision=facts[1].replace('"EUR"', '"euro"'))
    [background] = (file for file in small.data.rglob("*.ttl") if "euro" not in file.read_text())
    assert small.check().report.violations
    assert not check(small.inputs, only=[background]).report.violations


def messages(small: Any, decision: str) -> list[str]:
    """The violations of a project with this decision, in their order."""
    file = small.write_all(decision=decision)
    return [f"{one.rule} {one.path} {one.value}" for one in check(small.inputs, only=[file]).report.violations]


def test_what_is_misspelt_is_told_before_what_follows_from_it(small: Any, facts: tuple[str, str]) -> None:
    told = messages(small, facts[1].replace("comity:published", "comity:publishd", 1))
    assert told[0].startswith("checks/unknown-term")
    assert any(one.startswith("checks/supported-value-not-recorded") for one in told)


def test_a_value_that_was_derived_from_a_wrong_one_is_not_told_of(small: Any, facts: tuple[str, str]) -> None:
    told = messages(small, facts[1].replace("30500000.00", "-30500000.00"))
    assert [one for one in told if "comity:amount " in one]
    assert not [one for one in told if "comity:amountInEuro" in one]


def test_a_day_that_is_none_is_told_without_a_traceback(
    small: Any, facts: tuple[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    assert messages(small, facts[1].replace("2023-03-01", "2023-02-30"))
    assert capfd.readouterr().err == ""
