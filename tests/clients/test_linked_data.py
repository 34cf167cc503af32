"""Clients that follow identifiers: what each obtained, and what a server spoiled in one way makes of it."""

import datetime
import json

import extruct
import pytest
import rdflib
import requests
from memento_client import MementoClient
from memento_client.memento_client import MementoClientException
from protego import Protego
from pyoxigraph import NamedNode
from rdflib.compare import isomorphic
from signposting import find_signposting_http
from usp.tree import sitemap_tree_for_homepage

from api.about import about, left_out
from graph import store
from graph.descriptions import description
from graph.namespaces import KINDS, path_of
from graph.queries import folder
from graph.snapshot import Snapshot
from tests.api.conftest import Server
from tests.clients.conftest import Spoiled, node

LABELS = folder("pages")["labels"]
IRI = "https://w3id.org/comity/id/decision/nl-ap-2024-clearview"
PAGE = "/decisions/nl-ap-2024-clearview"
FORMATS = {"turtle": "ttl", "xml": "rdf", "nt": "nt", "json-ld": "jsonld", "n3": "ttl"}

pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]


def expected(real: Snapshot, iri: str) -> rdflib.Graph:
    """What the graph says of a thing, with labels of all it names, and its document of itself, as rdflib reads it."""
    held = store.embedded(real)
    found = description(held, NamedNode(iri), folder("pages"))
    named = {node for one in found.triples for node in (one.subject, one.object) if isinstance(node, NamedNode)}
    labels = held.triples(LABELS.bind(*({"thing": node} for node in named)))
    path, incoming = path_of(iri) or "", folder("pages")["incoming"].bind({"thing": NamedNode(iri)})
    triples = {*about(path, NamedNode(iri)), *left_out(path, found, incoming), *found.triples, *labels}
    return rdflib.Graph().parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")


# rdflib


@pytest.mark.parametrize("name", FORMATS)
def test_rdflib_follows_an_identifier_in_every_format(server: Server, real: Snapshot, name: str) -> None:
    found = rdflib.Graph().parse(f"{server.url}/id/decision/nl-ap-2024-clearview", format=name)
    assert isomorphic(found, expected(real, IRI))


def test_rdflib_follows_an_identifier_without_being_told_a_format(server: Server, real: Snapshot) -> None:
    for kind, slug in (("case", "clearview-scraping"), ("company", "clearview-ai"), ("authority", "nl-ap")):
        found = rdflib.Graph().parse(f"{server.url}/id/{kind}/{slug}")
        assert isomorphic(found, expected(real, f"https://w3id.org/comity/id/{kind}/{slug}")), KINDS[kind]


def test_rdflib_sees_a_document_that_leaves_something_out(spoiled: Spoiled, real: Snapshot) -> None:
    spoiled.body = lambda body: body.replace(b"2024-05-16", b"2024-05-17")
    found = rdflib.Graph().parse(f"{spoiled.url}/id/decision/nl-ap-2024-clearview")
    assert not isomorphic(found, expected(real, IRI))


# Comunica


def test_comunica_queries_the_document_of_a_thing(server: Server, real: Snapshot) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o }"
    rows = node("comunica.mjs", f"{server.url}/id/decision/nl-ap-2024-clearview", given=query)
    found = {(row["s"], row["p"], row["o"]) for row in rows}
    assert found == {(str(s), str(p), str(o)) for s, p, o in expected(real, IRI)}


# signposting


def signposts(url: str) -> None:
    """Hold that the client finds its way from a page to its name, its licence and its documents."""
    found = find_signposting_http(f"{url}{PAGE}")
    assert found.citeAs is not None and found.citeAs.target == IRI
    assert {str(one.target) for one in found.types} == {
        "https://schema.org/AboutPage",
        "https://schema.org/Legislation",
    }
    assert found.license is not None and found.license.target == "https://creativecommons.org/licenses/by/4.0/"
    types = {str(one.target): str(one.type) for one in found.describedBy}
    assert types[f"{url}{PAGE}.ttl"] == "text/turtle"
    assert len(types) == 6
    for target, media_type in types.items():
        described = find_signposting_http(target)
        assert IRI in {str(one.target) for one in described.describes}
        assert requests.head(target, timeout=30).headers["content-type"].partition(";")[0] == media_type
    [item] = found.items
    assert {
        str(one.target) for one in find_signposting_http(str(item.target)).signposts if one.rel == "collection"
    } == {f"{url}{PAGE}"}
    [linkset] = found.linksets
    assert json.loads(requests.get(str(linkset.target), timeout=30).content)["linkset"][0]["anchor"] == PAGE


def test_signposting_leads_from_a_page_to_everything(server: Server) -> None:
    signposts(server.url)


@pytest.mark.parametrize("relation", ["cite-as", "describedby", "license", "linkset", "type"])
def test_signposting_misses_a_link_that_is_dropped(spoiled: Spoiled, relation: str) -> None:
    spoiled.header = lambda name, value: (
        ", ".join(part for part in value.split(", ") if f'"{relation}"' not in part) if name == "link" else value
    )
    with pytest.raises((AssertionError, KeyError, ValueError)):
        signposts(spoiled.url)


