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
from api.tables import called, states
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
        counts[name] = _counted(of, VALUES.get(name, name), chosen.places(OWN.get(name, name)))
    iris = {value for counted in counts.values() for value in counted if value.startswith(BASE)}
    known = _labels(view, labels, iris)
    return {
        name: [_entry(name, value, number, known) for value, number in _sorted(counted, known)]
        for name, counted in counts.items()
    }


def _counted(of: Callable[[str, int], tuple[str, ...]], name: str, places: Iterable[int]) -> Counter[str]:
    return Counter(value for at in places for value in of(name, at))


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
