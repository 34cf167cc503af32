"""Keys: under what a thing is found, and under what it is not."""

import pytest

from graph.citations import LOOSE, PLAIN, SHORT, STEM, TOLD, WRITTEN, lesser, readings
from graph.keys import keys


def met(cite: str, made: set[str]) -> bool:
    return any(key in made for key in readings(cite))


def test_square_brackets_tell_two_series_apart() -> None:
    canada, australia = keys("neutral-citation", "2025 FCA 133"), keys("neutral-citation", "[2025] FCA 133")
    assert met("2025 FCA 133", canada)
    assert met("[2025] FCA 133", australia)
    assert not met("[2025] FCA 133", canada)
    assert {key[0] for key in readings("2025 FCA 133") if key in australia} == {LOOSE}
    assert f"{TOLD} series fca" in canada - australia
    assert set(lesser("[2025] FCA 133")) & canada


def test_a_ruling_of_a_federal_court_of_canada_has_two_neutral_citations() -> None:
    assert met("2024 CAF 140", keys("neutral-citation", "2024 FCA 140"))
    assert met("2023 CF 1612", keys("neutral-citation", "2023 FC 1612"))


@pytest.mark.parametrize(
    "value", ["21-cv-135", "21-cv-0135 (dkt 279)", "1:21-cv-00135-TL", "In re X, 21-cv-0135 (dkt 3)"]
)
def test_all_acts_of_a_case_have_its_docket(value: str) -> None:
    form = "citation" if value.startswith("In") else "reference"
    assert f"{WRITTEN} 21 cv 135" in keys(form, value)
    assert (f"{TOLD} docket 1 21 cv 135" in keys(form, value)) == value.startswith("1:")


def test_a_reporter_within_a_citation() -> None:
    made = keys("citation", "Thornley v. Clearview AI, Inc., 984 F.3d 1241 (7th Cir. 2021)")
    assert met("984 F.3d 1241", made)
    assert not met("984 F.2d 1241", made)


@pytest.mark.parametrize(
    ("value", "stem"),
    [
        ("W108 2274731-1/5E", "W108 2274731-1"),
        ("VI-Kart 1/19 (V)", "VI-Kart 1/19"),
        ("EA/2022/0165/FP", "EA/2022/0165"),
        ("20/02136-18", "20/02136"),
        ("23-114359TVI-TOSL/08", "23-114359TVI-TOSL"),
        ("89 FR 14839-14842", "89 FR 14839"),
        ("FTC File 182 3107", "182 3107"),
    ],
)
def test_a_number_without_its_last_part_names_nothing_and_leads_to_it(value: str, stem: str) -> None:
    made = keys("reference", value, "FTC")
    assert not met(stem, made)
    assert {key[0] for key in lesser(stem) if key in made} == {STEM}


@pytest.mark.parametrize(("value", "short"), [("SAN-2022-019", "SAN-2022"), ("n. 285 del 22 luglio 2021", "285 22")])
def test_what_leads_to_no_number(value: str, short: str) -> None:
    assert not set(lesser(short)) & keys("reference", value)


def test_an_instrument_without_its_place() -> None:
    assert f"{SHORT} charter" in keys("instrument", "Canadian Charter", "Canada")
    assert f"{SHORT} gdpr" not in keys("instrument", "UK GDPR", "United Kingdom")
    assert f"{PLAIN} charter" not in keys("instrument", "Canadian Charter", "Canada")


def test_what_is_told_beside_the_numbers() -> None:
    assert keys("language", "el") == {f"{TOLD} language el"}
    assert keys("court", "yes") == {f"{TOLD} court yes"}
