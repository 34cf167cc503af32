"""The parts of a decision in columns: nothing ordered stands without what became of it, and nothing is lost."""

from collections.abc import Iterator
from functools import cache

import pytest
from starlette.testclient import TestClient

from api.columns import columns, row
from api.decisions import AXES, MEASURE_LISTS
from api.lists import SUMMARY
from api.paths import paths, tree
from api.resources import resources
from api.schemas import COMMON
from api.shaping import Record
from api.spread import parts
from api.things import things

STATE = ("id", "certain", "from", "caused_by.id", "alternatively.id")
KINDS = ("text", "date", "decimal", "integer", "boolean")
RESOURCES = resources()
SCHEMAS = {**COMMON, **things(RESOURCES)}
FOUND = [*columns(RESOURCES["decisions"].main), *parts(SUMMARY, RESOURCES["decisions"].parts)]
NAMES = {column.name for column in FOUND}
BESIDE = {"iri", "url", "label"}
"""What a column tells that has the `id` beside it."""
ELSEWHERE = {"until", "until_earliest", "earliest", "sources_reach"}
"""What a table tells of the decision only, or leaves to the record: more of the time in which a state held."""


@cache
def told(schema: str) -> set[str]:
    """The paths of what has no members in the records of a schema, but those left out on purpose."""
    found = paths(tree(SCHEMAS[schema], SCHEMAS))
    leaves = {path for path in found if not any(other.startswith(f"{path}.") for other in found)}
    return {path for path in leaves if path.rpartition(".")[2] not in BESIDE | ELSEWHERE}


def test_the_columns_of_decisions_are_those_scholars_ask_for() -> None:
    found = [*columns(RESOURCES["decisions"].main), *parts(SUMMARY, RESOURCES["decisions"].parts)]
    kinds = {column.name: column.kind for column in found}
    assert len(kinds) == len(found)
    assert set(kinds.values()) <= set(KINDS)
    assert (kinds["fine.amount"], kinds["fine.currency"], kinds["fine.in_euro.rate"]) == ("decimal", "text", "decimal")
    assert (kinds["decided"], kinds["status.force.from"], kinds["status.force.id"]) == ("date", "date", "text")
    assert {"respondents.id", "outcomes.label", "legal_bases.infringes.id", "measures.fines.money.amount"} <= set(kinds)


@pytest.mark.parametrize("name", MEASURE_LISTS.values())
def test_a_table_says_of_every_measure_what_became_of_it(name: str) -> None:
    of_each = {"id", "label", "condition", "deadline", "addressees.id", "verification.id"}
    states = {f"status.{axis}.{what}" for axis in AXES for what in STATE}
    assert {f"measures.{name}.{what}" for what in of_each | states} <= NAMES
    sums = {column for column in NAMES if column.startswith(f"measures.{name}.") and column.endswith(".amount")}
    assert all(f"{column.removesuffix('amount')}currency" in NAMES for column in sums if "euro" not in column)
    assert not sums or f"measures.{name}.amount_note" in NAMES


def test_what_the_contract_tells_of_a_measure_has_a_column() -> None:
    """A new property of measures, of findings or of their states must not be lost in tables unnoticed."""
    held = {path.partition(".")[2].partition(".")[2] for path in NAMES if path.startswith("measures.")}
    assert not {path for path in told("Measure") - held if not path.startswith(("type.", "status."))}
    assert not {path for path in told("OneState") if not {f"status.{axis}.{path}" for axis in AXES} & held}
    findings = {name.removeprefix("findings.") for name in NAMES if name.startswith("findings.")}
    assert {path for path in told("Finding") if not path.startswith("status.")} <= findings
    assert {f"status.{axis}.{what}" for axis in AXES for what in STATE} <= findings


def test_nothing_recorded_of_a_measure_is_lost(client: TestClient) -> None:
    lost = set()
    for record in pages(client, "/api/v1/decisions?limit=500"):
        for name, measures in record["measures"].items():
            for path in {path for measure in measures for path in leaves(measure)}:
                if path.rpartition(".")[2] not in BESIDE | ELSEWHERE and not path.startswith("type."):
                    lost |= {f"measures.{name}.{path}"} - NAMES
    assert not lost


def leaves(value: object, path: str = "") -> Iterator[str]:
    """The paths of what is known."""
    if isinstance(value, dict):
        for name, one in value.items():
            yield from leaves(one, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one, path)
    elif value is not None:
        yield path


def test_every_column_of_decisions_is_one_of_the_contract(client: TestClient) -> None:
    """Else its path would be wrong. What is not of a measure or a state has a value somewhere, too."""
    assert not NAMES - paths(tree(SCHEMAS["ListedDecision"], SCHEMAS))
    filled = {
        column.name
        for record in pages(client, "/api/v1/decisions?limit=500")
        for column, cell in zip(FOUND, row(FOUND, record), strict=True)
        if cell is not None
    }
    assert not {name for name in NAMES - filled if not name.startswith("measures.") and "status." not in name}


def test_a_sum_has_beside_it_what_became_of_it(client: TestClient) -> None:
    """The payment that falls due only under a condition, and the refusal that was annulled."""
    record = client.get("/api/v1/decisions/us-doj-2026-tiktok-coppa").json()["data"]
    cells = {column.name: cell for column, cell in zip(FOUND, row(FOUND, record), strict=True)}
    payments = "measures.settlement_payments"
    assert cells[f"{payments}.money.amount"] == "300000000.00 | 100000000.00"
    force, condition = (str(cells[f"{payments}.{what}"]).split(" | ") for what in ("status.force.id", "condition"))
    assert force == [one["status"]["force"]["id"] for one in record["measures"]["settlement_payments"]]
    assert (condition[0], len(condition)) == ("", 2)


def pages(client: TestClient, address: str | None) -> Iterator[Record]:
    """All records of a list."""
    while address:
        answer = client.get(address).json()
        yield from answer["data"]
        address = answer["page"]["next"]
