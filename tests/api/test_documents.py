"""Linked data: `/id/…` redirects for real clients, and documents that say the same in every format."""

import gzip
import json
import re
from io import BytesIO

import pytest
import rdflib
from pyoxigraph import BlankNode, Dataset, NamedNode, Quad, RdfFormat, parse
from starlette.testclient import TestClient

from graph.descriptions import LINKS
from graph.documents import canonical
from graph.namespaces import BASE, CONCEPT, ID, KINDS
from graph.snapshot import Snapshot
from tests.api.conftest import Server
from tests.api.test_negotiation import BROWSER, COMUNICA, RDFLIB

pytestmark = [  # rdflib's own parsers use what rdflib deprecates.
    pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning"),
]

SLUGS = {
    "authority": "nl-ap",
    "jurisdiction": "nl",
    "company": "clearview-ai",
    "case": "clearview-scraping",
    "decision": "nl-ap-2024-clearview",
    "provision": "gdpr-6-1-f",
    "instrument": "gdpr",
    "source": "news-report-a",
}
CLIENTS = {
    None: "",
    "*/*": "",
    BROWSER: "",
    "text/html, */*": "",
    RDFLIB: ".ttl",
    COMUNICA: ".nq",
    "application/ld+json, application/json": ".jsonld",
    "application/turtle,text/turtle": ".ttl",
    "application/rdf+xml": ".rdf",
    "application/json": ".json",
    "image/png": "",
}
"""Accept headers as the clients of HARVESTERS.md send them, and the suffix each is sent on to."""
FORMATS = {
    ".ttl": ("text/turtle", RdfFormat.TURTLE, "turtle"),
    ".nt": ("application/n-triples", RdfFormat.N_TRIPLES, "nt"),
    ".nq": ("application/n-quads", RdfFormat.N_QUADS, "nquads"),
    ".trig": ("application/trig", RdfFormat.TRIG, "trig"),
    ".rdf": ("application/rdf+xml", RdfFormat.RDF_XML, "xml"),
    ".jsonld": ("application/ld+json", RdfFormat.JSON_LD, "json-ld"),
}
PATHS = [f"/{KINDS[kind]}/{slug}" for kind, slug in SLUGS.items()] + ["/concepts/force/annulled", "/concepts/force"]


def triples(body: bytes, form: RdfFormat) -> Dataset:
    """What a document says, with canonical names of blank nodes."""
    found = [quad.triple for quad in parse(BytesIO(body), format=form)]
    return Dataset(Quad(triple.subject, triple.predicate, triple.object) for triple in canonical(found))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("accept", CLIENTS)
