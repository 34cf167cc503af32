"""RDF documents: triples written in a format, the same triples always as the same bytes."""

from collections.abc import Iterable
from typing import IO

from pyoxigraph import RdfFormat, Triple
from pyoxigraph import serialize as write

from graph.namespaces import PREFIXES


def serialize(triples: Iterable[Triple], form: RdfFormat, sink: IO[bytes]) -> None:
    """Write triples, sorted, with the prefixes of the project where the format has prefixes."""
    prefixes = None if form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS) else PREFIXES
    write(sorted(triples, key=str), sink, format=form, prefixes=prefixes)
