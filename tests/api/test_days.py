"""Days in law: what is no day is refused, and none given is today."""

from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from api.days import given_day, today
from graph.errors import ParameterError


def test_a_day_is_taken_as_it_is_and_none_is_today() -> None:
    first = datetime.now(UTC).date().isoformat()  # Midnight may pass between any two lines.
    assert given_day("2024-05-16") == "2024-05-16"
    before = today()
    assert before <= given_day(None) <= today()
    assert first <= today() <= datetime.now(UTC).date().isoformat()


@pytest.mark.parametrize("text", ["", "2024", "2024-02-30", "yesterday", "1899-12-31"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ParameterError) as error:
        given_day(text)
    assert error.value.name == "as_of"


def test_a_day_to_come_is_refused_and_nobodys_own_today() -> None:
    """In the Pacific a day begins 14 hours before it does in UTC, and may begin between any two lines."""
    for hours in (0, 13):
        own = (datetime.now(UTC) + timedelta(hours=hours)).date().isoformat()
        assert given_day(own) == own
    for days in (2, 30, 3000):
        later = (datetime.now(UTC) + timedelta(days=days)).date().isoformat()
        with pytest.raises(ParameterError, match="a day to come"):
            given_day(later)
    with pytest.raises(ParameterError):
        given_day("9999-12-31")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/decisions",
        "/api/v1/decisions/es-aepd-2021-clearview",
        "/api/v1/legal-bases/gdpr-22",
        "/api/v1/cases/clearview-scraping/compare",
        "/api/v1/stats/fines",
        "/api/v1/queries/force-of-an-act",
        "/decisions/es-aepd-2021-clearview",
    ],
)
def test_nothing_is_told_of_a_day_to_come(client: TestClient, path: str) -> None:
    assert client.get(f"{path}?as_of=9999-12-31").status_code == 422
