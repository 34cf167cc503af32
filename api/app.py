"""The application: routes, middleware and what they share."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from fastapi import FastAPI
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from api import (
    activity,
    atom,
    compare,
    contract,
    docs,
    documents,
    dumps,
    endpoints,
    errors,
    examples,
    feed,
    harvest,
    health,
    listings,
    memento,
    oai,
    openapi,
    pages,
    permalinks,
    rates,
    reconciliation,
    resourcesync,
    results,
    samples,
    search,
    sitemap,
    sparql,
    stats,
    suggestions,
    timeline,
    vocabulary,
)
from api.addresses import Canonical
from api.budget import Budget
from api.compression import Compression
from api.gaps import HEADERS as GAPS
from api.origins import Origins
from api.preparation import Preparation
from api.requests import Requests
from api.resources import resources
from api.responses import Cache
from api.settings import Settings, limits
from api.state import State
from api.stored import Stored
from api.versions import Versions
from graph.queries import folder
from graph.relay import Relay
from graph.workers import Workers

IMPORTED = ("typer", "rich.table", "api.versions", "graph.build", "graph.dump", "graph.account", "graph.relay")
"""What `comity` imports, and thus each worker again, since it imports the main module: once for all of them."""
EXPOSED = [
    *("Accept-Ranges", "Comity-Limited", "Comity-Rows", "Comity-Version", *GAPS),
    *("Content-Disposition", "Content-Location", "Content-Profile", "Content-Range", "ETag", "Last-Modified", "Link"),
    *("Memento-Datetime", "RateLimit", "RateLimit-Policy", "Repr-Digest", "Retry-After", "X-Request-ID"),
]
"""Headers that a script of another site may read, besides those that browsers always give."""
GET = ["GET"]
METHODS = ["GET", "HEAD", "POST"]
"""Methods that a script of another site may use: POST is for queries too long for an address."""


def create_app(settings: Settings, versions: Versions, ahead: bool = False) -> FastAPI:
    """The application that serves the snapshots of `versions` under `settings`. Nothing is read at import.

    With `ahead` it makes what is costly as soon as a snapshot comes into use, not when somebody asks.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if versions.endpoint is None:
            workers.warm(str(versions.current().snapshot.store))
        preparation.start()
        working = asyncio.create_task(samples.ahead(app, app.state.comity)) if ahead else None
        yield
        if working:
            working.cancel()
            await asyncio.wait([working])
        preparation.stop()
        workers.close()
        relay.close()

    workers = Workers(settings.workers, settings.queue, limits(settings), IMPORTED)
    relay = Relay(settings.workers, settings.queue, limits(settings))
    found, queries, asked = resources(), folder("pages"), folder("examples")
    preparation = Preparation(versions, found, queries)
    app = FastAPI(
        title="Comity",
        openapi_url=None,  # The contract is of a snapshot: api.openapi writes it.
        lifespan=lifespan,
        redirect_slashes=False,
    )
    half = settings.cache_bytes // 2
    cache = Cache(half)
    routers = [endpoints.router(found), examples.router(asked)]
    routers += [part.router() for part in (search, compare, stats, timeline)]
    told = [operation for router in routers for operation in router.told]
    budget = Budget(settings.budget)
    requests = Budget(settings.requests, name="requests", unit="requests")
    app.state.comity = State(settings, versions, workers, relay, found, queries, asked, cache, budget, requests, told)
    refuse = errors.handlers(app, pages.error_page)
    app.router.routes += [
        *(route for router in routers for route in router.routes),
        Route(contract.ROOT, openapi.index, methods=GET),
        Route(f"{contract.ROOT}/openapi.json", openapi.contract, methods=GET),
        Route("/", pages.home, methods=GET),
        Route("/health/live", health.live, methods=GET),
        Route("/health/ready", health.ready, methods=GET),
        Route("/sparql", sparql.sparql, methods=sparql.METHODS),
        Route("/q", permalinks.cite, methods=["GET", "POST"]),
        Route("/q/{token}", permalinks.show, methods=GET),
        Route("/q/{token}/today", permalinks.compare, methods=GET),
        Route("/reconcile", reconciliation.reconcile, methods=["GET", "POST"]),
        Route("/reconcile/preview", reconciliation.preview, methods=GET),
        Route("/reconcile/view", reconciliation.view, methods=GET),
        Route("/reconcile/properties", suggestions.proposed, methods=GET),
        Route("/reconcile/suggest/{what}", suggestions.suggested, methods=GET),
        Route("/feed", feed.root, methods=GET),
        Route("/feed.atom", atom.everything, methods=GET),
        *(
            Route(f"/{plural}/{{slug}}/feed.atom", partial(atom.linked, kind=kind), methods=GET)
            for plural, kind in atom.FOLLOWED.items()
        ),
        Route("/feed/{number:int}/{page:int}", feed.page, methods=GET),
        Route("/change/{number:int}/{name:path}", feed.change, methods=GET),
        Route("/oai", oai.oai, methods=["GET", "POST"]),
        Route("/.well-known/resourcesync", resourcesync.description, methods=GET),
        Route("/resourcesync/{name}.xml", resourcesync.listing, methods=GET),
        Route("/resources/{name:path}.nq", resourcesync.resource, methods=GET),
        Route("/activity", activity.collection, methods=GET),
        Route("/activity/{number:int}/{page:int}", activity.page, methods=GET),
        Route("/docs", docs.docs, methods=GET),
        Route("/search", results.results, methods=GET),
        Route("/context.jsonld", documents.context, methods=GET),
        Route("/compare", compare.page, methods=GET),
        Route("/stats", stats.page, methods=GET),
        Route("/ontology", vocabulary.ontology, methods=GET),
        Route("/ontology.{suffix}", vocabulary.ontology, methods=GET),
        Route("/ontology/{name}", vocabulary.term, methods=GET),
        Route("/query/{name}", examples.identifier, methods=GET),
        Route("/queries/{name}", examples.show, methods=GET),
        Route("/conflicts", examples.named, methods=GET),
        Route("/coverage", examples.named, methods=GET),
        Route("/rate/{path:path}", rates.identifier, methods=GET),
        Route("/rates/{path:path}", rates.show, methods=GET),
        Route("/id/{kind}/{slug}", documents.identifier, methods=GET),
        Route("/concept/{path:path}", documents.concept, methods=GET),
        Route("/concepts/{path:path}", vocabulary.concepts, methods=GET),
        Route("/catalog", harvest.show, methods=GET),
        Route("/catalog.{suffix}", harvest.show, methods=GET),
        Route("/void", harvest.description, methods=GET),
        Route("/void.{suffix}", harvest.description, methods=GET),
        Route("/.well-known/void", harvest.well_known, methods=GET),
        Route("/graph/{name:path}", harvest.graph, methods=GET),
        Route("/dataset", harvest.dataset, methods=GET),
        Route("/dataset/{version}", harvest.dataset, methods=GET),
        Route("/dumps", dumps.index, methods=GET),
        Route("/dumps/{name}", dumps.latest, methods=GET),
        Route("/dumps/{version}/{name}", dumps.kept, methods=GET),
        Route("/timegate/{path:path}", memento.timegate, methods=GET),
        Route("/timemap/{path:path}", memento.timemap, methods=GET),
        Route("/sitemap.xml", sitemap.index, methods=GET),
        Route("/sitemaps/{name}.xml", sitemap.part, methods=GET),
        Route("/robots.txt", sitemap.robots, methods=GET),
        Mount("/static", StaticFiles(directory=Path(__file__).resolve().parent / "web")),
        Route("/{plural}", listings.listing, methods=GET),
        Route("/{plural}/{slug}", pages.one, methods=GET),
    ]
    app.add_middleware(Compression)
    app.add_middleware(Canonical)
    app.add_middleware(Stored, versions=versions, cap=half)
    app.add_middleware(Requests, budget=requests, refuse=refuse)
    app.add_middleware(Origins, allow_origins=["*"], allow_methods=METHODS, allow_headers=["*"], expose_headers=EXPOSED)
    return app
