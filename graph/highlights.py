"""Highlights: which text of an entry answers a question, and which characters of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from graph.index import FIELD_OF, Entry, Text
from graph.search import EXACT, PREFIX, SIMILAR, WEIGHTS, tolerance
from graph.words import placed, words

LONGEST = 240
"""Characters of a text that are shown: enough to judge a hit, without the whole of a long note."""
BEFORE = 60
"""Characters shown before the first highlight of a text that is cut."""


@dataclass(frozen=True)
class Match:
    """The text that answers best: which of the texts it is, its language, and the highlights in it.

    A highlight is a pair of places in `text`, counted in characters (code points), the second not included.
    """

    field: str
    text: str
    language: str | None
    highlights: tuple[tuple[int, int], ...]

    def pieces(self) -> Iterator[tuple[str, bool]]:
        """The text in pieces, each with whether it is highlighted."""
        place = 0
        for start, end in self.highlights:
            yield self.text[place:start], False
            yield self.text[start:end], True
            place = end
        yield self.text[place:], False


def distance(word: str, other: str, begun: bool = False) -> int:
    """Letters to insert, drop, replace or swap with a neighbour to make `other` of `word`.

    With `begun` that beginning of `other` counts which is nearest.
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        earlier, before, row = before, row, [i]
        for j, its in enumerate(other, 1):
            row.append(min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its)))
            if earlier and j > 1 and letter == other[j - 2] and word[i - 2] == its:
                row[j] = min(row[j], earlier[j - 2] + 1)
    return min(row) if begun else row[-1]


@dataclass
class Question:
    """What was asked, in folded words, to be laid beside the texts of many entries.

    `similar` are the words for which similar ones were taken; a text in `language` goes before others that answer as
    well. What a word of a text is worth is told once, since the entries of a page share most of their words.
    """

    parts: list[str]
    similar: Collection[str] = ()
    language: str | None = None
    _known: dict[str, float] = field(default_factory=dict, init=False)
    _pairs: frozenset[str] = field(default=frozenset(), init=False)

    def __post_init__(self) -> None:
        self._pairs = frozenset("".join(pair) for pair in pairwise(self.parts))

    def worth(self, word: str) -> float:
        """What it is worth that a text has `word`: the worth by which a search counts it; 0 if it is no answer."""
        if word not in self._known:
            self._known[word] = self._worth(word)
        return self._known[word]

    def _worth(self, word: str) -> float:
        last = self.parts[-1]
        if word in self.parts or word in self._pairs:
            return EXACT
        if word.startswith(last):
            return PREFIX
        for part in self.similar:
            most = tolerance(part)
            longer = len(word) - len(part)
            if most and -most <= longer and (part == last or longer <= most):
                beginning = word[: len(part) + most] if part == last else word
                if len(set(part).difference(beginning)) <= most and distance(part, beginning, part == last) <= most:
                    return SIMILAR
        return 0.0

    def best(self, entry: Entry) -> Match:
        """The text of an entry that answers best, with its highlights.

        Its official citation where nothing else has as many of the words: it is found as a whole, or by its numbers.
        """
        joined = "".join(self.parts)

        def value(text: Text) -> tuple[float, bool, bool]:
            found = words(text.value)
            worths = sorted((self.worth(word) for word in set(found)), reverse=True)[: len(self.parts)]
            total = sum(worths) if "".join(found) != joined else 2 * EXACT * len(self.parts)
            return total * WEIGHTS[FIELD_OF[text.field]], text.language == self.language, text.language in (None, "en")

        chosen = max(entry.texts, key=value)
        cited = max((Text("citation", one, None) for one in entry.citations), key=self._there, default=chosen)
        more = self._there(cited) - self._there(chosen)
        if more > 0 or (more == 0 and FIELD_OF.get(chosen.field) == "text"):
            chosen = cited
        whole = "".join(words(chosen.value)) == joined
        marks: list[tuple[int, int]] = []
        for word in placed(chosen.value):
            apart = not marks or marks[-1][1] <= word.start  # One sign can be two words: ¼ is 1 and 4.
            if apart and (whole or self.worth(word.text)):
                marks.append((word.start, word.end))
        return _cut(chosen, marks)

    def _there(self, text: Text) -> int:
        """How many of the words asked stand in a text."""
        return len(set(self.parts).intersection(words(text.value)))


def _cut(text: Text, marks: list[tuple[int, int]]) -> Match:
    """The match, with a long text cut around its first highlight, at blanks."""
    if len(text.value) <= LONGEST:
        return Match(text.field, text.value, text.language, tuple(marks))
    start = max(0, marks[0][0] - BEFORE) if marks else 0
    start = text.value.find(" ", start, marks[0][0]) + 1 or start if start else 0
    end = min(len(text.value), start + LONGEST)
    if end < len(text.value):
        end = max(text.value.rfind(" ", start, end), marks[0][1] if marks else 0, start + 1)
    head, tail = "… " if start else "", " …" if end < len(text.value) else ""
    moved = tuple((a - start + len(head), b - start + len(head)) for a, b in marks if start <= a and b <= end)
    return Match(text.field, head + text.value[start:end] + tail, text.language, moved)
