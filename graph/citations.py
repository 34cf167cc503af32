"""Citations as lawyers write them: what a text may be read as.

A key is a text reduced to its words and numbers, on one of four levels: as written, without words that carry
nothing (`No.`, `Art.`, `Decision`), an instrument without its place and year, and a provision by its number alone. Both
sides are reduced by the same rules (`graph.keys` has those of things), so spaces, dashes, case and leading zeros make
no difference; brackets only around the year of a neutral citation. All acts of a docket of the United States have it.
"""

import re
from collections.abc import Iterable, Iterator

from graph.dockets import docket
from graph.laws import ACT, UNION, of_eur_lex
from graph.reduction import NUMBER_OF_CASE, plain, tokens
from graph.words import folded

WRITTEN, PLAIN, SHORT, BARE = "1", "2", "4", "3"
"""Levels of a key, the surest first."""
LOOSE, STEM, TOLD = "5", "6", "7"
"""Levels that name nothing alone: a neutral citation without its square brackets, a number without its last part, and
what is told of a thing beside its numbers."""

LETTERS = "p|r|ppu|rev|renv|dep"
"""Letters behind a case number: appeals, and the procedures that are special."""
CASE_CELEX = re.compile(r"6(\d{4})([ctf])([a-z])(\d{4})")
"""CELEX number of an act of these courts: year of the file, court, kind (j judgment, o order), number of the file."""
ACT_CELEX = re.compile(r"[03](\d{4})([a-z]{1,2})(\d{4})(?:-\d{8})?")
"""CELEX number of an act of the Union; a consolidated text has a 0 for the 3, and its day behind."""
ECLI = re.compile(r"(?<![\w:])(?:ecli:)?([a-z]{2}:[a-z0-9]{1,7}:\d{4}:[a-z0-9.]*[a-z0-9])(?![\w:])")
"""An ECLI, with its first word or, as the Court of Justice cites itself, without."""
CASE_WITHIN = re.compile(rf"{NUMBER_OF_CASE}(?:[\s-]?({LETTERS}))?(?![\w/-])")
"""A case number among other words: with its dash and slash, since words are beside it that could mean anything."""

NUMBERING = frozenset({"n", "no", "nr"})
PLACED = frozenset({"eu", "ue"})
"""Words that tell the Union's law from others of that name."""
SQUARE = re.compile(r"\[\s*((?:19|20)\d\d)\s*\]\s*(?=[^\W\d_])")
"""The year of a neutral citation as most countries write it; Canada writes it without brackets: both have an FCA."""


def key_of(level: str, parts: Iterable[str]) -> str:
    """The key that these parts make on a level."""
    return f"{level} {' '.join(parts)}"


def readings(cite: str) -> list[str]:
    """Keys that a citation may stand for, the surest first; empty where it has no letter and no digit."""
    written = numbered(cite)
    if not written:
        return []
    if case := docket(cite):
        return [key_of(WRITTEN, case.words)]
    short = plain(written)
    bare = [part for part in written if part not in NUMBERING]
    official = [key_of(WRITTEN, other) for other in _official(cite)]
    found = [key_of(WRITTEN, written), *official, key_of(WRITTEN, bare), key_of(PLAIN, short)]
    joined = re.sub(rf"(?<=\d)(?=(?:{LETTERS})$)", " ", " ".join(short))
    apart = re.sub(r"(?<=\d)(?=[^\W\d_])", " ", " ".join(short))
    found += [f"{PLAIN} {joined}", f"{PLAIN} {apart}"]
    found += [] if PLACED.intersection(written) else [key_of(SHORT, short)]
    found.append(key_of(BARE, short))
    found.append(key_of(LOOSE, short))
    return [key for key in dict.fromkeys(found) if len(key) > len(WRITTEN) + 1]


def numbered(text: str) -> list[str]:
    """The tokens of a text; the year of a neutral citation keeps its square brackets, which tell two series apart."""
    parts = tokens(text)
    match = SQUARE.search(text)
    if match and match[1] in parts:
        parts[parts.index(match[1])] = f"[{match[1]}]"
    return parts


