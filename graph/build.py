"""Build: from the files to a validated snapshot, or to a report of what to mend."""

import subprocess
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from pyoxigraph import Quad

from graph import changelog, drafts, ontology, retired, snapshot
from graph.check import Inputs, Progress, check, silent
from graph.errors import InvalidGraph, Untold
from graph.namespaces import ROOT


def build(inputs: Inputs, folder: Path, progress: Progress = silent, unpublished: bool = False) -> snapshot.Snapshot:
    """Build a snapshot below `folder`, make it the one in use, and tell in the change log what it changed.

    With `unpublished`, things that the change log knows may vanish without a word. Raises InvalidGraph or TurtleError
    where the facts break a rule, Untold where they do not say what became of a thing; the snapshot in use then stays.
    Raises BuildUnderWay where another process builds there; what a build that was killed has left is removed.
    """
    with drafts.alone(folder):
        return _built(inputs, folder, progress, unpublished)


def _built(inputs: Inputs, folder: Path, progress: Progress, unpublished: bool) -> snapshot.Snapshot:
    checked = check(inputs, progress)
    violations = checked.report.violations
    if violations:
        listed = "\n".join(str(finding) for finding in violations)
        raise InvalidGraph(f"{listed}\n{len(violations)} violation(s): the snapshot in use stays as it is.")
    changelog.record(folder)  # Where what is in use was built before there was a log.
    if not unpublished:
        _require_told(changelog.entries(folder), checked.quads)
    progress("Writing the snapshot")
    graphs = Counter(str(getattr(quad.graph_name, "value", "")) for quad in checked.quads)
    manifest = {
        "built": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "ontology": ontology.version(checked.quads),
        "quads": dict(sorted(graphs.items())),
        "warnings": len(checked.report.warnings),
    }
    made = snapshot.write(folder, snapshot.canonical(checked.quads), manifest, checked.report.records())
    snapshot.point(folder, made.version)
    changelog.record(folder)
    return made


def _require_told(log: tuple[changelog.Entry, ...], quads: Iterable[Quad]) -> None:
    """Hold that nothing vanishes without a word: an IRI that was given out is for ever. Raises Untold.

    It is held here and not by `check`, since a fresh checkout does not know what was published; the log does.
    """
    gone = retired.untold(log, quads)
    if gone:
        day = datetime.now(UTC).date().isoformat()
        raise Untold(
            f"{len(gone)} thing(s) that were described before are gone, and nothing says what became of them. Add this "
            "to ontology/deprecated.ttl, with the reason of each; where it has another name now, with "
            "dcterms:isReplacedBy. A term of the ontology keeps its definition instead, and is marked owl:deprecated. "
            "If no one but you has ever seen them, build with --unpublished.\n\n"
            f"{retired.notices(gone, day)}\n\nThe snapshot in use stays as it is."
        )


def _commit() -> str | None:
    """The commit the files come from, or None outside a checkout."""
    command = ["git", "-C", str(ROOT), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
