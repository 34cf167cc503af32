"""Tables: every record of a list stands in its table once, and what a filter takes is found by every spelling."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.lists import fitting
from api.resources import Resource, resources
from api.tables import Table, called, nearest, notation, plain, states, table, tabled, vocabulary
from api.versions import Versions, View

RESOURCES = resources()


@pytest.fixture(scope="module")
def view(snapshots: Path) -> View:
    """The real snapshot, open."""
    return Versions(snapshots).current()


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda one: one.kind)
def test_a_table_has_every_record_and_no_other(view: View, resource: Resource) -> None:
    iris = {row[resource.kind].value for row in view.store.rows(resource.main.bind({}))}
    assert {iri.rpartition("/")[2] for iri in iris} == set(table(view, resource.filters).ids)
    assert set(fitting(view, resource)) == set(table(view, resource.filters).ids)


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda one: one.kind)
def test_every_filter_facet_and_key_has_values(view: View, resource: Resource) -> None:
    found = table(view, resource.filters)
    by_hand = {"words"} | ({"status"} if resource.kind == "decision" else set())
    wanted = {one.name for one in resource.filters.filters if one.kind not in by_hand and one.name not in by_hand}
    wanted |= set(resource.filters.fields["sort"].split()) | set(resource.filters.fields["facets"].split())
    assert wanted - {"status", "year"} <= set(found.values), "a facet by year counts what `decided` tells"


def test_a_table_is_made_once_for_a_view(view: View) -> None:
    filters, status = RESOURCES["decisions"].filters, RESOURCES["decisions"].parts["status"]
    assert table(view, filters) is table(view, filters)
    assert states(view, filters, status, "2024-01-01") is states(view, filters, status, "2024-01-01")
    assert states(view, filters, status, "2024-01-01") != states(view, filters, status, "2022-01-01")


def test_values_told_twice_count_once() -> None:
    found = tabled(("a", "b"), [("a", "x", "1"), ("a", "x", "1"), ("b", "x", "1"), ("a", "x", "0")])
    assert found == Table(("a", "b"), {"x": (("0", "1"), ("1",))}, {"x": {"1": frozenset({0, 1}), "0": frozenset({0})}})
    assert found.of("x", 1) == ("1",)
    assert found.of("y", 1) == ()


def test_a_term_is_found_by_iri_path_and_plain_name(view: View) -> None:
    resource = RESOURCES["decisions"]
    by_name = {one.name: one for one in resource.filters.filters}
    measures = vocabulary(view, resource.vocabulary, by_name["measure"])
    assert measures[f"~{plain('periodic-penalty')}"] == ["https://w3id.org/comity/ontology#PeriodicPenalty"]
    assert "sanction" not in measures
    assert len(measures["Measure"]) > len(measures["Fine"]) == 1
    assert set(measures["Measure"]) < set(measures["OperativePart"])
    status = vocabulary(view, resource.vocabulary, by_name["status"])
    assert len(status["unknown"]) > 1
    assert status["finality/unknown"] == ["https://w3id.org/comity/concept/finality/unknown"]
    kinds = vocabulary(view, resource.vocabulary, by_name["kind"])
    assert kinds["judgment"] == ["https://w3id.org/comity/concept/decision-kind/judgment"]
    assert kinds["Judgment"] == ["https://w3id.org/comity/ontology#Judgment"]
    assert kinds["~judgment"] == [*kinds["judgment"], *kinds["Judgment"]]


def test_the_nearest_slugs() -> None:
    assert nearest("clearview-a", ["clearview-ai", "google", "clearly"])[0] == "clearview-ai"
    assert nearest("x" * 5000, ["clearview-ai"]) == []
    many = [f"a-{number}" for number in range(3000)] + ["clearview-ai"]
    assert nearest("clearview-a", many) == ["clearview-ai"]


@pytest.mark.parametrize("resource", RESOURCES.values(), ids=lambda one: one.kind)
def test_a_filter_offers_concepts_and_classes_and_neither_scheme_nor_property(view: View, resource: Resource) -> None:
    for one in (one for one in resource.filters.filters if one.kind == "term"):
        for iri in {iri for iris in vocabulary(view, resource.vocabulary, one).values() for iri in iris}:
            assert "/concept/" in iri or notation(iri)[0].isupper(), iri
            assert called(iri) not in one.groups or notation(iri)[0].isupper()


def test_the_nearest_slugs_are_found_whatever_letter_they_begin_with() -> None:
    ids = [f"xx-authority-{number}" for number in range(20_000)] + ["nl-ap-2024-clearview", "fr-cnil-2022-clearview"]
    assert nearest("ml-ap-2024-clearvie", ids)[0] == "nl-ap-2024-clearview"
    assert nearest("NL-AP-2024-CLEARVIEW", ids)[0] == "nl-ap-2024-clearview"
    assert nearest("q" * 40, ids) == []


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        *(
            ("jurisdictions/united-kingdom", "gb"),
            ("companies/meta", "meta-platforms"),
            ("instruments/ccpa", "us-ca-ccpa"),
        ),
        *(("instruments/ccpa", "us-ca-ccpa"), ("instruments/dsgvo", "gdpr"), ("companies/clearview-a", "clearview-ai")),
    ],
)
def test_who_writes_a_name_for_a_slug_is_told_whose_it_is(client: TestClient, path: str, slug: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert slug in answer.json()["nearest"]
