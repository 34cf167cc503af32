"""Totals of fines against an oracle that reads the facts without a query, and by hand."""

import gzip
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse
from starlette.testclient import TestClient

from api.fines import BY, SEVERAL
from api.spans import span
from graph.namespaces import CONCEPT, ONTOLOGY
from graph.snapshot import Snapshot

TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
DC = "http://purl.org/dc/terms/"
DAYS = ("2020-01-01", "2020-02-29", "2022-06-15", "2023-12-31", "2024-02-01", "2025-12-01", "2026-06-01")
Facts = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def facts(real: Snapshot) -> Facts:
    """All values by subject and by local name of the property, from the N-Quads of the snapshot."""
    found: Facts = defaultdict(lambda: defaultdict(list))
    with gzip.open(real.nquads) as file:
        for quad in parse(file.read(), RdfFormat.N_QUADS):
            assert isinstance(quad, Quad)
            name = (
                "type" if quad.predicate.value == TYPE else quad.predicate.value.removeprefix(ONTOLOGY).removeprefix(DC)
            )
            if isinstance(quad.subject, NamedNode) and quad.object.value not in found[quad.subject.value][name]:
                found[quad.subject.value][name].append(quad.object.value)
    return found


def standing(facts: Facts, intervals: list[str], day: str) -> tuple[bool, Decimal | None]:
    """Whether a fine had been imposed by a day for certain, and what stood; None where two states leave it open."""
    states = []
    imposed = False
    for interval in sorted(intervals, key=lambda one: facts[one]["from"][0]):
        of = facts[interval]
        begun, ended = of["from"][0], (of["until"] or ["9999"])[0]
        unseen = span(of["asOf"][0]).last > day  # What the sources had seen has happened.
        starting = begun > day or (unseen and day.startswith(begun) and span(begun).last > day)
        ending = unseen and day.startswith(ended) and span(ended).last > day
        over = ending or (of["untilEarliest"] or ["9999"])[0] <= day
        if (of["fromEarliest"] or [begun])[0] <= day and (ended > day or ending):
            states = states if starting else []  # What has begun ends what came before.
            imposed = imposed or not starting
            states.append((Decimal((of["amount"] or ["0"])[0]), not starting and not over))
    if not states:
        return False, Decimal(0)
    amounts = {amount for amount, _ in states}
    certain = len(amounts) == 1 and (len(states) > 1 or states[0][1])
    return imposed, amounts.pop() if certain else None


def wholes(facts: Facts, place: str) -> list[str]:
    """A jurisdiction and what it is a part of."""
    return [place, *(one for above in facts[place].get("isPartOf", ()) for one in wholes(facts, above))]


def oracle(facts: Facts, day: str, key: str) -> dict[str, dict[str, tuple[Decimal, Decimal, int]]]:
    """Gross, net and number of fines by a property of the act, and by currency; a state has those of its parts."""
    imposed = {fine: act for act in facts for fine in facts[act].get("imposes", ())}
    intervals = defaultdict(list)
    for subject, found in facts.items():
        if f"{CONCEPT}force" in found.get("statusAxis", ()) and f"{ONTOLOGY}StatusInterval" in found["type"]:
            intervals[found["statusOf"][0]].append(subject)
    sums: dict[str, dict[str, tuple[Decimal, Decimal, int]]] = defaultdict(dict)
    for fine in [one for one in facts if f"{ONTOLOGY}Fine" in facts[one].get("type", ()) and "amount" in facts[one]]:
        if fine not in imposed:
            continue
        known, stands = standing(facts, intervals[fine], day)
        if known:
            currency, amount = facts[fine]["currency"][0], Decimal(facts[fine]["amount"][0])
            for name in [one.rpartition("/")[2] for one in wholes(facts, facts[imposed[fine]][key][0])]:
                gross, net, number = sums[name].get(currency, (Decimal(0), Decimal(0), 0))
                sums[name][currency] = (gross + amount, net + (stands or 0), number + 1)
    return sums


def told(row: dict[str, Any]) -> dict[str, tuple[Decimal, Decimal, int]]:
    """Gross, net and number of fines of a row by currency."""
    pairs = zip(row["gross"]["by_currency"], row["net"]["by_currency"], strict=True)
    return {g["currency"]: (Decimal(g["amount"]), Decimal(n["amount"]), g["fines"]) for g, n in pairs}


