"""What a document says of itself."""

from urllib.parse import unquote_plus

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from starlette.testclient import TestClient

from graph import descriptions
from graph.namespaces import BASE

VOID, FOAF = "http://rdfs.org/ns/void#", "http://xmlns.com/foaf/0.1/"


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("/decisions/nl-ap-2024-clearview", "id/decision/nl-ap-2024-clearview"),
        ("/concepts/force/annulled", "concept/force/annulled"),
        ("/ontology/amount", "ontology#amount"),
        ("/queries/conflicts", "query/conflicts"),
    ],
)
@pytest.mark.parametrize("profile", ["", "?profile=brief", "?profile=claims"])
def test_it_is_about_its_thing_and_of_the_data_set(client: TestClient, path: str, iri: str, profile: str) -> None:
    said = client.get(f"{path}.nt{profile}").text
    place = BASE + path.lstrip("/")
    assert f"<{place}> <{FOAF}primaryTopic> <{BASE}{iri}> ." in said
    assert f"<{place}> <{VOID}inDataset> <{BASE}dataset> ." in said
    assert client.get("/dataset", follow_redirects=False).status_code == 303


def test_a_hub_tells_how_many_link_to_it_and_where_all_are_listed(client: TestClient) -> None:
    body = client.get("/instruments/gdpr.nt").content
    said = [quad.triple for quad in parse(body, format=RdfFormat.N_TRIPLES)]
    links = NamedNode(f"{BASE}instruments/gdpr#links")
    told = {triple.predicate.value.rpartition("#")[2]: triple.object for triple in said if triple.subject == links}
    listed = client.get(told["seeAlso"].value.removeprefix(BASE[:-1]), headers={"Accept": "application/json"}).json()  # type: ignore[union-attr]
    linking = {row["from"]["value"] for row in listed["results"]["bindings"]}
    assert int(told["totalItems"].value) == len(linking) > descriptions.LINKS  # type: ignore[union-attr]
    assert f"{descriptions.LINKS} of the {len(linking)}" in told["comment"].value  # type: ignore[union-attr]
    given = {triple.subject.value for triple in said if triple.object == NamedNode(f"{BASE}id/instrument/gdpr")}  # type: ignore[union-attr]
    assert len(given & linking) == descriptions.LINKS
    assert "totalItems" not in unquote_plus(client.get("/companies/clearview-ai.nt?profile=brief").text)
