"""Pages of lists: the lists of the JSON API for people, with a form to filter and counts that lead on."""

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from api import facets, paging
from api.contract import ROOT
from api.links import of_answer
from api.lists import asked_list, given, told
from api.names import Names
from api.pages import carried, resource_of
from api.rendering import html
from api.responses import Content
from api.schemaorg import collection
from api.shaping import Record
from api.state import state_of
from api.versions import View

SHOWN = ("as_of", "version", "limit", "cursor", "sort", "fields", "include", "facets", "uncertain")
"""Parameters that filter nothing."""
MOST = 6
"""Values shown of a facet, those chosen among them; the others are behind a summary."""


async def listing(request: Request) -> Response:
    """Things of a kind: those that fit the filters, in pages, and how many of them have each value."""
    state = state_of(request)
    resource = resource_of(state, request.path_params["plural"])

    def make(view: View, day: str) -> Content:
        asked = {name: values for name, values in given(request, resource.filters).items() if any(values)}
        limit = paging.MOST
        found = asked_list(request, view, state.resources, resource, asked, day, limit)
        records = told(view, resource, found.shown, day, ("status",))
        names, filters = state.pages["names"], {name: one for name, one in asked.items() if name not in SHOWN}
        counted = facets.facets(view, resource, found.chosen, facets.names(resource.filters), day, names)
        context: dict[str, Any] = {
            "resource": resource,
            "found": records,
            "page": paging.described(len(found.slugs), found.at),
            "given": {name: ",".join(values) for name, values in filters.items()},
            "facets": {name: _led(request, name, entries) for name, entries in counted.items()},
            "uncertain": found.chosen.uncertain,
            "unrecorded": found.chosen.unknown,
            "included": found.chosen.included,
            "most": MOST,
            "address": lambda **changes: address(request, **changes),
            "query": urlencode([(name, value) for name, values in asked.items() for value in values]),
        }
        relations = of_answer(f"/{resource.plural}", context["query"], f"{ROOT}/{resource.plural}")
        context["markup"] = collection(resource.plural, context["query"], len(found.slugs), records)
        context |= {"names": Names(view, names, records), "carry": carried(request)}
        return html("list.html", relations, **context, version=view.version, day=day)

    return await state.answer(request, "html", make)


def address(request: Request, **changes: str | None) -> str:
    """The address of this list with some parameters changed, or left out for None; from its first page."""
    kept = [(key, value) for key, value in request.query_params.multi_items() if key not in changes and value]
    changed = [(key, value) for key, value in changes.items() if value is not None]
    asked = urlencode([pair for pair in [*kept, *changed] if pair[0] != "cursor"])
    return request.url.path + (f"?{asked}" if asked else "")


def _led(request: Request, name: str, entries: list[Record]) -> list[Record]:
    """The values of a facet, the chosen first, each with where it leads: to it alone, or from a chosen one to all."""
    own = facets.OWN.get(name, name)
    names = (f"{own}_from", f"{own}_to") if name == "year" else (own,)
    led = []
    for entry in entries:
        chosen = all(entry["id"] in request.query_params.get(one, "").split(",") for one in names)
        to = address(request, **dict.fromkeys(names, None if chosen else entry["id"]))
        led.append({**entry, "to": to, "chosen": chosen})
    return sorted(led, key=lambda entry: not entry["chosen"])
