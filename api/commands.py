"""The command line: build, check, serve, query, dump, diff.

Each command imports what it needs once it is called: the server takes longer to import than a file to be checked.
"""

import gc
import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from graph.errors import EndpointBroken, EndpointDown, GraphError

if TYPE_CHECKING:
    from api.settings import Settings
    from api.versions import Versions
    from graph.check import Inputs
    from graph.worker import Task
    from graph.workers import Answer

commands = typer.Typer(no_args_is_help=True, add_completion=False, help="Comity: cross-border privacy enforcement.")
IDLE = 90
"""Seconds a connection may be idle: more than proxies keep theirs (60 in nginx and most balancers), which else send a
request into one that is being closed; and time for a client to read a page of `/feed` before it asks for the next."""
LAST_ANSWERS = 5
"""Seconds that answers under way have to end when the server is told to; a full queue of queries takes longer."""
errors = Console(stderr=True, soft_wrap=True, highlight=False)


@contextmanager
def _told(status: int = 1) -> Iterator[None]:
    """Within it, what goes wrong is told on standard error and ends the command with this status."""
    try:
        yield
    except (GraphError, OSError) as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(status) from None


def _settings() -> "Settings":
    from api.settings import settings

    with _told(2):
        return settings()


def _inputs(data: Path | None) -> "Inputs":
    from graph.check import Inputs

    return Inputs() if data is None else Inputs(data=data)


def _versions(chosen: "Settings") -> "Versions":
    """The snapshots to serve. Raises GraphError for an endpoint whose address is none."""
    from api.versions import Versions
    from graph.store import endpoint

    return Versions(chosen.snapshots, endpoint(chosen.endpoint) if chosen.endpoint else None)


Data = Annotated[Path | None, typer.Option(help="Folder of facts; the project's own if none is given.")]


@commands.command()
def build(
    data: Data = None,
    unpublished: Annotated[bool, typer.Option("--unpublished", help="Let vanish what no one else has seen.")] = False,
) -> None:
    """Build and validate a snapshot and make it the one in use. What breaks a rule stops the build."""
    from graph import build as building

    folder = _settings().snapshots
    with _told(), errors.status("Building") as status:
        made = building.build(_inputs(data), folder, status.update, unpublished)
    quads, warnings = sum(made.manifest["quads"].values()), made.manifest["warnings"]
    print(f"Snapshot {made.version}: {quads:,} quads, {warnings} warnings, in {made.folder}")


@commands.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Report only on what these files describe.")] = None,
    data: Data = None,
    warnings: Annotated[bool, typer.Option(help="List warnings too.")] = True,
) -> None:
    """Parse, derive and validate without building. Ends with status 1 where a rule is broken."""
    from graph.check import check as checking

    gc.disable()  # A hundred thousand terms and no cycle among them: collecting takes a tenth of the time for nothing.
    with _told(), errors.status("Checking") as status:
        checked = checking(_inputs(data), status.update, files or ())
    report = checked.report
    for finding in report.findings if warnings else report.violations:
        print(finding)
    print(f"{len(report.violations)} violations, {len(report.warnings)} warnings in {len(checked.quads):,} quads.")
    if report.violations:
        raise typer.Exit(1)


@commands.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; COMITY_HOST if none is given.")] = None,
    port: Annotated[
        int | None, typer.Option(help="Port to listen on; COMITY_PORT if none is given.", min=1, max=65_535)
    ] = None,
) -> None:
    """Serve the snapshot in use; a newer one is picked up while running."""
    import uvicorn

    from api.app import create_app
    from api.connections import Connection

    chosen = _settings()
    with _told():
        versions = _versions(chosen)
        try:
            versions.current()
        except (EndpointBroken, EndpointDown) as error:  # It may come up later; until then answers are errors.
            errors.print(str(error), markup=False)
    address = f"http://{host or chosen.host}:{port or chosen.port}"
    print(f"Comity at {address}\n\nTo try:\n")
    print(f"  {address}/cases/clearview-scraping          one case across jurisdictions, in a browser")
    print(f"  curl -s {address}/api/v1/decisions/nl-ap-2024-clearview")
    example = "queries/examples/fines-in-force-in-the-union.rq"
    print(f"  curl -s {address}/sparql --data-urlencode query@{example}\n", flush=True)
    app = create_app(chosen, versions, ahead=True)
    gc.freeze()  # Some 80,000 objects of modules: looking through them again and again would halt all answers.
    uvicorn.run(
        app,
        http=Connection,
        host=host or chosen.host,
        port=port or chosen.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=LAST_ANSWERS,
        timeout_keep_alive=IDLE,
    )


