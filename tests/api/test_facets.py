"""Facets: each number is the total of the list it leads to."""

from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from graph.namespaces import KINDS
from graph.queries import folder

DECISIONS = "/api/v1/decisions"
LISTS = {query.fields["filters"]: query.fields["facets"].split() for query in folder("api").values() if query.filters}
ASKED = [
    {},
    {"jurisdiction": "nl,fr"},
    {"measure": "fine", "decided_from": "2022", "decided_to": "2023"},
    {"as_of": "2024-01-01"},
    {"company": "meta-platforms-ireland", "status": "in-force", "legal_basis": "gdpr-6"},
]


def total(client: TestClient, path: str, asked: Mapping[str, str]) -> int:
    """How many records a list has."""
    answer = client.get(path, params={**asked, "limit": "1", "fields": "id"})
    assert answer.status_code == 200, answer.text
    return int(answer.json()["page"]["total"])


def narrowed(asked: Mapping[str, str], facet: str, id_: str) -> dict[str, str]:
    """The filters with that of a facet set to one value alone."""
    own = ("decided_from", "decided_to") if facet == "year" else (facet,)
    return {**{name: value for name, value in asked.items() if name not in own}, **dict.fromkeys(own, id_)}


@pytest.mark.parametrize("asked", ASKED, ids=str)
@pytest.mark.parametrize("facet", LISTS["decision"])
def test_a_number_is_the_total_of_the_list_it_leads_to(client: TestClient, facet: str, asked: dict[str, str]) -> None:
    found = client.get(DECISIONS, params={**asked, "facets": facet, "limit": "1"}).json()["facets"]
    assert list(found) == [facet]
    entries = found[facet]
    assert entries
    assert all(entry["count"] > 0 for entry in entries)
    assert len({entry["id"] for entry in entries}) == len(entries)
    for entry in [*entries[:4], entries[-1]]:
        assert {"id", "iri", "label", "count"} <= set(entry)
        assert total(client, DECISIONS, narrowed(asked, facet, entry["id"])) == entry["count"]


@pytest.mark.parametrize(("kind", "facet"), [(kind, facet) for kind, names in LISTS.items() for facet in names])
def test_facets_of_every_list_lead_where_they_say(client: TestClient, kind: str, facet: str) -> None:
    path = f"/api/v1/{KINDS[kind]}"
    entries = client.get(path, params={"facets": facet, "limit": "1"}).json()["facets"][facet]
    assert entries
    for entry in (entries[0], entries[-1]):
        assert total(client, path, narrowed({}, facet, entry["id"])) == entry["count"]


@pytest.mark.parametrize("uncertain", ["left-out", "included"])
def test_states_that_are_not_certain_count_where_they_are_included(client: TestClient, uncertain: str) -> None:
    asked = {"as_of": "2024-01-01", "uncertain": uncertain}
    entries = client.get(DECISIONS, params={**asked, "facets": "status", "limit": "1"}).json()["facets"]["status"]
    for entry in entries:
        assert total(client, DECISIONS, narrowed(asked, "status", entry["id"])) == entry["count"], entry["id"]


def test_what_has_one_value_each_adds_up(client: TestClient) -> None:
    found = client.get(f"{DECISIONS}?facets=kind,case,verification,authority&limit=1").json()
    for name, entries in found["facets"].items():
        assert sum(entry["count"] for entry in entries) == found["page"]["total"], name


def test_the_filter_of_a_facet_does_not_narrow_it_but_others_do(client: TestClient) -> None:
    def facet(**asked: str) -> dict[str, int]:
        found = client.get(DECISIONS, params={"facets": "jurisdiction", "limit": "1", **asked}).json()
        return {entry["id"]: entry["count"] for entry in found["facets"]["jurisdiction"]}

    assert facet(jurisdiction="nl") == facet()
    assert facet(authority="nl-ap") == {"nl": total(client, DECISIONS, {"authority": "nl-ap"})}


def test_entries_come_most_frequent_first_with_their_labels(client: TestClient) -> None:
    entries = client.get(f"{DECISIONS}?facets=jurisdiction&limit=1").json()["facets"]["jurisdiction"]
    counts = [entry["count"] for entry in entries]
    assert counts == sorted(counts, reverse=True)
    assert next(entry["label"] for entry in entries if entry["id"] == "nl") == "Netherlands"


def test_provisions_are_counted_by_article(client: TestClient) -> None:
    found = client.get(f"{DECISIONS}?facets=legal_basis&limit=1").json()["facets"]["legal_basis"]
    ids = {entry["id"] for entry in found}
    assert "gdpr-6" in ids
    assert not any(id_.startswith("gdpr-6-") for id_ in ids)


@pytest.mark.parametrize("names", ["colour", "", "jurisdiction,", "Jurisdiction"])
def test_an_unknown_facet(client: TestClient, names: str) -> None:
    answer = client.get(DECISIONS, params={"facets": names})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "facets"
    assert "legal_basis" in answer.json()["detail"]
