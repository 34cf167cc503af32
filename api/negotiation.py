"""Content negotiation (RFC 9110, section 12.5.1): which of our formats fits an Accept header best."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Format:
    """A format we offer: its short name, its media type, other types and names that mean it, and its suffix.

    The names are those that SPARQLWrapper sends as `format`.
    """

    name: str
    media_type: str
    aliases: tuple[str, ...] = ()
    suffix: str = ""

    @property
    def content_type(self) -> str:
        """Value of the Content-Type header."""
        text = self.media_type.startswith("text/") or self.media_type in ("application/sparql-results+json",)
        return f"{self.media_type}; charset=utf-8" if text else self.media_type


N3 = ("text/n3", "text/rdf+n3", "application/n3", "n3")
"""Names of Notation3, of which Turtle is a part."""
HTML = Format("html", "text/html", ("application/xhtml+xml",))
TURTLE = Format("turtle", "text/turtle", ("application/turtle", "application/x-turtle", *N3), "ttl")
JSONLD = Format("jsonld", "application/ld+json", ("json-ld",), "jsonld")
NTRIPLES = Format("ntriples", "application/n-triples", ("text/plain",), "nt")
NQUADS = Format("nquads", "application/n-quads", (), "nq")
TRIG = Format("trig", "application/trig", (), "trig")
RDFXML = Format("rdfxml", "application/rdf+xml", ("application/xml", "text/xml", "rdf+xml", "xml"), "rdf")
JSON = Format("json", "application/json", (), "json")
LINKSET = Format("linkset", "application/linkset+json", (), "linkset.json")
"""All links of a page and its documents (RFC 9264); not a document about the thing, so never chosen for `*/*`."""

DOCUMENTS = (HTML, TURTLE, JSONLD, NTRIPLES, NQUADS, TRIG, RDFXML, JSON)
"""Formats of a page, in our order of preference for ties."""
GRAPHS = (
    TURTLE,
    NTRIPLES,
    replace(JSONLD, aliases=(*JSONLD.aliases, "application/json", "json")),
    RDFXML,
    TRIG,
    NQUADS,
)
"""Formats of a CONSTRUCT or DESCRIBE answer. JSON for a graph is JSON-LD; on pages JSON is a record."""
JAVASCRIPT = ("text/javascript", "application/javascript")
"""What JSON was called before it had a type; SPARQLWrapper still asks for these too."""
RESULTS = (
    Format("json", "application/sparql-results+json", ("application/json", *JAVASCRIPT), "srj"),
    Format("xml", "application/sparql-results+xml", ("application/xml", "text/xml"), "srx"),
    Format("csv", "text/csv", (), "csv"),
    Format("tsv", "text/tab-separated-values", (), "tsv"),
)
"""Formats of a SELECT answer."""
BOOLEANS = RESULTS
"""Formats of an ASK answer; CSV and TSV of it are the word true or false."""


def ranges(header: str) -> list[tuple[str, float]]:
    """Media ranges, or other values, of a header with their qualities, in its order; a quality that is none is 0."""
    found = []
    for part in header.split(","):
        pieces = [piece.strip() for piece in part.split(";")]
        quality = 1.0
        for piece in pieces[1:]:
            key, _, value = piece.partition("=")
            if key.strip().lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        if pieces[0]:
            found.append((pieces[0].lower(), quality))
    return found


def _quality(media_type: str, wanted: Mapping[str, float]) -> float:
    """Quality of one type: the most specific range that matches it decides."""
    for range_ in (media_type, f"{media_type.partition('/')[0]}/*", "*/*"):
        if range_ in wanted:
            return wanted[range_]
    return 0.0


def choose(header: str | None, offered: Sequence[Format]) -> Format | None:
    """The offered format that fits best, ties broken by the order of `offered`; None where none fits.

    A missing or empty header takes anything. An alias counts only where it is named itself.
    """
    if not header or not header.strip():
        return offered[0]
    wanted: dict[str, float] = {}
    for range_, quality in ranges(header):
        wanted[range_] = max(quality, wanted.get(range_, 0.0))
    best, best_quality = None, 0.0
    for format_ in offered:
        types = [format_.media_type, *(alias for alias in format_.aliases if alias in wanted)]
        quality = max(_quality(type_, wanted) for type_ in types)
        if quality > best_quality:
            best, best_quality = format_, quality
    return best


def named(name: str, offered: Sequence[Format]) -> Format | None:
    """The offered format with that short name, suffix or media type."""
    for format_ in offered:
        if name and name in (format_.name, format_.media_type, format_.suffix, *format_.aliases):
            return format_
    return None
