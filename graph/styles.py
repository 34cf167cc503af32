"""Styles of cause: how a ruling is called after its parties (`A v. B`, `In re C`), and the numbers that follow.

The official citation of a ruling may name natural persons, who are no search hit: a name alone finds nothing here. The
style as it is cited names the ruling, not the person, and finds it; so do the numbers of reporters and dockets.
"""

import re
from collections.abc import Sequence

from graph.words import words

AGAINST = ("v", "vs", "versus")
"""Words between the parties; the first is how the index has them all."""
IN_RE = ("in", "re")
BRACKETS = re.compile(r"\s*\([^()]*\)")
"""Court, place or party in brackets, which short forms of a citation leave out."""
NUMBERED = re.compile(r"(?:Nos?\.?\s+)?\S*\d")
"""How a number begins: `984 F.3d 1241`, `A167179`, `No. 2:19-cv-1439`."""


def asked(parts: Sequence[str]) -> tuple[str, ...] | None:
    """The folded words of a question as the index has a style, where they are the beginning of one, or None.

    They are where a party stands before the word between them, or behind `in re`.
    """
    turned = tuple(AGAINST[0] if part in AGAINST else part for part in parts)
    return turned if AGAINST[0] in turned[1:] or (turned[:2] == IN_RE and len(turned) > len(IN_RE)) else None


def _divided(citation: str) -> tuple[str, list[str]]:
    """The style in a citation, and its numbers: pieces between commas that begin with one, up to its last digit."""
    pieces = [piece.strip() for piece in re.split(r"[,;]\s", citation)]
    first = next((place for place, piece in enumerate(pieces) if NUMBERED.match(piece)), len(pieces))
    found = []
    for piece in pieces[first:]:
        if NUMBERED.match(piece):
            parts = piece.split()
            last = max(place for place, part in enumerate(parts) if re.search(r"\d", part))
            found.append(" ".join(parts[: last + 1]))
    return ", ".join(pieces[:first]), found


def numbers(citation: str) -> list[str]:
    """The numbers of reporters and dockets in a citation. They hold no name, so each of their words may be searched."""
    return _divided(BRACKETS.sub("", citation))[1]


def styles(citation: str) -> set[str]:
    """Words of the style with each of its numbers, of which a question may be the beginning.

    The last party is told in full or by its first words: `Thornley v Clearview, 984 F.3d 1241` is said too.
    """
    found = set()
    for text in (citation, BRACKETS.sub("", citation)):
        whole = asked(words(_divided(text)[0])) or ()
        least = whole.index(AGAINST[0]) + 2 if AGAINST[0] in whole[1:] else len(IN_RE) + 1
        for end in range(least, len(whole) + 1):
            found |= {" ".join((*whole[:end], *words(number))) for number in numbers(citation) or [""]}
    return found
