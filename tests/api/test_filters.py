"""Filters of decisions: each, pair by pair and at random, against what the whole records say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from api.days import today
from api.lists import fitting
from api.resources import completed, listed, resources
from api.spans import span
from api.versions import Versions
from graph.namespaces import ID

DAY = "2024-06-30"
DECISIONS = "/api/v1/decisions"
Record = dict[str, Any]


@dataclass(frozen=True)
class Oracle:
    """Whole records of all decisions on a day, and who is above a company or a provision."""

    records: list[Record]
    parents: Mapping[str, str]
    wholes: Mapping[str, str]
    known: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def above(self, of: Mapping[str, str], slug: str) -> set[str]:
        """A thing with all above it."""
        found = {slug}
        while slug in of and of[slug] not in found:
            slug = of[slug]
            found.add(slug)
        return found

    def values(self, name: str, record: Record) -> set[str]:
        """What a record has of a filter, found once."""
        key = (name, record["id"])
        if key not in self.known:
            self.known[key] = self.found(name, record)
        return self.known[key]

    def found(self, name: str, record: Record) -> set[str]:
        """What a record has of a filter."""
        companies = {one["id"] for one in record["respondents"] + record["complainants"]}
        parties = [party["participant"] for party in record["parties"] if "participant" in party]
        companies |= {party["id"] for party in parties if party["iri"].startswith(f"{ID}company/")}
        bases = [base for found in record["legal_bases"].values() for base in found]
        lists = [measure for found in record["measures"].values() for measure in found]
        statuses = [record["status"], *(part["status"] for part in [*lists, *record["findings"]])]
        states = [state for status in statuses for state in status.values() if state and state["certain"]]
        if name == "jurisdiction":
            return {record[name]["id"], record[name]["id"].partition("-")[0]}
        if name in ("authority", "case", "verification"):
            return {record[name]["id"]}
        if name == "company":
            return companies
        if name == "group":
            return {slug for company in companies for slug in self.above(self.parents, company)}
        if name == "legal_basis":
            return {slug for base in bases for slug in self.above(self.wholes, base["id"])}
        found: dict[str, Callable[[], set[str]]] = {
            "instrument": lambda: {base["instrument"]["id"] for base in bases},
            "kind": lambda: {record["kind"]["id"], record["type"]["id"]},
            "measure": lambda: (
                {measure["type"]["id"] for measure in lists} | ({"Finding"} if record["findings"] else set())
            ),
            "mechanism": lambda: {one["id"] for one in record["mechanisms"]},
            "status": lambda: {state["id"] for state in states},
            "source": lambda: {one["document"]["id"] for one in record["sources"]},
        }
        return found[name]()

    def since(self, record: dict[str, Any]) -> list[str]:
        """Days before which an act whose own day is not known cannot lie."""
        below = {row["id"] for row in record["affects"] if row["relation"]["id"] == "appealFrom"}
        ruled = [day for act in self.records if act["id"] in below for day in [act["decided"] or "", *self.since(act)]]
        own = [record[name] for name in ("not_before", "started", "conduct_from") if record[name]]
        return own + ruled

    def fits(self, name: str, value: str, record: Record) -> bool:
        """Whether a record fits a filter for certain."""
        stem, _, end = name.rpartition("_")
        if end not in ("from", "to"):
            return bool(set(value.split(",")) & self.values(name, record))
        if stem == "amount":
            amounts = [fine["money"]["in_euro"] for fine in record["measures"]["fines"] if "money" in fine]
            known = [Decimal(amount["amount"]) for amount in amounts if amount]
            return any(amount >= Decimal(value) if end == "from" else amount <= Decimal(value) for amount in known)
        date = record[stem] or (record["filed"] if stem == "decided" else None)
        if date is None and stem == "decided" and end == "from":
            return any(day.ljust(10, "!") >= value.ljust(10, "!") for day in self.since(record))
        if date is None:
            latest = record["published"] or record["known_by"]
            return stem == "decided" and end == "to" and bool(latest) and latest.ljust(10, "~") <= value.ljust(10, "~")
        if end == "from":
            return bool(date.ljust(10, "!") >= value.ljust(10, "!"))
        return bool(date.ljust(10, "~") <= value.ljust(10, "~"))


@pytest.fixture(scope="module")
def oracle(snapshots: Path, client: TestClient) -> Oracle:
    """The oracle of the real graph, from the whole records: it knows nothing of tables."""
    view, decisions = Versions(snapshots).current(), resources()["decisions"]
    records = listed(view, decisions, fitting(view, decisions), DAY)
    completed(view, decisions, records, DAY)
    parents, wholes = {}, {}
    for path, name, found in (("companies", "parent", parents), ("legal-bases", "part_of", wholes)):
        following: str | None = f"/api/v1/{path}?limit=500"
        while following:
            answer = client.get(following).json()
            found.update({one["id"]: one[name]["id"] for one in answer["data"] if one[name]})
            following = answer["page"]["next"]
    return Oracle(records, parents, wholes)


NAMES = (
    *("jurisdiction", "authority", "company", "group", "case", "legal_basis", "instrument", "kind", "measure"),
    *("mechanism", "status", "verification", "source"),
)
SAMPLES = {
    "jurisdiction": "nl,fr,gb,us",
    "authority": "nl-ap,ie-dpc,gb-ico",
    "company": "clearview-ai,meta-platforms-ireland",
    "group": "meta-platforms,alphabet",
    "case": "clearview-scraping,meta-legal-basis-ads",
    "legal_basis": "gdpr-6,gdpr-5",
    "instrument": "gdpr",
    "kind": "sanction,Judgment",
    "measure": "Fine,Ban",
    "mechanism": "extraterritorial,one-stop-shop",
    "status": "under-appeal,annulled",
    "verification": "partly",
    "amount_from": "1000000",
    "amount_to": "50000000.00",
    "decided_from": "2021",
    "decided_to": "2023-06",
    "published_from": "2022-02-01",
    "published_to": "2024",
}


def found(client: TestClient, asked: Mapping[str, str]) -> list[str]:
    """Ids of what fits some filters, all on one page."""
    answer = client.get(DECISIONS, params={**asked, "as_of": DAY, "limit": "500", "fields": "label"})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["page"]["total"] == len(body["data"])
    return [record["id"] for record in body["data"]]


def expected(oracle: Oracle, asked: Mapping[str, str]) -> list[str]:
    """The same by the oracle, in the order of the whole list. Two bounds of an amount must hold of one fine."""
    fits = [r for r in oracle.records if all(oracle.fits(name, value, r) for name, value in asked.items())]
    if {"amount_from", "amount_to"} <= set(asked):
        low, high = Decimal(asked["amount_from"]), Decimal(asked["amount_to"])
        euro = lambda r: [f["money"]["in_euro"] for f in r["measures"]["fines"] if "money" in f]  # noqa: E731
        fits = [r for r in fits if any(low <= Decimal(one["amount"]) <= high for one in euro(r) if one)]
    return [record["id"] for record in fits]


@pytest.mark.parametrize("name", SAMPLES)
def test_each_filter_keeps_what_it_should_and_no_more(client: TestClient, oracle: Oracle, name: str) -> None:
    asked = {name: SAMPLES[name]}
    mine = found(client, asked)
    assert mine == expected(oracle, asked)
    assert 0 < len(mine) < len(oracle.records)


@pytest.mark.parametrize("pair", list(combinations(SAMPLES, 2)), ids="-".join)
def test_filters_combine_pair_by_pair(client: TestClient, oracle: Oracle, pair: tuple[str, str]) -> None:
    asked = {name: SAMPLES[name] for name in pair}
    assert found(client, asked) == expected(oracle, asked)


STATUS_DAYS = ("2019-06-01", "2021-11-30", "2024-01-01", "2025-03-20", "2025-12-01", "2026-06-15", "2026-11-22")
"""Days before, within and after months and years of which no day is known."""


@pytest.mark.parametrize("day", STATUS_DAYS)
def test_a_status_fits_where_the_record_says_so(snapshots: Path, client: TestClient, day: str) -> None:
    view, decisions = Versions(snapshots).current(), resources()["decisions"]
    records = listed(view, decisions, fitting(view, decisions), day)
    completed(view, decisions, records, day, ("status", "measures", "findings"))
    certain: dict[str, list[str]] = {}
    possible: dict[str, list[str]] = {}
    for record in records:
        lists = [measure for found in record["measures"].values() for measure in found] + record["findings"]
        for axis in ("force", "finality", "execution"):
            told = [status[axis] for status in (record["status"], *(one["status"] for one in lists)) if status[axis]]
            for name in {f"{axis}/{state['id']}" for state in told if state["certain"]}:
                certain.setdefault(name, []).append(record["id"])
            told += [state["alternatively"] for state in told if "alternatively" in state]
            for name in {f"{axis}/{state['id']}" for state in told}:
                possible.setdefault(name, []).append(record["id"])
    assert len(possible) >= 3
    facets = client.get(DECISIONS, params={"as_of": day, "facets": "status", "limit": "1"}).json()["facets"]["status"]
    assert {one["id"]: one["count"] for one in facets} == {name: len(ids) for name, ids in certain.items()}
    for name, ids in possible.items():
        asked = {"status": name, "as_of": day, "limit": "500", "fields": "id"}
        sure, every = (
            client.get(DECISIONS, params={**asked, **more}).json() for more in ({}, {"uncertain": "included"})
        )
        assert [one["id"] for one in sure["data"]] == certain.get(name, []), name
        assert sure["page"].get("uncertain", 0) == len(ids) - len(certain.get(name, [])), name
        assert [one["id"] for one in every["data"]] == ids, name


DAYS = st.dates().map(lambda day: f"{2005 + day.year % 22}-{day.month:02}-{day.day % 28 + 1:02}")
DATES = st.tuples(DAYS, st.sampled_from([4, 7, 10])).map(lambda pair: pair[0][: pair[1]])
AMOUNTS = st.integers(0, 10**10).map(str)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_filters_combine(client: TestClient, oracle: Oracle, data: st.DataObject) -> None:
    asked = {}
    for name in sorted(data.draw(st.sets(st.sampled_from(NAMES), max_size=3))):
        known = sorted({value for record in oracle.records for value in oracle.values(name, record)})
        asked[name] = ",".join(data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=4, unique=True)))
    bounds = ["amount_from", "amount_to", "decided_from", "decided_to", "published_from", "published_to"]
    for name in sorted(data.draw(st.sets(st.sampled_from(bounds), max_size=2))):
        asked[name] = data.draw(AMOUNTS if name.startswith("amount") else DATES)
    answer = client.get(DECISIONS, params={**asked, "limit": "1", "fields": "id"})
    if answer.status_code == 422:
        stem = answer.json()["parameter"].rpartition("_")[0]
        assert {f"{stem}_from", f"{stem}_to"} <= set(asked)
        assert asked[f"{stem}_from"].ljust(20) > asked[f"{stem}_to"].ljust(20) or stem == "amount"
        return
    assert found(client, asked) == expected(oracle, asked)


def test_values_may_be_repeated_or_separated_by_commas(client: TestClient) -> None:
    one = client.get(f"{DECISIONS}?jurisdiction=nl,fr").json()["data"]
    two = client.get(f"{DECISIONS}?jurisdiction=nl&jurisdiction=fr").json()["data"]
    assert one == two
    assert {record["jurisdiction"]["id"] for record in one} == {"nl", "fr"}


@pytest.mark.parametrize(
    "same", [("Fine", "fine"), ("PeriodicPenalty", "periodic-penalty"), ("PeriodicPenalty", "periodic_penalty")]
)
def test_a_class_has_several_spellings(client: TestClient, same: tuple[str, str]) -> None:
    first, second = (found(client, {"measure": name}) for name in same)
    assert first == second != []


def test_a_word_on_two_axes_means_both_and_its_path_one(client: TestClient) -> None:
    both = set(found(client, {"status": "stayed"}))
    parts = [set(found(client, {"status": f"{axis}/stayed"})) for axis in ("force",)]
    assert set().union(*parts) <= both


def test_a_company_finds_less_than_its_group(client: TestClient) -> None:
    group = set(found(client, {"group": "meta-platforms"}))
    assert set(found(client, {"company": "meta-platforms"})) < group
    assert set(found(client, {"company": "meta-platforms-ireland"})) <= group


def test_an_article_finds_its_points(client: TestClient) -> None:
    assert set(found(client, {"legal_basis": "gdpr-6-1-f"})) < set(found(client, {"legal_basis": "gdpr-6"}))


def test_a_status_is_that_of_the_day(client: TestClient) -> None:
    def annulled(day: str) -> set[str]:
        answer = client.get(DECISIONS, params={"status": "annulled", "as_of": day, "limit": "500"}).json()
        return {record["id"] for record in answer["data"]}

    notice = "gb-ico-2022-clearview-mpn"
    assert notice not in annulled("2022-06-01")
    assert notice in annulled("2024-01-01")
    assert notice not in annulled("2025-12-01")


def test_what_may_fit_is_counted_and_given_on_request(client: TestClient, oracle: Oracle) -> None:
    asked = {"decided_from": "2022-06-01", "decided_to": "2022-06-30"}
    page = client.get(DECISIONS, params=asked).json()["page"]
    wide = client.get(DECISIONS, params={**asked, "uncertain": "included", "limit": "500"}).json()
    assert page["uncertain"] > 0
    assert wide["page"]["total"] == page["total"] + page["uncertain"]
    partial = {record["id"] for record in oracle.records if record["decided"] == "2022"}
    assert partial <= {record["id"] for record in wide["data"]}
    assert not partial & set(found(client, asked))
    assert partial <= set(found(client, {"decided_from": "2022-01-01", "decided_to": "2022-12-31"}))


def test_a_fine_without_a_rate_may_fit_any_amount(client: TestClient) -> None:
    asked = {"amount_from": "1", "jurisdiction": "kr", "limit": "500"}
    page = client.get(DECISIONS, params=asked).json()["page"]
    wide = client.get(DECISIONS, params={**asked, "uncertain": "included"}).json()
    assert page["uncertain"] >= 1
    assert "kr-pipc-2021-netflix" in {record["id"] for record in wide["data"]}


def test_words_are_joined_with_other_filters(client: TestClient) -> None:
    words, both = found(client, {"q": "clearview"}), found(client, {"q": "clearview", "jurisdiction": "nl"})
    assert set(both) == set(words) & set(found(client, {"jurisdiction": "nl"}))
    assert "nl-ap-2024-clearview" in both
    hits = client.get("/api/v1/search?q=clearview&kind=decision").json()["page"]["total"]
    assert len(words) == hits


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("measure", "tax", "Fine"),
        ("status", "forgotten", "force/annulled"),
        ("kind", "kindness", "decision-kind/sanction"),
        ("mechanism", "luck", "mechanism/extraterritorial"),
        ("verification", "yes", "verification/verified"),
        ("decided_from", "2022-13", "2024-05"),
        ("decided_to", "2023-02-29", "2024-05-16"),
        ("published_from", "last year", "2024"),
        ("amount_from", "1e9", "30500000.00"),
        ("amount_to", "€5", "30500000.00"),
        ("jurisdiction", "nl,,fr", "empty"),
        ("jurisdiction", "", "empty"),
        ("jurisdiction", ",".join(f"a{number}" for number in range(101)), "at most 100"),
        ("q", "", "at least one word"),
        ("q", "word " * 40, "words"),
        ("uncertain", "perhaps", "included"),
    ],
)
def test_a_wrong_value_is_told_with_what_would_be_right(client: TestClient, name: str, value: str, word: str) -> None:
    if name == "q" and value:
        value = " ".join(f"word{number}" for number in range(40))
    answer = client.get(DECISIONS, params={name: value})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == name
    assert word in answer.json()["detail"]


@pytest.mark.parametrize("stem", ["decided", "published", "amount"])
def test_bounds_that_nothing_can_fit(client: TestClient, stem: str) -> None:
    answer = client.get(DECISIONS, params={f"{stem}_from": "2024", f"{stem}_to": "2023"})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == f"{stem}_from"


def test_a_bound_given_twice(client: TestClient) -> None:
    answer = client.get(f"{DECISIONS}?decided_from=2020&decided_from=2021")
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "decided_from"


def test_a_thing_that_is_not_recorded_is_told_with_the_nearest(client: TestClient) -> None:
    body = client.get(f"{DECISIONS}?company=clearview-a&jurisdiction=nl").json()
    assert body["data"] == []
    assert body["unknown"] == [
        {"parameter": "company", "value": "clearview-a", "nearest": body["unknown"][0]["nearest"]}
    ]
    assert "clearview-ai" in body["unknown"][0]["nearest"]
    assert body["coverage"]["completeness"] == "selected"
    assert "unknown" not in client.get(f"{DECISIONS}?company=clearview-ai").json()


OTHERS = """
cases?group=meta-platforms cases?authority=nl-ap cases?legal_basis=gdpr-9 cases?q=clearview cases?jurisdiction=nl
authorities?kind=court authorities?case=clearview-scraping authorities?jurisdiction=nl,fr
jurisdictions?member_of=eu jurisdictions?part_of=ca jurisdictions?case=clearview-scraping
companies?seat=us companies?group=meta-platforms companies?kind=public-body companies?parent=meta-platforms
companies?case=clearview-scraping companies?jurisdiction=nl companies?q=meta
legal-bases?part_of=gdpr-6 legal-bases?jurisdiction=us legal-bases?instrument=gdpr legal-bases?case=clearview-scraping
instruments?verification=verified instruments?case=clearview-scraping instruments?jurisdiction=nl
sources?language=fr sources?kind=press-release sources?decision=nl-ap-2024-clearview sources?case=clearview-scraping
sources?authority=nl-ap sources?jurisdiction=nl
"""


@pytest.mark.parametrize("path", OTHERS.split())
def test_filters_of_other_lists(client: TestClient, path: str) -> None:
    some = client.get(f"/api/v1/{path}").json()["page"]["total"]
    every = client.get(f"/api/v1/{path.partition('?')[0]}").json()["page"]["total"]
    assert 0 < some < every


ABOVE = {
    "decisions": {
        "kind": {"Decision": "AdministrativeDecision,BindingDecision,Judgment,Settlement,ProvisionalAct"},
        "measure": {
            "OperativePart": "Measure,Refusal,Finding",
            "Measure": "Fine,Order,Ban,Reprimand,PeriodicPenalty,PenaltyLiquidation,Redress,SettlementPayment,Damages,"
            "Recommendation",
        },
    },
    "authorities": {"kind": {"Authority": "SupervisoryAuthority,Court,Regulator,Board"}},
    "companies": {"kind": {"Company": "Company,PublicBody,CivilSocietyOrganization"}},
}
"""Classes above others, by list and filter, with those right below them."""


def test_a_class_gives_what_is_of_any_class_below_it(client: TestClient) -> None:
    def ids(path: str, **asked: str) -> set[str]:
        answer = client.get(f"/api/v1/{path}", params={**asked, "limit": "500", "fields": "id"}).json()
        assert answer["page"]["next"] is None
        return {one["id"] for one in answer["data"]}

    for path, filters in ABOVE.items():
        for name, classes in filters.items():
            for above, below in classes.items():
                mine = ids(path, **{name: above})
                assert mine == ids(path, **{name: below})
                assert all(ids(path, **{name: one}) <= mine for one in below.split(","))
    for path in ("authorities", "companies"):
        (top,) = ABOVE[path]["kind"]
        assert ids(path, kind=top) == ids(path)
    assert ids("decisions", kind="Decision") == ids("decisions") - ids("decisions", kind="Complaint")


def test_on_its_last_day_a_month_or_year_has_passed(client: TestClient) -> None:
    """What began in 2023 had begun for certain on 31 December, and what began in February on its last day."""

    def unpaid(day: str) -> set[str]:
        asked = {"status": "unpaid", "as_of": day, "limit": "500"}
        return {record["id"] for record in client.get("/api/v1/decisions", params=asked).json()["data"]}

    assert "fr-cnil-2023-clearview" not in unpaid("2023-12-30")
    assert "fr-cnil-2023-clearview" in unpaid("2023-12-31")
    tried = 0
    for name in [one["id"] for one in client.get("/api/v1/decisions?limit=500&fields=id").json()["data"]]:
        record = client.get(f"/api/v1/decisions/{name}").json()["data"]
        for state in record["history"]:
            own = state["thing"]["id"] == record["id"]
            within = state.get("earliest", state["from"]).startswith(state["from"])
            last = span(state["from"]).last
            if own and len(state["from"]) < 10 and within and state["status"]["id"] != "unknown" and last <= today():
                asked = f"/api/v1/decisions/{record['id']}?fields=status&as_of={last}"
                held = client.get(asked).json()["data"]["status"][state["axis"]["id"]]
                if held["id"] == state["status"]["id"] and held.get("until") is None:
                    assert held["certain"], (record["id"], state)
                    tried += 1
    assert tried >= 10


def test_no_act_has_a_status_on_the_eve_of_its_day(client: TestClient) -> None:
    """Whatever a source gives only by month or year, an appeal or a payment: nothing befalls an act before it."""
    of_a_year = ("es-aepd-2021-clearview", "ie-dpc-2024-linkedin", "be-gba-2022-iab", "lt-2025-vinted")
    for name in of_a_year:
        own = client.get(f"/api/v1/decisions/{name}").json()["data"]
        eve = (date.fromisoformat(own["decided"] or own["published"]) - timedelta(days=1)).isoformat()
        record = client.get(f"/api/v1/decisions/{name}?as_of={eve}").json()["data"]
        assert not any(record["status"].values()), name
        assert not any(any(one["status"].values()) for kind in record["measures"].values() for one in kind), name
    for day in ("2021-02-01", "2022-02-01", "2024-02-01", "2025-04-30", "2025-10-01"):
        for status in ("under-appeal", "open-to-appeal", "final", "paid", "unpaid"):
            asked = {"status": status, "as_of": day, "uncertain": "included", "limit": "500", "fields": "id,decided"}
            for one in client.get("/api/v1/decisions", params=asked).json()["data"]:
                assert one["decided"] is None or span(one["decided"]).first <= day, (one, day)


def test_an_act_known_only_by_a_day_may_have_been_in_force_before(client: TestClient) -> None:
    def force(day: str) -> tuple[str, bool] | None:
        found = client.get(f"/api/v1/decisions/es-an-caixabank-2m?as_of={day}").json()["data"]["status"]["force"]
        return (found["id"], found["certain"]) if found else None

    assert force("2021-02-28") is None
    assert force("2024-01-01") == ("in-force", False)
    assert force("2026-11-22") == ("in-force", True)
    asked = {"status": "in-force", "as_of": "2024-01-01", "case": "caixabank-consent", "fields": "id"}
    for uncertain, holds in (("left-out", False), ("included", True)):
        answer = client.get("/api/v1/decisions", params={**asked, "uncertain": uncertain}).json()
        assert ("es-an-caixabank-2m" in {act["id"] for act in answer["data"]}) == holds
    status = client.get("/api/v1/decisions/es-aepd-2021-caixabank?as_of=2024-02-01").json()["data"]["status"]
    assert "until" not in status["finality"]  # Unknown before the ruling, whenever that was, and unknown after it.
    status = client.get("/api/v1/decisions/es-aepd-2021-caixabank?as_of=2021-02-01").json()["data"]["status"]
    assert (status["finality"]["until_earliest"], status["finality"]["certain"]) == ("2021-03", True)


@pytest.mark.parametrize("word", ["judgment", "binding-decision", "complaint"])
def test_a_word_for_a_kind_and_a_class_means_both_however_it_is_written(client: TestClient, word: str) -> None:
    spelled = [word, word.upper(), word.title().replace("-", ""), word.replace("-", "_")]
    totals = {client.get("/api/v1/decisions", params={"kind": one}).json()["page"]["total"] for one in spelled}
    assert len(totals) == 1
    assert totals != {0}


def test_a_facet_names_what_only_it_counts(client: TestClient) -> None:
    counted = client.get("/api/v1/decisions", params={"facets": "kind,measure,mechanism"}).json()["facets"]
    for name, values in counted.items():
        for value in values:
            total = client.get("/api/v1/decisions", params={name: value["id"], "limit": 1}).json()["page"]["total"]
            assert total == value["count"], (name, value["id"])


def test_a_state_has_the_cases_of_its_parts(client: TestClient) -> None:
    cases = [case["id"] for case in client.get("/api/v1/cases?limit=500&jurisdiction=de").json()["data"]]
    assert len(cases) > 3
    for case in cases:
        found = client.get("/api/v1/jurisdictions", params={"case": case, "limit": 500}).json()["data"]
        assert "de" in {order["id"] for order in found}, case


def test_a_language_is_found_with_its_varieties_and_in_any_case(client: TestClient) -> None:
    def of(tag: str) -> int:
        total: int = client.get("/api/v1/sources", params={"language": tag, "limit": 1}).json()["page"]["total"]
        return total

    assert of("fr") == of("FR") > 0
    assert of("pt") == of("PT") >= of("pt-BR") == of("pt-br") > 0
    unknown = client.get("/api/v1/sources", params={"language": "xx-YY"}).json()
    assert (unknown["data"], [one["value"] for one in unknown["unknown"]]) == ([], ["xx-YY"])


def test_nothing_was_published_before_it_was_decided(client: TestClient) -> None:
    asked = {"published_to": "2012", "uncertain": "included", "limit": 500, "fields": "decided,filed,published"}
    found = client.get("/api/v1/decisions", params=asked).json()
    days = [record["published"] or record["decided"] or record["filed"] for record in found["data"]]
    assert all(day is None or day[:4] <= "2012" for day in days)
