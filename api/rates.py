"""Rates of exchange: a page and documents for each that the graph used."""

from pyoxigraph import NamedNode
from starlette.requests import Request
from starlette.responses import Response

from api import documents, memento
from api.entities import rate
from api.errors import Problem
from api.names import Names
from api.negotiation import HTML, JSON, JSONLD, choose
from api.profiles import chosen
from api.responses import Content
from api.shaping import own, records
from api.state import state_of
from api.versions import View
from graph.namespaces import RATE, path_of


async def identifier(request: Request) -> Response:
    """303 from the IRI of a rate to its page or document."""
    return await documents.see_other(request, RATE + request.path_params["path"])


async def show(request: Request) -> Response:
    """A rate: its page, or its document in the format of the suffix or of Accept."""
    state = state_of(request)
    name, fixed = documents.split(request.path_params["path"])
    found = fixed or choose(request.headers.get("accept"), documents.OFFERED) or HTML
    format_ = JSONLD if found is JSON else found
    profile = chosen(request, state.pages)
    iri, path = RATE + name, f"/rates/{name}"

    def make(view: View, day: str) -> Content:
        if format_ is not HTML:
            return documents.described(request, view, iri, path, format_, profile)
        documents.require(request, view, iri, lambda new: path_of(new) or "/")
        query = state.pages["rate"]
        rows = [own(row, "rate") for row in records(query, view.store.rows(query.bind({"rate": NamedNode(iri)})))]
        if not rows:
            raise Problem(404, "There is no such rate. Acts whose sums were converted name theirs.")
        names = Names(view, state.pages["names"], rows)
        return documents.page(request, "rate.html", view, day, path, rate(rows[0]), rate=rows[0], names=names)

    return await memento.answer(request, f"{format_.name} {profile.name}", make)
