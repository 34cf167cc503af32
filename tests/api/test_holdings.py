"""Holdings: what stands of what an act held on each provision, and the parallels of provisions, on a day."""

from typing import Any

import pytest

from api.holdings import holdings


def force(name: str) -> dict[str, Any]:
    """A force as a status tells it."""
    return {"iri": f"x/{name}", "url": f"/x/{name}", "id": name, "label": name, "certain": True}


def base(name: str, counterpart: dict[str, Any] | None = None) -> dict[str, Any]:
    """A provision of an act."""
    return {"iri": name, "id": name, "counterpart": counterpart}


@pytest.mark.parametrize(
    ("whole", "findings", "held"),
    [
        ("annulled", [("in-force", [])], ["unknown", "unknown"]),
        ("withdrawn", [("revived", [])], ["unknown", "unknown"]),
        ("partly-annulled", [("annulled", [])], ["unknown", "unknown"]),
        ("partly-annulled", [("annulled", []), ("annulled", ["gdpr-5"])], ["annulled", "unknown"]),
        ("annulled", [("in-force", []), ("in-force", ["gdpr-5"])], ["in-force", "unknown"]),
        ("annulled", [("annulled", [])], ["annulled", "annulled"]),
        ("partly-annulled", [("annulled", ["gdpr-5"])], ["annulled", "in-force"]),
        ("partly-annulled", [("in-force", [])], ["in-force", "in-force"]),
        ("in-force", [("revived", [])], ["in-force", "in-force"]),
        ("annulled", [], ["annulled", "annulled"]),
    ],
)
def test_a_finding_without_provisions_may_be_on_any(
    whole: str, findings: list[tuple[str, list[str]]], held: list[str]
) -> None:
    """It leaves the force of the others open where it fell and they did not, or the other way round."""
    apart = [{"status": {"force": force(name)}, "provisions": [{"iri": one} for one in on]} for name, on in findings]
    bases = {"infringes": [base("gdpr-5"), base("gdpr-6")], "applies": [base("gdpr-3")]}
    told = holdings(bases, apart, force(whole), "2024-01-01")
    assert [one["force"]["id"] for one in told["infringes"]] == held
    assert all(one["force"]["iri"] == f"x/{one['force']['id']}" for one in told["infringes"])
    assert "force" not in told["applies"][0]


def test_what_did_not_exist_yet_has_no_force() -> None:
    told = holdings({"infringes": [base("gdpr-5")]}, [], None, "2010-01-01")
    assert told["infringes"][0]["force"] is None


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        (None, None, ["2017-01-01", "2026-02-04", "2026-02-05"]),
        (None, "2026-02-05", ["2017-01-01", "2026-02-04"]),
        ("2026-02-05", None, ["2026-02-05"]),
        ("2026-02-04", "2026-02-05", ["2026-02-04"]),
    ],
)
def test_a_provision_has_the_counterpart_of_the_day(since: str | None, until: str | None, days: list[str]) -> None:
    other = {"iri": "uk-gdpr-22", "id": "uk-gdpr-22", "from": since, "until": until}
    for day in ("2017-01-01", "2026-02-04", "2026-02-05"):
        told = holdings({"infringes": [base("gdpr-22", other)]}, [], None, day)
        assert told["infringes"][0]["counterpart"] == (other if day in days else None)
