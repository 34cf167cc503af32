"""Query files: their leading comment is their contract, binding is how a value enters them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from graph.errors import HeaderError, ParameterError
from graph.namespaces import KINDS, ROOT
from graph.terms import TYPES, Term, parse

QUERIES = ROOT / "queries"

PARAM = re.compile(r"param (\w+): ([a-z]+)(\?)?(?: — (.+))?")
FILTER = re.compile(r"filter (\w+): ([a-z]+)((?: [A-Za-z-]+)*) — (.+)")
RETURNS = re.compile(r"returns (\w+): ([a-z]+)([?*])?(?: — (.+)|\s{2,}.*)?")
FIELD = re.compile(r"([a-z]+): (.+)")
ROW = re.compile(r"VALUES\s*\(([^)]*)\)\s*\{\s*\(([^)]*)\)\s*\}")
FIELDS = {
    *("path", "part", "of", "severity", "message", "question", "unknowns", "filters", "facets", "sort", "order"),
}
"""Fields of a header: the path of an endpoint; the part of a record a query gives, and of which resource;
severity and message of a check; the competency question (queries/examples/README.md) that an example answers, and what
it does with what is not known; of which resource a query gives the
values to filter by, which of them are counted, which sort a list, and how it is sorted unless asked otherwise."""
FILTER_TYPES = {*KINDS, "term", "period", "amount", "text", "words"}
"""Types of a filter: a kind of thing; a concept or class; a partial date or an amount between two bounds; a text as
it is; words found by the search index."""
RETURN_TYPES = {"iri", "date", "decimal", "integer", "text", "boolean", "value"}


@dataclass(frozen=True)
class Parameter:
    """A value that a query takes. `kind` is one of `graph.terms.TYPES`."""

    name: str
    kind: str
    required: bool
    description: str


@dataclass(frozen=True)
class Filter:
    """A value by which a list is filtered. `kind` is one of FILTER_TYPES, `groups` schemes or classes of a term."""

    name: str
    kind: str
    groups: tuple[str, ...]
    description: str

    @cached_property
    def parameters(self) -> Mapping[str, str]:
        """Names under which it stands in an address, with their description: two for what has two bounds."""
        if self.kind not in ("period", "amount"):
            return {self.name: self.description}
        return {
            f"{self.name}_from": f"{self.description}: from here on.",
            f"{self.name}_to": f"{self.description}: up to here, which may not lie before `{self.name}_from`.",
        }


@dataclass(frozen=True)
class Column:
    """A value that a query returns. `many` collects the rows of a record into a list."""

    name: str
    kind: str
    required: bool
    many: bool
    description: str


@dataclass(frozen=True)
class Query:
    """A SPARQL query with its contract. `text` runs as it stands in any SPARQL editor."""

    name: str
    title: str
    description: str
    fields: Mapping[str, str]
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    text: str
    file: Path = field(compare=False)
    filters: tuple[Filter, ...] = ()

    def values(self, given: Mapping[str, str]) -> dict[str, Term]:
        """Typed terms for the parameters given as text.

        Raises ParameterError for an unknown or missing parameter, or a value that does not fit its type.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                listed = ", ".join(known) or "none"
                raise ParameterError(name, f"There is no parameter {name!r}. Known: {listed}.")
        for parameter in self.parameters:
            if parameter.required and parameter.name not in given:
                raise ParameterError(parameter.name, f"The parameter {parameter.name!r} is missing.")
        return {name: parse(name, known[name].kind, value) for name, value in given.items()}

    def bind(self, *rows: Mapping[str, Term]) -> str:
        """The query with its row of parameters replaced by `rows`, one or several.

        A parameter that a row lacks stays UNDEF; where nothing at all is given the row is left out, because
        an all-UNDEF row empties the answer in some engines.
        """
        match = ROW.search(self.text)
        if match is None:
            return self.text
        names = [name.lstrip("?") for name in match.group(1).split()]
        if not any(row.get(name) is not None for row in rows for name in names):
            return self.text[: match.start()] + self.text[match.end() :]
        lines = ("(" + " ".join(_written(row.get(name)) for name in names) + ")" for row in rows)
        values = f"VALUES ({' '.join('?' + name for name in names)}) {{ {' '.join(lines)} }}"
        return self.text[: match.start()] + values + self.text[match.end() :]


