"""National laws by number: the forms of one number meet, in the citation as in the recorded title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.citations import PLAIN, readings
from graph.keys import keys
from graph.statutes import number, numbered

TITLES = {
    "Loi n° 78-17 du 6 janvier 1978 relative à l'informatique, aux fichiers et aux libertés": [
        "loi n° 78-17 du 6 janvier 1978",
        "loi 78-17",
        "loi n°78-17",
    ],
    "Decreto legislativo 30 giugno 2003, n. 196, Codice in materia di protezione dei dati personali": [
        "d.lgs. 196/2003",
        "d.lgs. n. 196 del 2003",
        "decreto legislativo 30 giugno 2003, n. 196",
        "D. Lgs. 196/2003",
    ],
    "Ley Orgánica 3/2018, de 5 de diciembre, de Protección de Datos Personales": ["Ley Orgánica 3/2018", "LO 3/2018"],
    "Ley 34/2002, de 11 de julio, de servicios": ["Ley 34/2002", "Ley 34/2002, de 11 de julio"],
    "Lei nº 13.709, de 14 de agosto de 2018 (Lei Geral)": ["Lei 13.709/2018", "Lei nº 13.709, de 14 de agosto de 2018"],
    "Lov 15. juni 2018 nr. 38 om behandling av personopplysninger": ["lov 15. juni 2018 nr. 38"],
    "Lag (2018:218) med kompletterande bestämmelser": ["lag (2018:218)", "lagen (2018:218)"],
    "Kişisel Verilerin Korunması Kanunu (6698)": [
        "6698 sayılı Kanun",
        "6698 sayılı Kişisel Verilerin Korunması Kanunu",
    ],
}


def found(cite: str, made: set[str]) -> bool:
    """Whether a citation meets one of these keys by more than a bare number."""
    return any(key in made and key[0] <= PLAIN for key in readings(cite))


@pytest.mark.parametrize("title", TITLES)
def test_a_law_by_the_number_of_its_title(title: str) -> None:
    others = [other for other in TITLES if other != title]
    for cite in TITLES[title]:
        assert found(cite, keys("title", title)), cite
        assert found(f"art. 12 {cite}", keys("provision", "12", title)), cite
        assert not any(found(cite, keys("title", other)) for other in others), cite
        assert not found(cite, keys("reference", cite.split()[-1], "EDPB")), cite


@pytest.mark.parametrize(
    "cite", ["6698 sayılı Kanun m. 12", "6698 sayılı Kanun'un 12. maddesi", "KVKK madde 12", "KVKK md. 12"]
)
def test_an_article_of_a_turkish_law(cite: str) -> None:
    title = "KVKK" if "KVKK" in cite else "Kişisel Verilerin Korunması Kanunu (6698)"
    assert found(cite, keys("provision", "12", title))


@pytest.mark.parametrize(
    ("cite", "title"), [("loi 34/2002", "Ley 34/2002, de 11 de julio"), ("Ley 78-17", "Loi n° 78-17")]
)
def test_a_law_of_another_language_is_another_law(cite: str, title: str) -> None:
    assert not found(cite, keys("title", title))


def test_a_section_of_a_code_names_its_law() -> None:
    made = keys("provision", "15 USC 6502(c)", "COPPA")
    assert found("15 U.S.C. § 6502(c)", made)
    assert not found("16 U.S.C. § 6502(c)", made)


def test_a_plus_is_part_of_a_name() -> None:
    assert found("Convention 108+", keys("instrument", "Convention 108+"))
    assert not found("Convention 108+", keys("instrument", "Convention 108"))
    assert not found("Convention 108", keys("instrument", "Convention 108+"))


def test_a_rule_is_a_division_before_its_number_only() -> None:
    assert found("Rule 12(b)(6) FRCP", keys("provision", "12(b)(6)", "FRCP"))
    assert not found("COPPA Rule", keys("instrument", "COPPA"))


def test_no_number() -> None:
    assert number("telekommunikation-digitale-dienste-datenschutz-gesetz vom 23. juni 2021") is None


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert numbered(numbered(text)) is not None
