"""Highlights: the text that answers, and the characters of it that do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.highlights import LONGEST, Match, Question, distance
from graph.index import Entry, Text
from graph.search import asked

ENTRY = Entry(
    "https://w3id.org/comity/id/authority/gr-hdpa",
    (
        Text("label", "Hellenic Data Protection Authority", "en"),
        Text("name", "Αρχή Προστασίας Δεδομένων Προσωπικού Χαρακτήρα", "el"),
        Text("acronym", "HDPA", None),
        Text("reference", "SAN-2022-019", None),
        Text("jurisdiction", "Greece", "en"),
        Text("jurisdiction", "Grèce", "fr"),
        Text("note", f"{'A word. ' * 60}Then the Authority fined it. {'And more. ' * 60}", "en"),
    ),
    {},
)


def shown(match: Match) -> list[str]:
    """The highlighted characters."""
    return [match.text[start:end] for start, end in match.highlights]


@pytest.mark.parametrize(
    ("text", "field", "marks"),
    [
        ("αρχη", "name", ["Αρχή"]),
        ("δεδομενων αρχη", "name", ["Αρχή", "Δεδομένων"]),
        ("hellenic auth", "label", ["Hellenic", "Authority"]),
        ("hdpa", "acronym", ["HDPA"]),
        ("san-2022-019", "reference", ["SAN", "2022", "019"]),
        ("san2022019", "reference", ["SAN", "2022", "019"]),
        ("fined", "note", ["fined"]),
    ],
)
def test_the_text_that_answers(text: str, field: str, marks: list[str]) -> None:
    match = Question(asked(text)).best(ENTRY)
    assert (match.field, shown(match)) == (field, marks)


def test_words_that_are_one_are_marked_as_one() -> None:
    assert shown(Question(["hel", "lenic"]).best(ENTRY)) == ["Hellenic"]


def test_a_citation_is_shown_where_it_alone_answers() -> None:
    cited = Entry(ENTRY.iri, ENTRY.texts, {"1 x": ("citation", "Roe v. Hellenic Works, 2 F.3d 1")})
    match = Question(["roe", "v", "hellenic"]).best(cited)
    assert (match.field, shown(match)) == ("citation", ["Roe", "v", "Hellenic"])
    assert Question(["hellenic"]).best(cited).field == "label"


def test_a_similar_word_is_marked_only_where_similar_words_were_taken() -> None:
    assert shown(Question(["helenic"]).best(ENTRY)) == []
    assert shown(Question(["helenic"], {"helenic"}).best(ENTRY)) == ["Hellenic"]


def test_the_language_asked_for_goes_first() -> None:
    assert Question(["gr"], (), "fr").best(ENTRY).text == "Grèce"
    assert Question(["gr"]).best(ENTRY).text == "Greece"


def test_a_long_text_is_cut_around_what_answers() -> None:
    match = Question(["fined"]).best(ENTRY)
    assert len(match.text) <= LONGEST + 4
    assert match.text.startswith("… ")
    assert match.text.endswith(" …")
    assert shown(match) == ["fined"]


@pytest.mark.parametrize(
    ("word", "other", "begun", "expected"),
    [
        ("clearview", "clearview", False, 0),
        ("cleerview", "clearview", False, 1),
        ("claerview", "clearview", False, 1),
        ("clerview", "clearview", False, 1),
        ("cleearview", "clearview", False, 1),
        ("cleer", "clearview", False, 5),
        ("cleer", "clearview", True, 1),
        ("", "abc", False, 3),
        ("abc", "", True, 3),
    ],
)
def test_distance(word: str, other: str, begun: bool, expected: int) -> None:
    assert distance(word, other, begun) == expected


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_is_a_measure(one: str, two: str) -> None:
    assert distance(one, two) == distance(two, one)
    assert (distance(one, two) == 0) == (one == two)
    assert abs(len(one) - len(two)) <= distance(one, two) <= max(len(one), len(two))
    assert distance(one, two, True) <= distance(one, two)


@given(st.text(min_size=1), st.text(max_size=40))
def test_pieces_put_together_are_the_text(value: str, text: str) -> None:
    parts = Question(["a", *asked("b " + text)][:24]).parts
    match = Question(parts, frozenset(parts)).best(Entry("x:y", (Text("label", value, None),), {}))
    assert "".join(piece for piece, _ in match.pieces()) == match.text
    assert all(0 <= start < end <= len(match.text) for start, end in match.highlights)
