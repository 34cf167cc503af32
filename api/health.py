"""Health for operators: the process lives, and it is ready to answer."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.state import state_of


async def live(_: Request) -> Response:
    """200 while the process runs."""
    return JSONResponse({"status": "live"}, headers={"Cache-Control": "no-store"})


async def ready(request: Request) -> Response:
    """200 with the version in use once a snapshot answers a query; 503 before."""
    view = await run_in_threadpool(state_of(request).versions.current)
    await run_in_threadpool(view.store.rows, state_of(request).pages["ready"].text)
    return JSONResponse({"status": "ready", "version": view.version}, headers={"Cache-Control": "no-store"})
