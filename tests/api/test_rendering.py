"""Pages of every kind: their links within are those of the header and lead somewhere, and each says what it is."""

import json
import re
from html import unescape

import extruct
import pytest
import rdflib
from starlette.testclient import TestClient

from api.rendering import HERE
from graph.namespaces import BASE
from graph.snapshot import Snapshot

pytestmark = [  # rdflib's own parsers use what rdflib deprecates.
    pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]

HTML = {"Accept": "text/html"}
CITED = "SELECT ?s { ?s a <https://w3id.org/comity/ontology#Case> } ORDER BY ?s LIMIT 2"
PAIR = "decision=nl-ap-2024-clearview&decision=fr-cnil-2022-clearview"
PAGES = {
    "case": ["/cases/clearview-scraping"],
    "catalog": ["/catalog"],
    "citation": ["/q/{token}"],
    "compare": [f"/compare?{PAIR}"],
    "concept": ["/concepts/outcome/infringement-found", "/concepts/outcome"],
    "decision": ["/decisions/nl-ap-2024-clearview", "/decisions/at-noyb-2025-clearview"],
    "docs": ["/docs"],
    "home": ["/"],
    "list": ["/decisions", "/legal-bases", "/decisions?jurisdiction=gb&q=clearview"],
    "ontology": ["/ontology"],
    "query": ["/queries/top-ten-fines", "/queries/fines-above-an-amount?amount_from=1000000"],
    "rate": ["/rates/USD/2024-10-09"],
    "search": ["/search", "/search?q=clearview"],
    "source": ["/sources/news-report-a"],
    "sparql": ["/sparql"],
    "stats": ["/stats", "/stats?jurisdiction=fr"],
    "term": ["/ontology/Fine", "/ontology/infringes"],
    "thing": ["/authorities/nl-ap", "/companies/clearview-ai", "/jurisdictions/nl", "/legal-bases/gdpr-6-1-f"],
    "today": ["/q/{token}/today"],
}
"""Addresses of pages, by their template."""
THINGS = {"case", "concept", "decision", "ontology", "query", "rate", "source", "term", "thing"}
"""Templates of pages about one thing, which have versions."""
TITLED = {
    **{"list": "CollectionPage", "search": "SearchResultsPage", "docs": "APIReference"},
    **dict.fromkeys(("citation", "compare", "sparql", "stats", "today"), "WebPage"),
}
"""What the others are to schema.org; a page about the dataset is one."""
ADDRESSES = [(template, address) for template, addresses in PAGES.items() for address in addresses]


@pytest.fixture(scope="module")
def token(client: TestClient) -> str:
    """The permalink of a query."""
    answer = client.post("/q", data={"query": CITED}, follow_redirects=False)
    return answer.headers["location"].rpartition("/")[2]


def test_pages_of_every_template_are_here() -> None:
    files = {file.stem for file in (HERE / "templates").glob("*.html") if "extends" in file.read_text(encoding="utf-8")}
    assert files - {"error"} == set(PAGES)


def within(text: str) -> set[tuple[str, str, str]]:
    """Target, relation and type of the links in the head of a page."""
    found = set()
    for tag in re.findall(r"<link [^>]*>", text.partition("</head>")[0]):
        given = {name: unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', tag)}
        found.add((given["href"], given["rel"], given.get("type", "")))
    return {one for one in found if one[1] not in ("stylesheet", "icon")}


def told(header: str) -> set[tuple[str, str, str]]:
    """The same of a Link header, of those relations that stand in a page too."""
    found = re.findall(r'<([^>]*)>; rel="([^"]*)"(?:; type="([^"]*)")?', header)
    return {one for one in found if one[1] in ("canonical", "alternate", "cite-as")}


def held(client: TestClient, address: str, least: int) -> None:
    """Hold that the links in a page are those of its header, at least so many, and that each of ours leads on."""
    answer = client.get(address, headers=HTML)
    assert answer.status_code == 200
    links = within(answer.text)
    assert links == told(answer.headers.get("link", ""))
    assert len(links) >= least
    for target, relation, media_type in links:
        if relation != "cite-as":
            reached = client.get(target, headers=HTML, follow_redirects=False)
            assert reached.status_code == 200, target
            assert reached.headers["content-type"].startswith(media_type or "text/html"), target


@pytest.mark.parametrize(("template", "address"), ADDRESSES)
def test_the_links_in_a_page_are_those_of_its_header_and_lead_on(
    client: TestClient, token: str, template: str, address: str
) -> None:
    held(client, address.format(token=token), 0 if address == "/search" else 8 if template in THINGS else 1)


@pytest.mark.parametrize(("template", "address"), [one for one in ADDRESSES if one[0] in THINGS])
def test_those_of_a_version_lead_to_that_version(
    client: TestClient, real: Snapshot, template: str, address: str
) -> None:
    asked = f"{address}{'&' if '?' in address else '?'}version={real.version}"
    held(client, asked, 8)
    for target, relation, _ in within(client.get(asked, headers=HTML).text):
        assert relation != "alternate" or f"version={real.version}" in target
    text = client.get(asked, headers=HTML).text
    formats = re.findall(r'href="([^"]*\.(?:ttl|nt|jsonld)[^"]*)"', text.partition("</head>")[2])
    assert all("version=" in one for one in formats if one.startswith(address.partition("?")[0] + "."))


@pytest.mark.parametrize(("template", "address"), ADDRESSES)
def test_every_page_says_what_it_is_to_search_engines(
    client: TestClient, token: str, template: str, address: str
) -> None:
    address = address.format(token=token)
    [block] = extruct.extract(client.get(address, headers=HTML).text, syntaxes=["json-ld"])["json-ld"]
    assert block["@type"] == TITLED.get(template, "Dataset")
    assert block["@context"]["@vocab"] == "https://schema.org/"
    assert block["name"] and block["license"]
    assert block["publisher"]["name"]
    if template in THINGS:
        assert block["url"] == BASE.rstrip("/") + address.partition("?")[0]
        assert block["about"]["@id"].startswith(BASE)
        assert block["about"]["name"]
    graph = rdflib.Graph().parse(data=json.dumps(block), format="json-ld")
    assert (rdflib.URIRef(block["@id"]), rdflib.RDF.type, rdflib.SDO[block["@type"]]) in graph


def test_the_page_of_an_error_says_nothing_to_search_engines(client: TestClient) -> None:
    text = client.get("/decisions/nothing", headers=HTML).text
    assert 'content="noindex"' in text
    assert "ld+json" not in text
    assert not within(text)
