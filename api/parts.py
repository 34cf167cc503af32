"""Parts of a state: a filter by jurisdiction means the jurisdiction and its parts, and the answer says which."""

from collections.abc import Mapping, Sequence

from api.resources import Resource
from api.shaping import Record
from api.tables import table
from api.versions import View
from graph.namespaces import thing
from graph.terms import parse


def parts(view: View, jurisdictions: Resource, given: Mapping[str, Sequence[str]]) -> list[Record]:
    """For each jurisdiction asked for that has parts here: its slug and theirs, all of which were looked in."""
    found = table(view, jurisdictions.filters)
    texts = [text.strip(" ") for value in given.get("jurisdiction", ()) for text in value.split(",")]
    slugs = [
        parse("jurisdiction", "jurisdiction", text).value.removeprefix(thing("jurisdiction", "")) for text in texts
    ]
    below = found.places.get("part_of", {})
    return [
        {"value": slug, "parts": [found.ids[at] for at in sorted(places)]}
        for slug in dict.fromkeys(slugs)
        if (places := below.get(thing("jurisdiction", slug)))
    ]
