"""Orders: each key both ways, several keys, ties by id, what is unknown at the end."""

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.orders import natural
from graph.namespaces import KINDS
from graph.queries import folder

DECISIONS = "/api/v1/decisions"
KEYS = [
    (KINDS[query.fields["filters"]], key)
    for query in folder("api").values()
    if query.filters
    for key in ("id", *query.fields["sort"].split())
]


def ids(client: TestClient, plural: str, sort: str) -> list[str]:
    """Ids of a whole list in an order."""
    found: list[str] = []
    following: str | None = f"/api/v1/{plural}?limit=500&fields=id&sort={sort}"
    while following:
        answer = client.get(following)
        assert answer.status_code == 200, answer.text
        found += [record["id"] for record in answer.json()["data"]]
        following = answer.json()["page"]["next"]
    return found


@pytest.mark.parametrize(("plural", "key"), KEYS)
def test_every_key_sorts_all_records_both_ways(client: TestClient, plural: str, key: str) -> None:
    up, down = ids(client, plural, key), ids(client, plural, f"-{key}")
    assert up != down
    assert sorted(up) == sorted(down) == sorted(ids(client, plural, "id"))


def test_numbers_are_sorted_by_their_value_and_letters_without_accents(client: TestClient) -> None:
    gdpr = [name for name in ids(client, "legal-bases", "id") if re.fullmatch("gdpr-[0-9]+", name)]
    assert gdpr == [f"gdpr-{number}" for number in range(1, 100)]
    usual = ids(client, "legal-bases", "instrument")
    assert [name for name in usual if name in gdpr] == gdpr
    assert [natural(text) for text in ("ÚOOÚ", "Article 10", "Article 9")] == sorted(
        ["uoou", "article 000000000010", "article 000000000009"], reverse=True
    )


@pytest.mark.parametrize("key", ["decided", "published"])
def test_dates_in_their_order_with_the_unknown_at_the_end(client: TestClient, key: str) -> None:
    for sort in (key, f"-{key}"):
        records = client.get(f"{DECISIONS}?limit=500&fields=decided,filed,published&sort={sort}").json()["data"]
        days = [record[key] or (record["filed"] if key == "decided" else None) for record in records]
        known = [day for day in days if day]
        assert known == sorted(known, reverse=sort.startswith("-"))
        assert days == known + [None] * (len(days) - len(known))
        assert None in days


def test_amounts_sort_as_numbers_by_the_greatest_fine(client: TestClient) -> None:
    records = client.get(f"{DECISIONS}?limit=500&fields=measures.fines.money&sort=-amount&measure=fine").json()["data"]
    amounts = []
    for record in records:
        euro = [fine["money"]["in_euro"] for fine in record["measures"]["fines"]]
        amounts.append(max((float(one["amount"]) for one in euro if one), default=-1.0))
    assert amounts == sorted(amounts, reverse=True)


def test_ties_are_broken_by_the_next_key_and_then_by_id(client: TestClient) -> None:
    records = client.get(f"{DECISIONS}?limit=500&fields=jurisdiction.id,case.id&sort=jurisdiction,-case").json()["data"]
    keys = [(record["jurisdiction"]["id"], record["case"]["id"], record["id"]) for record in records]
    by_id = sorted(keys, key=lambda key: natural(key[2]))
    assert keys == sorted(sorted(by_id, key=lambda key: key[1], reverse=True), key=lambda key: key[0])


@pytest.mark.parametrize("sort", ["", "colour", "decided,", "--decided", "decided,-decided", "-", "decided amount"])
def test_an_order_that_there_is_not(client: TestClient, sort: str) -> None:
    answer = client.get(DECISIONS, params={"sort": sort})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == "sort"
    assert "published" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("plural", "key"),
    [
        *((plural, "decisions") for plural in ("authorities", "companies", "legal-bases", "jurisdictions", "cases")),
        ("instruments", "provisions"),
    ],
)
def test_none_is_a_number_and_comes_first(client: TestClient, plural: str, key: str) -> None:
    for sort in (key, f"-{key}"):
        found = client.get(f"/api/v1/{plural}?limit=500&fields={key}&sort={sort}").json()["data"]
        numbers = [record[key] for record in found]
        assert numbers == sorted(numbers, reverse=sort.startswith("-"))


def test_cases_are_sorted_by_the_day_that_they_tell(client: TestClient) -> None:
    for sort in ("last", "-last"):
        days = [record["last"] for record in client.get(f"/api/v1/cases?limit=500&sort={sort}").json()["data"]]
        known = [day for day in days if day]
        assert days == known + [None] * (len(days) - len(known))
        assert known == sorted(known, reverse=sort.startswith("-"))


def test_what_has_no_day_of_its_own_is_neither_newest_nor_oldest(client: TestClient) -> None:
    """The day by which an act is known to exist is that of a reader. Acts and cases stand by one rule: see `first`."""
    acts: list[dict[str, Any]] = []
    for order in ("-day", "day"):
        acts, following = [], f"/api/v1/decisions?sort={order}&limit=500&fields=decided,filed,published,case.id"
        while following:
            answer = client.get(following).json()
            acts, following = acts + answer["data"], answer["page"]["next"]
        days = [one["decided"] or one["filed"] or one["published"] for one in acts]
        known = [day for day in days if day]
        assert known == sorted(known, reverse=order == "-day")
        assert days[len(known) :] and not any(days[len(known) :])
    by_case: dict[str, list[str]] = {}
    for one in acts:
        mine = by_case.setdefault(one["case"]["id"], [])
        mine.extend(day for day in [one["decided"] or one["filed"] or one["published"]] if day)
    cases = client.get("/api/v1/cases?limit=500&fields=first,last").json()["data"]
    assert {one["id"]: (one["first"], one["last"]) for one in cases} == {
        name: (min(days, default=None), max(days, default=None)) for name, days in by_case.items()
    }
