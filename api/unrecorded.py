"""Things that an address names and that are not recorded here: an empty answer must not pass for one about them."""

from collections.abc import Iterable, Mapping

from api.resources import Resource
from api.shaping import Record
from api.tables import meant_by, nearest, table
from api.versions import View
from graph.namespaces import KINDS, ONTOLOGY, thing
from graph.queries import Query
from graph.terms import parse

WORDS = ("currency", "property")
"""Types of a parameter that names no thing but a word of which only some are recorded."""
MEANT = 10
"""How many of a long list are told with what may have been meant: each is compared with every slug."""
Named = tuple[str, str, str]
"""A parameter, the kind of thing that it names, and the slug or IRI given."""


def unrecorded(view: View, resources: Mapping[str, Resource], named: Iterable[Named]) -> list[Record]:
    """Those of the things named that are not recorded, the first few with the slugs nearest to each."""
    found: list[Record] = []
    for name, kind, value in named:
        known, slug = table(view, resources[KINDS[kind]].filters), value.removeprefix(thing(kind, ""))
        if slug not in known.place:
            near = meant_by(view, kind, slug, known.ids) if len(found) < MEANT else []
            found.append({"parameter": name, "value": slug[:100], "nearest": near})
    return found


def of_query(view: View, resources: Mapping[str, Resource], query: Query, given: Mapping[str, str]) -> list[Record]:
    """Those of the things that the parameters of a query name and that are not recorded."""
    kinds = {one.name: one.kind for one in query.parameters if one.kind in KINDS}
    named = ((name, kinds[name], value) for name, value in given.items() if name in kinds)
    return unrecorded(view, resources, named)


def of_words(view: View, recorded: Query, query: Query, given: Mapping[str, str]) -> list[Record]:
    """The currencies and properties that the parameters of a query name and that are not recorded.

    `recorded` is the query that gives those that are.
    """
    kinds = {one.name: one.kind for one in query.parameters if one.kind in WORDS and one.name in given}
    if not kinds:
        return []
    rows = view.kept.get("recorded", lambda: view.store.rows(recorded.text))
    found: list[Record] = []
    for name, kind in kinds.items():
        known = {row["word"].value for row in rows if row["type"].value == kind}
        if parse(name, kind, given[name]).value not in known:
            spelled = {written(word).lower(): written(word) for word in known}
            near = [spelled[word] for word in nearest(given[name], [*spelled])]
            found.append({"parameter": name, "value": given[name][:100], "nearest": near})
    return found


def written(word: str) -> str:
    """A word as people write it: a term of the ontology with its prefix."""
    return f"comity:{word.removeprefix(ONTOLOGY)}" if word.startswith(ONTOLOGY) else word