def test_every_thing_leads_to_what_fits_the_client(client: TestClient, kind: str, accept: str | None) -> None:
    headers = {"Accept": accept} if accept is not None else {"Accept": ""}
    answer = client.get(f"/id/{kind}/{SLUGS[kind]}", headers=headers, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/{KINDS[kind]}/{SLUGS[kind]}{CLIENTS[accept]}"
    assert "Accept" in answer.headers["vary"].split(", ")
    assert client.get(answer.headers["location"], headers=headers).status_code == 200


@pytest.mark.parametrize(("accept", "suffix"), [("*/*", ""), (RDFLIB, ".ttl"), ("application/json", ".json")])
def test_concepts_lead_to_their_description(client: TestClient, accept: str, suffix: str) -> None:
    for path in ("force/annulled", "force"):
        answer = client.get(f"/concept/{path}", headers={"Accept": accept}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/concepts/{path}{suffix}")
        assert "Accept" in answer.headers["vary"]
        assert client.get(answer.headers["location"], headers={"Accept": accept}).status_code == 200


def test_a_redirect_keeps_the_day_and_the_version(client: TestClient) -> None:
    answer = client.get("/id/decision/nl-ap-2024-clearview?as_of=2024-01-01", follow_redirects=False)
    assert answer.headers["location"] == "/decisions/nl-ap-2024-clearview?as_of=2024-01-01"
    assert client.head("/id/decision/nl-ap-2024-clearview", follow_redirects=False).status_code == 303


@pytest.mark.parametrize("path", PATHS)
def test_a_document_says_the_same_in_every_format(client: TestClient, path: str) -> None:
    said = []
    for suffix, (media_type, form, name) in FORMATS.items():
        answer = client.get(path + suffix)
        assert answer.status_code == 200
        assert answer.headers["content-type"].partition(";")[0] == media_type
        assert answer.headers["content-location"] == path + suffix
        said.append(triples(answer.content, form))
        graph = rdflib.Dataset()
        graph.parse(data=answer.content, format=name)
        assert len(set(graph.triples((None, None, None)))) == len(said[-1]) > 0
        negotiated = client.get(path, headers={"Accept": media_type})
        assert negotiated.content == answer.content
        assert negotiated.headers["content-location"] == path + suffix
        assert negotiated.headers["etag"] == answer.headers["etag"]
    assert all(other == said[0] for other in said[1:])


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_ontology_in_every_format(client: TestClient, suffix: str) -> None:
    _, form, _ = FORMATS[suffix]
    found = triples(client.get(f"/ontology{suffix}").content, form)
    assert found == triples(client.get("/ontology.nt").content, RdfFormat.N_TRIPLES)
    assert len(found) > 1000


def test_json_of_what_has_no_record_is_json_ld(client: TestClient) -> None:
    for path in ("/ontology", "/concepts/force/annulled"):
        for answer in (client.get(f"{path}.json"), client.get(path, headers={"Accept": "application/json"})):
            assert answer.headers["content-type"] == "application/ld+json"
            assert answer.content == client.get(f"{path}.jsonld").content


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_describes_its_thing_and_names_it(client: TestClient, kind: str) -> None:
    path, iri = f"/{KINDS[kind]}/{SLUGS[kind]}", f"{ID}{kind}/{SLUGS[kind]}"
    for suffix in ("", ".ttl"):
        answer = client.get(path + suffix)
        links = answer.headers["link"]
        assert f'<{iri}>; rel="describes"' in links
        alternates = dict(re.findall(r'<([^>]+)>; rel="alternate"; type="([^"]+)"', links))
        assert set(alternates) - set(re.findall(r"<([^>]+[?]profile=[^>]+)>", links)) == {
            path,
            *(path + suffix for suffix in (*FORMATS, ".json")),
        }
        assert "Accept" in answer.headers["vary"]
    for address, media_type in alternates.items():
        assert client.get(address).headers["content-type"].partition(";")[0] == media_type
    subjects = {str(quad.subject) for quad in triples(client.get(f"{path}.nt").content, RdfFormat.N_TRIPLES)}
    assert f"<{iri}>" in subjects


def test_a_document_holds_the_parts_and_the_claims(client: TestClient) -> None:
    body = client.get("/decisions/nl-ap-2024-clearview.nt").text
    for part in ("fine", "penalty", "order-1", "evidence-1", "claim-2", "report-2"):
        assert f"<{ID}decision/nl-ap-2024-clearview#{part}> <" in body
    assert '"30500000"' in body


def test_a_document_of_an_act_of_the_board_holds_the_draft_and_the_objections(client: TestClient) -> None:
    act = f"{ID}decision/eu-edpb-2020-01-twitter"
    said = triples(client.get("/decisions/eu-edpb-2020-01-twitter.nt").content, RdfFormat.N_TRIPLES)
    subjects = {quad.subject.value for quad in said if isinstance(quad.subject, NamedNode)}
    assert {f"{act}#draft", f"{act}#draft-fine", f"{act}#objection-13", f"{act}#claim-5"} <= subjects


def test_json_beside_a_page_is_the_record_of_the_api(client: TestClient) -> None:
    for kind, slug in SLUGS.items():
        path = f"/{KINDS[kind]}/{slug}"
        assert client.get(f"{path}.json").json() == client.get(f"/api/v1{path}").json()


def test_documents_of_every_thing_exist_and_say_what_the_dump_says(client: TestClient, real: Snapshot) -> None:
    """In the same terms: who loads the dump and refreshes a document must not hold a sum twice."""
    dumped = {line.rpartition(" <")[0] for line in gzip.decompress(real.nquads.read_bytes()).decode().splitlines()}
    for kind, plural in KINDS.items():
        for entry in client.get(f"/api/v1/{plural}?limit=500").json()["data"]:
            body = client.get(f"{entry['url']}.nt")
            assert body.status_code == 200
            assert f"<{ID}{kind}/{entry['id']}> " in body.text
            said = {line.removesuffix(" .") for line in body.text.splitlines()}
            assert not [line for line in said - dumped if not line.startswith(f"<{BASE}{entry['url'][1:]}")]


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("/concepts/outcome/infringement-found", f"{CONCEPT}outcome/infringement-found"),
        ("/concepts/force/stayed", f"{CONCEPT}force/stayed"),
        ("/ontology/Fine", f"{BASE}ontology#Fine"),
        ("/ontology/Ban", f"{BASE}ontology#Ban"),
        ("/instruments/gdpr", f"{ID}instrument/gdpr"),
    ],
)
def test_a_full_document_has_what_links_to_its_thing_or_how_many_and_a_query(
    client: TestClient, path: str, iri: str
) -> None:
    query = f"SELECT DISTINCT ?from {{ ?from ?property <{iri}> FILTER(ISIRI(?from)) }}"
    rows = client.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"}).text.split()[1:]
    graph = rdflib.Graph().parse(data=client.get(f"{path}.ttl").text, format="turtle")
    linking = {str(one) for one in graph.subjects(None, rdflib.URIRef(iri)) if isinstance(one, rdflib.URIRef)}
    linking.discard(f"{BASE}{path[1:]}")  # The document itself.
    hydra = "http://www.w3.org/ns/hydra/core#"
    if len(rows) <= LINKS:
        assert linking == set(rows)
    else:
        assert linking < set(rows)
        assert len(linking) >= LINKS
        [total] = graph.objects(None, rdflib.URIRef(f"{hydra}totalItems"))
        assert LINKS < int(str(total)) <= len(rows), "its own parts are told whole, and are not counted"
        [links] = graph.subjects(rdflib.URIRef(f"{hydra}totalItems"))
        [every] = graph.objects(links, rdflib.RDFS.seeAlso)
        answer = client.get(str(every).removeprefix(BASE.rstrip("/")), headers={"Accept": "application/json"})
        assert len({row["from"]["value"] for row in answer.json()["results"]["bindings"]}) >= len(rows)
    brief = client.get(f"{path}.ttl?profile=brief").text
    assert "totalItems" not in brief


