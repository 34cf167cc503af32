"""Names that are alike."""

import pytest

from graph.index import Entry, Text
from graph.likeness import FORMLESS, OTHER_FORM, SAME, SIMILAR, likeness
from graph.words import words


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
