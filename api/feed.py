"""The changes as a Linked Data Event Stream (SEMIC's LDES 1.0 over TREE): `/feed` and its pages.

Each page has the changes of one file of the log and never changes. A member is a version of a thing: the thing's own
statements are made of the member (so that a client can make them of the thing again), those of its parts stay as they
are. In formats with named graphs the statements stand in a graph named as the member, which is what lets a client take
parts too. The stream has an IRI that stays; pages are told by relative addresses, so they work on any host.
"""

from collections.abc import Iterable, Iterator
from io import BytesIO

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, serialize
from starlette.requests import Request
from starlette.responses import Response

from api.documents import VARY
from api.errors import Problem
from api.following import Log, change_iri, day, entry_of, follow, host_of, thing_at
from api.negotiation import GRAPHS, Format, choose
from api.responses import Content, http_date
from graph.answers import GRAPHS as WRITERS
from graph.changelog import Entry
from graph.changes import Change, quad
from graph.namespaces import BASE, PREFIXES

STREAM = NamedNode(f"{BASE}feed")
HERE = "x-here:"
"""Scheme that stands for this host until a page is written: no writer keeps relative addresses."""
LDES, TREE, SHACL = "https://w3id.org/ldes#", "https://w3id.org/tree#", "http://www.w3.org/ns/shacl#"
ACTIVITY = "https://www.w3.org/ns/activitystreams#"
NAMES = {**PREFIXES, "ldes": LDES, "tree": TREE, "sh": SHACL, "as": ACTIVITY}
TYPE = NamedNode(f"{PREFIXES['rdf']}type")
CREATED = NamedNode(f"{PREFIXES['dcterms']}created")
VERSION_OF = NamedNode(f"{PREFIXES['dcterms']}isVersionOf")
KIND = NamedNode(f"{PREFIXES['dcterms']}type")
VERBS = {"created": "Create", "updated": "Update", "withdrawn": "Delete"}
"""What became of a thing, as ActivityStreams 2.0 names it."""
OFFERED = tuple(format_ for format_ in GRAPHS if format_.name in ("turtle", "trig", "nquads", "jsonld"))


async def root(request: Request) -> Response:
    """The stream, and from where its pages begin."""
    format_, host = _format(request), host_of(request)
    return await follow(request, f"{format_.name} {host}", lambda log: _written(_stream(log), format_, host))


async def page(request: Request) -> Response:
    """A page of the stream: the changes of one file of the log."""
    format_, host = _format(request), host_of(request)
    number, part = request.path_params["number"], request.path_params["page"]

    def make(log: Log) -> Content:
        entry = entry_of(log, number)
        if not 1 <= part <= entry.pages:
            raise Problem(404, f"Entry {number} has no page {part}. /feed lists all pages.")
        return _written(_page(entry, part, format_), format_, host, entry)

    return await follow(request, f"{format_.name} {host}", make, fixed=True)


async def change(request: Request) -> Response:
    """One member: what became of one thing in one entry."""
    format_, host = _format(request), host_of(request)
    number, thing = request.path_params["number"], thing_at(request.path_params["name"])

    def make(log: Log) -> Content:
        entry = entry_of(log, number)
        for mark in entry.marks:
            if mark.thing == thing:
                [found] = [one for one in entry.page(mark.page) if one.thing == thing]
                return _written(member(entry, found, format_), format_, host, entry)
        raise Problem(404, f"Entry {number} of the change log does not tell of this thing.")

    return await follow(request, f"{format_.name} {host}", make, fixed=True)


def _format(request: Request) -> Format:
    found = choose(request.headers.get("accept"), OFFERED)
    if found is None:
        raise Problem(406, f"The feed has these formats: {', '.join(one.media_type for one in OFFERED)}.")
    return found


def _written(quads: Iterable[Quad], format_: Format, host: str, entry: Entry | None = None) -> Content:
    """A page as bytes, with addresses of this host relative, in N-Quads absolute."""
    buffer = BytesIO()
    prefixes = None if format_.name in ("nquads", "jsonld") else NAMES
    serialize(quads, buffer, format=WRITERS[format_.name], prefixes=prefixes)
    mark, place = (f'"{HERE}', '"') if format_.name == "jsonld" else (f"<{HERE}", "<")
    body = buffer.getvalue().replace(mark.encode(), (place + host * (format_.name == "nquads")).encode())
    times = {"Last-Modified": http_date(entry.time)} if entry else {}
    return Content(body, format_.content_type, {**VARY, **times})


