"""What validation finds: faults, each with its place, and the report an author can act on."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from pyoxigraph import NamedNode

from graph.files import Sources
from graph.namespaces import BASE, ONTOLOGY

Severity = Literal["violation", "warning"]
CAUSES = {
    *("layout/described-in-two-files", "layout/file-named-after-another"),
    *("checks/unknown-term", "checks/foreign-term-not-used"),
}
"""Rules whose faults make others find fault: told first of those at one place."""


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
    """The report of what was found, each finding once, with every place in `sources` of the thing it is about.

    What follows from other faults comes after them, and is left out where it is told of a derived value only.

    With `only`, of the findings on the things with these IRIs.
    """
    wanted = dict.fromkeys(finding for finding in found if only is None or finding.focus in only)
    wanted = dict.fromkeys(_causes(wanted, sources))
    placed = [replace(finding, place=_place(finding.focus, sources)) for finding in wanted]
    placed.sort(key=lambda one: (one.severity != "violation", one.place, one.rule not in CAUSES, one.rule, one.message))
    return Report(tuple(placed))


def _causes(found: Collection[Finding], sources: Sources) -> Iterator[Finding]:
    """What was found, without faulty values that were derived where a value of the same thing is told that was written.

    An author who mends the amount need not be told of its conversion as well.
    """
    judged = {finding.focus for finding in found}
    written = {
        (quad.subject.value, compact(quad.predicate.value))
        for quad in sources.quads
        if judged and isinstance(quad.subject, NamedNode) and quad.subject.value in judged
    }
    told = {one.focus for one in found if one.value and (one.focus, one.path) in written}
    for one in found:
        if not (one.value and one.path and one.focus in told and (one.focus, one.path) not in written):
            yield one


def _place(focus: str, sources: Sources) -> str:
    return ", ".join(map(str, sources.places(focus))) or "derived"
