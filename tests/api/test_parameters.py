"""Parameters as the contract tells them: what is written there is taken, and what is taken is written there."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.resources import resources

WRITTEN = re.compile("`([^`]+)`")
TERMS = [
    pytest.param(resource.plural, one, id=f"{resource.plural}-{one.name}")
    for resource in resources().values()
    for one in resource.filters.filters
    if one.kind == "term"
]


def told(client: TestClient, plural: str) -> dict[str, Any]:
    """The parameters of a list by name."""
    document = client.get("/api/v1/openapi.json").json()
    return {one["name"]: one for one in document["paths"][f"/api/v1/{plural}"]["get"]["parameters"]}


@pytest.mark.parametrize(("plural", "asked"), TERMS)
def test_the_words_of_a_description_are_in_the_enum_and_every_word_of_it_is_taken(
    client: TestClient, plural: str, asked: Any
) -> None:
    one = told(client, plural)[asked.name]
    words = one["schema"]["items"]["enum"]
    named = set(WRITTEN.findall(one["description"])) - set(told(client, plural))
    assert named <= set(words), "the description names what a generated client may not write"
    assert len(words) == len(set(words))
    for at in range(0, len(words), 100):
        answer = client.get(f"/api/v1/{plural}", params={asked.name: words[at : at + 100], "limit": 1})
        assert answer.status_code == 200, answer.text
