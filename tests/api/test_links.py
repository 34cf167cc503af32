"""Links of pages and documents: whole, true, and the same in headers and in the linkset."""

import pytest
from starlette.testclient import TestClient

from api.links import Link, formats, header
from api.negotiation import DOCUMENTS, LINKSET
from tests.api.test_documents import PATHS


def linkset(client: TestClient, path: str) -> dict[str, dict[str, list[dict[str, str]]]]:
    """The links of the page at a path, by anchor."""
    answer = client.get(f"{path}.linkset.json")
    assert answer.headers["content-type"] == LINKSET.media_type
    return {context.pop("anchor"): context for context in answer.json()["linkset"]}


@pytest.mark.parametrize("path", [*PATHS, "/ontology", "/ontology/Fine", "/queries/top-ten-fines"])
def test_a_linkset_tells_what_the_headers_tell(client: TestClient, path: str) -> None:
    found = linkset(client, path)
    assert len(found) == len(formats(path)) >= len(DOCUMENTS) - 1
    for anchor, relations in found.items():
        accept = {"Accept": "text/html"} if anchor == path else {}
        shown = client.get(anchor, headers=accept).headers["link"]
        for relation, targets in relations.items():
            for target in targets:
                assert str(Link(target["href"], relation, target.get("type"))) in shown


@pytest.mark.parametrize("path", PATHS)
def test_every_link_of_ours_leads_to_what_it_promises(client: TestClient, path: str) -> None:
    for relations in linkset(client, path).values():
        for targets in relations.values():
            for target in targets:
                if target["href"].startswith("/"):
                    answer = client.get(target["href"], headers={"Accept": "text/html"})
                    promised = target.get("type") or "text/html"
                    assert answer.headers["content-type"].partition(";")[0] == promised, target
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
