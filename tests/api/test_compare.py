"""Comparisons over HTTP: the matrix of a case and of chosen decisions, checked by hand, and bad requests."""

import re
from typing import Any

import pytest
from markupsafe import escape
from starlette.testclient import TestClient

from api.compare import FEWEST, MOST

ICO, AP, CNIL = "gb-ico-2022-clearview-mpn", "nl-ap-2024-clearview", "fr-cnil-2022-clearview"
FTT, UT = "gb-ukftt-2023-clearview", "gb-ukut-2025-clearview"
STATES = {"found", "not found", "not recorded"}


def of(client: TestClient, *slugs: str, **more: str) -> dict[str, Any]:
    """The comparison of those decisions."""
    answer = client.get("/api/v1/compare", params=[("decision", slug) for slug in slugs] + list(more.items()))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


def rows(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Cells by row."""
    return {row["id"]: row["cells"] for row in found["matrix"]["rows"]}


def sides(found: dict[str, Any], question: str, kind: str = "") -> dict[str, list[str]]:
    """Acts by their answer to a question that diverges."""
    told = [one for one in found["divergences"] if one["question"] == question and kind in ("", one["kind"])]
    return {side["answer"]: [act["id"] for act in side["acts"]] for side in told[0]["sides"]} if told else {}


@pytest.fixture(scope="module")
def five(client: TestClient) -> dict[str, Any]:
    """Three fines of the Clearview case and the two British rulings, in 2026."""
    return of(client, ICO, AP, CNIL, FTT, UT, as_of="2026-06-01")


def test_every_cell_has_a_state_and_sources_or_says_that_it_has_none(five: dict[str, Any]) -> None:
    columns = [column["id"] for column in five["matrix"]["columns"]]
    assert columns == [ICO, CNIL, FTT, AP, UT]
    for cells in rows(five).values():
        assert list(cells) == columns
        for cell in cells.values():
            assert cell["state"] in STATES
            assert cell["supported"] == bool(cell["sources"])
            assert set(cell["sources"]) <= set(five["matrix"]["sources"])
            assert cell["values"] or cell["state"] != "found"


def test_clearview_question_by_question(five: dict[str, Any]) -> None:
    cells = rows(five)
    fines = cells["fines"]
    assert [fines[act]["values"][0]["money"]["amount"] for act in (ICO, AP, CNIL)] == [
        "7552800.00",
        "30500000.00",
        "20000000.00",
    ]
    assert fines[ICO]["values"][0]["money"]["in_euro"]["amount"] == "8920278.73"
    assert fines[ICO]["values"][0]["status"]["force"] == "revived"
    assert fines[FTT]["state"] == "not recorded"
    assert cells["periodic_penalties"][AP]["values"][0]["ceiling"]["amount"] == "5100000.00"
    assert cells["infringes:gdpr-6"][ICO]["state"] == cells["infringes:gdpr-6"][AP]["state"] == "found"
    assert [one["part"] for one in cells["infringes:gdpr-6"][AP]["values"]] == [True]
    assert cells["infringes:gdpr-6-1"][ICO]["state"] == "not recorded"
    assert {one["id"] for one in cells["infringes:gdpr-6-1"][ICO]["wider"]} == {"gdpr-6", "uk-gdpr-6"}
    assert cells["rejects:gdpr-9-2-e"][AP]["state"] == "found"
    assert cells["rejects:gdpr-9-2-e"][CNIL]["state"] == "not recorded"
    assert cells["reach"][FTT]["state"] == "not found"
    assert cells["reach"][UT]["state"] == "found"
    assert {one["id"] for one in cells["reach"][AP]["values"][0]["theories"]} == {"gdpr-3-2-b"}


def test_evidence_in_a_cell_supports_that_property(client: TestClient, five: dict[str, Any]) -> None:
    decision = client.get(f"/api/v1/decisions/{ICO}").json()["data"]
    amount = {row["id"] for row in decision["sources"] if {"amount", "imposes"} & {s["id"] for s in row["supports"]}}
    assert set(rows(five)["fines"][ICO]["sources"]) == amount
    assert len(amount) == 4


def test_clearview_divergences(five: dict[str, Any]) -> None:
    assert sides(five, "reach", "reach") == {"accepted": [ICO, CNIL, AP, UT], "refused, then annulled": [FTT]}
    assert sides(five, f"appeals:{ICO}") == {"decided so": [ICO], "annulled": [FTT], "revived": [UT]}
    assert sides(five, "status:force") == {}  # The British notice was revived: it is in force, as the others are.
    assert sides(five, "infringes:gdpr-22") == {"found": [ICO], "not recorded": [CNIL, AP]}


def test_the_british_penalty_through_the_years(client: TestClient) -> None:
    states = {}
    for day in ("2022-06-15", "2024-02-01", "2025-12-01"):
        found = of(client, ICO, FTT, CNIL, as_of=day)
        columns = {column["id"] for column in found["matrix"]["columns"]}
        fine = rows(found)["fines"][ICO]["values"][0]
        states[day] = (fine["status"]["force"], fine.get("standing", {}).get("amount"), FTT in columns)
    assert states == {
        "2022-06-15": ("in-force", "7552800.00", False),
        "2024-02-01": ("annulled", None, True),
        "2025-12-01": ("revived", "7552800.00", True),
    }


def test_acts_of_later_are_named_and_not_compared(client: TestClient) -> None:
    found = of(client, ICO, AP, as_of="2023-01-01")
    assert [column["id"] for column in found["matrix"]["columns"]] == [ICO]
    assert [column["id"] for column in found["matrix"]["later"]] == [AP]


def test_amazon_was_upheld_and_annulled(client: TestClient) -> None:
    answer = client.get("/api/v1/cases/amazon-targeted-advertising/compare?as_of=2026-06-01").json()["data"]
    told = sides(answer, "appeals:lu-cnpd-2021-amazon")
    assert told["upheld"] == ["lu-ta-2025-46578-amazon"]
    assert [acts for answer, acts in told.items() if answer.startswith("upheld in this part: ")] == [
        ["lu-ca-2026-amazon"]
    ]
    assert told["annulled"] == told["remitted"] == ["lu-ca-2026-amazon"]
    assert answer["jurisdictions"]


def test_openai_fined_in_korea_and_no_longer_in_italy(client: TestClient) -> None:
    def fined(day: str) -> dict[str, list[str]]:
        return sides(client.get(f"/api/v1/cases/openai-chatgpt/compare?as_of={day}").json()["data"], "fines")

    korea, italy = "kr-pipc-2023-openai", "it-garante-2024-openai"
    assert fined("2024-12-31") == {}
    assert fined("2025-06-01") == {"fined": [korea], "fined, now stayed": [italy]}
    annulled = fined("2026-06-01")
    assert (annulled["fined"], annulled["fined, then annulled"]) == ([korea], [italy])


def test_columns_of_a_case_are_jurisdictions_or_acts(client: TestClient) -> None:
    orders = client.get("/api/v1/cases/clearview-scraping/compare?as_of=2026-06-01").json()["data"]
    acts = client.get("/api/v1/cases/clearview-scraping/compare?as_of=2026-06-01&columns=act").json()["data"]
    assert orders["divergences"] == acts["divergences"]
    assert len(acts["matrix"]["columns"]) == sum(len(one["decisions"]) for one in orders["matrix"]["columns"])
    british = rows(orders)["reach"]["gb"]
    assert british["state"] == "found"
    assert FTT in british["decisions"]["not found"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        (f"decision={ICO}", "2 to 20"),
        ("", "2 to 20"),
        ("&".join(f"decision=a-{n}" for n in range(21)), "2 to 20"),
        (f"decision={ICO}&decision={ICO}", "once"),
        (f"decision={ICO}&decision=%20", "slug"),
        (f"decision={ICO}&decision={AP}&columns=law", "act, jurisdiction"),
        (f"decision={ICO}&decision={AP}&x=1", "no parameter"),
    ],
)
def test_a_bad_request_is_told_what_to_do(client: TestClient, query: str, says: str) -> None:
    answer = client.get(f"/api/v1/compare?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert says in answer.json()["detail"]


def test_an_unknown_decision_is_not_found(client: TestClient) -> None:
    answer = client.get(f"/api/v1/compare?decision={ICO}&decision=no-such-act")
    assert answer.status_code == 404
    assert answer.json()["parameter"] == "decision"
    assert "no-such-act" in answer.json()["detail"]


def test_pages_show_what_diverges(client: TestClient) -> None:
    page = client.get(f"/compare?decision={ICO}&decision={AP}").text
    assert "Where the answers differ" in page
    assert "under appeal" in page
    assert "Question by question" in page
    case = client.get("/cases/clearview-scraping").text
    assert "Where the answers differ" in case
    assert 'name="decision"' in case


def test_a_ruling_whose_day_is_not_known_stands_in_the_comparison_from_when_it_is_known(client: TestClient) -> None:
    listed = client.get("/api/v1/decisions?limit=500&fields=decided,filed").json()["data"]
    undated = {act["id"]: act for act in listed if not act["decided"] and not act["filed"]}
    undated = {name: client.get(f"/api/v1/decisions/{name}").json()["data"] for name in undated}
    changed = {
        (act["id"], row["id"].partition("#")[0], row["relation"]["id"])
        for act in undated.values()
        for row in act["affects"]
        if row["relation"]["id"] in ("annuls", "upholds", "reduces", "remits", "stays")
    }
    assert {act for act, *_ in changed} >= {"cz-mspraha-2025-avast", "es-an-caixabank-2m"}
    for ruling, act, relation in changed:
        found = of(client, act, ruling)
        told = {(one["by"]["id"], one["relation"]) for one in rows(found)["appeals"][act]["values"]}
        assert (ruling, relation) in told
        if relation in ("annuls", "reduces"):
            assert sides(found, f"appeals:{act}", "appeal")
    day = [act["published"] for name, act in undated.items() if name == "cz-mspraha-2025-avast"]
    assert day == ["2025-10-03"]
    for as_of, state in (("2025-10-02", "not recorded"), ("2025-10-03", "found")):
        found = of(client, "cz-uoou-2024-avast", "nl-ap-2024-clearview", as_of=as_of)
        assert rows(found)["appeals"]["cz-uoou-2024-avast"]["state"] == state


def test_a_row_names_the_law_of_each_act_that_answers_it(client: TestClient) -> None:
    """The Irish and Dutch acts found Article 12(1) GDPR infringed, the British one Article 12 of the UK GDPR."""
    matrix = client.get("/api/v1/cases/tiktok-children/compare").json()["data"]["matrix"]
    found = {row["id"]: row for row in matrix["rows"]}
    for number in ("12", "13"):
        row = found[f"infringes:gdpr-{number}"]
        assert [one["id"] for one in row["provisions"]] == [f"gdpr-{number}", f"uk-gdpr-{number}"]
        assert row["label"].startswith(f"Article {number} GDPR / Article {number} UK GDPR")
        assert row["cells"]["ie"]["state"] == "found"
    for case in ("tiktok-children", "clearview-scraping", "meta-legal-basis-ads", "openai-chatgpt"):
        for row in client.get(f"/api/v1/cases/{case}/compare?columns=act").json()["data"]["matrix"]["rows"]:
            named = {one["id"] for one in row["provisions"]}
            for value in [one for cell in row["cells"].values() for one in cell["values"] if one.get("part")]:
                assert any(value["id"].startswith(f"{name}-") for name in named), (row["id"], value["id"])


def test_a_decision_that_is_not_recorded_is_told_with_the_nearest(client: TestClient) -> None:
    answer = client.get("/api/v1/compare", params={"decision": ["nl-ap-2024-clearvie", CNIL]})
    assert (answer.status_code, answer.json()["parameter"]) == (404, "decision")
    assert answer.json()["nearest"][0] == AP
    assert AP in answer.json()["detail"]


def test_what_was_alleged_is_no_finding_whatever_became_of_the_act(client: TestClient) -> None:
    cases = [record["id"] for record in client.get("/api/v1/cases", params={"limit": 500}).json()["data"]]
    seen = 0
    for case in cases:
        rows = client.get(f"/api/v1/cases/{case}/compare", params={"columns": "act"}).json()["data"]["matrix"]["rows"]
        for row in rows:
            if row["group"] != "alleges":
                continue
            told = [value for cell in row["cells"].values() for value in cell["values"]]
            assert {value["finding"] for value in told} == {"alleged"}, (case, row["id"])
            seen += len(told)
    assert seen > 50


@pytest.mark.parametrize(
    ("group", "found", "refused"), [("alleges", "alleged", "not found"), ("rejects", "rejected", "not rejected")]
)
def test_the_page_says_what_an_answer_means_in_its_row(
    client: TestClient, group: str, found: str, refused: str
) -> None:
    words = {"found": found, "not found": refused}
    for record in client.get("/api/v1/cases", params={"limit": 500}).json()["data"]:
        compared = client.get(f"/api/v1/cases/{record['id']}/compare", params={"columns": "act"}).json()["data"]
        by_act = compared["matrix"]
        held = [
            act
            for row in by_act["rows"]
            if row["group"] == group
            for act, cell in row["cells"].items()
            if cell["sources"]
        ]
        if held and len(by_act["columns"]) > 1:
            break
    acts = [("decision", column["id"]) for column in by_act["columns"]][:10]
    matrix = client.get("/api/v1/compare", params=acts).json()["data"]["matrix"]
    page = " ".join(client.get("/compare", params=acts).text.split())
    seen = 0
    for row in matrix["rows"]:
        cells = page.split(f'<th scope="row">{escape(row["label"])}</th>')[1].split("</tr>")[0].split("<td>")[1:]
        for column, cell in zip(matrix["columns"], cells, strict=True):
            state = row["cells"][column["id"]]["state"]
            if row["group"] == group and state in words:
                assert f'">{words[state]}</span>' in cell
                seen += 1
    assert seen


def test_the_acts_of_every_case_have_a_page_that_compares_them(client: TestClient) -> None:
    cases = client.get("/api/v1/cases", params={"limit": 500}).json()["data"]
    compared = 0
    for case in cases:
        found = client.get("/api/v1/decisions", params={"case": case["id"], "limit": MOST}).json()["data"]
        if len(found) < FEWEST:
            continue
        answer = client.get("/compare", params=[("decision", act["id"]) for act in found])
        assert answer.status_code == 200, case["id"]
        compared += 1
    assert compared > 50


def test_a_ruling_is_told_of_the_part_it_is_on(client: TestClient) -> None:
    act, ruling = "ng-fccpc-2024-meta", "ng-ccpt-2025-meta"
    found = of(client, act, ruling)
    told = {(one["relation"], one["of"] and one["of"]["id"]) for one in rows(found)["appeals"][act]["values"]}
    assert told == {("annuls", f"{act}#order-3"), ("upholds", f"{act}#fine"), ("appealFrom", None)}
    answers = sides(found, f"appeals:{act}", "appeal")
    assert "annulled" not in answers and "upheld" not in answers
    assert [answer.partition(":")[0] for answer in answers] == [
        "decided so",
        "annulled in this part",
        "upheld in this part",
    ]
    page = client.get("/compare", params=[("decision", act), ("decision", ruling)]).text
    for one in rows(found)["appeals"][act]["values"]:
        assert one["of"] is None or one["of"]["label"] in page


def test_a_jurisdiction_answers_what_stands_on_the_day(client: TestClient) -> None:
    def cell(case: str, question: str, where: str, day: str) -> dict[str, Any]:
        answer = client.get(f"/api/v1/cases/{case}/compare?as_of={day}").json()["data"]
        told: dict[str, Any] = rows(answer)[question][where]
        return told

    assert cell("amazon-warehouse-monitoring", "rejects:gdpr-6-1-f", "fr", "2024-06-01")["state"] == "found"
    accepted = cell("amazon-warehouse-monitoring", "rejects:gdpr-6-1-f", "fr", "2026-06-01")
    assert (accepted["state"], sorted(accepted["decisions"])) == ("not found", ["found", "not found"])
    states = [cell("clearview-scraping", "reach", "gb", f"{day}-01")["state"] for day in ("2023-01", "2024-01")]
    assert states == ["found", "not found"]
    assert cell("clearview-scraping", "reach", "gb", "2025-12-01")["state"] == "found"
    assert cell("clearview-scraping", "infringes:gdpr-6", "gb", "2024-01-01")["state"] == "set aside"
    assert cell("clearview-scraping", "fines", "gb", "2024-01-01")["state"] == "set aside"
    assert cell("clearview-scraping", "fines", "gb", "2025-12-01")["state"] == "found"


def test_no_jurisdiction_has_for_its_answer_what_fell(client: TestClient) -> None:
    """Of every case, today: what is told found has a finding, or a measure, that neither fell nor may have."""
    seen = set()
    for case in client.get("/api/v1/cases", params={"limit": 500}).json()["data"]:
        matrix = client.get(f"/api/v1/cases/{case['id']}/compare").json()["data"]["matrix"]
        for row in matrix["rows"]:
            for cell in row["cells"].values():
                forces = {
                    value["finding"] if "finding" in value else value["status"]["force"]
                    for value in cell["values"]
                    if "finding" in value or isinstance(value.get("status"), dict)
                }
                if forces and forces <= {"annulled", "withdrawn"}:
                    assert cell["state"] != "found", (case["id"], row["id"])
                    seen.add(cell["state"])
                if cell["state"] == "set aside":
                    assert cell["values"] and forces <= {"annulled", "withdrawn"}, (case["id"], row["id"])
    assert "set aside" in seen


@pytest.mark.parametrize(
    "address", [f"/compare?decision={ICO}&decision={FTT}&decision={AP}", "/cases/clearview-scraping"]
)
def test_links_of_what_diverges_keep_the_day(client: TestClient, address: str) -> None:
    """The notice was annulled that day and is revived today: a link from the one must not lead to the other."""
    day = "2024-01-01"
    page = client.get(f"{address}{'&' if '?' in address else '?'}as_of={day}").text
    found = re.findall(r'href="(/decisions/[^"]+)"', page)
    assert len(found) > 5
    assert {link for link in found if f"?as_of={day}" not in link} == set()
    assert "as_of" not in "".join(re.findall(r'href="(/decisions/[^"]+)"', client.get(address).text))
