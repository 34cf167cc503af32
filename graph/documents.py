"""RDF documents: triples written in a format, the same triples always as the same bytes."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import IO

from pyoxigraph import Quad, RdfFormat, Triple
from pyoxigraph import serialize as write

from graph import blanks
from graph.namespaces import PREFIXES


def serialize(
    triples: Iterable[Triple], form: RdfFormat, sink: IO[bytes], more: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Write triples, sorted, with the prefixes of the project and `more` where the format has prefixes."""
    prefixes = None if form in (RdfFormat.N_TRIPLES, RdfFormat.N_QUADS) else {**PREFIXES, **more}
    write(sorted(triples, key=str), sink, format=form, prefixes=prefixes)


def canonical(triples: Iterable[Triple]) -> list[Triple]:
    """The same triples with blank nodes named by RDFC-1.0: a store gives them other names each time it is opened."""
    quads = (Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
    return [quad.triple for quad in blanks.canonical(quads)]
