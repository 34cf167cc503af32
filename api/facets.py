"""Facets: how many things of a list have each value, so that a reader sees where a filter would lead.

A facet is counted with all filters but its own, so that it shows the alternatives to what was chosen: the number
beside a value is the total of the list in which that filter has this value alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from api.adoption import within, year
from api.fields import ELSEWHERE
from api.filters import Chosen
from api.names import Named, named
from api.resources import Resource
from api.shaping import Record, reference
from api.spans import span
from api.tables import POSSIBLE, Places, Table, called, meant, states, vocabulary
from api.versions import View
from graph.errors import ParameterError
from graph.namespaces import BASE
from graph.queries import Query

VALUES = {"legal_basis": "article", "jurisdiction": "state"}
"""Values that a facet counts where they are not those of its filter: provisions and jurisdictions that are no part."""
AXES = ("status",)
"""Facets whose concepts stand in several schemes, so that only their path names them."""
OWN = {"year": "decided"}
"""The filter to which a facet belongs, where it has another name."""

Labels = Mapping[str, Named]


def names(filters: Query) -> list[str]:
    """The facets of a list."""
    return filters.fields["facets"].split()


def described(filters: Query) -> dict[str, str]:
    """The parameter `facets` with its description."""
    known = ", ".join(names(filters))
    words = f"What to count, several with commas, in JSON: {known}. Each with all filters but its own. {ELSEWHERE}"
    return {"facets": words}


def asked(filters: Query, text: str | None) -> list[str]:
    """The facets asked for. Raises ParameterError for one that there is not."""
    found = list(dict.fromkeys(text.split(","))) if text is not None else []
    for name in found:
        if name not in names(filters):
            known = ", ".join(names(filters))
            raise ParameterError("facets", f"facets: there is no facet {name[:40]!r}. Known: {known}.")
    return found


def facets(view: View, resource: Resource, chosen: Chosen, wanted: Iterable[str], day: str, labels: Query) -> Record:
    """For each facet its values, most frequent first, with iri, label and count.

    `id` is what the filter takes for exactly these: a slug, a class, a concept (with its axis for a status, and with
    its scheme where a class is called so too), a year.
    """
    counts: dict[str, dict[str, int]] = {}
    spellings: dict[str, Mapping[str, list[str]]] = {}
    for name in wanted:
        if name == "year":
            counts[name] = _years(chosen)
            continue
        known = states(view, resource.filters, resource.parts["status"], day) if name == "status" else chosen.table
        column = POSSIBLE if name == "status" and chosen.included else VALUES.get(name, name)
        below = spellings[name] = _below(view, resource, name)
        counts[name] = _counted(known, column, chosen.places(OWN.get(name, name)), below)
    iris = {value for counted in counts.values() for value in counted if value.startswith(BASE)}
    labelled = named(view, labels, iris)
    return {
        name: [
            _entry(name, value, number, labelled, spellings.get(name, {}))
            for value, number in _sorted(counted, labelled)
        ]
        for name, counted in counts.items()
    }


def _below(view: View, resource: Resource, name: str) -> Mapping[str, list[str]]:
    """For each class that a filter takes that class and those below it; nothing for other filters."""
    mine = next((one for one in resource.filters.filters if one.name == name and one.kind == "term"), None)
    return vocabulary(view, resource.vocabulary, mine) if mine else {}


def _counted(table: Table, name: str, places: Places, below: Mapping[str, list[str]]) -> dict[str, int]:
    """How many of the things at `places` have each value; a class counts what is of a class below it as well."""
    of = table.places.get(name, {})
    counts = {
        value: len(at.union(*(of[lower] for lower in below.get(value, ()) if lower in of)) & places)
        for value, at in of.items()
    }
    return {value: number for value, number in counts.items() if number}


def _years(chosen: Chosen) -> dict[str, int]:
    """How many acts were adopted in each year: for certain, or all that may have been where those are included."""
    places = chosen.places(OWN["year"])
    years = {at: year(chosen.table, at) for at in chosen.table.everything}
    if not chosen.included:
        return dict(Counter(one for at in places if (one := years[at])))
    sets = {one: within(chosen.table, OWN["year"], span(one))[1] & places for one in {*years.values()} if one}
    return {one: len(fitting) for one, fitting in sets.items() if fitting}


def _sorted(counted: Mapping[str, int], known: Labels) -> list[tuple[str, int]]:
    labels = {value: known[value].label if value in known else value for value in counted}
    return sorted(counted.items(), key=lambda pair: (-pair[1], labels[pair[0]], pair[0]))


def _entry(name: str, value: str, number: int, known: Labels, spellings: Mapping[str, list[str]]) -> Record:
    if not value.startswith(BASE):
        return {"id": value, "iri": None, "label": value, "count": number}
    told = reference(value)
    shared = meant(spellings, told["id"]) != meant(spellings, value)  # `judgment` is a kind and a class.
    id_ = called(value) if name in AXES or shared else told["id"]
    return {**told, "id": id_, "label": known[value].label if value in known else told["id"], "count": number}
