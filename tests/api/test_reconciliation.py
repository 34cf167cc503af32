"""Reconciliation as clients of the protocol meet it."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph.candidates import RECONCILED
from tests.api.reconciling import OpenRefine, valid
from tests.conftest import Project

CERTAIN = {
    "clear view ai inc": "company/clearview-ai",
    "CLEARVIEW AI": "company/clearview-ai",
    "Meta Platforms Ireland Ltd": "company/meta-platforms-ireland",
    "Facebook Ireland Limited": "company/meta-platforms-ireland",
    "Amazon Europe Core sarl": "company/amazon-europe-core",
    "CNIL": "authority/fr-cnil",
    "Commission nationale de l'informatique et des libertes": "authority/fr-cnil",
    "Italie": "jurisdiction/it",
    "SAN-2022-019": "decision/fr-cnil-2022-clearview",
    "ECLI:EU:C:2024:834": "decision/eu-cjeu-2024-c446-21",
    "Art. 6(1)(f) GDPR": "provision/gdpr-6-1-f",
    "company/clearview-ai": "company/clearview-ai",
    "https://w3id.org/comity/id/authority/fr-cnil": "authority/fr-cnil",
}
UNCERTAIN = ["Garante", "article 6", "39/2023", "Google", "Meta", "CNIL v Clearview AI", "Clearveiw AI"]


@pytest.fixture
def refine(client: TestClient) -> OpenRefine:
    return OpenRefine(client)


def test_a_table_from_beginning_to_end(client: TestClient, refine: OpenRefine) -> None:
    manifest = valid(client.get("/reconcile").json(), "manifest")
    assert manifest["versions"] == ["0.2"]
    assert manifest["identifierSpace"] == "https://w3id.org/comity/id/"
    guess = refine.batch(**{f"q{place}": {"query": name, "limit": 3} for place, name in enumerate(CERTAIN)})
    assert [guess[f"q{place}"]["result"][0]["id"] for place in range(len(CERTAIN))] == list(CERTAIN.values())
    one = refine.best("SAN-2022-019", type="Decision", type_strict="should")[0]
    assert one["type"][0] == {"id": "AdministrativeDecision", "name": "administrative decision"}
    page = client.get(manifest["preview"]["url"].replace("{{id}}", quote(one["id"], safe="")))
    assert page.headers["content-type"].startswith("text/html")
    view = client.get(manifest["view"]["url"].replace("{{id}}", quote(one["id"], safe="")), follow_redirects=False)
    assert (view.status_code, view.headers["location"]) == (303, "/decisions/fr-cnil-2022-clearview")
    place = manifest["extend"]["propose_properties"]
    address = place["service_url"] + place["service_path"]
    proposal = valid(client.get(address, params={"type": "Decision", "limit": "100"}).json(), "proposal")
    ids = [property_["id"] for property_ in proposal["properties"]]
    row = refine.extend([one["id"]], *ids)["rows"][one["id"]]
    assert row["decided"] == [{"date": "2022-10-17T00:00:00Z"}]
    assert row["authority"][0]["id"] == "authority/fr-cnil"
    assert row["fine_amount"] == [{"float": 20_000_000.0}]


@pytest.mark.parametrize("text", CERTAIN)
def test_what_is_certain_matches(refine: OpenRefine, text: str) -> None:
    found = refine.best(text)
    assert (found[0]["id"], found[0]["match"], found[0]["score"] >= 97) == (CERTAIN[text], True, True)
    assert [one["match"] for one in found[1:]] == [False] * (len(found) - 1)
    assert [one["score"] for one in found] == sorted((one["score"] for one in found), reverse=True)


@pytest.mark.parametrize("text", UNCERTAIN)
def test_what_may_mean_several_things_does_not_match(refine: OpenRefine, text: str) -> None:
    found = refine.best(text)
    assert found
    assert not any(one["match"] for one in found)


def test_properties_are_evidence(refine: OpenRefine) -> None:
    here = [{"pid": "jurisdiction", "v": {"id": "jurisdiction/it", "name": "Italy"}}]
    found = refine.best("39/2023", type="Decision", properties=here)[0]
    assert (found["id"], found["match"]) == ("decision/it-garante-2023-replika-block", True)
    assert {"id": "jurisdiction", "value": True} in found["features"]
    elsewhere = refine.best("CNIL", properties=[{"pid": "jurisdiction", "v": "Germany"}])[0]
    assert not elsewhere["match"]
    only = [{"pid": "jurisdiction", "v": "France"}, {"pid": "decided", "v": "2022-10-17"}]
    answer = refine.batch(q={"type": "Decision", "properties": only})["q"]["result"]
    assert answer[0]["id"] == "decision/fr-cnil-2022-clearview"
    number = refine.batch(q={"properties": [{"pid": "reference", "v": ["SAN-2022-019"]}]})["q"]["result"]
    assert number[0]["match"]


def test_types(refine: OpenRefine) -> None:
    assert {one["type"][-1]["id"] for one in refine.best("Clearview", type="Company")} == {"Company"}
    assert refine.best("CNIL", type=["Court", "Board"]) == []
    assert refine.best("Clearview", type="company") == refine.best("Clearview", type="Company")
    assert refine.best("CNIL", type="Court", type_strict="should")[0]["id"] == "authority/fr-cnil"
    both = refine.best("CNIL", type=["comity:Authority", "SupervisoryAuthority"], type_strict="all")
    assert both[0]["match"]


@pytest.mark.parametrize(
    ("part", "name"), [({"properties": [{"pid": "colour", "v": "blue"}]}, "pid"), ({"type": "Unicorn"}, "type")]
)
def test_a_property_or_class_that_there_is_not(client: TestClient, part: dict[str, Any], name: str) -> None:
    answer = client.get("/reconcile", params={"queries": json.dumps({"q": {"query": "CNIL", **part}})})
    assert (answer.status_code, answer.json()["parameter"]) == (422, name)


@pytest.mark.parametrize(
    "wrong",
    [
        {"query": "CNIL", "properties": [{"pid": "colour", "v": "blue"}]},
        {"query": "CNIL", "type": "Unicorn"},
        {"query": "CNIL", "limit": 0},
        {"query": ["CNIL"]},
        {"query": "CNIL", "properties": [{"pid": "authority", "v": ["x"] * 21}]},
        "CNIL",
    ],
)
def test_a_query_that_cannot_be_asked_ends_alone_and_says_why(refine: OpenRefine, wrong: Any) -> None:
    found = refine.batch(q0={"query": "CNIL"}, q1=wrong, q2={"query": "SAN-2022-019"})
    assert [len(one["result"]) > 0 for one in found.values()] == [True, False, True]
    assert [bool(one.get("error")) for one in found.values()] == [False, True, False]
    assert list(found) == ["q0", "q1", "q2"]
    batch = json.dumps({"q0": wrong, "q1": wrong})
    refused = refine.client.post("/reconcile", data={"queries": batch})
    assert refused.status_code in (400, 413, 422)
    assert refused.json()["detail"] == found["q1"]["error"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        *((name, "jurisdiction/gb") for name in ("UK", "United Kingdom of Great Britain and Northern Ireland")),
        *((name, "jurisdiction/us") for name in ("USA", "United States of America")),
        *((name, "jurisdiction/gr") for name in ("EL", "Ελλάδα", "Hellenic Republic")),
        *((name, "jurisdiction/cz") for name in ("Czech Republic", "Česko")),
        ("대한민국", "jurisdiction/kr"),
        *((name, "authority/eu-cjeu") for name in ("CJEU", "CJUE", "EuGH", "European Court of Justice")),
        ("BGH", "authority/de-bgh"),
        ("ΑΠΔΠΧ", "authority/gr-hdpa"),
        ("Роскомнадзор", "authority/ru-rkn"),
    ],
)
def test_everyday_names_and_acronyms(refine: OpenRefine, text: str, meant: str) -> None:
    found = refine.best(text, type=meant.partition("/")[0].capitalize())
    assert (found[0]["id"], found[0]["match"]) == (meant, True)


def test_companies_stand_before_the_cases_named_after_them(refine: OpenRefine) -> None:
    found = refine.best("Meta")
    kinds = [one["id"].partition("/")[0] for one in found if one["score"] == found[0]["score"]]
    assert kinds == sorted(kinds, key=RECONCILED.index)
    assert kinds[0] == "company"


def test_a_body_that_is_no_form(client: TestClient) -> None:
    for answer in (client.post("/reconcile"), client.post("/reconcile", json={"queries": {}})):
        assert answer.status_code == 415
        assert "`queries`" in answer.json()["detail"]
        assert "sparql" not in answer.json()["detail"]


def test_preview_may_be_framed_and_nothing_else(client: TestClient) -> None:
    answer = client.get("/reconcile/preview", params={"id": "company/clearview-ai"})
    assert "frame-ancestors *" in answer.headers["content-security-policy"]
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "Clearview AI, Inc." in answer.text
    assert "frame-ancestors 'none'" in client.get("/companies/clearview-ai").headers["content-security-policy"]


@pytest.mark.parametrize("path", ["preview", "view"])
@pytest.mark.parametrize("id_", ["", "x", "company/", "company/<script>", "../x", "company/x/y", "person/x"])
def test_ids_that_are_none(client: TestClient, path: str, id_: str) -> None:
    assert client.get(f"/reconcile/{path}", params={"id": id_}, follow_redirects=False).status_code == 404


def test_an_amount_in_a_preview_is_written_as_on_our_pages(client: TestClient) -> None:
    text = client.get("/reconcile/preview", params={"id": "decision/nl-ap-2024-clearview"}).text
    assert "<dd>30,500,000</dd>" in text
    assert "30500000" not in text


def test_preview_of_nothing(client: TestClient) -> None:
    assert client.get("/reconcile/preview?id=company/nobody-at-all").status_code == 404


def test_a_preview_escapes(small: Project, facts: tuple[str, str]) -> None:
    background, decision = facts
    small.write_all(background.replace("Parcelwise S.A.", "<b>Parcelwise</b> & Co"), decision)
    small.build()
    app = create_app(Settings(snapshots=small.snapshots, workers=1), Versions(small.snapshots))
    with TestClient(app) as client:
        text = client.get("/reconcile/preview?id=company/parcelwise").text
    assert "&lt;b&gt;Parcelwise&lt;/b&gt; &amp; Co" in text


BROKEN: list[tuple[dict[str, str], int]] = [
    ({}, 400),
    ({"queries": "{}", "extend": "{}"}, 400),
    *(({name: text}, 400) for name in ("queries", "extend") for text in ("", "{", "[]", "1", "[" * 50_000, '{"a": 1}')),
    ({"queries": '{"\\ud800": {"query": "a"}}'}, 400),
    ({"queries": '{"q": {"query": ["a"]}}'}, 400),
    ({"queries": '{"q": {"query": "a", "type": {"x": 1}}}'}, 400),
    ({"queries": '{"q": {"query": "a", "type_strict": "some"}}'}, 400),
    ({"queries": '{"q": {"query": "a", "properties": [{"v": "x"}]}}'}, 400),
    *(
        ({"queries": f'{{"q": {{"query": "a", "limit": {limit}}}}}'}, 422)
        for limit in ("0", "-1", "1.5", "NaN", '"x"', "true")
    ),
    ({"queries": json.dumps({str(place): {"query": "a"} for place in range(51)})}, 413),
    ({"queries": json.dumps({"q": {"query": "a", "properties": [{"pid": "x", "v": 1}] * 21}})}, 413),
    ({"extend": json.dumps({"ids": ["x"] * 501, "properties": []})}, 413),
    ({"queries": json.dumps({"q": {"query": "a" * 300_000}})}, 413),
]


@pytest.mark.parametrize(("form", "status"), BROKEN, ids=range(len(BROKEN)))
def test_broken_requests(client: TestClient, form: dict[str, str], status: int) -> None:
    answer = client.post("/reconcile", data=form, headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_a_batch_by_get(client: TestClient) -> None:
    answer = client.get("/reconcile", params={"queries": json.dumps({"q": {"query": "CNIL"}})})
    assert valid(answer.json(), "results")["q"]["result"][0]["match"]
    again = client.get(answer.request.url, headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


def test_scripts_of_other_sites_may_ask(client: TestClient) -> None:
    for path in ("/reconcile", "/reconcile/suggest/entity?prefix=c", "/reconcile/properties?type=Company"):
        answer = client.get(path, headers={"Origin": "https://example.org"})
        assert answer.headers["access-control-allow-origin"] == "*"
    assert client.get("/reconcile?callback=alert").json() == client.get("/reconcile").json()


VALUES = st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text()))
KNOWN = ["decided", "authority", "fine_amount", "reference", "force", "heading"]
QUERIES = st.fixed_dictionaries(
    {"query": st.one_of(st.text(max_size=60), st.sampled_from([*CERTAIN, *UNCERTAIN, "\x00", "Inc.", "S.p.A."]))},
    optional={
        "type": st.sampled_from(["Company", "Decision", "case"]),
        "properties": st.lists(st.fixed_dictionaries({"pid": st.sampled_from(KNOWN), "v": VALUES}), max_size=3),
    },
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES)
def test_any_query_has_an_honest_answer(client: TestClient, query: dict[str, Any]) -> None:
    answer = client.post("/reconcile", data={"queries": json.dumps({"q": query})})
    assert answer.status_code == 200, answer.text
    found = valid(answer.json(), "results")["q"]["result"]
    assert sum(one["match"] for one in found) <= 1
    assert all(0 <= one["score"] <= 100 for one in found)
    assert not any(one["match"] for one in found if sum(one["score"] == other["score"] for other in found) > 1)


@pytest.mark.parametrize(
    ("text", "first", "certain"),
    [
        ("Datenschutzbehörde", "authority/be-apd-gba", False),
        ("Privacy Act", None, False),
        ("Privacy Act 2020", "instrument/nz-privacy", True),
        ("Personal Data Protection Act 2012", "instrument/sg-pdpa", True),
        ("Data Protection Act 2018 (c. 12)", "instrument/gb-dpa2018", True),
        ("Data Protection Act 2018", None, False),
        ("Federal Trade Commission Act, section 5", "instrument/us-ftca-5", True),
        ("Commission nationale de l'informatique et des libertés", "authority/fr-cnil", True),
    ],
)
def test_a_name_matches_where_nothing_else_can_be_meant_by_it(
    refine: OpenRefine, text: str, first: str | None, certain: bool
) -> None:
    found = refine.best(text)
    assert found[0]["match"] == certain, found[:2]
    assert not any(one["match"] for one in found[1:])
    assert first in (None, found[0]["id"])


def test_what_else_a_row_says_decides_between_namesakes(refine: OpenRefine) -> None:
    for place, wanted in (("at", "authority/at-dsb"), ("be", "authority/be-apd-gba")):
        said = [{"pid": "jurisdiction", "v": {"id": f"jurisdiction/{place}"}}]
        found = refine.best("Datenschutzbehörde", type="Authority", properties=said)
        assert (found[0]["id"], found[0]["match"]) == (wanted, True)


def test_what_a_batch_states_has_an_end(client: TestClient) -> None:
    many = [{"pid": "authority", "v": ["one two three"] * 20}]
    for query, count, words in (
        ({"query": "x", "properties": many * 13}, 1, "260 values"),
        ({"query": "x", "properties": many}, 13, "260 values"),
        ({"query": "x", "properties": [{"pid": "authority", "v": ["x"] * 21}]}, 1, "21 values"),
    ):
        queries = json.dumps({f"q{number}": query for number in range(count)})
        answer = client.post("/reconcile", data={"queries": queries})
        assert (answer.status_code, words in answer.json()["detail"]) == (413, True)


def test_each_row_counts_as_a_request(snapshots: Path) -> None:
    few_a_minute = Settings(snapshots=snapshots, workers=1, queue=4, requests=20)
    app = create_app(few_a_minute, Versions(snapshots))
    with TestClient(app, client=("192.0.2.7", 50_000)) as few:
        ten = json.dumps({f"q{number}": {"query": "Clearview AI"} for number in range(10)})
        extend = json.dumps({"ids": ["company/clearview-ai"] * 15, "properties": [{"id": "seat"}]})
        first = few.post("/reconcile", data={"queries": ten})
        assert (first.status_code, "r=10" in first.headers["ratelimit"]) == (200, True)
        assert few.post("/reconcile", data={"extend": extend}).status_code == 200
        assert few.post("/reconcile", data={"queries": ten}).status_code == 429
        assert few.get("/api/v1/decisions").status_code == 429, "one budget for both"
        assert few.get("/reconcile").status_code == 200, "the manifest is free"
