"""Facets: how many things of a list have each value, so that a reader sees where a filter would lead.

A facet is counted with all filters but its own, so that it shows the alternatives to what was chosen: the number
beside a value is the total of the list in which that filter has this value alone.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import NamedNode

from api.filters import Chosen
from api.resources import Resource
from api.shaping import Record, reference
from api.tables import POSSIBLE, called, states, vocabulary
from api.versions import View
from graph.errors import ParameterError
from graph.namespaces import BASE
from graph.queries import Query

VALUES = {"legal_basis": "article"}
"""Values that a facet counts where they are not those of its filter: provisions above which there is none."""
AXES = ("status",)
"""Facets whose concepts stand in several schemes, so that only their path names them."""
OWN = {"year": "decided"}
"""The filter to which a facet belongs, where it has another name."""

Labels = Mapping[str, str]


def names(filters: Query) -> list[str]:
    """The facets of a list."""
    return filters.fields["facets"].split()


def described(filters: Query) -> dict[str, str]:
    """The parameter `facets` with its description."""
    known = ", ".join(names(filters))
    return {"facets": f"What to count, several with commas: {known}. Each with all filters but its own."}


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

    `id` is what the filter takes for exactly these: a slug, a class, a concept (with its axis for a status), a year.
    """
    counts: dict[str, Counter[str]] = {}
    for name in wanted:
        of = states(view, resource.filters, resource.parts["status"], day).of if name == "status" else chosen.table.of
        column = POSSIBLE if name == "status" and chosen.included else VALUES.get(name, name)
        counts[name] = _counted(of, column, chosen.places(OWN.get(name, name)), _below(view, resource, name))
    iris = {value for counted in counts.values() for value in counted if value.startswith(BASE)}
    known = _labels(view, labels, iris)
    return {
        name: [_entry(name, value, number, known) for value, number in _sorted(counted, known)]
        for name, counted in counts.items()
    }


def _below(view: View, resource: Resource, name: str) -> Mapping[str, list[str]]:
    """For each class that a filter takes that class and those below it; nothing for other filters."""
    mine = next((one for one in resource.filters.filters if one.name == name and one.kind == "term"), None)
    return vocabulary(view, resource.vocabulary, mine) if mine else {}


def _counted(
    of: Callable[[str, int], tuple[str, ...]], name: str, places: Iterable[int], below: Mapping[str, list[str]]
) -> Counter[str]:
    """How many have each value; a class counts what is of a class below it as well, as its filter does."""
    values = [of(name, at) for at in places]
    shown: dict[str, set[str]] = {value: {value} for found in values for value in found}
    for value in tuple(shown):
        for lower in below.get(value, ()):
            shown.setdefault(lower, {lower}).add(value)
    return Counter(told for found in values for told in {one for value in found for one in shown[value]})


def _sorted(counted: Counter[str], known: Labels) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda pair: (-pair[1], known.get(pair[0], pair[0]), pair[0]))


def _entry(name: str, value: str, number: int, known: Labels) -> Record:
    if not value.startswith(BASE):
        return {"id": value, "iri": None, "label": value, "count": number}
    told = reference(value)
    id_ = called(value) if name in AXES else told["id"]  # A word such as "unknown" stands on two axes.
    return {**told, "id": id_, "label": known.get(value, told["id"]), "count": number}


def _labels(view: View, query: Query, iris: Iterable[str]) -> Labels:
    bound = query.bind(*({"thing": NamedNode(iri)} for iri in sorted(iris))) if iris else None
    rows = view.store.rows(bound) if bound else []
    return {row["thing"].value: row["label"].value for row in rows}