def test_sparql_answers_in_the_terms_of_the_dump(client: TestClient, real: Snapshot) -> None:
    query = f"CONSTRUCT {{ ?s ?p ?o }} {{ ?s ?p ?o FILTER(ISNUMERIC(?o) && STRSTARTS(STR(?s), '{ID}decision/')) }}"
    answer = client.post("/sparql", data={"query": query}, headers={"Accept": "application/n-triples"})
    dumped = {line.rpartition(" <")[0] for line in gzip.decompress(real.nquads.read_bytes()).decode().splitlines()}
    said = {line.removesuffix(" .") for line in answer.text.splitlines()}
    assert len(said) > 500
    assert said <= dumped


@pytest.mark.parametrize(
    "path",
    [
        "/id/decision",
        "/id/nothing/x",
        "/id/decision/x/y",
        "/decisions/nothing.ttl",
        "/decisions/nothing.json",
        "/decisions/nl-ap-2024-clearview.pdf",
        "/decisions/nl-ap-2024-clearview.ttl.ttl",
        "/decisions/.ttl",
        "/decisions/nl-ap-2024-clearview%23fine.ttl",
        "/decisions/nl%20ap.ttl",
        "/decisions/a%3Eb.ttl",
        "/concepts/force/nothing.ttl",
        "/concepts/%3C%3E.ttl",
        "/concepts/.ttl",
        "/ontologyx.ttl",
        "/ontology.exe",
        "/ontology.ttl.ttl",
    ],
)
def test_what_there_is_not_is_not_found(client: TestClient, path: str) -> None:
    assert client.get(path, headers={"Accept": "text/turtle"}, follow_redirects=True).status_code == 404