def fines(client: TestClient, **given: str) -> dict[str, Any]:
    """The statistic."""
    answer = client.get("/api/v1/stats/fines", params=given)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()["data"]
    return found


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize(("by", "key"), [("jurisdiction", "jurisdiction"), ("authority", "issuedBy")])
def test_rows_are_those_of_the_oracle(client: TestClient, facts: Facts, by: str, key: str, day: str) -> None:
    rows = {row["key"]["id"]: told(row) for row in fines(client, by=by, as_of=day)["rows"] if row["fines"]}
    assert rows == oracle(facts, day, key)


@pytest.mark.parametrize("by", BY)
def test_no_fine_counts_twice_in_the_total(client: TestClient, facts: Facts, by: str) -> None:
    found = fines(client, by=by, as_of="2026-06-01")
    imposed = {one for act in facts for one in facts[act].get("imposes", ()) if f"{ONTOLOGY}Fine" in facts[one]["type"]}
    assert found["total"]["fines"] <= len(imposed)
    rows = sum(row["fines"] for row in found["rows"])
    assert found["rows_overlap"] == (rows > found["total"]["fines"])
    assert found["rows_overlap"] == (by in SEVERAL and rows != found["total"]["fines"])
    assert found["rows_overlap"] == (found["overlap"] != "No fine stands in two rows.")
    assert fines(client, as_of="2026-06-01")["total"] == found["total"]


def test_a_fine_under_several_provisions_says_that_rows_overlap(client: TestClient) -> None:
    found = fines(client, by="provision", case="clearview-scraping", jurisdiction="gb")
    assert found["total"]["fines"] == 1
    assert found["rows_overlap"] and "every provision" in found["overlap"]
    assert all(row["gross"]["by_currency"][0]["amount"] == "7552800.00" for row in found["rows"])


def test_the_british_penalty_through_the_years(client: TestClient) -> None:
    def net(day: str) -> tuple[str, str, str]:
        total = fines(client, case="clearview-scraping", jurisdiction="gb", as_of=day)["total"]
        stands = total["net"]["by_currency"][0]
        return total["gross"]["by_currency"][0]["amount"], stands["amount"], stands["contested"]

    assert net("2022-06-15") == ("7552800.00", "7552800.00", "0.00")
    assert net("2024-02-01") == ("7552800.00", "0.00", "0.00")
    assert net("2025-12-01") == ("7552800.00", "7552800.00", "7552800.00")


def test_openai_stayed_then_annulled(client: TestClient) -> None:
    def italy(day: str) -> tuple[str, dict[str, int]]:
        total = fines(client, case="openai-chatgpt", jurisdiction="it", as_of=day)["total"]
        return total["net"]["by_currency"][0]["amount"], total["states"]

    assert italy("2024-12-31") == ("15000000.00", {"in-force": 1})
    assert italy("2025-06-01") == ("0.00", {"stayed": 1})
    assert italy("2026-06-01") == ("0.00", {"annulled": 1})


def test_what_was_imposed_is_what_stands_and_each_named_remainder(client: TestClient) -> None:
    stayed = fines(client, case="openai-chatgpt", jurisdiction="it", as_of="2025-07-01")["total"]["net"]
    stayed = stayed["in_euro"]
    assert (stayed["amount"], stayed["stayed"], stayed["uncertain"]) == ("0.00", "15000000.00", "0.00")
    for day in DAYS:
        found = fines(client, by="jurisdiction", as_of=day)
        for row in (*found["rows"], found["total"]):
            sums = zip(row["gross"]["by_currency"], row["net"]["by_currency"], strict=True)
            for gross, net in [*sums, (row["gross"]["in_euro"], row["net"]["in_euro"])]:
                parts = [Decimal(net[name]) for name in ("amount", "stayed", "uncertain", "fallen")]
                assert sum(parts) == Decimal(gross["amount"])
                assert min(parts) >= 0


def test_clearview_amazon_and_meta_by_hand(client: TestClient) -> None:
    clearview = fines(client, by="currency", case="clearview-scraping", as_of="2026-06-01")
    assert {row["key"]["id"]: row["gross"]["by_currency"][0]["amount"] for row in clearview["rows"]} == {
        "EUR": "90500000.00",
        "GBP": "7552800.00",
    }
    assert clearview["total"]["gross"]["in_euro"] == {"currency": "EUR", "amount": "99420278.73", "fines": 5}
    amazon = fines(client, case="amazon-targeted-advertising", as_of="2026-06-01")["total"]
    assert (amazon["gross"]["in_euro"]["amount"], amazon["net"]["in_euro"]["amount"]) == ("746000000.00", "0.00")
    meta = fines(client, case="meta-us-transfers")["total"]
    assert meta["gross"]["in_euro"]["amount"] == "1200000000.00"
    assert meta["decisions"] == ["ie-dpc-2023-meta-transfers"]


