"""Words of a text as search compares them: case, accents and ligatures folded, in every script alike."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

WORD = re.compile(r"[^\W_]+")
LONGEST = 40
"""Characters of a word that count. No word of the graph is longer, and a longer one would only cost time."""
LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
"""Letters that Unicode does not take apart though a reader without them on the keyboard does."""


@dataclass(frozen=True)
class Word:
    """A folded word and where it stands in the text: characters `start` up to, but not including, `end`."""

    text: str
    start: int
    end: int


def folded(text: str) -> str:
    """The text without case, accents and marks: `Αρχή` and `αρχη` are one, `Straße` is `strasse`, ς is σ.

    Compatibility decomposition (NFKD), full case folding, and no marks: the rule of Unicode's section 3.13 for
    caseless matching, with marks left out.
    """
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = "".join(character for character in apart if not unicodedata.category(character).startswith("M"))
    return plain.translate(LETTERS)


@lru_cache(maxsize=16_384)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in its order; each cut at LONGEST characters.

    Kept for texts met before: the hits of one search share most of theirs, and folding is what takes the time.
    """
    return tuple(found[:LONGEST] for found in WORD.findall(folded(text)))


def placed(text: str) -> Iterator[Word]:
    """The folded words with their places in the text as it stands, marks included."""
    if text.isascii():
        yield from (Word(match.group()[:LONGEST], match.start(), match.end()) for match in WORD.finditer(text.lower()))
        return
    letters: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        made = folded(character)
        letters.append(made)
        origin.extend([place] * len(made))
    for match in WORD.finditer("".join(letters)):
        end = origin[match.end() - 1] + 1
        while end < len(text) and unicodedata.category(text[end]).startswith("M"):
            end += 1
        yield Word(match.group()[:LONGEST], origin[match.start()], end)
