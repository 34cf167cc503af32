"""Days in law: what is no day is refused, and none given is today."""

from datetime import UTC, datetime

import pytest

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