def _stream(log: Log) -> Iterator[Quad]:
    """The stream and its root node, with what leads to each page."""
    here, shape = NamedNode(f"{HERE}/feed"), f"{HERE}/feed#shape"
    told: list[tuple[NamedNode, NamedNode, NamedNode | Literal]] = [
        (STREAM, TYPE, NamedNode(f"{LDES}EventStream")),
        (STREAM, NamedNode(f"{TREE}view"), here),
        (STREAM, NamedNode(f"{TREE}shape"), NamedNode(shape)),
        (STREAM, NamedNode(f"{LDES}timestampPath"), CREATED),
        (STREAM, NamedNode(f"{LDES}versionOfPath"), VERSION_OF),
        (here, TYPE, NamedNode(f"{TREE}Node")),
        (NamedNode(shape), TYPE, NamedNode(f"{SHACL}NodeShape")),
    ]
    for verb in VERBS.values():
        told.append((STREAM, NamedNode(f"{LDES}version{verb}Path"), KIND))
        told.append((STREAM, NamedNode(f"{LDES}version{verb}Object"), NamedNode(ACTIVITY + verb)))
    for name, path in (("time", CREATED), ("thing", VERSION_OF), ("change", KIND)):
        node = NamedNode(f"{shape}-{name}")
        told.append((NamedNode(shape), NamedNode(f"{SHACL}property"), node))
        told.append((node, NamedNode(f"{SHACL}path"), path))
        told += ((node, NamedNode(f"{SHACL}{bound}Count"), _number(1)) for bound in ("min", "max"))
    if log[0].number > 1:
        policy = NamedNode(f"{HERE}/feed#retention")
        told.append((here, NamedNode(f"{LDES}retentionPolicy"), policy))
        told.append((policy, TYPE, NamedNode(f"{LDES}RetentionPolicy")))
        told.append((policy, NamedNode(f"{LDES}startingFrom"), _time(log[0])))
    for entry in log:
        for part in range(1, entry.pages + 1):
            for bound in ("GreaterThan", "LessThan"):
                node = NamedNode(f"{HERE}/feed#{entry.number}-{part}-{bound}")
                told.append((here, NamedNode(f"{TREE}relation"), node))
                told.append((node, TYPE, NamedNode(f"{TREE}{bound}OrEqualToRelation")))
                told.append((node, NamedNode(f"{TREE}node"), NamedNode(f"{HERE}/feed/{entry.number}/{part}")))
                told.append((node, NamedNode(f"{TREE}path"), CREATED))
                told.append((node, NamedNode(f"{TREE}value"), _time(entry)))
    return (Quad(*triple) for triple in told)


def _page(entry: Entry, part: int, format_: Format) -> Iterator[Quad]:
    changes = entry.page(part)
    yield Quad(NamedNode(f"{HERE}/feed/{entry.number}/{part}"), TYPE, NamedNode(f"{TREE}Node"))
    for one in changes:
        yield Quad(STREAM, NamedNode(f"{TREE}member"), NamedNode(change_iri(entry.number, one.thing)))
    for one in changes:
        yield from member(entry, one, format_)


def member(entry: Entry, told: Change, format_: Format) -> Iterator[Quad]:
    """A version of a thing: when it came into use, of what, what became of it, and all that is said of it then."""
    version, thing = NamedNode(change_iri(entry.number, told.thing)), NamedNode(told.thing)
    graph = DefaultGraph() if format_.name == "turtle" else version
    yield Quad(version, VERSION_OF, thing)  # In the default graph: ldes-client looks there for what the shape asks.
    yield Quad(version, CREATED, _time(entry))
    yield Quad(version, KIND, NamedNode(ACTIVITY + VERBS[told.outcome]))
    said = (quad(line) for line in told.state)
    yield from dict.fromkeys(
        Quad(version if one.subject == thing else one.subject, one.predicate, one.object, graph) for one in said
    )


def _time(entry: Entry) -> Literal:
    return Literal(day(entry.time), datatype=NamedNode(f"{PREFIXES['xsd']}dateTime"))


def _number(value: int) -> Literal:
    return Literal(str(value), datatype=NamedNode(f"{PREFIXES['xsd']}integer"))
