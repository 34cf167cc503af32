"""References to decisions and cases: what the record says and nothing more, as reference managers read it."""

import json
from typing import Any

import pytest
import rispy
from pybtex.database import parse_string
from starlette.testclient import TestClient

from api.citations import official
from graph.snapshot import Snapshot

CLEARVIEW = "nl-ap-2024-clearview"


def item(client: TestClient, slug: str, **given: str) -> dict[str, Any]:
    """The CSL-JSON of a decision."""
    answer = client.get(f"/api/v1/decisions/{slug}", params={"format": "csl-json", **given})
    assert answer.status_code == 200
    [found] = json.loads(answer.content)
    assert isinstance(found, dict)
    return found


def record(client: TestClient, slug: str) -> dict[str, Any]:
    """The record of a decision."""
    found = client.get(f"/api/v1/decisions/{slug}").json()["data"]
    assert isinstance(found, dict)
    return found


def every(client: TestClient) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """All decisions, each with its reference."""
    cited = {one["id"]: one for one in client.get("/api/v1/decisions?format=csl-json").json()}
    found = client.get("/api/v1/decisions?limit=500").json()["data"]
    return [(one, cited[one["id"]]) for one in found]


def test_a_decision(client: TestClient) -> None:
    found, whole = item(client, CLEARVIEW, as_of="2025-01-01"), record(client, CLEARVIEW)
    assert found["title"] == whole["label"]
    assert found["author"] == [{"literal": "Autoriteit Persoonsgegevens"}]
    assert found["issued"] == {"date-parts": [[2024, 5, 16]]}
    assert found["authority"] == "Autoriteit Persoonsgegevens"
    assert found["type"] == "legal_case"
    version = client.get("/").headers["comity-version"]
    assert found["URL"] == f"{whole['iri']}?version={version}"
    assert found["version"] == version
    assert found["note"].startswith("Fine of EUR 30,500,000; in force on 2025-01-01")
    assert version in found["note"]


def test_three_formats_say_the_same(client: TestClient) -> None:
    bib, ris, csl = (client.get(f"/decisions/{CLEARVIEW}.{suffix}") for suffix in ("bib", "ris", "csl.json"))
    entry = parse_string(bib.text, "bibtex").entries[CLEARVIEW]
    [read] = rispy.loads(ris.text)
    [told] = csl.json()
    assert told["URL"] == entry.fields["url"] == read["urls"][0]
    assert told["authority"] == read["publisher"]
    assert entry.fields["title"].strip("{}") == read["title"] == told["title"]
    types = [answer.headers["content-type"] for answer in (bib, ris, csl)]
    assert types == [
        "application/x-bibtex",
        "application/x-research-info-systems",
        "application/vnd.citationstyles.csl+json",
    ]
    for answer, name in ((bib, "bibtex"), (ris, "ris"), (csl, "csl-json")):
        assert client.get(f"/api/v1/decisions/{CLEARVIEW}?format={name}").content == answer.content


def test_dates_are_honest(client: TestClient) -> None:
    partial = unknown = 0
    for one, cited in every(client):
        told = one["decided"] or one["filed"] or one["published"]
        parts = cited.get("issued", {"date-parts": [[]]})["date-parts"][0]
        assert parts == [int(part) for part in (told or "").split("-") if part]
        partial += told is not None and len(told) < 10
        if not one["decided"] and not one["filed"]:
            unknown += 1
            assert "Day of the act not known" in cited["note"]
            assert ("the date is that of publication" in cited["note"]) == bool(one["published"])
    assert partial
    assert unknown


def test_fines_are_those_of_the_record_with_their_status(client: TestClient) -> None:
    for one, cited in every(client):
        fines = [fine for fine in one["measures"]["fines"] if "money" in fine]
        if one["type"]["id"] == "Complaint":
            assert "Fine of" not in cited["note"]
            continue
        assert cited["note"].count("Fine of ") == len(fines)
        for fine in fines:
            force = fine["status"]["force"]
            assert force is None or f"; {force['label']} on " in cited["note"]


def test_what_decides_nothing_is_no_case_of_law(client: TestClient) -> None:
    kinds = {one["type"]["id"]: cited["type"] for one, cited in every(client)}
    assert kinds["Complaint"] == kinds["ProvisionalAct"] == "report"
    assert kinds["Judgment"] == kinds["AdministrativeDecision"] == "legal_case"


def test_every_case_of_law_names_who_decided(client: TestClient) -> None:
    """In the variable that styles print for cases; the address leads to what this snapshot says."""
    for one, cited in every(client):
        assert bool(cited.get("authority")) == (cited["type"] == "legal_case")
        assert cited["URL"] == f"{one['iri']}?version={cited['version']}"
    answer = client.get(cited["URL"].replace("https://w3id.org/comity", ""), follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].endswith(f"?version={cited['version']}")


def test_a_complaint_is_by_who_complains(client: TestClient) -> None:
    slug = next(one["id"] for one, _ in every(client) if one["type"]["id"] == "Complaint")
    whole, cited = record(client, slug), item(client, slug)
    assert [author["literal"] for author in cited["author"]] == [one["label"] for one in whole["complainants"]]
    assert "Filed with " in cited["note"]


def test_numbers_are_those_of_the_record(client: TestClient) -> None:
    slug = next(one["id"] for one, cited in every(client) if "number" in cited)
    values = {one["value"] for one in record(client, slug)["identifiers"]}
    assert set(item(client, slug)["number"].split("; ")) <= values


def test_a_case(client: TestClient, real: Snapshot) -> None:
    [found] = client.get("/cases/clearview-scraping.csl.json").json()
    whole = client.get("/api/v1/cases/clearview-scraping").json()["data"]
    assert (found["type"], found["title"]) == ("dataset", whole["label"])
    assert found["URL"] == f"{whole['iri']}?version={found['version']}"
    built = real.built
    assert found["issued"] == {"date-parts": [[built.year, built.month, built.day]]}
    assert found["note"].startswith(f"{whole['decisions']} acts in {whole['jurisdictions']} jurisdictions")


@pytest.mark.parametrize("path", [f"/decisions/{CLEARVIEW}", "/cases/clearview-scraping"])
def test_pages_tell_how_to_cite_them(client: TestClient, path: str) -> None:
    page = client.get(path)
    version = page.headers["comity-version"]
    cited = page.text.partition('id="cite"')[2].partition("</dd>")[0]
    assert f"snapshot {version}" in cited
    assert "https://w3id.org/comity/id/" in cited
    for suffix in ("bib", "ris", "csl.json"):
        address = next(part for part in cited.split('"') if part.startswith(f"{path}.{suffix}?"))
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert version in answer.text
        assert ("immutable" in answer.headers["cache-control"]) == ("as_of=" in address)


@pytest.mark.parametrize("path", ["/decisions/x-y.bib", "/cases/x-y.csl.json", "/authorities/nl-ap.bib"])
def test_no_reference_to_what_is_not_there(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([("fr", "Autorité"), ("nl", "Autoriteit")], "Autorité"),
        ([("fr", "Commissariat"), ("en", "Office")], "Office"),
        ([], "label"),
    ],
)
def test_the_official_name(names: list[tuple[str, str]], expected: str) -> None:
    told = [{"type": "text", "value": name, "language": language} for language, name in names]
    assert official({"label": "label", "names": told}) == expected
