"""The command line: build, check, serve, query, dump."""

import gc
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from api.settings import Settings, limits, settings
from api.versions import Versions
from graph import build as building
from graph import dump as dumping
from graph import snapshot
from graph.account import account, names, rdf_patch
from graph.answers import GRAPHS, RESULTS
from graph.changes import changes, lines, merged
from graph.errors import EndpointBroken, EndpointDown, GraphError
from graph.relay import Relay
from graph.store import RemoteStore, endpoint
from graph.tokens import known_graphs, outline
from graph.workers import Answer, Task, Workers

commands = typer.Typer(no_args_is_help=True, add_completion=False, help="Comity: cross-border privacy enforcement.")
IDLE = 90
"""Seconds a connection may be idle: more than proxies keep theirs (60 in nginx and most balancers), which else send a
request into one that is being closed; and time for a client to read a page of `/feed` before it asks for the next."""
LAST_ANSWERS = 5
"""Seconds that answers under way have to end when the server is told to; a full queue of queries takes longer."""
errors = Console(stderr=True, soft_wrap=True, highlight=False)


def _settings() -> Settings:
    try:
        return settings()
    except GraphError as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(2) from None


def _inputs(data: Path | None) -> building.Inputs:
    return building.Inputs() if data is None else building.Inputs(data=data)


def _versions(chosen: Settings) -> Versions:
    """The snapshots to serve. Raises GraphError for an endpoint whose address is none."""
    return Versions(chosen.snapshots, endpoint(chosen.endpoint) if chosen.endpoint else None)


Data = Annotated[Path | None, typer.Option(help="Folder of facts; the project's own if none is given.")]


@commands.command()
def build(
    data: Data = None,
    unpublished: Annotated[
        bool,
        typer.Option(
            "--unpublished", help="Let things vanish that no one else has seen; else tell what became of them."
        ),
    ] = False,
) -> None:
    """Build and validate a snapshot and make it the one in use. What breaks a rule stops the build."""
    folder = _settings().snapshots
    try:
        with errors.status("Building") as status:
            made = building.build(_inputs(data), folder, status.update, unpublished)
    except GraphError as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(1) from None
    quads = sum(made.manifest["quads"].values())
    print(f"Snapshot {made.version}: {quads:,} quads, {made.manifest['warnings']} warnings, in {made.folder}")


@commands.command()
def check(
    files: Annotated[list[Path] | None, typer.Argument(help="Report only on what these files describe.")] = None,
    data: Data = None,
    warnings: Annotated[bool, typer.Option(help="List warnings too.")] = True,
) -> None:
    """Parse, derive and validate without building. Ends with status 1 where a rule is broken."""
    gc.disable()  # A hundred thousand terms and no cycle among them: collecting takes a tenth of the time for nothing.
    try:
        with errors.status("Checking") as status:
            checked = building.check(_inputs(data), status.update, files or ())
    except GraphError as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(1) from None
    report = checked.report
    for finding in report.findings if warnings else report.violations:
        print(finding)
    print(f"{len(report.violations)} violations, {len(report.warnings)} warnings in {len(checked.quads):,} quads.")
    if report.violations:
        raise typer.Exit(1)