@commands.command()
def query(
    file: Annotated[str, typer.Argument(help="File with a query, or - for standard input.")],
    form: Annotated[
        str,
        typer.Option("--format", help="table, json, xml, csv, tsv; turtle, ntriples, jsonld, rdfxml, trig, nquads"),
    ] = "table",
) -> None:
    """Run a query on the snapshot in use, with the limits of /sparql; at COMITY_ENDPOINT where one is set."""
    from api import terminal
    from graph import snapshot
    from graph.answers import GRAPHS, RESULTS
    from graph.tokens import dataset, outline
    from graph.worker import Task

    chosen = _settings()
    with _told():
        text = terminal.query(file)
        outlined = outline(text)
        over = dataset(outlined, snapshot.current(chosen.snapshots).graphs, text)
        tabular = outlined.form in ("SELECT", "ASK")
        written = ("json" if tabular else "turtle") if form == "table" else form
        fitting = RESULTS if tabular else GRAPHS
        if written not in fitting:
            raise typer.BadParameter(f"{form} does not fit this query: take one of {', '.join(fitting)}.")
        answer = _answer(chosen, Task("", text, written, *over))
    if form == "table" and tabular:
        terminal.show(answer.body)
    else:
        sys.stdout.buffer.write(answer.body)


@commands.command()
def dump(
    target: Annotated[Path, typer.Argument(help="Folder to write to.")],
    version: Annotated[str | None, typer.Option(help="A kept snapshot; the one in use if none is given.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="The whole graph alone, no named graph by itself.")] = False,
) -> None:
    """Write the graph and each named graph as files, packed by gzip and by zstd, with their checksums."""
    from graph import dump as dumping
    from graph import snapshot

    folder = _settings().snapshots
    with _told(), errors.status("Writing the dumps"):
        found = snapshot.read(folder, version) if version else snapshot.current(folder)
        dumping.write(target, found.nquads, parts=not whole)
    print(f"Dumps of snapshot {found.version} in {target}")


@commands.command()
def diff(
    before: Annotated[str, typer.Argument(help="Version of the earlier snapshot.")],
    after: Annotated[str, typer.Argument(help="Version of the later one.")],
    form: Annotated[str, typer.Option("--format", help="text, json (a thing a line) or rdf-patch.")] = "text",
) -> None:
    """Tell by what one kept snapshot differs from another, thing by thing."""
    from graph import snapshot
    from graph.account import account, names, rdf_patch
    from graph.changes import changes, lines, merged

    folder = _settings().snapshots
    with _told():
        earlier, later = (snapshot.read(folder, version).nquads for version in (before, after))
    if form == "rdf-patch":
        for line in rdf_patch(merged(lines(earlier), lines(later)), before, after):
            print(line)
        return
    if form not in ("text", "json"):
        raise typer.BadParameter(f"There is no format {form}: take text, json or rdf-patch.")
    named = names(lines(earlier), lines(later)) if form == "text" else {}
    for change in changes(lines(earlier), lines(later)):
        if form == "text":
            print("\n".join(account(change, named)))
            continue
        fields = ("thing", "kind", "outcome", "derived", "label", "removed", "added")
        print(json.dumps({name: getattr(change, name) for name in fields}, ensure_ascii=False))


def _answer(chosen: "Settings", task: "Task") -> "Answer":
    """The answer of the endpoint where one is set, else of a worker on the store of the snapshot in use."""
    from api.settings import limits
    from graph import snapshot
    from graph.relay import Relay
    from graph.store import RemoteStore
    from graph.workers import Workers

    if chosen.endpoint:
        store = _versions(chosen).current().store
        assert isinstance(store, RemoteStore)  # noqa: S101 - the snapshot in use is the one in the endpoint
        return Relay(1, 0, limits(chosen)).run(task, store)
    with closing(Workers(1, 0, limits(chosen))) as workers:
        return workers.run(replace(task, store=str(snapshot.current(chosen.snapshots).store)))


if __name__ == "__main__":
    commands()
