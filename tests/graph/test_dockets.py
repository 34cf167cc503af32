"""Dockets: all ways of writing one are one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.dockets import docket, of_case


@given(
    st.integers(10, 30), st.integers(1, 99999), st.sampled_from(["", "0", "00"]), st.sampled_from(["", "-TL", "-JD"])
)
def test_zeros_and_judges_make_no_difference(year: int, number: int, zeros: str, judge: str) -> None:
    found = docket(f"{year}-cv-{zeros}{number}{judge}")
    assert found == docket(f"No. {year}-CV-{number}") == (None, (str(year), "cv", str(number)))
    divided = docket(f"2:{year}-cv-{zeros}{number}{judge}")
    assert divided is not None
    assert (divided.division, divided.words) == ("2", (str(year), "cv", str(number)))


@pytest.mark.parametrize("text", ["21-cv-0135 (dkt 314)", "20 Civ. 1296", "21-135", "In re X, 21-cv-135", ""])
def test_what_is_no_docket_alone(text: str) -> None:
    assert docket(text) is None


def test_a_citation_that_ends_with_a_docket() -> None:
    assert of_case("In re X, 1:21-cv-0135 (dkt 314)") == ("In re X, ", ("1", ("21", "cv", "135")))
    assert of_case("21-cv-135") == ("", (None, ("21", "cv", "135")))
    assert of_case("In re X, 21-cv-135 (N.D. Ill.)") is None
