"""Typed links between a page, its documents and its record: FAIR Signposting in headers (level 1) and as a set (2).

Addresses are relative, so that they hold whatever host serves them; identifiers are those of w3id.org.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from api import profiles
from api.contract import ROOT
from api.editions import AGENT, LICENSE
from api.formats import CITED
from api.negotiation import DOCUMENTS, GRAPHS, HTML, JSON, JSONLD, LINKSET, Format
from api.profiles import FULL
from api.references import REFERENCES
from api.responses import Content, encoded
from graph.answers import GRAPHS as WRITERS
from graph.namespaces import KINDS

ABOUT, DATASET = "https://schema.org/AboutPage", "https://schema.org/Dataset"


@dataclass(frozen=True)
class Link:
    """A link from the resource at hand: where it leads, what it means, and the type of what is there."""

    target: str
    relation: str
    media_type: str | None = None

    def __str__(self) -> str:
        type_ = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{self.target}>; rel="{self.relation}"{type_}'


def header(links: Sequence[Link]) -> str:
    """Value of a Link header (RFC 8288)."""
    return ", ".join(map(str, links))


def pinned(links: Iterable[Link], version: str | None) -> list[Link]:
    """The same links from what was asked of a kept version: to that version of what stands here, but for the canonical.

    Identifiers and addresses of others are absolute, and stay.
    """
    return [
        replace(link, target=of_version(link.target, version))
        if link.target.startswith("/") and link.relation != "canonical"
        else link
        for link in links
    ]


def of_version(address: str, version: str | None) -> str:
    """An address with the version it is asked for, where one is."""
    return address if version is None else f"{address}{'&' if '?' in address else '?'}version={version}"


def address(path: str, format_: Format) -> str:
    """Where the page at `path` stands in a format."""
    return f"{path}.{format_.suffix}" if format_.suffix else path


def formats(path: str) -> tuple[Format, ...]:
    """Formats of what stands at a path. Terms, concepts and queries have no record: JSON there means another thing."""
    return DOCUMENTS if path.split("/")[1] in KINDS.values() else tuple(one for one in DOCUMENTS if one is not JSON)


def _collection(path: str) -> str | None:
    """Path of the page that lists what stands at `path` with others; None where there is none, as of rates."""
    above, _, _ = path.rpartition("/")
    if above == "/concepts":
        return "/ontology"
    return above if above.split("/")[-1] in KINDS.values() or above.startswith(("/ontology", "/concepts/")) else None


def of_page(path: str, iri: str, types: Sequence[str], asked: str = "") -> Iterator[Link]:
    """Links of a page about `iri`: how to cite it, what it is, and what describes it for programs.

    That of a query shows its answer too, with the parameters in `asked`, which the JSON API gives as well.
    """
    yield Link(iri, "cite-as")
    yield Link(iri, "describes")
    for type_ in (ABOUT, *types):
        yield Link(type_, "type")
    for format_ in formats(path):
        if format_ is JSON:
            yield Link(address(path, JSON), "item", JSON.media_type)
        elif format_ is not HTML:
            yield Link(address(path, format_), "describedby", format_.media_type)
    above = _collection(path)
    if above is not None:
        yield Link(above, "collection")
    yield from _of_all(path, asked)


def of_document(path: str, iri: str, format_: Format, profile: str = FULL) -> Iterator[Link]:
    """Links of the document or record about `iri` in a format: what it describes, and to whose page it belongs.

    A document has its profile too, and where it is in the others: a record has none.
    """
    yield Link(iri, "cite-as")
    yield Link(iri, "describes")
    yield Link(path, "collection" if format_ is JSON else "describes", HTML.media_type)
    if format_.name in WRITERS:
        yield Link(profiles.iri(profile), "profile")
        for name in profiles.NAMES:
            if name not in (profile, FULL):  # The full one is among the formats.
                # No type: readers of JSON-LD follow an alternate of that type, and would get less than they asked for.
                yield Link(address(path, format_) + profiles.suffix(name), "alternate")
    yield from _of_all(path)


def of_answer(path: str, asked: str = "", json: str | None = None) -> list[Link]:
    """Links of the page at a path that answers what is asked, not about one thing: `json` is where the API answers it.

    `asked` are its parameters as an address has them. The path of a page that none shall keep is "".
    """
    to = f"?{asked}" if asked else ""
    told = [Link(path + to, "canonical")] if path else []
    told += [Link(json + to, "alternate", JSON.media_type)] if json else []
    return [*told, Link(LICENSE, "license"), Link(AGENT, "author")]


def of_dataset(path: str, iri: str) -> Iterator[Link]:
    """Links of the page at a path about a snapshot of the graph: how to cite it, what it is, and what describes it."""
    yield Link(iri, "cite-as")
    yield Link(iri, "describes")
    for type_ in (ABOUT, DATASET):
        yield Link(type_, "type")
    for format_ in GRAPHS:
        yield Link(address("/catalog", format_), "describedby", format_.media_type)
    yield Link(path, "canonical")
    if path == "/catalog":
        for format_ in GRAPHS:
            yield Link(address(path, format_), "alternate", format_.media_type)
    yield Link(LICENSE, "license")
    yield Link(AGENT, "author")
    yield Link(address("/catalog", LINKSET), "linkset", LINKSET.media_type)


def _of_all(path: str, asked: str = "") -> Iterator[Link]:
    to = f"?{asked}" if asked else ""
    yield Link(path + to, "canonical")
    for format_ in formats(path):
        yield Link(address(path, format_) + (to if format_ is HTML else ""), "alternate", format_.media_type)
    if path.startswith("/queries/"):
        yield Link(f"{ROOT}{path}{to}", "alternate", JSON.media_type)
    yield Link(LICENSE, "license")
    yield Link(AGENT, "author")
    yield Link(address(path, LINKSET), "linkset", LINKSET.media_type)


def linkset(path: str, iri: str, types: Sequence[str], version: str | None = None) -> Content:
    """All links of a page and of what stands beside it, in a version if one was asked for, as JSON (RFC 9264)."""
    contexts = [(path, pinned(of_page(path, iri, types), version))]
    contexts += [(place, pinned(of_document(path, iri, format_), version)) for place, format_ in _beside(path)]
    return linksets([(of_version(anchor, version), links) for anchor, links in contexts])


def _beside(path: str) -> Iterator[tuple[str, Format]]:
    """Where documents, records and references stand beside a page, each with its format."""
    plural = path.split("/")[1]
    cited = REFERENCES if plural in [KINDS[kind] for kind in CITED] else ()
    for format_ in (*formats(path), *cited):
        if format_ is not HTML:
            yield address(path, format_), format_
    if plural in ("ontology", "concepts", "rates"):
        yield address(path, JSON), JSONLD


def linksets(contexts: Iterable[tuple[str, Iterable[Link]]]) -> Content:
    """The links of each address, as JSON (RFC 9264)."""
    made = [_context(anchor, links) for anchor, links in contexts]
    return Content(encoded({"linkset": made}), LINKSET.content_type, {"Vary": "Accept"})


def _context(anchor: str, links: Iterable[Link]) -> dict[str, object]:
    found: dict[str, list[dict[str, str]]] = {}
    for link in links:
        target = {"href": link.target} | ({"type": link.media_type} if link.media_type else {})
        found.setdefault(link.relation, []).append(target)
    return {"anchor": anchor, **found}
