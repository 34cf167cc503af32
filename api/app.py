"""The application: routes, middleware and what they share."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from api import (
    contract,
    documents,
    endpoints,
    errors,
    examples,
    health,
    memento,
    pages,
    permalinks,
    results,
    search,
    sitemap,
    sparql,
    vocabulary,
)
from api.addresses import Canonical
from api.budget import Budget
from api.resources import resources
from api.responses import Cache
from api.settings import Settings, limits
from api.state import State
from api.versions import Versions
from graph.queries import folder
from graph.relay import Relay
from graph.workers import Task, Workers

EXPOSED = [
    "Comity-Limited",
    "Comity-Rows",
    "Comity-Version",
    "Content-Location",
    "Content-Profile",
    "ETag",
    "Last-Modified",
    "Link",
    "Memento-Datetime",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
]
"""Headers that a script of another site may read, besides those that browsers always give."""
GET = ["GET"]
METHODS = ["GET", "HEAD", "POST"]
"""Methods that a script of another site may use: POST is for queries too long for an address."""


def create_app(settings: Settings, versions: Versions) -> FastAPI:
    """The application that serves the snapshots of `versions` under `settings`. Nothing is read at import."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        if versions.endpoint is None:
            workers.warm(Task(str(versions.current().snapshot.store), queries["ready"].text, "json"))
        yield
        workers.close()
        relay.close()

    workers = Workers(settings.workers, settings.queue, limits(settings))
    relay = Relay(settings.workers, settings.queue, limits(settings))
    found, queries, asked = resources(), folder("pages"), folder("examples")
    app = FastAPI(
        title="Comity",
        summary="Cross-border privacy enforcement: who decided what against whom, and whether it stood.",
        version="1",
        openapi_url=f"{contract.ROOT}/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
    )
    cache = Cache(settings.cache_bytes)
    app.state.comity = State(settings, versions, workers, relay, found, queries, asked, cache, Budget(settings.budget))
    errors.handlers(app, pages.error_page)
    app.include_router(endpoints.router(found))
    app.include_router(examples.router(asked))
    app.include_router(search.router())
    app.router.routes += [
        Route("/", pages.home, methods=GET),
        Route("/health/live", health.live, methods=GET),
        Route("/health/ready", health.ready, methods=GET),
        Route("/sparql", sparql.sparql, methods=sparql.METHODS),
        Route("/q", permalinks.cite, methods=["GET", "POST"]),
        Route("/q/{token}", permalinks.show, methods=GET),
        Route("/q/{token}/today", permalinks.compare, methods=GET),
        Route("/search", results.results, methods=GET),
        Route("/ontology", vocabulary.ontology, methods=GET),
        Route("/ontology.{suffix}", vocabulary.ontology, methods=GET),
        Route("/ontology/{name}", vocabulary.term, methods=GET),
        Route("/query/{name}", examples.identifier, methods=GET),
        Route("/queries/{name}", examples.show, methods=GET),
        Route("/id/{kind}/{slug}", documents.identifier, methods=GET),
        Route("/concept/{path:path}", documents.concept, methods=GET),
        Route("/concepts/{path:path}", vocabulary.concepts, methods=GET),
        Route("/timegate/{path:path}", memento.timegate, methods=GET),
        Route("/timemap/{path:path}", memento.timemap, methods=GET),
        Route("/sitemap.xml", sitemap.index, methods=GET),
        Route("/sitemaps/{name}.xml", sitemap.part, methods=GET),
        Route("/robots.txt", sitemap.robots, methods=GET),
        Mount("/static", StaticFiles(directory=Path(__file__).resolve().parent / "web")),
        Route("/{plural}", pages.listing, methods=GET),
        Route("/{plural}/{slug}", pages.one, methods=GET),
    ]
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Canonical)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=METHODS, allow_headers=["*"], expose_headers=EXPOSED
    )
    return app