def test_what_could_not_be_converted_is_told(client: TestClient, facts: Facts) -> None:
    total = fines(client)["total"]
    missing = sum(one["fines"] for one in total["gross"]["not_converted"])
    assert missing > 0
    assert total["gross"]["in_euro"]["fines"] + missing == total["fines"]


@pytest.mark.parametrize("name", ["authority", "company", "jurisdiction", "year"])
def test_a_filter_means_what_the_rows_of_its_name_mean(client: TestClient, name: str) -> None:
    rows = fines(client, by=name, as_of="2026-06-01")["rows"]
    for row in rows:
        if row["key"] is not None:
            alone = fines(client, as_of="2026-06-01", **{name: row["key"]["id"]})["total"]
            assert alone == {part: row[part] for part in alone}, row["key"]["id"]


def test_a_jurisdiction_means_its_parts_as_in_lists(client: TestClient) -> None:
    answer = client.get("/api/v1/stats/fines?jurisdiction=de").json()
    listed = client.get("/api/v1/decisions?jurisdiction=de&measure=fine&fields=id&limit=500").json()
    assert answer["data"]["total"]["decisions"] == sorted(act["id"] for act in listed["data"])
    assert (answer["data"]["total"]["fines"], answer["parts"]) == (5, listed["parts"])
    assert answer["data"]["total"]["gross"]["in_euro"]["amount"] == "69789114.95"
    assert {row["key"]["id"] for row in answer["data"]["rows"]} == {"de", "de-be", "de-hh", "de-ni"}
    assert (
        answer["coverage"]["decisions_recorded"]
        == client.get("/api/v1/decisions?jurisdiction=de").json()["page"]["total"]
    )


def test_a_year_holds_the_acts_that_lists_find_in_it_and_tells_the_others_apart(client: TestClient) -> None:
    rows = fines(client, by="year")["rows"]
    unsure = next(row["decisions"] for row in rows if row["key"] is None)
    facet = client.get("/api/v1/decisions?facets=year&measure=fine&limit=1").json()["facets"]["year"]
    counts = {entry["id"]: entry["count"] for entry in facet}
    for row in rows:
        if row["key"] is None:
            continue
        year = row["key"]["id"]
        asked = f"/api/v1/decisions?measure=fine&fields=id&limit=500&decided_from={year}&decided_to={year}"
        certain = {act["id"] for act in client.get(asked).json()["data"]}
        possible = {act["id"] for act in client.get(f"{asked}&uncertain=included").json()["data"]}
        told = fines(client, year=year)
        drafts = certain - set(row["decisions"])  # They propose fines, or refuse them.
        assert set(told["total"]["decisions"]) == set(row["decisions"]) <= certain
        assert not drafts & set(fines(client)["total"]["decisions"])
        assert counts[year] == len(certain)
        assert set(told["uncertain"]["decisions"]) == (possible - certain) & set(unsure)
        assert told["uncertain"]["acts"] == len(told["uncertain"]["decisions"])


def test_a_row_includes_the_parts_of_its_key_and_says_which_they_are(client: TestClient) -> None:
    for by in ("jurisdiction", "provision"):
        for day in ("2021-12-31", "2026-06-01"):
            found = fines(client, by=by, as_of=day)
            rows = {row["key"]["id"]: row for row in found["rows"] if row["key"]}
            inner = [row for row in rows.values() if row["above"]]
            assert inner
            for row in inner:
                above = rows[row["above"]]
                assert row["level"] == above["level"] + 1
                assert set(row["decisions"]) <= set(above["decisions"])
                assert row["fines"] <= above["fines"]
                assert Decimal(row["gross"]["in_euro"]["amount"]) <= Decimal(above["gross"]["in_euro"]["amount"])
            for row in rows.values():
                below = [one for one in inner if one["above"] == row["key"]["id"]]
                under = {name for one in below for name in one["decisions"]} | set(row["own"]["decisions"])
                assert under == set(row["decisions"])
            if by == "jurisdiction":
                top = [row for row in rows.values() if row["level"] == 1]
                assert sum(row["fines"] for row in top) == found["total"]["fines"]
    germany = next(row for row in fines(client, by="jurisdiction")["rows"] if row["key"]["id"] == "de")
    assert (germany["fines"], germany["own"]["fines"]) == (5, 1)
    article = next(row for row in fines(client, by="provision")["rows"] if row["key"] and row["key"]["id"] == "gdpr-25")
    listed = client.get("/api/v1/decisions?legal_basis=gdpr-25&measure=fine&fields=legal_bases&limit=500").json()
    found_so = {
        act["id"]
        for act in listed["data"]
        if any(f"{base['id']}-".startswith("gdpr-25-") for base in act["legal_bases"]["infringes"])
    }
    assert set(article["decisions"]) == found_so > set(article["own"]["decisions"])


