"""Reduction: what carries nothing is gone, what several words say together is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.laws import UNION
from graph.reduction import plain, tokens


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SAN2022-019", ["san", "2022", "19"]),
        ("n.º 1321", ["n", "1321"]),
        ("l'article 6, § 1er", ["article", "6", "1"]),
        ("artikel 83, vijfde lid", ["artikel", "83", "5"]),
        ("premier alinéa, UAbs. 2", []),
        ("Regulation (EC) No 45/2001", ["regulation", "45", "2001", UNION]),
        ("T-713-20", ["t", "713", "20"]),
        ("95/46/CE", ["95", "46", UNION]),
        ("EU GDPR", ["eu", "gdpr"]),
        ("C-446/21 EU:C:2024:834", ["c", "446", UNION, "21", "eu", "c", "2024", "834"]),
        ("Règlement Général sur la Protection des Données", ["gdpr"]),
    ],
)
def test_tokens(text: str, wanted: list[str]) -> None:
    assert tokens(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Art. 6 DS-GVO", ["6", "gdpr"]),
        ("Richtlinie 95/46/EG", ["directive", "95", "46", UNION]),
        ("the EU GDPR", ["gdpr"]),
        ("GDPR of the UK", ["uk", "gdpr"]),
        ("57(1)(n)", ["57", "1", "n"]),
    ],
)
def test_what_carries_nothing_is_left_out(text: str, wanted: list[str]) -> None:
    assert plain(tokens(text)) == wanted


@given(st.text())
def test_tokens_are_words_or_numbers(text: str) -> None:
    assert all(part and part.isalnum() for part in tokens(text))