def test_a_redirect_never_leaves_the_site_nor_splits_a_header(client: TestClient) -> None:
    for path in ("/concept//example.org/x", "/id/decision/%0d%0aSet-Cookie:%20a=b", "/id/decision/%5c%5cexample.org"):
        answer = client.get(path, follow_redirects=False)
        if answer.status_code == 303:
            assert re.match(r"/(decisions|concepts)/", answer.headers["location"])
            assert "\n" not in answer.headers["location"]
        assert "set-cookie" not in answer.headers


def test_rdflib_reads_a_thing_by_its_iri(server: Server) -> None:
    graph = rdflib.Graph().parse(f"{server.url}/id/decision/nl-ap-2024-clearview")
    thing = rdflib.URIRef(f"{ID}decision/nl-ap-2024-clearview")
    assert str(graph.value(thing, rdflib.URIRef(f"{BASE}ontology#decided"))) == "2024-05-16"
    concept = rdflib.Graph().parse(f"{server.url}/concept/force/annulled")
    assert (rdflib.URIRef(f"{CONCEPT}force/annulled"), rdflib.RDF.type, rdflib.SKOS.Concept) in concept


def test_json_ld_is_json_without_anything_to_fetch(client: TestClient) -> None:
    document = json.loads(client.get("/decisions/nl-ap-2024-clearview.jsonld").content)
    context = document["@context"] if isinstance(document, dict) else {}
    assert isinstance(context, dict)


@pytest.mark.parametrize("name", ["amount", "Fine", "statusOf", "affectedBy", "exchangeRate"])
def test_the_document_of_a_term_has_its_axioms_whole(client: TestClient, name: str) -> None:
    for profile in ("", "?profile=brief"):
        said = triples(client.get(f"/ontology/{name}.nt{profile}").content, RdfFormat.N_TRIPLES)
        blanks = {quad.object for quad in said if isinstance(quad.object, BlankNode)}
        assert blanks == {quad.subject for quad in said if isinstance(quad.subject, BlankNode)}
        assert blanks or name == "Fine"


@pytest.mark.parametrize("path", ["/decisions/nl-ap-2024-clearview", "/concepts/force/annulled", "/ontology/amount"])
@pytest.mark.parametrize("suffix", ["", ".ttl", ".json", ".ttl?profile=brief"])
def test_a_version_leads_to_itself(client: TestClient, path: str, suffix: str) -> None:
    version = client.get("/").headers["comity-version"]
    asked = f"{path}{suffix}{'&' if '?' in suffix else '?'}version={version}"
    answer = client.get(asked, headers={"Accept": "text/html"})
    location = answer.headers.get("content-location", asked)
    assert f"version={version}" in location
    assert client.get(location, headers={"Accept": "text/html"}).content == answer.content
    links = re.findall(r'<(/[^>]*)>; rel="([^"]+)"', answer.headers["link"])
    assert len(links) > 5
    assert {target for target, relation in links if "version=" not in target and relation != "canonical"} == set()
    assert (path, "canonical") in links
    for target, _ in links:
        assert client.get(target).status_code == 200
    sets = client.get(f"{path}.linkset.json?version={version}").json()["linkset"]
    assert all(f"version={version}" in one["anchor"] for one in sets)
