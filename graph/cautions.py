"""Cautions: why a query that is to be cited may give another answer on the same graph."""

from graph.tokens import kind_of, tokens

CHANGING = {"NOW", "RAND", "UUID", "STRUUID", "BNODE"}
"""Functions that give another value each time they are asked."""


def cautions(query: str) -> list[str]:
    """Reasons why a query may give another answer on the same graph, in words for its author; none if none is seen."""
    levels: list[set[str]] = [set()]
    words: set[str] = set()
    unordered = False
    for match in tokens(query):
        text = match.group()
        if text == "{":
            levels.append(set())
        elif text == "}" and len(levels) > 1:
            unordered = _unordered(levels.pop()) or unordered
        elif kind_of(match) == "word":
            levels[-1].add(text.upper())
            words.add(text.upper())
    unordered = any(_unordered(level) for level in levels) or unordered
    found = [
        f"{name} gives another value each time: write the value itself, such as a day, to keep the answer as it is."
        for name in sorted(CHANGING & words)
    ]
    if unordered:
        found.append("LIMIT without ORDER BY leaves open which rows are given: order them by something unique.")
    return found


def _unordered(level: set[str]) -> bool:
    """Whether a SELECT with these words, those of its patterns apart, takes some of its rows in no order."""
    return bool({"LIMIT", "OFFSET"} & level) and "ORDER" not in level