@commands.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; COMITY_HOST if none is given.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; COMITY_PORT if none is given.")] = None,
) -> None:
    """Serve the snapshot in use; a newer one is picked up while running."""
    import uvicorn  # Here, since the web framework takes longer to import than a file to be checked.

    from api.app import create_app

    chosen = _settings()
    try:
        versions = _versions(chosen)
        try:
            versions.current()
        except (EndpointBroken, EndpointDown) as error:  # It may come up later; until then answers are errors.
            errors.print(str(error), markup=False)
    except GraphError as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(1) from None
    address = f"http://{host or chosen.host}:{port or chosen.port}"
    print(f"Comity at {address}\n\nTo try:\n")
    print(f"  {address}/cases/clearview-scraping          one case across jurisdictions, in a browser")
    print(f"  curl -s {address}/api/v1/decisions/nl-ap-2024-clearview")
    print(
        f"  curl -s {address}/sparql --data-urlencode query@queries/examples/fines-in-force-in-the-union.rq\n",
        flush=True,
    )
    app = create_app(chosen, versions)
    uvicorn.run(
        app,
        http="h11",  # It caps the size of headers; httptools, which uvicorn takes where it is installed, does not.
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
        str, typer.Option("--format", help="table, json, xml, csv, tsv; turtle, ntriples, jsonld, rdfxml.")
    ] = "table",
) -> None:
    """Run a query on the snapshot in use, with the limits of /sparql; at COMITY_ENDPOINT where one is set."""
    chosen = _settings()
    try:
        text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
        outlined = outline(text)
        known_graphs(outlined.from_graphs, snapshot.current(chosen.snapshots).graphs)
        tabular = outlined.form in ("SELECT", "ASK")
        written = ("json" if tabular else "turtle") if form == "table" else form
        if written not in (RESULTS if tabular else GRAPHS):
            raise typer.BadParameter(
                f"{form} does not fit this query: take one of {', '.join(RESULTS if tabular else GRAPHS)}."
            )
        answer = _answer(chosen, Task("", text, written, dataset_in_text=bool(outlined.from_graphs)))
    except (GraphError, OSError) as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(1) from None
    if form == "table" and tabular:
        _table(answer.body)
    else:
        sys.stdout.write(answer.body.decode())


@commands.command()
def dump(
    target: Annotated[Path, typer.Argument(help="Folder to write to.")],
    version: Annotated[str | None, typer.Option(help="A kept snapshot; the one in use if none is given.")] = None,
) -> None:
    """Write the graph and each named graph as files, packed by gzip and by zstd, with their checksums."""
    folder = _settings().snapshots
    try:
        found = snapshot.read(folder, version) if version else snapshot.current(folder)
        with errors.status("Writing the dumps"):
            dumping.write(target, found.nquads)
    except (GraphError, OSError) as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(1) from None
    print(f"Dumps of snapshot {found.version} in {target}")


@commands.command()
def diff(
    before: Annotated[str, typer.Argument(help="Version of the earlier snapshot.")],
    after: Annotated[str, typer.Argument(help="Version of the later one.")],
    form: Annotated[str, typer.Option("--format", help="text, json (a thing a line) or rdf-patch.")] = "text",
) -> None:
    """Tell by what one kept snapshot differs from another, thing by thing."""
    folder = _settings().snapshots
    try:
        earlier, later = (snapshot.read(folder, version).nquads for version in (before, after))
    except GraphError as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(1) from None
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
        told = {"thing": change.thing, "kind": change.kind, "outcome": change.outcome, "derived": change.derived}
        texts = {"label": change.label, "removed": change.removed, "added": change.added}
        print(json.dumps(told | texts, ensure_ascii=False))


def _answer(chosen: Settings, task: Task) -> Answer:
    """The answer of the endpoint where one is set, else of a worker on the store of the snapshot in use."""
    if chosen.endpoint:
        store = _versions(chosen).current().store
        assert isinstance(store, RemoteStore)  # noqa: S101 - the snapshot in use is the one in the endpoint
        return Relay(1, 0, limits(chosen)).run(task, store)
    workers = Workers(1, 0, limits(chosen))
    try:
        return workers.run(replace(task, store=str(snapshot.current(chosen.snapshots).store)))
    finally:
        workers.close()


def _table(body: bytes) -> None:
    """Print SPARQL JSON results as a table."""
    results = json.loads(body)
    if "boolean" in results:
        print("yes" if results["boolean"] else "no")
        return
    table = Table(*results["head"]["vars"])
    for row in results["results"]["bindings"]:
        table.add_row(*(row.get(name, {}).get("value", "") for name in results["head"]["vars"]))
    Console().print(table)


if __name__ == "__main__":
    commands()
