"""Names that are alike."""

import pytest

from graph.index import Entry, Text
from graph.likeness import FORMLESS, OTHER_FORM, SAME, SIMILAR, likeness, parted
from graph.words import words


@pytest.mark.parametrize(
    ("name", "rest", "forms"),
    [
        ("Clearview AI, Inc.", "clearview ai", {"inc"}),
        ("Enel Energia S.p.A.", "enel energia", {"spa"}),
        ("Amazon Europe Core S.à r.l.", "amazon europe core", {"sarl"}),
        ("Beispiel GmbH & Co. KG", "beispiel", {"gmbh", "co", "kg"}),
        ("Optus Pty Ltd", "optus", {"pty", "ltd"}),
        ("SE", "se", set()),
        ("", "", set()),
    ],
)
def test_legal_forms(name: str, rest: str, forms: set[str]) -> None:
    assert parted(words(name)) == (tuple(rest.split()), frozenset(forms))


@pytest.mark.parametrize(
    ("asked", "score"),
    [
        ("Meta Platforms Ireland Limited", SAME),
        ("meta platforms ireland ltd.", SAME),
        ("MetaPlatforms Ireland Ltd", SAME),
        ("Meta Platforms Ireland", FORMLESS),
        ("Meta Platforms Ireland GmbH", OTHER_FORM),
    ],
)
def test_scores(asked: str, score: float) -> None:
    entry = Entry("x:y", (Text("label", "Meta Platforms Ireland Limited", "en"),), {})
    assert likeness(words(asked), entry) == score
    assert likeness(words("Mata Platform Ireland"), entry) < SIMILAR
