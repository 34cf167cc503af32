"""Names that are alike."""

import pytest

from graph.index import Entry, Text
from graph.likeness import FORMLESS, HEADED, OTHER_FORM, SAME, SIMILAR, likeness
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


def test_a_heading_is_like_what_is_asked_and_never_the_same() -> None:
    entry = Entry("x:y", (Text("label", "Article 6 GDPR", "en"), Text("heading", "Lawfulness of processing", "en")), {})
    assert likeness(words("lawfulness of processing"), entry) == HEADED < FORMLESS
    assert likeness(words("lawfulness"), entry) < HEADED
