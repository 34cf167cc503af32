"""Dumps over HTTP: files to save, in ranges if wanted, and the report on the snapshot they are of."""

from base64 import b64encode
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from api.conditions import decided
from api.errors import Problem
from api.negotiation import JSON, TURTLE, Format
from api.ranges import satisfiable
from api.responses import CHECK_EACH_TIME, FOR_EVER, Content, encoded, http_date
from api.state import state_of
from graph import report, snapshot
from graph.dump import SUMS, Dump, dumps, whole
from graph.snapshot import Snapshot

TYPES = {"gz": "application/gzip", "zst": "application/zstd"}
"""The packed file is what is given, so that clients save it as it is: a Content-Encoding would make them unpack it."""
TEXT = Format("sums", "text/plain")
REPORTS = {"report.json": JSON, "report.ttl": TURTLE, SUMS: TEXT}


async def latest(request: Request) -> Response:
    """A file of the snapshot in use, or of `?version=`."""
    return await run_in_threadpool(_answer, request, request.query_params.get("version"))


async def kept(request: Request) -> Response:
    """A file of the snapshot named in the path, which never changes."""
    return await run_in_threadpool(_answer, request, request.path_params["version"])


async def index(request: Request) -> Response:
    """303 to the catalogue, which lists the files."""
    return RedirectResponse(f"/catalog{'?' + request.url.query if request.url.query else ''}", HTTPStatus.SEE_OTHER)


def _answer(request: Request, version: str | None) -> Response:
    state, name = state_of(request), request.path_params["name"]
    folder = state.versions.folder
    found = snapshot.current(folder) if version is None else snapshot.read(folder, version)
    common = {
        "Cache-Control": CHECK_EACH_TIME if version is None else FOR_EVER,
        "Comity-Version": found.version,
        "Content-Location": f"/dumps/{found.version}/{name}",
        "Link": f'</catalog?version={found.version}>; rel="describedby"',
    }
    if name in REPORTS:
        return _text(request, found, name, common)
    if name == snapshot.NQUADS:
        return _file(request, found, whole(found.nquads), common)
    for dump in dumps(found.dumps):
        if dump.name == name:
            return _file(request, found, dump, common)
    raise Problem(404, f"There is no dump {name[:60]!r}. /dumps/{found.version}/{SUMS} lists those there are.")


def _headers(sha256: str) -> dict[str, str]:
    """The validator, and the digest (RFC 9530) of the whole file, whatever part of it is sent."""
    return {"ETag": f'"{sha256[:32]}"', "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(sha256)).decode()}:"}


def _file(request: Request, found: Snapshot, dump: Dump, common: dict[str, str]) -> Response:
    headers = {**common, **_headers(dump.sha256), "Last-Modified": http_date(found.built)}
    other = decided(request, headers)
    if other is not None:
        return other
    saved = dump.name.replace(".", f"-{found.version}.", 1)
    status = dump.file.stat()
    _narrow(request, headers, status.st_size)
    return FileResponse(dump.file, 200, headers, TYPES[dump.packing], filename=saved, stat_result=status)


def _narrow(request: Request, headers: dict[str, str], size: int) -> None:
    """Leave of the Range header what the file has, since FileResponse takes no unit but bytes and none beyond the end.

    It is for GET alone (RFC 9110, section 14.2): HEAD tells of the whole file. Raises Problem 416 where the file has
    none of it. A range of what is another file by now is left to FileResponse.
    """
    asked, held = request.headers.get("range"), request.headers.get("if-range")
    if request.method != "GET":
        _ask(request, None)
        return
    if asked is None or (held is not None and held not in (headers["ETag"], headers["Last-Modified"])):
        return
    wanted = satisfiable(asked, size)
    if wanted == "":
        raise Problem(416, f"The file has {size:,} bytes: ask for some of them.", {"Content-Range": f"bytes */{size}"})
    _ask(request, wanted)


def _ask(request: Request, ranges: str | None) -> None:
    """Let a request ask for these ranges; for the whole where there are none."""
    others = [(name, value) for name, value in request.scope["headers"] if name != b"range"]
    request.scope["headers"] = others + ([(b"range", ranges.encode())] if ranges else [])


def _text(request: Request, found: Snapshot, name: str, common: dict[str, str]) -> Response:
    if name == SUMS:
        dumps(found.dumps)
        body = (found.dumps / SUMS).read_bytes()
    elif name == "report.json":
        body = encoded(found.report)
    else:
        body = report.turtle(found.version, found.report)
    content = Content(body, REPORTS[name].content_type, common)
    headers = {**common, "ETag": content.etag, "Last-Modified": http_date(found.built)}
    return decided(request, headers) or Response(body, headers=headers, media_type=content.media_type)
