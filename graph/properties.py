"""Properties of things as reconciliation knows them: what tells things apart, and what may be added to a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode

from graph.namespaces import ID, ONTOLOGY
from graph.queries import Query, folder
from graph.store import Store, Value
from graph.terms import Term, parse

AT_ONCE = 25
"""Things asked for in one query: 25 take 6 ms and 400 at once 800 ms (measured on 75,000 quads)."""
STATUS = ("force", "finality", "execution")
FINE = {"fine_amount": "amount", "fine_currency": "currency", "fine_in_euro": "in_euro"}
"""Property of a fine, and the column that has it."""


@dataclass(frozen=True)
class Property:
    """A property: the kinds of thing that have it, and what its values are.

    `form` is `entity`, `concept`, `date`, `decimal`, `identifier` or `text`; `target` the class of the entities.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    form: str
    target: str = ""


PROPERTIES = {
    property_.id: property_
    for property_ in (
        Property("authority", "authority or court", ("decision",), "entity", "Authority"),
        Property("jurisdiction", "jurisdiction", ("decision", "authority"), "entity", "Jurisdiction"),
        Property("company", "respondent", ("decision", "case"), "entity", "Company"),
        Property("case", "case", ("decision",), "entity", "Case"),
        Property("kind", "kind of decision", ("decision",), "concept"),
        Property("decided", "day of the decision", ("decision",), "date"),
        Property("filed", "day of filing", ("decision",), "date"),
        Property("published", "day of publication", ("decision",), "date"),
        Property("reference", "number given by the authority", ("decision",), "identifier"),
        Property("ecli", "ECLI", ("decision",), "identifier"),
        Property("neutral_citation", "neutral citation", ("decision",), "identifier"),
        Property("fine_amount", "fine imposed: amount", ("decision",), "decimal"),
        Property("fine_currency", "fine imposed: currency", ("decision",), "text"),
        Property("fine_in_euro", "fine imposed: amount in euro", ("decision",), "decimal"),
        Property("force", "status: force", ("decision",), "concept"),
        Property("finality", "status: finality", ("decision",), "concept"),
        Property("execution", "status: execution", ("decision",), "concept"),
        Property("parent", "parent company", ("company",), "entity", "Company"),
        Property("seat", "seat", ("company",), "entity", "Jurisdiction"),
        Property("acronym", "acronym", ("authority",), "text"),
        Property("website", "website", ("authority",), "text"),
        Property("instrument", "instrument", ("provision",), "entity", "Instrument"),
        Property("number", "number of the provision", ("provision",), "text"),
        Property("heading", "heading", ("provision",), "text"),
        Property("celex", "CELEX number", ("instrument",), "identifier"),
        Property("code", "ISO 3166 code", ("jurisdiction",), "text"),
        Property("part_of", "part of", ("provision", "jurisdiction"), "entity"),
    )
}
"""All properties, in the order in which they are offered."""

Values = dict[str, dict[str, list[Value | None]]]
"""Values by thing and property. None stands for a value that one of several fines lacks, so that lists stay aligned."""


@dataclass(frozen=True)
class Type:
    """A class of things: its name in the ontology, label, kinds of thing that have it and the classes above it."""

    id: str
    name: str
    kinds: frozenset[str]
    broader: tuple[str, ...]


@cache
def _query(name: str) -> Query:
    where, _, file = name.partition("/")
    return folder(where)[file]


def types(store: Store, kinds: Sequence[str]) -> dict[str, Type]:
    """The classes that things of these kinds have, by their names in the ontology."""
    found: dict[str, Type] = {}
    for row in store.rows(_query("reconciliation/types").text):
        name, kind = row["type"].value.removeprefix(ONTOLOGY), row["kind"].value
        above = (row["broader"].value.removeprefix(ONTOLOGY),) if "broader" in row else ()
        known = found.get(name, Type(name, row["label"].value, frozenset(), ()))
        if kind in kinds:
            broader = tuple(dict.fromkeys(known.broader + above))
            found[name] = Type(name, known.name, known.kinds | {kind}, broader)
    return found


def values(store: Store, slugs: Sequence[str], wanted: Iterable[str], day: str) -> Values:
    """Values of the `wanted` properties of things, given and answered by `{kind}/{slug}`.

    The status is that on `day` (YYYY-MM-DD); where the sources leave it open between two, both are told.
    `type` and `description` may be wanted as well.
    """
    asked, found = set(wanted), {slug: dict[str, list[Value | None]]() for slug in slugs}
    for start in range(0, len(slugs), AT_ONCE):
        rows = [{"thing": NamedNode(ID + slug)} for slug in slugs[start : start + AT_ONCE]]
        if asked - {*STATUS, *FINE}:
            _add_plain(store, rows, asked, found)
        if asked & {*FINE}:
            for row in store.rows(_query("reconciliation/fines").bind(*rows)):
                mine = found[row["thing"].value.removeprefix(ID)]
                for name in asked & {*FINE}:
                    mine.setdefault(name, []).append(row.get(FINE[name]))
        if asked & {*STATUS}:
            _add_status(store, rows, asked, found, day)
    return found


def _add_plain(store: Store, rows: Sequence[Mapping[str, Term]], asked: set[str], found: Values) -> None:
    for row in store.rows(_query("reconciliation/values").bind(*rows)):
        value, name = row["value"], row["property"].value
        foreign = isinstance(value, Literal) and value.language not in (None, "en")
        if name in asked and not foreign:
            found[row["thing"].value.removeprefix(ID)].setdefault(name, []).append(value)


def _add_status(store: Store, rows: Sequence[Mapping[str, Term]], asked: set[str], found: Values, day: str) -> None:
    as_of = parse("as_of", "date", day)
    acts = [{"decision": row["thing"], "as_of": as_of} for row in rows if "/decision/" in str(row["thing"])]
    for row in store.rows(_query("api/decision-status").bind(*acts)) if acts else ():
        axis = row["axis"].value.rpartition("/")[2]
        if row["thing"] == row["decision"] and axis in asked:
            states = found[row["decision"].value.removeprefix(ID)].setdefault(axis, [])
            if row["status"] not in states:
                states.append(row["status"])


def labels(store: Store, iris: Iterable[str]) -> dict[str, str]:
    """English labels of things and concepts by IRI; what has none is absent."""
    found: dict[str, str] = {}
    wanted = sorted(set(iris))
    for start in range(0, len(wanted), AT_ONCE):
        rows = [{"thing": NamedNode(iri)} for iri in wanted[start : start + AT_ONCE]]
        for row in store.rows(_query("pages/names").bind(*rows)):
            found.setdefault(row["thing"].value, row["label"].value)
    return found
