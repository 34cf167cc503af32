"""Acts: which words for a kind of act fit whom."""

import pytest

from graph.acts import WORDS, counted_by, of_issuer, told
from graph.words import folded


@pytest.mark.parametrize(
    ("words", "court", "languages", "own", "fits"),
    [
        ("αποφαση", False, {"el"}, "35 2022", True),
        ("decision", False, {"el"}, "35 2022", False),
        ("order", False, {"el"}, "35 2022", False),
        ("sentenza", False, {"it"}, "n 101 2022", False),
        ("sentenza", True, {"it"}, "27189 2023", True),
        ("provvedimento", False, {"it"}, "n 101 2022", True),
        ("provvedimento", True, {"it"}, "27189 2023", False),
        ("deliberation", False, {"fr"}, "21 2022", False),
        ("deliberation", False, {"pt"}, "deliberacao 2024 137", False),
        ("deliberacao", False, {"pt"}, "deliberacao 2024 137", True),
        ("decisao", False, {"pt"}, "despacho decisorio 18 2025", False),
        ("vote", False, {"pt"}, "vote 19 2024", True),
        ("decision contraignante", False, {"mul"}, "binding decision 3 2022", True),
        ("deliberazione", False, {"mul"}, "binding decision 3 2022", False),
    ],
)
def test_with_a_number_of_the_year_the_word_is_one_of_the_issuer(
    words: str, court: bool, languages: set[str], own: str, fits: bool
) -> None:
    assert told(words.split())
    assert counted_by(words.split(), court, languages, own.split()) == fits


def test_judgments_are_of_courts() -> None:
    assert of_issuer(["judgment", "san", "2022", "19"], True)
    assert not of_issuer(["judgment", "san", "2022", "19"], False)
    assert not of_issuer(["deliberation"], True)
    assert of_issuer(["decision"], True)
    assert of_issuer(["decision"], False)


def test_words_are_folded() -> None:
    assert all(folded(word) == word for word in WORDS)
