"""Layout: each thing is described in one file, which bears its name in the folder of its kind."""

import os
from collections.abc import Iterator
from pathlib import Path

from graph.files import Sources, shown
from graph.findings import Finding
from graph.namespaces import ID, KINDS, thing

FOLDERS = {kind: "provisions" if kind == "provision" else plural for kind, plural in KINDS.items()}
"""Folder of the files of each kind of thing, below that of the facts."""
KIND_OF = {folder: kind for kind, folder in FOLDERS.items()}


def findings(sources: Sources, data: Path) -> Iterator[Finding]:
    """Things described in more than one file below `data`, and files not named after what they describe.

    The parts of a thing, which are fragments of it, belong into its file. Files outside the folders of kinds, as a
    small project may have them, can have any name and hold several things.
    """
    top = f"{data}{os.sep}"  # As text: to ask paths of this kind takes ten times as long.
    known: set[Path] = set().union(*sources.subjects.values())
    below = ((file, str(file)) for file in known)
    homes = {file: _home(path.removeprefix(top)) for file, path in below if path.startswith(top)}
    described: dict[str, dict[Path, str]] = {}
    for iri, files in sources.subjects.items():
        for file in files:
            if file in homes:
                described.setdefault(iri.partition("#")[0], {}).setdefault(file, iri)
    for iri, firsts in described.items():
        places = [str(sources.place(first, file)) for file, first in firsts.items() if len(firsts) > 1]
        if places:
            message = f"It is described in {len(places)} files, {' and '.join(places)}: {_remedy(iri)}"
            yield Finding("violation", message, iri, "", "", "layout/described-in-two-files")
        wrong = [shown(file) for file in firsts if homes[file] not in ("", iri)]
        if wrong and not places:
            message = f"It is described in {wrong[0]}, which is named after another thing: {_remedy(iri)}"
            yield Finding("violation", message, iri, "", "", "layout/file-named-after-another")


def _home(path: str) -> str:
    """IRI of the thing that a file below the facts is named after; empty outside the folders of kinds."""
    folder, _, below = path.partition(os.sep)
    kind = KIND_OF.get(folder) if below else None
    return thing(kind, below.rpartition(os.sep)[2].removesuffix(".ttl")) if kind else ""


def _remedy(iri: str) -> str:
    kind, _, slug = iri.removeprefix(ID).partition("/")
    if kind not in FOLDERS:
        return "facts are about things of this graph, each in the file of its name."
    return (
        f"keep all that is said of it in one file, {slug}.ttl below {FOLDERS[kind]}/. If another thing is meant, "
        "let its IRI end like the name of its file."
    )