def _written(term: Term | None) -> str:
    return "UNDEF" if term is None else str(term)


def _comment(text: str) -> list[str]:
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line[1:].removeprefix(" ").rstrip())
    return lines


def _column(match: re.Match[str]) -> Column:
    name, kind, mark, words = match.groups()
    return Column(name, kind, mark is None, mark == "*", words or "")


def returned(text: str) -> list[Column]:
    """The columns that a query of ours returns, by its leading comment; none where it has none."""
    return [_column(match) for line in _comment(text) if (match := RETURNS.fullmatch(line))]


def read(file: Path) -> Query:
    """The query in `file`. Raises HeaderError where its leading comment breaks the contract."""
    text = file.read_text(encoding="utf-8")
    lines = _comment(text)
    if not lines or not lines[0].endswith("."):
        raise HeaderError(f"{file.name}: begin with a comment line that says in a sentence what is asked.")
    description: list[str] = []
    fields: dict[str, str] = {}
    parameters: list[Parameter] = []
    columns: list[Column] = []
    filters: list[Filter] = []
    for line in lines[1:]:
        if match := PARAM.fullmatch(line):
            name, kind, optional, words = match.groups()
            if kind not in TYPES:
                raise HeaderError(f"{file.name}: {kind!r} is no type of parameter; take one of {sorted(TYPES)}.")
            parameters.append(Parameter(name, kind, not optional, words or ""))
        elif match := FILTER.fullmatch(line):
            name, kind, groups, words = match.groups()
            if kind not in FILTER_TYPES:
                raise HeaderError(f"{file.name}: {kind!r} is no type of filter; take one of {sorted(FILTER_TYPES)}.")
            filters.append(Filter(name, kind, tuple(groups.split()), words))
        elif match := RETURNS.fullmatch(line):
            columns.append(_column(match))
            if (kind := columns[-1].kind) not in RETURN_TYPES:
                raise HeaderError(f"{file.name}: {kind!r} is no type of column; take one of {sorted(RETURN_TYPES)}.")
        elif (match := FIELD.fullmatch(line)) and match.group(1) in FIELDS:
            fields[match.group(1)] = match.group(2)
        elif line and (fields or parameters or columns):
            raise HeaderError(f"{file.name}: {line!r} is neither a field, a param, a filter nor a returns line.")
        elif line:
            description.append(line)
    words = " ".join(description)
    title, told = lines[0].rstrip("."), (tuple(parameters), tuple(columns), text, file, tuple(filters))
    query = Query(file.stem, title, words, fields, *told)
    _check_row(query)
    return query


def _check_row(query: Query) -> None:
    rows = ROW.findall(query.text) if query.parameters else []
    names = {name.lstrip("?") for variables, _ in rows for name in variables.split()}
    if len(rows) > 1 or names != {parameter.name for parameter in query.parameters}:
        raise HeaderError(
            f"{query.file.name}: write the parameters once, as one VALUES row with one UNDEF for each of: "
            + ", ".join(parameter.name for parameter in query.parameters)
        )


def folder(name: str, root: Path = QUERIES) -> dict[str, Query]:
    """The queries of one folder below `queries/`, by name, in the order of their file names."""
    return {file.stem: read(file) for file in sorted((root / name).glob("*.rq"))}


def selected(queries: Iterable[Query], **fields: str) -> Sequence[Query]:
    """Those queries whose header fields have the values given."""
    return [query for query in queries if all(query.fields.get(key) == value for key, value in fields.items())]
