"""When each thing last changed: since which kept snapshot it has been described as it is now."""

import gzip
import hashlib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from graph import snapshot
from graph.namespaces import BASE, GRAPH_ONTOLOGY, ONTOLOGY
from graph.snapshot import Snapshot

ONTOLOGY_DOCUMENT = ONTOLOGY.removesuffix("#")


def built(found: Snapshot) -> datetime:
    """When a snapshot was built, in UTC, to the second."""
    return datetime.fromisoformat(found.manifest["built"])


@lru_cache(maxsize=64)
def descriptions(nquads: Path) -> Mapping[str, bytes]:
    """A digest of what canonical N-Quads say of each thing, concept and term, its fragments with it, by IRI.

    The ontology as a whole has one too. What is said of a neighbour, its label too, is no change of the thing.
    """
    digests: dict[str, hashlib.blake2b] = {}
    with gzip.open(nquads, "rb") as lines:
        for line in lines:
            subject = line.partition(b" ")[0].strip(b"<>").decode()
            named = [ONTOLOGY_DOCUMENT] if line.endswith(f"<{GRAPH_ONTOLOGY}> .\n".encode()) else []
            if subject.startswith(ONTOLOGY):
                named.append(subject)
            elif subject.startswith(BASE) and subject != ONTOLOGY_DOCUMENT:
                named.append(subject.partition("#")[0])
            for iri in named:
                digests.setdefault(iri, hashlib.blake2b(digest_size=16)).update(line)
    return {iri: digest.digest() for iri, digest in digests.items()}


def kept(folder: Path) -> list[Snapshot]:
    """Kept snapshots in the order in which they were built."""
    found = (snapshot.read(folder, version) for version in snapshot.versions(folder))
    return sorted(found, key=lambda one: (built(one), one.version))


def modified(found: Snapshot) -> Mapping[str, datetime]:
    """When each thing of a snapshot last changed, by IRI, as far back as snapshots are kept beside it.

    That is when the first snapshot was built in an unbroken row of snapshots, up to this one, that describe it
    as this one does.
    """
    row = [one for one in kept(found.folder.parent) if (built(one), one.version) <= (built(found), found.version)]
    return _since(tuple((one.nquads, built(one)) for one in row))


@lru_cache(maxsize=8)
def _since(row: tuple[tuple[Path, datetime], ...]) -> Mapping[str, datetime]:
    since: dict[str, datetime] = {}
    before: Mapping[str, bytes] = {}
    for nquads, when in row:
        now = descriptions(nquads)
        since = {iri: since[iri] if before.get(iri) == digest else when for iri, digest in now.items()}
        before = now
    return since