@pytest.mark.parametrize("day", ["2022-06-15", "2024-02-01", "2026-06-01"])
def test_each_sum_has_the_acts_behind_it(client: TestClient, day: str) -> None:
    found = fines(client, by="jurisdiction", as_of=day)
    for row in (*found["rows"], found["total"]):
        assert set(row["states"]) == set(row["behind"]["states"])
        for state, number in row["states"].items():
            assert 0 < len(row["behind"]["states"][state]) <= number
        assert bool(row["behind"]["standing"]) == any(one["fines"] for one in row["net"]["by_currency"])
        for name in ("contested", "stayed", "uncertain", "fallen"):
            assert set(row["behind"][name]) <= set(row["decisions"])
            assert bool(row["behind"][name]) == any(Decimal(one[name]) for one in row["net"]["by_currency"])
        assert bool(row["behind"]["not_converted"]) == bool(row["gross"]["not_converted"])


def test_what_may_not_have_been_imposed_yet_is_in_no_sum_but_its_own(client: TestClient) -> None:
    early = fines(client, as_of="2024-01-01")["total"]
    assert {"ng-fccpc-2024-meta", "es-aepd-2024-glovo"} <= set(early["perhaps"]["decisions"])
    assert "USD" in {one["currency"] for one in early["perhaps"]["by_currency"]}
    late = fines(client, as_of="2024-12-31")["total"]
    assert set(early["perhaps"]["decisions"]) <= set(late["decisions"])
    for day in (*DAYS, "2024-01-01"):
        told = fines(client, as_of=day)["total"]
        assert sum(told["states"].values()) == told["fines"]
        assert sum(one["fines"] for one in told["perhaps"]["by_currency"]) == told["perhaps"]["fines"]


@pytest.mark.parametrize("day", ["2022-06-15", "2024-01-01", "2026-06-01"])
def test_sums_agree_with_the_example_query(client: TestClient, day: str) -> None:
    rows = client.get("/api/v1/queries/fines-by-jurisdiction", params={"as_of": day, "limit": 500}).json()["data"]
    expected: dict[str, list[Decimal]] = {}
    for row in rows:
        sums = expected.setdefault(row["currency"], [Decimal(0)] * 3)
        for at, name in enumerate(("total", "stayed", "uncertain")):
            sums[at] += Decimal(row[name])
    total = fines(client, as_of=day)["total"]
    perhaps = {one["currency"]: Decimal(one["amount"]) for one in total["perhaps"]["by_currency"]}
    told = {
        one["currency"]: [Decimal(one["amount"]), Decimal(one["stayed"]), Decimal(one["uncertain"])]
        for one in total["net"]["by_currency"]
    }
    for currency, amount in perhaps.items():
        told.setdefault(currency, [Decimal(0)] * 3)[2] += amount
    assert {name: sums for name, sums in told.items() if any(sums)} == expected


def test_years_are_those_of_the_act_or_of_its_publication(client: TestClient) -> None:
    rows = fines(client, by="year_published", as_of="2026-06-01")["rows"]
    for row in rows:
        if row["key"] is not None:
            year = row["key"]["id"]
            asked = f"/api/v1/decisions?measure=fine&fields=id&limit=500&published_from={year}&published_to={year}"
            listed = {act["id"] for act in client.get(asked).json()["data"]}
            assert set(row["decisions"]) <= listed
    assert sum(row["fines"] for row in rows) == fines(client, as_of="2026-06-01")["total"]["fines"]
