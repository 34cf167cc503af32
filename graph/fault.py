"""Where a query does not parse: the parser tells how far it looked, which may be a word or a line after the fault."""

import re

from pyoxigraph import Store

from graph.departures import readable
from graph.errors import QueryRefused
from graph.namespaces import BASE
from graph.tokens import declared, kind_of, place_of, tokens

FAULT = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): *(?:expected (?:one of )?)?(?P<words>.*)", re.DOTALL)
"""How the parser words a fault."""
AHEAD = 40
"""Characters that the parser may look ahead of a fault, and more: its longest word has 14."""
ROOM = "\n" * AHEAD
SAID = re.compile(r"(?:^|, )((?:[A-Z][a-z]+ |IRI )[A-Za-z ,']*?)(?=, [\[\"<A-Z]|$)")
"""What it says of a fault in words, among the signs that it would have read."""
UNKNOWN = re.compile(r"The custom function <(?P<iri>[^>]*)> is not supported")


def check(query: str) -> None:
    """Raise QueryRefused, as `unparsed` words it, for a query that does not parse here."""
    try:
        Store().query(readable(query), base_iri=BASE)
    except SyntaxError as error:
        raise unparsed(query, str(error)) from None
    except (RuntimeError, ValueError, OSError):  # It parses, and cannot be answered.
        return


def unparsed(query: str, words: str) -> QueryRefused:
    """The refusal of a query that does not parse, with line and column of the token where it stops making sense.

    The parser is asked again with the query cut after each of the last tokens that it looked at: what it reads to its
    end can still become a query.
    """
    told = FAULT.match(words)
    if told is None:
        return QueryRefused(f"The query does not parse: {words}")
    furthest = _offset(query, int(told["line"]), int(told["column"]))
    matches = [match for match in tokens(query) if match.group() not in ("\n", "\r")]
    near = [match for match in matches if furthest - AHEAD - len(match.group()) <= match.start() <= furthest]
    low, high = 0, len(near)
    while low < high:
        middle = (low + high) // 2
        if _may_go_on(query[: near[middle].end()]):
            low = middle + 1
        else:
            high = middle
    reason = "; ".join(said.strip() for said in SAID.findall(told["words"]))
    if low < len(near):
        offset, what = (
            near[low].start(),
            f"`{near[low].group()[:40]}` cannot stand there{_undeclared(query, near[low])}",
        )
    elif furthest >= len(query.rstrip()):
        offset, what = len(query), "it ends before it is complete"
    else:
        offset, what = furthest, "what stands before cannot stand so"
    line, column = query.count("\n", 0, offset) + 1, offset - query.rfind("\n", 0, offset)
    text = f"The query does not parse at line {line}, column {column}: {reason or what}."
    return QueryRefused(text, (line, column))


def _undeclared(query: str, fault: re.Match[str]) -> str:
    """What to add where it is a name whose prefix the query does not declare."""
    prefix = fault.group().partition(":")[0] + ":"
    prefixes, _ = declared(tokens(query))
    unknown = kind_of(fault) == "name" and prefix not in prefixes and not prefix.startswith("_")
    return f", its prefix is not declared: write PREFIX {prefix[:40]} <…> before the query" if unknown else ""


def _offset(query: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = query.find("\n", start) + 1
    return min(start + column - 1, len(query))


def _may_go_on(beginning: str) -> bool:
    """Whether there are queries that begin so: the parser then looks beyond it, over all empty lines."""
    text = beginning + ROOM
    try:
        Store().query(text, base_iri=BASE)
    except SyntaxError as error:
        told = FAULT.match(str(error))
        return told is not None and _offset(text, int(told["line"]), int(told["column"])) >= len(text)
    except (RuntimeError, ValueError, OSError):
        return True  # It parses, and cannot be answered.
    return True


def unanswerable(query: str, words: str) -> QueryRefused:
    """The refusal of a query that parses and cannot be answered, with the place of an unknown function."""
    unknown = UNKNOWN.search(words)
    place = place_of(query, unknown["iri"]) if unknown else None
    if unknown is None or place is None:
        return QueryRefused(f"The query cannot be answered: {words}")
    at = f"line {place[0]}, column {place[1]}"
    return QueryRefused(f"There is no function <{unknown['iri']}>, asked for at {at}.", place)
