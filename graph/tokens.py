"""A stranger's SPARQL as tokens: enough to refuse what must not reach the parser, without parsing it.

The parser overflows its stack on deep nesting and takes its process with it, so nesting is counted here
first. SERVICE would reach other hosts, so it is refused as a token; the workers have no network besides.
The parser reads keywords without a boundary (`5SERVICE<x:y>{}`, `SERVICE:x{}`), so that they are looked for at the
beginning of a run of letters, not only as the whole of it.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from graph.errors import QueryRefused

LONGEST = 100_000
"""Characters of a query at most. A VALUES list of 1,000 IRIs has some 60,000."""
DEEPEST = 100
"""Brackets open at once at most. Queries written by people stay under 15; the parser dies at some thousands."""

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
FORMS: tuple[Form, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"}

TOKEN = re.compile(
    r"""
      (?P<comment>\#[^\n\r]*)
    | (?P<string>'''(?:[^'\\]|\\.|'(?!''))*''' | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
                | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*")
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<escape>\\.)
    | (?P<variable>[?$]\w+)
    | (?P<run>[\w.%-]+(?P<local>:(?:[\w.:%-]|\\.)*)?)
    | (?P<name>:(?:[\w.:%-]|\\.)*)
    | (?P<open>[{(\[])
    | (?P<close>[})\]])
    | (?P<other>[ \t]+|[;,=!&|*+/^@~]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)
SERVICE = re.compile(r"(?:^|[0-9.]|true|false)service", re.ASCII | re.IGNORECASE)
"""SERVICE in a run, where the parser may see it: at its beginning, or straight after a number or a truth value."""
NUMBER = re.compile(r"(?P<number>\d{1,18})", re.ASCII)
LIMITED = re.compile(r"limit(?P<number>\d{1,18})", re.ASCII | re.IGNORECASE)
"""LIMIT with its number: the parser asks for no blank between them, nor after the number (`LIMIT5OFFSET 2`)."""
UNSTEADY = re.compile(r"(?<![a-z])(?:now|rand|uuid|struuid|bnode)(?![a-z0-9_])", re.ASCII | re.IGNORECASE)
"""Functions whose value is another each time. As a name or a text they do no more harm than an answer not kept."""
DAILY = re.compile(
    r"""(?<![\w:.-])(?:
      (?:xsd:date|<http://www\.w3\.org/2001/XMLSchema\#date>|year|month|day) \s*\(\s* now \s*\(\s*\)\s* \)
    | substr \s*\(\s* str \s*\(\s* now \s*\(\s*\)\s* \)\s*,\s* 1 \s*,\s* (?:4|7|10) \s*\)
    )""",
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
"""Ways to ask for no more of the time than the day, month or year, as our examples do."""


@dataclass(frozen=True)
class Outline:
    """What a query is, as far as its tokens show: its form, the graphs it names in FROM and FROM NAMED clauses (each
    once, as a dataset has them), its outer LIMIT, and whether it gives the same answer on the same graph each time (it
    asks neither for the time nor for chance)."""

    form: Form
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    limit: int | None = None
    steady: bool = True
    daily: bool = False

    @property
    def from_graphs(self) -> tuple[str, ...]:
        """All graphs that it names, those of FROM first."""
        return tuple(dict.fromkeys((*self.default_graphs, *self.named_graphs)))

    def limited(self, rows: int) -> bool:
        """Whether an answer of so many rows may have been cut by LIMIT. That limits the solutions, whose number a graph
        made of them does not show: so any LIMIT may have cut a graph."""
        return self.limit is not None and (self.form in ("CONSTRUCT", "DESCRIBE") or rows == self.limit)


def tokens(query: str) -> Iterator[re.Match[str]]:
    """The tokens of a query, ends of lines among them, blanks and comments not. Takes time linear in its length."""
    for match in TOKEN.finditer(query):
        if match.lastgroup != "comment" and (not match.group().isspace() or match.group() in "\n\r"):
            yield match


def kind_of(match: re.Match[str]) -> str | None:
    """Kind of a token; a run of letters is a prefixed name or a word."""
    if match.lastgroup in ("run", "local"):
        return "name" if match["local"] is not None else "word"
    return match.lastgroup


def _unclear(given: list[re.Match[str]]) -> re.Match[str] | None:
    """The first token that the parser may read otherwise, such that another could hide in it or after it."""
    line_of_iri = None
    for match in given:
        text = match.group()
        if match.lastgroup == "iri":
            # It may be a comparison with a text or with a comment after it (`?x<'>'`, `?x<?y)#>`).
            if "'" in text or 0 <= text.find(")") < text.rfind("#"):
                return match
            if "#" in text:
                line_of_iri = match
        elif match.lastgroup == "string" and ("\n" in text or "\r" in text) and line_of_iri is not None:
            return match  # After `?x<?y#>` a comment may have begun, and this be no string.
        elif "\n" in text or "\r" in text:
            line_of_iri = None
    return None


def refusal(query: str, match: re.Match[str], message: str) -> QueryRefused:
    """The refusal of a query for one of its tokens; `{}` in the message stands for where that is."""
    line, column = _place(query, match)
    return QueryRefused(message.format(f"line {line}, column {column}"), (line, column))


def _place(query: str, match: re.Match[str]) -> tuple[int, int]:
    """Line and column of a token, counted from 1."""
    return query.count("\n", 0, match.start()) + 1, match.start() - query.rfind("\n", 0, match.start())


@lru_cache(64)  # For those who ask again what is kept: it takes a millisecond or two of a long query.
def outline(query: str) -> Outline:
    """What the query is. Raises QueryRefused, saying where and what to do, for a query that may not run."""
    if len(query) > LONGEST:
        raise QueryRefused(f"The query has {len(query):,} characters; at most {LONGEST:,} are read. Shorten it.")
    found = list(tokens(query))
    unclear = _unclear(found) if "service" in query.lower() else None
    if unclear is not None:
        raise refusal(
            query,
            unclear,
            "Whether SERVICE is asked for is unclear at {}, and this endpoint reaches no other. "
            "Put blanks around < and >, write %27 for ' in an IRI, and texts on one line.",
        )
    depth = 0
    form: Form | None = None
    graphs: dict[bool, dict[str, None]] = {False: {}, True: {}}  # By whether they are named.
    limit: int | None = None
    after_from, after_named, after_limit = False, False, False
    for match in found:
        kind, text = kind_of(match), match.group()
        if kind == "open":
            depth += 1
            if depth > DEEPEST:
                raise refusal(query, match, f"More than {DEEPEST} brackets are open at {{}}. Nest less deeply.")
        elif kind == "close":
            depth = max(0, depth - 1)
        if match.lastgroup in ("run", "local") and SERVICE.search(text.partition(":")[0]):
            raise refusal(
                query,
                match,
                "SERVICE at {} is refused: this endpoint reaches no other. "
                "Ask the other endpoint yourself and pass its answer in VALUES. No prefix may begin with that word.",
            )
        if kind == "word":
            word = text.upper()
            if form is None and word == "DEFINE":  # Of Virtuoso: may make it fetch what is at an address.
                raise refusal(query, match, "DEFINE at {} is refused: it is no SPARQL 1.1.")
            if form is None and word in UPDATES:
                raise refusal(query, match, f"{word} at {{}}: this endpoint is read-only.")
            if form is None and word in FORMS:
                form = next(known for known in FORMS if known == word)
        if (after_from or after_named) and kind in ("iri", "name"):
            graphs[after_named][text[1:-1] if kind == "iri" else text] = None
        if text in ("\n", "\r"):
            continue
        if depth == 0 and kind == "word":
            number = (NUMBER if after_limit else LIMITED).match(text)
            limit = int(number["number"]) if number else limit
        after_limit = depth == 0 and kind == "word" and text.upper() == "LIMIT"
        words = text.upper() if kind in ("word", "name") else ""
        if depth == 0 and form is not None and words.startswith("FROM") and words not in ("FROM", "FROMNAMED"):
            raise refusal(query, match, "FROM at {}: put a blank after it. No prefix may begin with that word.")
        after_named = words == "FROMNAMED" or (after_from and words == "NAMED")
        after_from = depth == 0 and words == "FROM"
    if form is None:
        raise QueryRefused("This is no query: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE.")
    steady = not UNSTEADY.search(query)
    daily = not steady and not UNSTEADY.search(DAILY.sub("", query))
    return Outline(form, tuple(graphs[False]), tuple(graphs[True]), limit, steady, daily)


def declared(given: Iterable[re.Match[str]]) -> tuple[dict[str, str], list[re.Match[str]]]:
    """The prefixes that the tokens of a query declare, colons with them, with their IRIs; and its other tokens."""
    rest = (match for match in given if match.group() not in ("\n", "\r"))
    prefixes: dict[str, str] = {}
    others: list[re.Match[str]] = []
    for match in rest:
        if match.group().upper() != "PREFIX":
            others.append(match)
            continue
        name, iri = next(rest, None), next(rest, None)
        if name and iri:
            prefixes[name.group()] = iri.group()[1:-1]
    return prefixes, others


def place_of(query: str, iri: str) -> tuple[int, int] | None:
    """Line and column at which an IRI first stands in a query: in full, with a prefix that it declares, or as given."""
    prefixes, others = declared(tokens(query))
    for match in others:
        text, kind = match.group(), kind_of(match)
        prefix, _, local = text.partition(":")
        if (kind == "iri" and text[1:-1] == iri) or (
            kind == "name" and iri in (text, prefixes.get(prefix + ":", "") + local)
        ):
            return _place(query, match)
    return None


def dataset(
    outline: Outline, known: Collection[str], query: str = "", default: Iterable[str] = (), named: Iterable[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The graphs that make up the default graph, and those that are named, of the dataset a query is asked over.

    They are those given with the query, which come before its own FROM clauses (SPARQL 1.1 Protocol, 2.1.4); none at
    all stands for everything. Raises QueryRefused for a graph that is not among the known, with its place where it
    stands in `query`.
    """
    known_graphs(outline.from_graphs, known, query)
    given = known_graphs(default, known), known_graphs(named, known)
    return given if any(given) else (outline.default_graphs, outline.named_graphs)


def known_graphs(given: Iterable[str], known: Collection[str], query: str = "") -> tuple[str, ...]:
    """The graphs given in FROM or as dataset parameters, each once: a dataset is a merge of graphs, and a set of named
    ones. Raises QueryRefused for one that is not among the known, with its place where it stands in `query`."""
    found = tuple(dict.fromkeys(given))
    for graph in found:
        if graph not in known:
            listed = ", ".join(known)
            place = place_of(query, graph)
            at = f", named at line {place[0]}, column {place[1]}" if place else ""
            raise QueryRefused(f"There is no graph <{graph[:200]}>{at}. Write one of these in full: {listed}.", place)
    return found
