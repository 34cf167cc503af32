"""Words of the contract: nothing is told, taken or asked that no words explain, and no word is kept for nothing."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.analyses import ANALYSES
from api.glossary import components, told
from api.meanings import MEANINGS
from graph.queries import folder

AXES = {"force": "annulled", "finality": "under-appeal", "execution": "unpaid"}


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    """The contract."""
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return found


def properties(part: object, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every property of a schema, at any depth, with where it stands."""
    if isinstance(part, list):
        for one in part:
            yield from properties(one, path)
    elif isinstance(part, dict):
        for name, value in part.items():
            if name == "properties":
                for member, one in value.items():
                    yield f"{path}.{member}", one
                    yield from properties(one, f"{path}.{member}")
            elif name not in ("example", "examples"):
                yield from properties(value, path)


def test_every_property_parameter_and_operation_is_described(document: dict[str, Any]) -> None:
    bare = [path for path, one in properties(document["components"]["schemas"], "") if not one.get("description")]
    for path, methods in document["paths"].items():
        one = methods["get"]
        bare += [path] if not one.get("description") else []
        bare += [f"{path} {taken['name']}" for taken in one["parameters"] if not taken.get("description")]
        for content in one["responses"]["200"]["content"].values():
            bare += [at for at, its in properties(content.get("schema", {}), path) if not its.get("description")]
    assert not bare


def test_descriptions_are_sentences(document: dict[str, Any]) -> None:
    for path, one in properties(document["components"]["schemas"], ""):
        words = one["description"]
        assert words[0] in "`(" or not words[0].islower(), f"{path}: {words}"
        assert words.endswith("."), f"{path}: {words}"


def test_the_axes_say_what_each_state_means(document: dict[str, Any]) -> None:
    states = document["components"]["schemas"]["States"]["properties"]
    for axis, state in AXES.items():
        assert f"`{state}`: " in states[axis]["description"]


def test_a_description_is_taken_from_the_schema_then_by_hand_then_from_the_ontology() -> None:
    words = {"Act.kind": "Of an act.", "kind": "Of anything.", "knownBy": "Known.", "Company": "A company."}
    schema = {
        "type": "object",
        "properties": {
            **{"kind": {}, "known_by": {}, "company": {}, "other": {"description": "own words"}, "unheard": {}},
            "many": {"type": "array", "items": {"properties": {"kind": {}}}},
        },
    }
    made = components({"ListedAct": schema}, words)["ListedAct"]["properties"]
    assert {name: one.get("description") for name, one in made.items()} == {
        **{"kind": "Of an act.", "known_by": "Known.", "company": "A company.", "other": "Own words."},
        **{"unheard": None, "many": None},
    }
    assert made["many"]["items"]["properties"]["kind"]["description"] == "Of anything."
    assert told({"enum": ["properties"]}, words) == {"enum": ["properties"]}


def test_no_word_is_kept_for_a_member_that_there_is_not(document: dict[str, Any]) -> None:
    there = {one["description"] for _, one in properties(document, "")}
    unused = [name for name, words in (MEANINGS | ANALYSES).items() if words not in there]
    assert not unused
    assert not MEANINGS.keys() & ANALYSES.keys(), "one of them would be lost"


def test_queries_begin_with_their_purpose_and_tell_their_question_apart() -> None:
    for query in folder("examples").values():
        assert not query.description.startswith("CQ"), query.name
        assert query.fields.get("question", "1").isdecimal(), query.name
