"""Descriptions: what the graph says of a thing and of its parts, and what leads to it.

It is asked in steps, each a query of one pattern over the IRIs that the one before found: planning one query of it all
took longer than these take together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from graph.queries import Query
from graph.store import Store

LINKS = 100
"""Things and parts whose links to a thing its description gives: more than all but a few have, and 20 kB at most."""
PART_OF = NamedNode("https://w3id.org/comity/ontology#partOf")


@dataclass(frozen=True)
class Description:
    """Statements on a thing, with how many others link to it, and how many of those are among the statements."""

    triples: tuple[Triple, ...]
    linking: int = 0
    given: int = 0


def description(store: Store, thing: NamedNode, queries: Mapping[str, Query]) -> Description:
    """What a store says of a thing and its parts, without labels of what is named; `queries` are those of the pages.

    It has the links from other things too, LINKS of them, things before parts of things.
    """
    parts = [thing, *(row["part"] for row in store.rows(_parts(store, queries).bind({"thing": thing})))]
    named = [part for part in dict.fromkeys(parts) if isinstance(part, NamedNode)]
    said = store.triples(_bound(queries["document-brief"], named))
    return with_links(store, thing, queries, said, named)


def with_links(
    store: Store, thing: NamedNode, queries: Mapping[str, Query], said: Iterable[Triple], own: Iterable[NamedNode]
) -> Description:
    """What is `said` of a thing, and LINKS of the links to it from others than its `own` parts."""
    parts = {thing, *own}
    found: dict[NamedNode, list[NamedNode]] = {}
    for row in store.rows(queries["incoming"].bind({"thing": thing})):
        one, property_ = row["from"], row["property"]
        if isinstance(one, NamedNode) and isinstance(property_, NamedNode) and one not in parts:
            found.setdefault(one, []).append(property_)
    given = sorted(found, key=lambda one: ("#" in one.value, one.value))[:LINKS]
    links = (Triple(one, property_, thing) for one in given for property_ in found[one])
    return Description(tuple(dict.fromkeys((*said, *links))), len(found), len(given))


def _parts(store: Store, queries: Mapping[str, Query]) -> Query:
    """What finds the parts of a thing: an older snapshot has no word for it."""
    known = bool(store.rows(queries["described"].bind({"thing": PART_OF})))
    return queries["parts" if known else "parts-by-path"]


def _bound(query: Query, things: Iterable[NamedNode]) -> str:
    return query.bind(*({"thing": one} for one in things))
