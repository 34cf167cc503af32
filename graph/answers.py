"""Answers to strangers' queries: what the engine found, written whole in a format, or not at all."""

import json
import re
from io import BytesIO
from typing import Any

from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse_query_results,
)
from typing_extensions import Buffer

from graph.documents import serialize
from graph.errors import AnswerTooLarge, QueryRefused

RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
GRAPHS = {
    "turtle": RdfFormat.TURTLE,
    "ntriples": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdfxml": RdfFormat.RDF_XML,
    "trig": RdfFormat.TRIG,
    "nquads": RdfFormat.N_QUADS,
}
FAULT = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): *(?P<words>.*)", re.DOTALL)
"""How the parser words a fault."""


class _Buffer(BytesIO):
    """Keeps what is written to it up to a cap, so that no answer fills the memory."""

    def __init__(self, cap: int) -> None:
        super().__init__()
        self.cap = cap

    def write(self, data: Buffer, /) -> int:
        if self.tell() + memoryview(data).nbytes > self.cap:
            raise AnswerTooLarge(f"The answer has more than {self.cap:,} bytes. Narrow the query or add LIMIT.")
        return super().write(data)


def written(found: QueryBoolean | QueryTriples | QuerySolutions, form: str, rows: int, size: int) -> tuple[bytes, int]:
    """What was found in a format, and how many rows or triples it has (1 for a truth value).

    Raises AnswerTooLarge for more than `rows` rows or triples or `size` bytes.
    """
    if isinstance(found, QueryBoolean):
        return _serialized(found, RESULTS[form], size), 1
    if isinstance(found, QueryTriples):
        return _graph(found, form, rows, size)
    return _table(found, form, rows, size)


def _serialized(results: Any, form: Any, cap: int) -> bytes:
    buffer = _Buffer(cap)
    results.serialize(buffer, format=form)
    return buffer.getvalue()


def _table(found: QuerySolutions, form: str, most: int, size: int) -> tuple[bytes, int]:
    """Rows are counted before anything leaves: JSON is written, counted, and read again for other formats."""
    body = _serialized(found, QueryResultsFormat.JSON, size)
    rows = len(json.loads(body)["results"]["bindings"])
    if rows > most:
        raise AnswerTooLarge(f"The answer has more than {most:,} rows. Narrow the query or add LIMIT.")
    if form != "json":
        body = _serialized(parse_query_results(body, format=QueryResultsFormat.JSON), RESULTS[form], size)
    return body, rows


def _graph(found: QueryTriples, form: str, most: int, size: int) -> tuple[bytes, int]:
    """Triples are made unique and sorted, so that the same answer has the same bytes."""
    triples = set()
    for triple in found:
        triples.add(triple)
        if len(triples) > most:
            raise AnswerTooLarge(f"The answer has more than {most:,} triples. Narrow the query or add LIMIT.")
    buffer = _Buffer(size)
    serialize(triples, GRAPHS[form], buffer)
    return buffer.getvalue(), len(triples)


def unparsed(words: str) -> QueryRefused:
    """The refusal of a query that does not parse, from the parser's words: with line and column if they name them."""
    fault = FAULT.match(words)
    if fault is None:
        return QueryRefused(f"The query does not parse: {words}")
    line, column = int(fault["line"]), int(fault["column"])
    text = f"The query does not parse at line {line}, column {column}: {fault['words']}"
    return QueryRefused(text, (line, column))
