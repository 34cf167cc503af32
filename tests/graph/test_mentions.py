"""Mentions: what numbers a sentence may have, and what else it tells."""

import pytest

from graph.citations import PLAIN, WRITTEN, readings
from graph.keys import keys
from graph.mentions import (
    bracket_behind,
    explained,
    led_in,
    mentions,
    of_another,
    undated,
    within,
)


@pytest.mark.parametrize(
    ("cite", "year"),
    [
        ("Délibération SAN-2022-019 du 17 octobre 2022", "2022"),
        ("SAN-2022-019 (17 octobre 2022)", "2022"),
        ("SAN-2022-019, 1er mars 2021", "2021"),
        ("SAN-2022-019 de 3 de mayo de 2021", "2021"),
        ("SAN-2022-019 vom 17.10.2022", "2022"),
        ("Délibération du 17 octobre 2022, n° SAN-2022-019", "2022"),
    ],
)
def test_a_day_beside_a_number(cite: str, year: str) -> None:
    made = keys("reference", "SAN-2022-019", "CNIL")
    assert not set(readings(cite)) & made
    without = undated(cite)
    assert without is not None
    assert without[1] == year
    assert set(readings(without[0])) & made


@pytest.mark.parametrize("cite", ["SAN-2022-019", "17 octobre 2022", "art. 6 of 2022", ""])
def test_no_day_beside_a_number(cite: str) -> None:
    assert undated(cite) is None


@pytest.mark.parametrize(
    ("cite", "cases", "eclis"),
    [
        ("T-709/21 WhatsApp Ireland v EDPB", ["t 709 union 21"], []),
        ("C-446/21, EU:C:2024:834, paragraph 58", ["c 446 union 21"], ["ecli eu c 2024 834"]),
        ("WhatsApp v EDPB (C‑97/23 P)", ["c 97 union 23 p"], []),
        ("see ECLI:FR:CECHR:2022:451423.20220627.", [], ["ecli fr cechr 2022 451423 20220627"]),
        ("C-203/15 and C-698/15", ["c 203 union 15", "c 698 union 15"], []),
        ("Opinion of Advocate General Ćapeta in Case C-97/23 P", [], []),
        *(
            (f"{word} Rantos, C-252/21", [], [])
            for word in (
                *("GA", "AG", "Avocat général", "Avocate générale", "Generalanwalt", "Advocaat-generaal"),
                *("Avvocato generale", "Abogado General", "Advogado-Geral", "Schlussanträge", "Γενικός Εισαγγελέας"),
                *("Rzecznik Generalny", "Conclusions", "Conclusioni", "Prise de position"),
            )
        ),
        ("AGCOM v GAFA AG, C-252/21", ["c 252 union 21"], []),
        ("XT-709/21 a", [], []),
        ("T-709/2021 a", [], []),
        ("A 446/21 and 446/21", [], []),
    ],
)
def test_numbers_of_courts_among_words(cite: str, cases: list[str], eclis: list[str]) -> None:
    assert within(cite) == ([f"{PLAIN} {one}" for one in cases], [f"{WRITTEN} {one}" for one in eclis])


def test_groups_of_words_with_what_stands_around_them() -> None:
    found = list(mentions("Doan v Clearview (2023 FC 1612), at 3"))
    assert ("2023 FC 1612", "Doan v Clearview ", " at 3") in found
    assert [len(words.split()) for words, _, _ in found] == sorted(
        (len(words.split()) for words, _, _ in found), reverse=True
    )
    assert any(words == "doc. web 9751362" for words, _, _ in mentions("Ordinanza - 10 febbraio 2022 [9751362]"))
    assert not list(mentions("no number here"))
    assert not list(mentions("1 " * 200))


@pytest.mark.parametrize(
    ("before", "behind", "told"),
    [
        ("Doan v Clearview, ", " (CanLII)", True),
        ("", " at para 12", True),
        ("", " at [12]", True),
        ("", " at [12]-[14]", True),
        ("", ", Rn. 12", True),
        ("", ", 1244 (7th Cir. 2021)", True),
        ("", ", 1244 (7th Cir. 2020)", False),
        ("BGH, Urteil vom 18.11.2021 - ", "", True),
        ("BGH, Urteil vom 18.11.2020 - ", "", False),
        ("", " and SAN-2099-001", False),
        ("", "-3", False),
        ("12 ", "", False),
    ],
)
def test_what_else_a_sentence_tells(before: str, behind: str, told: bool) -> None:
    assert explained(before, behind, {"2021"}) == told


@pytest.mark.parametrize("cite", ["Appeal against SAN-2022-019", "Pourvoi contre X", "Opinion on X", "AG Rantos, X"])
def test_another_act(cite: str) -> None:
    assert of_another(cite)


@pytest.mark.parametrize("cite", ["Federal Court of Appeal, 2024 FCA 140", "Hof van beroep te Brussel", "CNIL v X"])
def test_no_other_act(cite: str) -> None:
    assert not of_another(cite)


def test_words_that_lead_in_to_a_provision() -> None:
    assert led_in("see Article 6(1)(f) GDPR") == "article 6(1)(f) gdpr"
    assert led_in("Verstoß gegen Art. 6 DSGVO") == "art. 6 dsgvo"
    assert led_in("infringement of the GDPR") == "the gdpr"
    assert led_in("Article 6 GDPR") is None
    assert led_in("see") is None


def test_a_bracket_behind_a_number() -> None:
    assert bracket_behind(" (TC) at 3") == ["tc"]
    assert bracket_behind(", (TC)") == bracket_behind("") == []
