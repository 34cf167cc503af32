"""Words: case, accents and marks folded alike at index and at query, and found again in the text as it stands."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.words import LONGEST, folded, placed, words


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Αρχή Προστασίας", "αρχη προστασιας"),
        ("ΑΡΧΉ ΠΡΟΣΤΑΣΊΑΣ", "αρχη προστασιας"),
        ("ΐ ϊ Ϋ", "ι ι υ"),
        ("ὁδός ᾠδή", "οδος ωιδη"),
        ("Autorité de contrôle", "AUTORITE DE CONTROLE"),
        ("Straße", "strasse"),
        ("Łódź Ångström Ærø Œuvre", "lodz angstrom aero oeuvre"),
        ("Persónuvernd Þing Đakovo", "personuvernd thing dakovo"),
        ("İstanbul ISPARTA ısı", "istanbul isparta isi"),
        ("Ｆｕｌｌ ﬁne", "full fine"),
        ("개인정보", unicodedata.normalize("NFD", "개인정보")),
    ],
)
def test_folding(text: str, other: str) -> None:
    assert words(text) == words(other)


def test_what_separates_words() -> None:
    assert words("[2023] UKFTT 819 (GRC)") == ("2023", "ukftt", "819", "grc")
    assert words("a_b-c·d\x00e\u2011f") == ("a", "b", "c", "d", "e", "f")
    assert words(" \t.,;*?()[]{}^~\\/\x00\U0001f600") == ()
    assert words("x" * 10_000) == ("x" * LONGEST,)


@given(st.text())
def test_places_agree_with_words(text: str) -> None:
    found = list(placed(text))
    assert tuple(word.text for word in found) == words(text)
    assert all(one.start <= two.start for one, two in pairwise(found))
    for word in found:  # ¼ alone is two words, 1 and 4
        assert word.text in words(text[word.start : word.end])


@given(st.text(alphabet=st.characters(max_codepoint=0x600)))
def test_forms_of_the_same_text_fold_alike(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))
