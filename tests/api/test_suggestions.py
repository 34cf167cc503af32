"""Suggestions of the reconciliation service."""

import pytest
from starlette.testclient import TestClient

from tests.api.reconciling import OpenRefine, valid


@pytest.fixture
def refine(client: TestClient) -> OpenRefine:
    return OpenRefine(client)


def test_entities(refine: OpenRefine) -> None:
    assert refine.suggest("entity", "clearv")[0]["id"] == "company/clearview-ai"
    assert refine.suggest("entity", "Clearview AI, Inc.")[0]["notable"] == [{"id": "Company", "name": "company"}]
    assert refine.suggest("entity", "authority/fr-cnil")[0]["id"] == "authority/fr-cnil"
    assert refine.suggest("entity", "SAN-2022-019")[0]["id"] == "decision/fr-cnil-2022-clearview"
    courts = refine.suggest("entity", "court", type="Court")
    assert {one["id"].partition("/")[0] for one in courts} == {"authority"}
    assert refine.suggest("entity", "") == [] == refine.suggest("entity", "...")


def test_what_was_suggested_can_be_skipped(refine: OpenRefine) -> None:
    first, second = refine.suggest("entity", "clear"), refine.suggest("entity", "clear", cursor="10")
    assert len(first) == 10
    assert second
    assert not {one["id"] for one in first} & {one["id"] for one in second}


def test_types_and_properties(refine: OpenRefine) -> None:
    assert "Company" in {one["id"] for one in refine.suggest("type", "comp")}
    assert [one["id"] for one in refine.suggest("type", "SupervisoryAuthority")] == ["SupervisoryAuthority"]
    assert "Source" not in {one["id"] for one in refine.suggest("type", "")}
    assert "fine_in_euro" in {one["id"] for one in refine.suggest("property", "fine eur")}
    assert [one["id"] for one in refine.suggest("property", "", type="Company")] == ["parent", "seat"]


def test_proposals(client: TestClient) -> None:
    proposal = valid(client.get("/reconcile/properties?type=Provision&limit=2").json(), "proposal")
    assert [one["id"] for one in proposal["properties"]] == ["instrument", "number"]
    lower = valid(client.get("/reconcile/properties?type=provision&limit=2").json(), "proposal")
    assert lower["properties"] == proposal["properties"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("suggest/person?prefix=a", 404),
        ("suggest/entity?prefix=a&cursor=x", 422),
        ("suggest/entity?prefix=a&cursor=1001", 422),
        ("properties?limit=0", 422),
        ("properties?type=Unicorn", 422),
        ("suggest/entity?prefix=a&type=Unicorn", 422),
    ],
)
def test_what_is_not_there(client: TestClient, path: str, status: int) -> None:
    assert client.get(f"/reconcile/{path}").status_code == status
