"""Example queries over HTTP: the same rows as the endpoint gives, by typed parameters, as a page, and in the graph."""

import json
import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from pyoxigraph import RdfFormat, parse
from starlette.testclient import TestClient

from graph.namespaces import BASE, KINDS
from graph.queries import folder

EXAMPLES = folder("examples")
EDITOR = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query
WHERE { ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ; sh:select|sh:ask|sh:construct|sh:describe ?query }"""
"""What editors ask to list the examples of an endpoint."""


def sparql(client: TestClient, query: str) -> list[dict[str, Any]]:
    """Rows of a query sent to the endpoint."""
    reply = client.post("/sparql", data={"query": query}, headers={"Accept": "application/json"})
    assert reply.status_code == 200, reply.text
    found: list[dict[str, Any]] = reply.json()["results"]["bindings"]
    return found


def all_rows(client: TestClient, name: str, **given: str) -> list[dict[str, Any]]:
    """All records of an example, page by page."""
    address: str | None = f"/api/v1/queries/{name}?{urlencode({**given, 'limit': 500})}"
    found: list[dict[str, Any]] = []
    while address:
        reply = client.get(address)
        assert reply.status_code == 200, reply.text
        found += reply.json()["data"]
        address = reply.json()["page"]["next"]
    return found


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_gives_the_rows_that_the_endpoint_gives(client: TestClient, name: str) -> None:
    query = EXAMPLES[name]
    given = {"as_of": "2026-01-01"} if any(parameter.name == "as_of" for parameter in query.parameters) else {}
    found = all_rows(client, name, **given)
    assert len(found) == len(sparql(client, query.bind(query.values(given))))
    single = {column.name for column in query.columns if column.required and "_" not in column.name}
    assert all(single <= set(record) for record in found)


DAYS = (
    *("2019-06-01", "2021-08-15", "2022-04-10", "2022-04-30", "2024-01-01"),
    *("2024-01-10", "2024-02-29", "2024-12-31", "2025-07-01", "2026-03-15"),
)
"""Days on which a fine is certain, open as only the month or year of a change is known, stayed, or past all that."""
UNION = """PREFIX comity: <https://w3id.org/comity/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT DISTINCT ?place
WHERE { ?place dcterms:isPartOf?/comity:memberOf <https://w3id.org/comity/id/jurisdiction/eu> }"""
"""Member States and their parts."""
STANDING = ("amount", "uncertain", "stayed")
Sums = dict[tuple[str, str], tuple[Decimal, ...]]


def standing(client: TestClient, **given: str) -> Sums:
    """What of the fines stands, is open and is stayed, by jurisdiction and currency, from the statistics.

    A row there has what its parts have, told by `above`, and what may not have been imposed yet in `perhaps`.
    """
    reply = client.get("/api/v1/stats/fines", params={"by": "jurisdiction", **given})
    assert reply.status_code == 200, reply.text
    sums: dict[tuple[str, str], list[Decimal]] = {}
    for row in reply.json()["data"]["rows"]:
        told = [(net["currency"], [net[name] for name in STANDING]) for net in row["net"]["by_currency"]]
        told += [(net["currency"], ["0", net["amount"], "0"]) for net in row["perhaps"]["by_currency"]]
        for currency, amounts in told:
            for place, sign in ((row["key"]["id"], 1), (row["above"], -1)):
                if place is not None:
                    mine = sums.setdefault((place, currency), [Decimal(0)] * len(STANDING))
                    mine[:] = [of + sign * Decimal(amount) for of, amount in zip(mine, amounts, strict=True)]
    return {key: tuple(found) for key, found in sums.items() if any(found)}


def summed(row: dict[str, Any]) -> tuple[Decimal, ...]:
    """The same of a row of an example."""
    return tuple(Decimal(row[name]) for name in ("total", "uncertain", "stayed"))


@pytest.mark.parametrize("day", DAYS)
def test_examples_that_sum_fines_agree_with_the_statistics(client: TestClient, day: str) -> None:
    rows = all_rows(client, "fines-by-jurisdiction", as_of=day)
    assert {(row["jurisdiction"]["id"], row["currency"]): summed(row) for row in rows} == standing(client, as_of=day)
    total = client.get("/api/v1/stats/fines", params={"by": "currency", "as_of": day}).json()["data"]["total"]
    whole, perhaps = total["net"]["in_euro"], Decimal(total["perhaps"]["in_euro"]["amount"])
    left = all_rows(client, "sensitivity-of-conclusions", as_of=day)[0]
    for name, of in (("sum_in_euro", "amount"), ("uncertain_in_euro", "uncertain"), ("stayed_in_euro", "stayed")):
        assert Decimal(left[name]) == Decimal(whole[of]) + (perhaps if of == "uncertain" else 0)
    union = {row["place"]["value"].rpartition("/")[2] for row in sparql(client, UNION)}
    found = {
        row["company"]["id"]: row
        for row in all_rows(client, "fines-in-force-in-the-union", as_of=day)
        if row["currency"] == "EUR"
    }
    for company in ("clearview-ai", "openai", "caixabank-s-a", "meta-platforms-ireland"):
        sums = [
            of
            for (place, currency), of in standing(client, as_of=day, company=company).items()
            if place in union and currency == "EUR"
        ]
        assert (summed(found[company]) if company in found else ()) == tuple(map(sum, zip(*sums, strict=True)))


@pytest.mark.parametrize("day", ["2024-01-10", "2024-02-29", "2025-07-01", "2026-03-15"])
@pytest.mark.parametrize(
    "act", ["de-blnbdi-2019-deutsche-wohnen", "ng-fccpc-2024-meta", "es-aepd-2021-caixabank", "it-garante-2024-openai"]
)
def test_the_force_of_an_act_is_that_of_its_record(client: TestClient, act: str, day: str) -> None:
    record = client.get(f"/api/v1/decisions/{act}", params={"as_of": day}).json()["data"]["status"]["force"]
    states = [] if record is None else [record, *([record["alternatively"]] if "alternatively" in record else [])]
    rows = [
        row for row in all_rows(client, "force-of-an-act", decision=act, as_of=day) if row["thing"] == row["decision"]
    ]
    assert [(row["status"]["id"], row["certain"]) for row in rows] == [
        (state["id"], state["certain"]) for state in states
    ]


def test_parameters_are_typed(client: TestClient) -> None:
    found = all_rows(client, "acts-of-an-authority-against-a-company", authority="nl-ap", company="clearview-ai")
    assert [record["decision"]["id"] for record in found] == ["nl-ap-2024-clearview"]
    for address, name in (("?authority=a/b", "authority"), ("?authority=nl-ap&colour=x", "colour")):
        reply = client.get(f"/api/v1/queries/acts-of-an-authority-against-a-company{address}")
        assert (reply.status_code, reply.json()["parameter"]) == (422, name)
    reply = client.get("/api/v1/queries/fines-above-an-amount?amount_from=much")
    assert "30500000.00" in reply.json()["detail"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("fines-above-an-amount?currency=eur", "Write EUR."),
        ("fines-above-an-amount?currency=euros", "such as EUR"),
        ("fines-above-an-amount?year=20222", "1970 to 2100"),
        ("fines-of-a-group-by-year?year=0", "1970 to 2100"),
        ("long-proceedings?years=-1", "0 to 999"),
        ("conflicts?property=decided", "IRI"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_with_what_to_write(client: TestClient, address: str, told: str) -> None:
    reply = client.get(f"/api/v1/queries/{address}")
    assert reply.status_code == 422
    assert told in reply.json()["detail"]


def test_a_word_that_is_not_recorded_is_told_with_the_nearest(client: TestClient) -> None:
    wrong = {"conflicts?property=comity:decidd": "comity:decided", "fines-above-an-amount?currency=EUX": "EUR"}
    for address, meant in wrong.items():
        body = client.get(f"/api/v1/queries/{address}").json()
        (unknown,) = body["unknown"]
        assert unknown["value"] == address.partition("=")[2]
        assert meant in unknown["nearest"]
        assert f"<code>{meant}</code>" in client.get(f"/queries/{address}").text
    for right in ("conflicts?property=comity:published", "fines-above-an-amount?currency=EUR"):
        assert "unknown" not in client.get(f"/api/v1/queries/{right}").json()


def test_an_identifier_is_found_in_capitals_or_not(client: TestClient) -> None:
    upper, lower = (all_rows(client, "identifiers-of-an-act", identifier=x) for x in ("SAN-2022-019", "san-2022-019"))
    assert upper == lower != []
    assert {row["identifier"] for row in upper} == {"SAN-2022-019"}


def test_an_amount_from_means_the_same_in_lists_and_queries(client: TestClient) -> None:
    found = all_rows(client, "fines-above-an-amount", currency="EUR", amount_from="20000000")
    listed = client.get("/api/v1/decisions?amount_from=20000000&amount_to=20000000&limit=500").json()["data"]
    exactly = {one["id"] for one in listed if one["fine"] and one["fine"]["currency"] == "EUR"}
    assert exactly
    assert exactly <= {row["decision"]["id"] for row in found if row["amount"] == "20000000.00"}


def test_the_day_in_law_is_the_one_asked_for(client: TestClient) -> None:
    then, now = (all_rows(client, "top-ten-fines-standing", as_of=day) for day in ("2022-01-01", "2026-01-01"))
    assert then != now


def test_the_list_says_what_each_takes_and_gives(client: TestClient) -> None:
    found = {record["id"]: record for record in client.get("/api/v1/queries").json()["data"]}
    assert set(found) == set(EXAMPLES)
    fines = found["fines-above-an-amount"]
    assert fines["answer"] == "/api/v1/queries/fines-above-an-amount"
    assert {(parameter["name"], parameter["type"]) for parameter in fines["parameters"]} >= {
        ("amount_from", "decimal"),
        ("jurisdiction", "jurisdiction"),
    }
    assert [column["name"] for column in fines["columns"]] == [column.name for column in EXAMPLES[fines["id"]].columns]
    assert fines["text"] == EXAMPLES[fines["id"]].text


def test_the_contract_has_each_with_its_own_parameters(client: TestClient) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for name, example in EXAMPLES.items():
        told = {parameter["name"] for parameter in paths[f"/api/v1/queries/{name}"]["get"]["parameters"]}
        assert told >= {parameter.name for parameter in example.parameters} | {"limit", "version"}


def test_an_editor_lists_the_examples_by_asking_the_graph(client: TestClient) -> None:
    found = {row["sq"]["value"]: row for row in sparql(client, EDITOR)}
    assert set(found) == {f"{BASE}query/{name}" for name in EXAMPLES}
    for iri, row in found.items():
        assert row["query"]["value"] == EXAMPLES[iri.rpartition("/")[2]].text
        assert row["comment"]["value"]


def test_the_iri_of_an_example_leads_to_a_page_or_a_document(client: TestClient) -> None:
    path = "/query/top-ten-fines"
    reply = client.get(path, headers={"Accept": "text/html"}, follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (303, "/queries/top-ten-fines")
    turtle = client.get(path, headers={"Accept": "text/turtle"})
    said = {triple.predicate.value for triple in parse(turtle.content, format=RdfFormat.TURTLE)}
    assert "http://www.w3.org/ns/shacl#select" in said
    assert client.get("/queries/top-ten-fines.json").json()["data"]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_has_a_page(client: TestClient, name: str) -> None:
    reply = client.get(f"/queries/{name}", headers={"Accept": "text/html"})
    assert reply.status_code == 200
    rows = len(all_rows(client, name))
    assert f"{rows:,} row" in reply.text
    assert reply.text.count("<tr>") == (rows + 1 if rows else 0)


def test_a_form_with_empty_fields_asks_for_all(client: TestClient) -> None:
    reply = client.get("/queries/fines-above-an-amount?amount_from=&currency=DKK&year=&as_of=2026-01-01")
    assert reply.status_code == 200
    assert '"DKK"' in re.sub("&#34;|&quot;", '"', reply.text)


def test_a_page_escapes_what_was_asked(client: TestClient) -> None:
    reply = client.get("/queries/identifiers-of-an-act?" + urlencode({"identifier": '"><script>x'}))
    assert reply.status_code == 200
    assert "<script>x" not in reply.text


@pytest.mark.parametrize(
    "path", ["/api/v1/queries/none", "/queries/none", "/queries/none.ttl", "/api/v1/queries/..%2fapi"]
)
def test_an_unknown_example_is_not_found(client: TestClient, path: str) -> None:
    reply = client.get(path, headers={"Accept": "application/json"})
    assert reply.status_code == 404
    assert json.loads(reply.text)["status"] == 404


def test_what_is_not_recorded_is_told_with_what_is_nearest(client: TestClient) -> None:
    for name, example in EXAMPLES.items():
        for parameter in (one for one in example.parameters if one.kind in KINDS):
            body = client.get(f"/api/v1/queries/{name}", params={parameter.name: "clearview-a"}).json()
            told = [{"parameter": parameter.name, "value": "clearview-a"}]
            assert [{key: one[key] for key in ("parameter", "value")} for one in body["unknown"]] == told, name
            assert body["data"] or "does not mean" in body["coverage"]["meaning"]
    body = client.get("/api/v1/queries/decisions-of-a-group?company=clearview-a").json()
    assert body["unknown"][0]["nearest"][0] == "clearview-ai"
    assert "<code>clearview-ai</code>" in client.get("/queries/decisions-of-a-group?company=clearview-a").text
    body = client.get("/api/v1/queries/decisions-of-a-group?company=clearview-ai").json()
    assert body["data"]
    assert not {"unknown", "coverage"} & set(body)


@pytest.mark.parametrize("name", ["conflicts", "coverage"])
def test_a_page_of_the_public_surface_is_that_of_an_example(client: TestClient, name: str) -> None:
    moved = client.get(f"/{name}?as=html", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (307, f"/queries/{name}?as=html")
    page = client.get(f"/{name}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert EXAMPLES[name].title in page.text


@pytest.mark.parametrize("asked", ["", "?as_of=2020-01-01", "?as_of=2020-01-01&limit=3", "?jurisdiction=at"])
def test_the_way_to_the_figures_keeps_what_was_asked(client: TestClient, asked: str) -> None:
    page = "/queries/fines-in-force-in-the-union"
    for path, accept in ((f"{page}.json", "*/*"), (page, "application/json")):
        answer = client.get(path + asked, headers={"Accept": accept}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/api/v1{page}{asked}")
