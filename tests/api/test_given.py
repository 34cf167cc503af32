"""The parameters of an address: what is not known, or given twice, is refused wherever it stands."""

import pytest
from starlette.testclient import TestClient

PLACES = [
    "/api/v1/decisions",
    "/api/v1/decisions/nl-ap-2024-clearview",
    "/api/v1/cases/clearview-scraping/compare",
    "/api/v1/compare?decision=nl-ap-2024-clearview&decision=fr-cnil-2022-clearview",
    "/api/v1/cases/clearview-scraping/timeline",
    "/api/v1/companies/clearview-ai/timeline",
    "/api/v1/stats/fines",
    "/api/v1/search?q=clearview",
    "/api/v1/suggest?q=clearview",
    "/api/v1/resolve?cite=SAN-2022-019",
    "/api/v1/queries",
    "/api/v1/queries/fines-in-force-in-the-union",
    "/decisions",
    "/decisions/nl-ap-2024-clearview",
    "/queries/fines-in-force-in-the-union",
    "/search?q=clearview",
    "/stats",
]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", ["as_of", "version"])
def test_a_day_or_version_given_twice_is_refused(client: TestClient, place: str, name: str) -> None:
    value = {"as_of": "2024-01-01", "version": client.get("/").headers["comity-version"]}[name]
    between = "&" if "?" in place else "?"
    assert client.get(f"{place}{between}{name}={value}").status_code == 200
    answer = client.get(f"{place}{between}{name}={value}&{name}={value}", headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert (answer.json()["parameter"], answer.json()["detail"]) == (name, f"{name}: give it once.")


@pytest.mark.parametrize("place", [place for place in PLACES if place.startswith("/api/")])
def test_a_parameter_that_there_is_not_is_refused_in_the_same_words(client: TestClient, place: str) -> None:
    answer = client.get(f"{place}{'&' if '?' in place else '?'}colour=red")
    assert (answer.status_code, answer.json()["parameter"]) == (422, "colour")
    known = answer.json()["detail"].removeprefix("There is no parameter 'colour' here. Known: ")
    names = known.removesuffix(".").split(", ")
    assert {"as_of", "version"} <= set(names)
    assert len(names) == len(set(names)), "each is told once"


@pytest.mark.parametrize("name", ["columns", "lanes", "by", "limit", "lang"])
def test_what_is_no_list_of_alternatives_is_given_once(client: TestClient, name: str) -> None:
    places = {
        "columns": ["/api/v1/compare?decision=nl-ap-2024-clearview&decision=fr-cnil-2022-clearview", "act"],
        "lanes": ["/api/v1/cases/clearview-scraping/timeline?as_of=2024-01-01", "act"],
        "by": ["/api/v1/stats/fines?as_of=2024-01-01", "authority"],
        "limit": ["/api/v1/decisions?as_of=2024-01-01", "3"],
        "lang": ["/api/v1/search?q=clearview", "fr"],
    }
    place, value = places[name]
    assert client.get(f"{place}&{name}={value}").status_code == 200
    assert client.get(f"{place}&{name}={value}&{name}={value}").json()["detail"] == f"{name}: give it once."
