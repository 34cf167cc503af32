"""Values added to somebody's table."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.api.reconciling import OpenRefine

ACT = "decision/fr-cnil-2022-clearview"


@pytest.fixture
def refine(client: TestClient) -> OpenRefine:
    return OpenRefine(client)


def test_values_have_the_types_of_the_protocol(refine: OpenRefine) -> None:
    body = refine.extend([ACT], "company", "fine_currency", "fine_in_euro", "force", "reference", "decided")
    row = body["rows"][ACT]
    assert row["company"] == [{"id": "company/clearview-ai", "name": "Clearview AI, Inc."}]
    assert row["fine_currency"] == [{"str": "EUR"}]
    assert row["fine_in_euro"] == [{"float": 20_000_000.0}]
    assert row["reference"] == [{"str": "SAN-2022-019"}]
    assert list(row["force"][0]) == ["str"]
    assert body["meta"][0] == {"id": "company", "name": "respondent", "type": {"id": "Company", "name": "company"}}


def test_other_things(refine: OpenRefine) -> None:
    ids = ["company/meta-platforms-ireland", "authority/fr-cnil", "provision/gdpr-6-1-f"]
    rows = refine.extend(ids, "parent", "acronym", "instrument", "jurisdiction")["rows"]
    assert rows[ids[0]]["parent"][0]["id"] == "company/meta-platforms"
    assert rows[ids[1]]["acronym"] == [{"str": "CNIL"}]
    assert rows[ids[1]]["jurisdiction"] == [{"id": "jurisdiction/fr", "name": "France"}]
    assert rows[ids[2]]["instrument"][0]["id"] == "instrument/gdpr"


def test_the_status_is_that_of_the_day_asked_for(refine: OpenRefine) -> None:
    early = {"id": "force", "settings": {"as_of": "2022-01-01"}}
    assert refine.extend([ACT], early)["rows"][ACT]["force"] == []
    assert refine.extend([ACT], {"id": "force", "settings": {"as_of": "2022-12-01"}})["rows"][ACT]["force"]


def test_limits_and_what_is_not_known(refine: OpenRefine) -> None:
    iri = f"https://w3id.org/comity/id/{ACT}"
    limited: dict[str, Any] = {"id": "reference", "settings": {"limit": "1"}}
    body = refine.extend([ACT, iri, "company/nobody", "<>"], limited)
    assert [len(body["rows"][one]["reference"]) for one in (ACT, iri, "company/nobody", "<>")] == [1, 1, 0, 0]


@pytest.mark.parametrize("name", ["fine", "colour", ""])
def test_a_property_that_there_is_not_is_refused_as_in_a_query(client: TestClient, name: str) -> None:
    forms = {
        "extend": {"ids": [ACT], "properties": [{"id": "reference"}, {"id": name}]},
        "queries": {"q0": {"query": "Clearview AI", "properties": [{"pid": name, "v": "x"}]}},
    }
    answers = [client.post("/reconcile", data={form: json.dumps(asked)}) for form, asked in forms.items()]
    assert [answer.status_code for answer in answers] == [422, 422]
    told = [answer.json()["detail"].partition(": ")[2] for answer in answers]
    assert told[0] == told[1]
    assert "fine_amount" in told[0]


def test_ids_times_properties_have_an_end(client: TestClient) -> None:
    ids = [f"company/c{number}" for number in range(500)]
    asked = {"ids": ids, "properties": [{"id": "reference"}] * 40}
    answer = client.post("/reconcile", data={"extend": json.dumps(asked)})
    assert (answer.status_code, "20,000 cells" in answer.json()["detail"]) == (413, True)


@pytest.mark.parametrize(
    ("settings", "status"),
    [
        ({"limit": "x"}, 422),
        ({"limit": -1}, 422),
        ({"limit": 1.5}, 422),
        ({"as_of": "yesterday"}, 422),
        ({"day": "2022-01-01"}, 422),
        ([1], 400),
    ],
)
def test_settings_that_do_not_fit(client: TestClient, settings: Any, status: int) -> None:
    asked = {"ids": [ACT], "properties": [{"id": "force", "settings": settings}]}
    assert client.post("/reconcile", data={"extend": json.dumps(asked)}).status_code == status


def test_a_property_has_one_cell_in_a_row(client: TestClient, refine: OpenRefine) -> None:
    days = [{"id": "force", "settings": {"as_of": day}} for day in ("2022-06-01", "2024-01-01")]
    answer = client.post("/reconcile", data={"extend": json.dumps({"ids": [ACT], "properties": days})})
    assert (answer.status_code, answer.json()["parameter"]) == (422, "properties")
    assert "force" in answer.json()["detail"]
    others = [{"id": "finality", "settings": {"as_of": "2022-06-01"}}, days[1]]
    assert set(refine.extend([ACT], *others)["rows"][ACT]) == {"finality", "force"}