def lesser(cite: str) -> list[str]:
    """Keys of what a citation may be about and does not name: with other brackets, or without the last part."""
    short = plain(tokens(cite))
    return [key_of(level, short) for level in (PLAIN, LOOSE, STEM)] if short else []


def series(key: str) -> str:
    """The key of whatever has a neutral citation without brackets of the series that a key is of."""
    return key_of(TOLD, ("series", *(part for part in key.split()[1:] if part.isalpha())))


def _official(cite: str) -> Iterator[list[str]]:
    """What else an official number says: an ECLI without its first word, the act that a CELEX number consolidates.

    And the number of what stands at an address of EUR-Lex.
    """
    text = re.sub(r"^celex\W*", "", folded(cite).strip())
    text = of_eur_lex(text) or text
    if text.startswith("http"):
        yield tokens(text)
    elif match := ACT_CELEX.fullmatch(text):
        year, kind, number = match.groups()
        yield tokens(f"3{year}{kind}{number}")
    elif match := ECLI.fullmatch(text):
        yield tokens(f"ecli:{match[1]}")
    elif CASE_CELEX.fullmatch(text):
        yield tokens(text)


def parts(cite: str) -> Iterator[list[str]]:
    """Ways of taking a text for several references with a number each: what semicolons, brackets and commas divide."""
    for pattern in (r";", r"\(([^()]*)\)\s*$", r"[;,]", r"[;,()]"):
        found = [part.strip() for part in re.split(pattern, cite) if part and part.strip()]
        if len(found) > 1 and all(re.search(r"\d", part) for part in found):
            yield found


def above(cite: str) -> list[str]:
    """Keys of what a provision cited is part of, nearest first: of `GDPR 6(1)(z)` those of 6(1), 6 and the GDPR.

    Of another act of a case, such as an order or opinion, cited by case or CELEX number, the key of the case.
    """
    if cases := CASE_WITHIN.findall(folded(cite)):
        return list(dict.fromkeys(key_of(PLAIN, tokens("{}-{}/{}".format(*case))) for case in cases))
    if match := CASE_CELEX.fullmatch(re.sub(r"^celex\W*", "", folded(cite).strip())):
        year, court, _, number = match.groups()
        return [key_of(PLAIN, [court, str(int(number)), UNION, year[2:]])]
    owner, number = next(iter(divisions(cite)), ([], []))
    cuts = range(len(number) - 1, -1, -1) if owner else ()
    wider = [key_of(PLAIN, [*owner, *number[:cut]]).replace("_", " ") for cut in cuts]
    return list(dict.fromkeys([*wider, *called(owner, cite)])) if wider else []


def divisions(cite: str) -> list[tuple[list[str], list[str]]]:
    """Ways of taking a citation for the name of a law and the number of a provision, the shortest name first.

    `DPA 2018 155` is section 155 of the DPA 2018, or something of the DPA. The number of an act stays in its name,
    with low lines for blanks.
    """
    text = ACT.sub(lambda act: act[0].replace(" ", "_"), " ".join(plain(tokens(cite))))
    parts = text.split()
    start = next((place for place, part in enumerate(parts) if re.fullmatch(r"\d+[^\W\d_]*", part)), len(parts))
    end = start
    while end < len(parts) and re.fullmatch(r"\d+[^\W\d_]*|([a-z])\1?", parts[end]):
        end += 1
    return [([*parts[:cut], *parts[end:]], parts[cut:end]) for cut in range(start, end)]


def called(owner: list[str], cite: str) -> list[str]:
    """Keys of a law by its name as `divisions` of a citation gives it, whole or without place and year."""
    text = " ".join(owner).replace("_", " ")
    levels = (PLAIN,) if PLACED.intersection(tokens(cite)) else (PLAIN, SHORT)
    return [f"{level} {text}" for level in levels] if owner else []
