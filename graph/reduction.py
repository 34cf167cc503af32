"""Citations reduced to their words and numbers, without those that carry nothing: the same for all ways of writing.

The vocabulary is that of the languages of the decisions recorded, and of the official texts of the Union's law.
"""

import re

from graph.acts import COUNTED, WORDS
from graph.divisions import DIVISIONS, downward, unlettered
from graph.laws import ABBREVIATIONS, BEHIND, GDPR, LAWS, UNION, UNION_SIGNS, named
from graph.statutes import numbered
from graph.words import folded

RUN = re.compile(r"[^\W_]+")
PARTS = re.compile(r"[^\W\d_]+|\d+[^\W\d_]*")
JOINING = "of the de del der des den dell della du di la le do da dos van and et und en του"
EMPTY = frozenset({*WORDS, *f"{COUNTED} {DIVISIONS} {UNION_SIGNS} {JOINING}".split()})
"""Words without which a citation says the same, in the languages of the decisions recorded."""
EMPTY_BEFORE_NUMBER = frozenset({"n", "no", "nr", "s", "ss", "al", "az"})
"""Short ones: empty at the beginning and before a number only, since a point of an article can be (n) or (s)."""
QUALIFIERS = frozenset({"urgent"})
"""Words that tell two series of numbers of one authority apart, and which citations leave out."""
NUMBER_OF_CASE = r"(?<![\w/.-])([ctf])\s?[-\u2010-\u2015]\s?(\d{1,4})/(\d{2})"
COURT = re.compile(rf"{NUMBER_OF_CASE}(?!\d)")
"""A case number of the Union's courts: with the slash, since courts elsewhere count as T-713-20."""
PLUS = re.compile(r"(?<=\d)\+(?!\w)")
"""`Convention 108+` is another treaty than `Convention 108`."""
DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}(?![a-z])")
"""`15 U.S.C. 6502` is `15 USC 6502`."""
ORDINAL = re.compile("[º°]")
SIGN_OF_CASE = re.compile("(?<=\\d{4})[가-힣]{1,2}(?=\\d)")
"""The kind of case between the year and the number of a Korean one: `2024두55440`."""
FILE_SIGN = re.compile(r"\b(?:j\.?\s?nr|mal\s+nr|b\.\s?no|c\.?\s?j)\b\W*(?=\w*\W?\d)")
"""Signs before the number of a file in more than one word: Danish, Swedish, Turkish and Czech."""
ROLL = re.compile(r"\bdu role\b")
"""French for the list of a court, behind the number of a case."""
APPEAL = re.compile(r"\brec\W+(?=\d+/\d{4}\b)")
"""Spanish for an appeal, with its number; in `Rec. 47` it is a recital."""
ELISION = re.compile(r"\b(?:d|l|all|dall|dell|nell|sull)['\u2019](?=\w)")


def tokens(text: str) -> list[str]:
    """Words and numbers of a text, folded; `SAN2022` is two, `2A` is one, zeros before a number are gone.

    What several words say together is one: the GDPR by its full name, a paragraph counted in words, and the Union
    as part of a number, which stands behind it wherever it was written, or within a case number of its courts.
    """
    text = DOTTED.sub(lambda short: short[0].replace(".", ""), PLUS.sub(" plus", text))
    bare = folded(unlettered(SIGN_OF_CASE.sub(" ", ORDINAL.sub(" ", text))))  # n.º and n° are n.
    bare = FILE_SIGN.sub(" dnr ", ROLL.sub(" affaire ", APPEAL.sub("recurso ", bare)))
    bare = downward(numbered(named(ELISION.sub("", bare))))
    bare = COURT.sub(rf" \1 \2 {UNION} \3 ", bare)
    bare = re.sub(r"\b1ere?\b", "1", bare)
    return [re.sub(r"^0+(?=\d)", "", part) for run in RUN.findall(bare) for part in PARTS.findall(run)]


def plain(parts: list[str]) -> list[str]:
    """The tokens without those that carry nothing, with one name for the GDPR and for each kind of law."""
    kept: list[str] = []
    for place, part in enumerate(parts, 1):
        before_number = place < len(parts) and parts[place][0].isdigit()
        if part in EMPTY or (part in EMPTY_BEFORE_NUMBER and (before_number or not kept)):
            continue
        if part in ABBREVIATIONS:
            if part == "gvo" and kept and kept[-1] == "ds":
                kept.pop()
            part = GDPR  # noqa: PLW2901 - the name of the same thing
        kept.append(LAWS.get(part, part))
    if "uk" in kept and "gdpr" in kept:  # `GDPR (UK)` and `UK: Art. 5 GDPR` are of the UK GDPR.
        kept.remove("uk")
        kept.insert(kept.index("gdpr"), "uk")
    return BEHIND.sub(r"\2 \1", " ".join(kept)).split()
