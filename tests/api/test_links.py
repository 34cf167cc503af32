"""Links of pages and documents: whole, true, and the same in headers and in the linkset."""

import pytest
from starlette.testclient import TestClient

from api.links import Link, header
from api.negotiation import GRAPHS, LINKSET
from graph.namespaces import CONCEPT
from graph.snapshot import Snapshot
from tests.api.test_documents import PATHS


def linkset(client: TestClient, path: str) -> dict[str, dict[str, list[dict[str, str]]]]:
    """The links of the page at a path, by anchor."""
    answer = client.get(f"{path}.linkset.json")
    assert answer.headers["content-type"] == LINKSET.media_type
    return {context.pop("anchor"): context for context in answer.json()["linkset"]}


WORDS = ("/ontology", "/ontology/Fine", "/concepts/force/annulled")
BY_TIME = ("original", "timegate", "timemap", "memento", "first memento", "last memento", "first last memento")
"""Relations of Memento, whose list of links is the TimeMap."""


def written(relations: dict[str, list[dict[str, str]]]) -> set[str]:
    """Links of an anchor as a header writes them."""
    found = [(relation, target) for relation, targets in relations.items() for target in targets]
    return {str(Link(target["href"], relation, target.get("type"))) for relation, target in found}


def shown(client: TestClient, address: str) -> set[str]:
    """Links in the header of what a browser gets at an address, but for those to its other versions."""
    header = client.get(address, headers={"Accept": "text/html"}).headers["link"]
    return {one for one in header.split(", ") if one.split('"')[1] not in BY_TIME}


@pytest.mark.parametrize("version", ["", "?version="])
@pytest.mark.parametrize("path", ["/catalog", "/void"])
def test_so_does_that_of_a_description(client: TestClient, real: Snapshot, path: str, version: str) -> None:
    asked = version and version + real.version
    contexts = client.get(f"{path}.linkset.json{asked}").json()["linkset"]
    found = {context.pop("anchor"): context for context in contexts}
    pages = {"/catalog": ("/", "/catalog"), "/void": ("/void",)}[path]
    assert set(found) == {f"{place}{asked}" for place in (*pages, f"{path}.json", *ends(path))}
    for anchor, relations in found.items():
        assert written(relations) == shown(client, anchor), anchor


def ends(path: str) -> list[str]:
    """Addresses of the documents about what stands at a path."""
    return [f"{path}.{format_.suffix}" for format_ in GRAPHS]


@pytest.mark.parametrize("path", [*PATHS, *WORDS, "/rates/USD/2024-10-09", "/queries/top-ten-fines"])
def test_a_linkset_tells_what_the_headers_tell_and_no_more(client: TestClient, path: str) -> None:
    found = linkset(client, path)
    assert set(found) >= {path, *ends(path)}
    suffixes = {anchor.removeprefix(path) for anchor in found}
    assert (".json" in suffixes) == (not path.startswith("/queries/")), "there it leads to the rows"
    assert ({".bib", ".ris", ".csl.json"} <= suffixes) == path.startswith(("/decisions/", "/cases/"))
    for anchor, relations in found.items():
        assert written(relations) == shown(client, anchor), anchor


def test_a_document_links_to_its_profile_and_the_others_in_its_format(client: TestClient) -> None:
    path = "/decisions/nl-ap-2024-clearview"
    found = shown(client, f"{path}.nt?profile=brief")
    assert {one for one in found if "profile" in one or ".nt" in one} == {
        f'<{CONCEPT}profile/brief>; rel="profile"',
        f'<{path}.nt>; rel="alternate"; type="application/n-triples"',
        f'<{path}.nt?profile=claims>; rel="alternate"',
    }


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_ours_leads_to_what_it_promises(client: TestClient, path: str) -> None:
    for relations in linkset(client, path).values():
        for targets in relations.values():
            for target in targets:
                if target["href"].startswith("/"):
                    answer = client.get(target["href"], headers={"Accept": "text/html"})
                    promised = target.get("type") or ("" if "?profile=" in target["href"] else "text/html")
                    assert answer.headers["content-type"].startswith(promised), target
                    assert answer.status_code == 200


def test_a_page_has_one_persistent_name_and_belongs_to_a_list(client: TestClient) -> None:
    links = client.get("/decisions/nl-ap-2024-clearview", headers={"Accept": "text/html"}).links
    shown = client.get("/decisions/nl-ap-2024-clearview", headers={"Accept": "text/html"}).headers["link"]
    assert links["cite-as"]["url"] == "https://w3id.org/comity/id/decision/nl-ap-2024-clearview"
    assert shown.count('rel="cite-as"') == 1
    assert links["collection"]["url"] == "/decisions"
    assert '<https://schema.org/AboutPage>; rel="type", <https://schema.org/Legislation>; rel="type"' in shown


def test_a_header_is_written_as_rfc_8288_has_it() -> None:
    assert (
        header([Link("/a", "item", "text/csv"), Link("/b", "next")])
        == '</a>; rel="item"; type="text/csv", </b>; rel="next"'
    )


@pytest.mark.parametrize("path", [*PATHS, *WORDS, "/ontology/amount", "/concepts/force", "/rates/USD/2024-10-09"])
def test_a_collection_is_a_page(client: TestClient, path: str) -> None:
    found = [target["href"] for target in linkset(client, path)[path].get("collection", [])]
    assert len(found) == (path != "/ontology" and not path.startswith("/rates/"))
    for target in found:
        assert client.get(target, headers={"Accept": "text/html"}).status_code == 200
