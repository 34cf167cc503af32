"""Replies of a SPARQL endpoint: what a status means, and results or triples known to be whole."""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Triple, parse, parse_query_results

from graph.errors import EndpointBroken, EndpointDown, QueryRefused, QueryTooLong

ROWS, TRIPLES = "application/sparql-results+json", "application/n-triples"
"""Media types we ask for."""

BEHIND = "The SPARQL endpoint behind this server"
DOWN = f"{BEHIND} does not answer. Nothing is wrong with the request: try again later."
LATE = f"{BEHIND} did not answer within {{:g}} seconds. Narrow the query, or try again later."
CUT = f"{BEHIND} sent half an answer, which is not passed on. Try again, or narrow the query."
BROKEN = f"{BEHIND} sent half an answer, or none that parses; it is not passed on. Try again, or narrow the query."
OTHER = f"{BEHIND} answered another question than the one that was asked; it is not passed on. Try again later."
PLACE = re.compile(
    r"(?:error at |line:? )(?P<line>[0-9]{1,6})(?:(?:, col(?:umn)?:? |:)(?P<column>[0-9]{1,6}))?", re.IGNORECASE
)
"""Where a fault is, as endpoints tell it: `error at 1:2` (Oxigraph), `line 1, column 2` (RDF4J), `line: 1, col: 2`
(Jena), `line 1` (Virtuoso)."""
log = logging.getLogger("comity.endpoint")

REMEDIES = {
    300: "Redirects are not followed: the operator should set COMITY_ENDPOINT to where it leads.",
    401: "It wants other credentials: the operator should look at COMITY_ENDPOINT.",
    403: "It refuses us: the operator should look at COMITY_ENDPOINT and the rights of its user.",
    404: "There is no endpoint at that address: the operator should look at COMITY_ENDPOINT.",
}
"""What the operator should do, by status."""


@dataclass(frozen=True)
class Reply:
    """An answer of an endpoint, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def media_type(self) -> str:
        """Media type of the body, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def refusal(said: str, before: int = 0) -> QueryRefused:
    """The refusal of a query by an endpoint that said this of it, having read so many lines of ours before it.

    Of its words only the place of the fault is told: they may hold addresses that are none of a stranger's business.
    """
    told = PLACE.search(said)
    line = int(told["line"]) - before if told else 0
    if told is None or line < 1:
        return QueryRefused(f"{BEHIND} does not take the query, and does not say where it fails. Check its syntax.")
    if told["column"] is None:
        return QueryRefused(f"{BEHIND} does not take the query: it fails at line {line}.")
    column = int(told["column"])
    return QueryRefused(f"{BEHIND} does not take the query: it fails at line {line}, column {column}.", (line, column))


def checked(reply: Reply, seconds: float, before: int = 0) -> Reply:
    """The reply, unless it is a failure or may be a part of the answer only. `before` is as in `refusal`."""
    status = reply.status
    if status == 400:
        said = " ".join(reply.body.decode(errors="replace").split())
        log.info("A query was not taken: %s", said[:300])
        raise refusal(said, before)
    if status in (408, 504) or reply.headers.get("x-sql-state", "") in ("S1TAT", "S1T00"):
        raise QueryTooLong(LATE.format(seconds))  # S1TAT: Virtuoso gives what it has found in time, as if it were all.
    if status in (429, 502, 503):
        raise EndpointDown(DOWN)
    if status != 200:
        raise EndpointBroken(
            f"{BEHIND} answered with status {status}. "
            + REMEDIES.get(status // 100 * 100 if status < 400 else status, "Try again later.")
        )
    return reply


def solutions(reply: Reply) -> QuerySolutions | QueryBoolean:
    """The solutions, or the truth value, in a reply; nothing is read yet of solutions.

    Raises EndpointBroken, and SyntaxError later while they are read, where it is no SPARQL JSON.
    """
    if reply.media_type not in (ROWS, "application/json"):
        raise EndpointBroken(f"{BEHIND} does not give {ROWS}.")
    try:
        return parse_query_results(reply.body, format=QueryResultsFormat.JSON)
    except SyntaxError as error:
        raise EndpointBroken(BROKEN) from error


def triples(reply: Reply) -> list[Triple]:
    """The triples in a reply. Raises EndpointBroken where it does not parse to its end."""
    form = RdfFormat.from_media_type(reply.media_type)
    if form not in (RdfFormat.N_TRIPLES, RdfFormat.TURTLE):
        raise EndpointBroken(f"{BEHIND} does not give {TRIPLES}.")
    try:
        return [quad.triple for quad in parse(reply.body, format=form)]
    except SyntaxError as error:
        raise EndpointBroken(BROKEN) from error
