"""Rows of a query about some things, or about all of their kind."""

from collections.abc import Sequence

from pyoxigraph import NamedNode

from api.versions import View
from graph.namespaces import thing
from graph.queries import Query
from graph.store import Row
from graph.terms import Term, parse


def rows(view: View, query: Query, kind: str, slugs: Sequence[str] | None, as_of: str) -> list[Row]:
    """The rows of a main query or a part about the things of that kind and those slugs, or about all for None."""
    dated = any(parameter.name == "as_of" for parameter in query.parameters)
    day: dict[str, Term] = {"as_of": parse("as_of", "date", as_of)} if dated else {}
    if slugs is None:
        return view.store.rows(query.bind(day))
    return view.store.rows(query.bind(*({kind: NamedNode(thing(kind, slug)), **day} for slug in slugs)))
