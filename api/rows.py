"""Rows of a query about some things, or about all of their kind."""

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from api.versions import View
from graph.namespaces import thing
from graph.queries import Query
from graph.store import Row
from graph.terms import Term, parse


def dated(query: Query) -> bool:
    """Whether what a query tells hangs on the day in law."""
    return any(parameter.name == "as_of" for parameter in query.parameters)


def rows(view: View, query: Query, kind: str, slugs: Sequence[str] | None, as_of: str) -> list[Row]:
    """The rows of a main query or a part about the things of that kind and those slugs, or about all for None."""
    day: dict[str, Term] = {"as_of": parse("as_of", "date", as_of)} if dated(query) else {}
    if slugs is None:
        return view.store.rows(query.bind(day))
    return view.store.rows(query.bind(*({kind: NamedNode(thing(kind, slug)), **day} for slug in slugs)))


Grouped = Mapping[str, list[Row]]


def prepare(view: View, query: Query, column: str) -> None:
    """Make the rows of a query about all things, by the IRI in a column, once a version."""
    view.kept.get(("rows", query.name), lambda: _grouped(view.store.rows(query.bind({})), column))


def rows_of(view: View, query: Query, parameter: str, iri: str) -> list[Row]:
    """The rows of a query about one thing: those prepared, or asked for by its parameter."""
    kept: Grouped | None = view.kept.found(("rows", query.name))
    if kept is not None:
        return kept.get(iri, [])
    return view.store.rows(query.bind({parameter: NamedNode(iri)}))


def _grouped(found: Sequence[Row], column: str) -> Grouped:
    made: dict[str, list[Row]] = {}
    for row in found:
        made.setdefault(row[column].value, []).append(row)
    return made
