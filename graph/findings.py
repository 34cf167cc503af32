"""What validation finds: faults, each with its place, and the report an author can act on."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from graph.files import Sources
from graph.namespaces import BASE, ONTOLOGY

Severity = Literal["violation", "warning"]


@dataclass(frozen=True)
class Finding:
    """One fault: how bad, what to do, at which thing, found by which shape or check, where it is written."""

    severity: Severity
    message: str
    focus: str
    path: str
    value: str
    rule: str
    place: str = ""
    component: str = field(default="SPARQLConstraintComponent", compare=False)
    """Local name of the kind of constraint; that of the checks, which are queries, if none is given."""

    def __str__(self) -> str:
        path = f" {self.path}" if self.path else ""
        value = f" (found: {self.value})" if self.value else ""
        return f"{self.severity}: {self.place}: <{self.focus}>{path}: {self.message}{value} [{self.rule}]"


@dataclass(frozen=True)
class Report:
    """All findings, violations first."""

    findings: tuple[Finding, ...]

    @property
    def violations(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "violation"]

    @property
    def warnings(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity == "warning"]

    def records(self) -> list[dict[str, str]]:
        """The findings as plain records, for JSON."""
        return [asdict(finding) for finding in self.findings]


def compact(text: str) -> str:
    """A text with the IRIs of the project as its authors write them."""
    return text.replace(ONTOLOGY, "comity:").replace(BASE, "")


def report(found: Iterable[Finding], sources: Sources, only: Collection[str] | None = None) -> Report:
    """The report of what was found, each finding once, with the place in `sources` of the thing it is about.

    With `only`, of the findings on the things with these IRIs.
    """
    wanted = dict.fromkeys(finding for finding in found if only is None or finding.focus in only)
    placed = [replace(finding, place=str(sources.place(finding.focus) or "derived")) for finding in wanted]
    placed.sort(key=lambda finding: (finding.severity != "violation", finding.place, finding.rule, finding.message))
    return Report(tuple(placed))