# memento-client


def memento(url: str, day: datetime.datetime, version: str, built: str) -> None:
    """Hold that the client gets the version of a day, by the gate that the page names."""
    client = MementoClient(timegate_uri=f"{url}/nothing/")  # Where the page names none.
    info = client.get_memento_info(f"{url}{PAGE}", day)
    assert info["original_uri"] == f"{url}{PAGE}"
    assert info["timegate_uri"] == f"{url}/timegate{PAGE}"
    closest = info["mementos"]["closest"]
    assert closest["uri"] == [f"{url}{PAGE}?version={version}"]
    assert closest["datetime"].isoformat() == built
    assert closest["http_status_code"] == 200
    client.session.close()


BUILT = "2021-06-01T12:00:00"
DAYS = [datetime.datetime(2022, 1, 1), datetime.datetime(2020, 1, 1)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_memento_client_gets_the_version_of_a_day(kept: Spoiled, day: datetime.datetime) -> None:
    memento(kept.url, day, kept.earlier, BUILT)


@pytest.mark.parametrize("header", ["vary", "link"])
def test_memento_client_sees_a_gate_without_manners(kept: Spoiled, header: str) -> None:
    kept.header = lambda name, value: None if name == header else value
    with pytest.raises((AssertionError, KeyError, MementoClientException)):
        memento(kept.url, DAYS[0], kept.earlier, BUILT)


def test_memento_client_sees_a_wrong_day(kept: Spoiled) -> None:
    kept.header = lambda name, value: "Fri, 01 Jan 2010 00:00:00 GMT" if name == "memento-datetime" else value
    with pytest.raises(AssertionError):
        memento(kept.url, DAYS[0], kept.earlier, BUILT)


# extruct


def embedded(url: str) -> None:
    """Hold that the client reads from pages what they are about."""
    for path, type_, iri in (
        (PAGE, "Legislation", IRI),
        ("/authorities/nl-ap", "GovernmentOrganization", "https://w3id.org/comity/id/authority/nl-ap"),
        ("/companies/clearview-ai", "Organization", "https://w3id.org/comity/id/company/clearview-ai"),
        ("/cases/clearview-scraping", "Collection", "https://w3id.org/comity/id/case/clearview-scraping"),
        ("/ontology/Fine", "DefinedTerm", "https://w3id.org/comity/ontology#Fine"),
    ):
        text = requests.get(f"{url}{path}", headers={"Accept": "text/html"}, timeout=30).text
        [found] = extruct.extract(text, base_url=url, syntaxes=["json-ld"])["json-ld"]
        thing = found["about"] if found["@type"] == "Dataset" else found
        assert (thing["@type"], thing["@id"]) == (type_, iri)


def test_extruct_reads_what_a_page_is_about(server: Server) -> None:
    embedded(server.url)


def test_extruct_misses_a_block_of_another_type(spoiled: Spoiled) -> None:
    spoiled.body = lambda body: body.replace(b"application/ld+json", b"application/json")
    with pytest.raises((AssertionError, ValueError)):
        embedded(spoiled.url)


# ultimate-sitemap-parser and protego


def crawled(url: str) -> None:
    """Hold that a crawler finds all pages by robots.txt, each with the day its page tells."""
    rules = Protego.parse(requests.get(f"{url}/robots.txt", timeout=30).text)
    assert list(rules.sitemaps) == [f"{url}/sitemap.xml"]
    pages = {page.url: page.last_modified for page in sitemap_tree_for_homepage(url, use_known_paths=False).all_pages()}
    total = sum(
        requests.get(f"{url}/api/v1/{plural}?limit=1", timeout=30).json()["page"]["total"] for plural in KINDS.values()
    )
    things = [page for page in pages if page.removeprefix(url).split("/")[1] in KINDS.values() and page.count("/") == 4]
    assert len(things) == total > 1000
    assert all(rules.can_fetch(page, "Crawler") for page in pages)
    assert not rules.can_fetch(f"{url}/q/abc", "Crawler")
    for page in (f"{url}{PAGE}", f"{url}/ontology/Fine", f"{url}/concepts/force/annulled"):
        told = requests.head(page, headers={"Accept": "text/html"}, timeout=30).headers["last-modified"]
        when = pages[page]
        assert when is not None and when.strftime("%a, %d %b %Y %H:%M:%S GMT") == told


def test_a_crawler_finds_every_page_and_when_it_changed(server: Server) -> None:
    crawled(server.url)


@pytest.mark.parametrize(
    ("old", "new"), [(b"<lastmod>20", b"<lastmod>19"), (b"<loc>", b"<link>"), (b"Sitemap:", b"Site map:")]
)
def test_a_crawler_is_led_astray_by_a_spoiled_sitemap(spoiled: Spoiled, old: bytes, new: bytes) -> None:
    spoiled.body = lambda body: body.replace(old, new)
    with pytest.raises(AssertionError):
        crawled(spoiled.url)
