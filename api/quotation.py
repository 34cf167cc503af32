"""How a query with its answer is quoted: its title, and the reference to it."""

import hashlib

from api.days import today
from api.references import Reference
from graph.namespaces import BASE
from graph.permalink import Permalink


def title(query: str) -> str:
    """What a query asks, in the words of its leading comment, or plain words where it has none."""
    first = query.lstrip().partition("\n")[0]
    words = first.lstrip("# ").strip().rstrip(".")[:200] if first.startswith("#") else ""
    return words or "A query of the Comity knowledge graph"


def reference(cited: Permalink, more: str = "") -> Reference:
    """The reference to a query with its answer: a data set, at the address that stays, read today.

    `more` is what its note tells besides the number of rows and the hash. Its key hangs on the query and the snapshot
    too: the same answer to another question is cited by another.
    """
    key = hashlib.sha256("\n".join((cited.version, cited.sha256, cited.query)).encode()).hexdigest()
    return Reference(
        id=f"comity-{key[:12]}",
        type="dataset",
        title=title(cited.query),
        authors=("Comity",),
        url=f"{BASE}q/{cited.token}",
        issued=cited.built,
        accessed=today(),
        publisher="Comity",
        version=cited.version,
        note=f"{cited.rows} rows, SHA-256 {cited.sha256}" + (f"; {more}" if more else ""),
    )
