"""Where the engine departs from SPARQL 1.1: what can be said otherwise is, what would be answered wrongly is refused.

Oxigraph reads neither `CONCAT (` nor `COALESCE (` with a blank, nor a function without arguments (`BNODE ()`). And it
evaluates a sub-SELECT within `GRAPH ?g` once over all graphs, not in each: without ?g among its variables its rows
belong to no graph, and its LIMIT counts over all.
"""

import re
from dataclasses import dataclass, field

from graph.tokens import kind_of, refusal, tokens

SPACED = {"CONCAT", "COALESCE", "BNODE"}
"""Functions between whose name and bracket the parser takes no blank, or not always."""
WORD = re.compile(r"(?:concat|coalesce|bnode)(?:\s|#)", re.ASCII | re.IGNORECASE)
PER_GRAPH = (
    "The sub-SELECT at {} would be evaluated over all graphs at once, not in each: put GRAPH within it and name {} "
    "among its variables, as in SELECT {} (COUNT(*) AS ?n) {{ GRAPH {} {{ … }} }} GROUP BY {}."
)


def readable(query: str) -> str:
    """The query as the parser reads it, of the same length: a bracket follows a name at once, and blanks follow it."""
    if not WORD.search(query):
        return query
    parts: list[str] = []
    done, function = 0, None
    for match in tokens(query):
        text = match.group()
        if function is not None and text == "(":
            parts += [query[done : function.end()], "(", query[function.end() : match.start()]]
            done = match.end()
        if text not in ("\n", "\r"):
            function = match if kind_of(match) == "word" and text.upper() in SPACED else None
    return "".join((*parts, query[done:]))


@dataclass
class _Group:
    """A group of a query: the variable of the GRAPH it stands in, and what is known of a SELECT in it."""

    graph: str | None
    select: re.Match[str] | None = None
    projected: set[str] = field(default_factory=set)
    projecting: bool = False
    sliced: bool = False


def check(query: str) -> None:
    """Raise QueryRefused, with place and remedy, for a sub-SELECT in `GRAPH ?g` that would be answered wrongly."""
    if not re.search("graph", query, re.IGNORECASE):
        return
    groups, brackets = [_Group(None)], 0
    before: list[str] = ["", ""]
    for match in tokens(query):
        text, group = match.group(), groups[-1]
        if text in ("\n", "\r"):
            continue
        word = text.upper() if kind_of(match) == "word" else ""
        if text == "{":
            group.projecting = False
            named = before[1] if before[0].upper() == "GRAPH" and before[1][0] in "?$" else None
            own = before[0].upper() == "GRAPH" or group.select is not None
            groups.append(_Group(named if own else group.graph))
        elif text == "}" and len(groups) > 1:
            _judge(query, groups.pop())
        elif text in "()":
            brackets += 1 if text == "(" else -1
        elif word == "SELECT":
            group.select, group.projecting, brackets = match, True, 0
        elif group.projecting and match.lastgroup == "variable" and (brackets == 0 or before[1].upper() == "AS"):
            group.projected.add(text[1:])
        elif word.startswith(("LIMIT", "OFFSET")):
            group.sliced = True
        before = [before[1], text]


def _judge(query: str, group: _Group) -> None:
    if group.graph is None or group.select is None:
        return
    if group.graph[1:] not in group.projected or group.sliced:
        name = group.graph
        raise refusal(query, group.select, _filled(name))


def _filled(name: str) -> str:
    words = PER_GRAPH.replace("{{", "\0").replace("}}", "\1").split("{}")
    joined = words[0] + "{}" + name.join(words[1:])
    return joined.replace("\0", "{{").replace("\1", "}}")
