"""The changes as activities (IIIF Change Discovery 1.0, level 2, over ActivityStreams 2.0): `/activity` and its pages.

Each page has the activities of one file of the log, oldest first, and never changes but for what follows it.
"""

from starlette.requests import Request
from starlette.responses import Response

from api.errors import Problem
from api.feed import VERBS
from api.following import Log, change_iri, day, entry_of, follow, host_of
from api.responses import Content, encoded
from graph.changelog import Entry

CONTEXT = "http://iiif.io/api/discovery/1/context.json"
MEDIA_TYPE = f'application/ld+json;profile="{CONTEXT}"'


async def collection(request: Request) -> Response:
    """The collection: how many activities there are, and its first and last page."""
    host = host_of(request)

    def make(log: Log) -> Content:
        places = _places(log)
        told = {
            "@context": CONTEXT,
            "id": f"{host}/activity",
            "type": "OrderedCollection",
            "totalItems": sum(len(entry.marks) for entry in log),
            "first": _page(host, places[0]),
            "last": _page(host, places[-1]),
        }
        return Content(encoded(told), MEDIA_TYPE)

    return await follow(request, host, make)


async def page(request: Request) -> Response:
    """A page of activities, with the pages before and after it."""
    host, place = host_of(request), (request.path_params["number"], request.path_params["page"])

    def make(log: Log) -> Content:
        entry, places = entry_of(log, place[0]), _places(log)
        if place not in places:
            raise Problem(404, f"There is no page {place[1]} of entry {place[0]}. /activity leads to all pages.")
        here = places.index(place)
        told = {
            "@context": CONTEXT,
            "id": _page(host, place)["id"],
            "type": "OrderedCollectionPage",
            "partOf": {"id": f"{host}/activity", "type": "OrderedCollection"},
            "orderedItems": [
                _activity(host, entry, mark.thing, mark.outcome) for mark in entry.marks if mark.page == place[1]
            ],
        }
        if here > 0:
            told["prev"] = _page(host, places[here - 1])
        if here + 1 < len(places):
            told["next"] = _page(host, places[here + 1])
        return Content(encoded(told), MEDIA_TYPE)

    return await follow(request, host, make)


def _places(log: Log) -> list[tuple[int, int]]:
    """Number of the entry and of the page in it, for each page there is, oldest first."""
    return [(entry.number, part) for entry in log for part in range(1, entry.pages + 1)]


def _page(host: str, place: tuple[int, int]) -> dict[str, str]:
    return {"id": f"{host}/activity/{place[0]}/{place[1]}", "type": "OrderedCollectionPage"}


def _activity(host: str, entry: Entry, thing: str, outcome: str) -> dict[str, object]:
    """What became of a thing; who asks for the thing itself gets what is said of it now."""
    return {
        "id": change_iri(entry.number, thing),
        "type": VERBS[outcome],
        "endTime": day(entry.time),
        "object": {"id": thing, "type": "Dataset"},
    }
