"""Profiles: asked for by parameter or header, each as much as it says, none more than the full document."""

import pytest
from starlette.testclient import TestClient

from graph.namespaces import CONCEPT, ID

PATH = "/decisions/nl-ap-2024-clearview"
IRI = f"<{ID}decision/nl-ap-2024-clearview>"


def lines(client: TestClient, asked: str = "", path: str = PATH, **headers: str) -> set[str]:
    """Triples of a document, as N-Triples."""
    answer = client.get(f"{path}.nt{asked}", headers=headers)
    assert answer.status_code == 200
    assert "Accept-Profile" in answer.headers["vary"]
    return set(answer.text.splitlines())


def test_each_says_as_much_as_it_promises(client: TestClient) -> None:
    full, brief, claims = (lines(client, f"?profile={name}") for name in ("full", "brief", "claims"))
    assert lines(client) == full
    assert brief < full
    assert {line for line in brief if line.startswith(IRI)} == {line for line in full if line.startswith(IRI)}
    assert not any("#claim-1> <" in line.partition(">")[0] + "> <" for line in brief if line.startswith(IRI[:-1] + "#"))
    about = [line for line in full if "ontology#about>" in line]
    assert about and set(about) <= claims
    assert not set(about) & brief
    assert any("#evidence-1> <" in line for line in claims)
    assert not any("statusAxis" in line for line in claims)


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (f"<{CONCEPT}profile/brief>", "brief"),
        (f"<{CONCEPT}profile/brief>;q=0.4, <{CONCEPT}profile/claims>;q=0.9", "claims"),
        (f"<{CONCEPT}profile/claims>, <{CONCEPT}profile/full>", "full"),
        ("<https://example.org/other>", "full"),
        (f"<{CONCEPT}profile/brief>;q=0", "full"),
    ],
)
def test_a_header_chooses_and_the_answer_says_what_it_got(client: TestClient, header: str, name: str) -> None:
    answer = client.get(f"{PATH}.nt", headers={"Accept-Profile": header})
    assert answer.headers["content-profile"] == f"<{CONCEPT}profile/{name}>"
    assert f'<{CONCEPT}profile/{name}>; rel="profile"' in answer.headers["link"]
    direct = client.get(f"{PATH}.nt?profile={name}")
    assert direct.content == answer.content
    assert client.get(answer.headers["content-location"]).content == answer.content


def test_a_profile_that_is_not_known_is_refused_with_those_that_are(client: TestClient) -> None:
    answer = client.get(f"{PATH}.ttl?profile=long")
    assert answer.status_code == 422
    assert "full, brief, claims" in answer.json()["detail"]


def test_the_name_of_a_profile_leads_to_its_definition(client: TestClient) -> None:
    for name in ("full", "brief", "claims"):
        assert client.get(f"/concept/profile/{name}", headers={"Accept": "text/turtle"}).status_code == 200
