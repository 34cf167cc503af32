"""Citations as lawyers write them: what a text may be read as, and the keys under which a thing is found by them.

A key is a text reduced to its words and numbers, on one of four levels: as written, without words that carry
nothing (`No.`, `Art.`, `Decision`), an instrument without its place and year, and a provision by its number alone. Both
sides are reduced by the same rules, so spaces, dashes, brackets, case and leading zeros make no difference.
"""

import re
from collections.abc import Iterable, Iterator

from graph.laws import ACT, DIRECTIVE, KIND_OF_CELEX, UNION, of_eur_lex
from graph.reduction import NUMBER_OF_CASE, QUALIFIERS, plain, tokens
from graph.statutes import number
from graph.words import folded

WRITTEN, PLAIN, SHORT, BARE = "1", "2", "4", "3"
"""Levels of a key, the surest first."""

LETTERS = "p|r|ppu|rev|renv|dep"
"""Letters behind a case number: appeals, and the procedures that are special."""
CASE = re.compile(rf"([ctf] \d+ {UNION} \d{{2}})( ?(?:{LETTERS}))?")
"""Number of a case before a court of the Union, reduced, with the letters for appeals and urgent procedures."""
CASE_CELEX = re.compile(r"6(\d{4})([ctf])([a-z])(\d{4})")
"""CELEX number of an act of these courts: year of the file, court, kind (j judgment, o order), number of the file."""
ACT_CELEX = re.compile(r"[03](\d{4})([a-z]{1,2})(\d{4})(?:-\d{8})?")
"""CELEX number of an act of the Union; a consolidated text has a 0 for the 3, and its day behind."""
DATED = re.compile(r"(?:.* )?(\d+) \d{1,2} [^\W\d_]+ (\d{4})")
"""A number of the year, told with the whole day: `n. 39 del 2 febbraio 2023` is cited as 39/2023."""
DAY_BEHIND = re.compile(
    r"(.*\d.*?)[\s,(]+(?:(?:du|del|de|di|do|vom|van|of|dated|le)\s+)?"
    r"\d{1,2}(?:er|\.)?(?:\s+(?:de\s+|of\s+)?[^\W\d_]{3,}\.?\s+(?:de\s+)?|\s?\d{1,2}\.\s?)(\d{4})\)?"
)
"""A citation with the day of the act behind it, and the year of that day."""
BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
"""What stands in brackets at the end: the court of a neutral citation, the place or number of an act."""
ECLI = re.compile(r"(?<![\w:])(?:ecli:)?([a-z]{2}:[a-z0-9]{1,7}:\d{4}:[a-z0-9.]*[a-z0-9])(?![\w:])")
"""An ECLI, with its first word or, as the Court of Justice cites itself, without."""
CASE_WITHIN = re.compile(rf"{NUMBER_OF_CASE}(?:[\s-]?({LETTERS}))?(?![\w/-])")
"""A case number among other words: with its dash and slash, since words are beside it that could mean anything."""
CODES = {"usc", "cfr"}
"""Codes whose sections are numbered with the title, so that the number names the law too: `15 USC 6502(c)`."""
ORDERS = r"order\b|ordonnance|ordinanza|beschluss|beschikking|auto\b"
JUDGMENTS = r"judge?ment\b|urteil|arret\b|arrest\b|sentenza|sentencia|acordao|wyrok"
OTHER_ACT = re.compile(r"\b(?:opinion|advocate|conclusi|conclusao|conclusoes|schlussantr)")
"""Words that tell another act of the same case than the one recorded."""
KIND_OF_ACT = {"o": re.compile(rf"\b(?:{ORDERS})"), "j": re.compile(rf"\b(?:{JUDGMENTS})")}
"""Words for a kind of act of the Union's courts, by its letter in a CELEX number."""
RULING = re.compile(rf"{WRITTEN} 6\d{{4}}[ct]([oj]) \d+")
"""The key by the CELEX number of such an act."""


def _key(level: str, parts: Iterable[str]) -> str:
    return f"{level} {' '.join(parts)}"


def readings(cite: str) -> list[str]:
    """Keys that a citation may stand for, the surest first; empty where it has no letter and no digit."""
    written = tokens(cite)
    if not written:
        return []
    short = plain(written)
    found = [_key(WRITTEN, written), *(_key(WRITTEN, other) for other in _official(cite)), _key(PLAIN, short)]
    joined = re.sub(rf"(?<=\d)(?=(?:{LETTERS})$)", " ", " ".join(short))
    apart = re.sub(r"(?<=\d)(?=[^\W\d_])", " ", " ".join(short))
    found += [f"{PLAIN} {joined}", f"{PLAIN} {apart}", _key(SHORT, short), _key(BARE, short)]
    return [key for key in dict.fromkeys(found) if len(key) > len(WRITTEN) + 1]


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


def undated(cite: str) -> tuple[list[str], str] | None:
    """Of a citation with the day of the act behind it: the keys it has without, and the year of that day."""
    match = DAY_BEHIND.fullmatch(folded(cite).strip())
    return ([key for key in readings(match[1]) if not key.startswith(BARE)], match[2]) if match else None


def within(cite: str) -> tuple[list[str], list[str]]:
    """Keys of the case numbers of the Union's courts, and of the ECLIs, that stand among the words of a citation.

    None of a case where the words tell another act of it, such as the opinion of the Advocate General.
    """
    text = folded(cite)
    cases = [] if OTHER_ACT.search(text) else CASE_WITHIN.findall(ECLI.sub(" ", text))
    numbers = [_key(PLAIN, tokens("{}-{}/{} {}".format(*case))) for case in cases]
    return numbers, [_key(WRITTEN, tokens(f"ecli:{one}")) for one in ECLI.findall(text)]


def otherwise(cite: str, made: Iterable[str]) -> bool:
    """Whether a citation names another kind of act than the one that has these keys: the order, not the judgment.

    Asked of acts of the Union's courts: their CELEX numbers tell the kind, and a case has both.
    """
    told = {letter for letter, words in KIND_OF_ACT.items() if words.search(folded(cite))}
    recorded = {match[1] for key in made if (match := RULING.fullmatch(key))}
    return len(told) == 1 and bool(recorded) and not told & recorded


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
        return list(dict.fromkeys(_key(PLAIN, tokens("{}-{}/{}".format(*case))) for case in cases))
    if match := CASE_CELEX.fullmatch(re.sub(r"^celex\W*", "", folded(cite).strip())):
        year, court, _, number = match.groups()
        return [_key(PLAIN, [court, str(int(number)), UNION, year[2:]])]
    text = ACT.sub(lambda act: act[0].replace(" ", "_"), " ".join(plain(tokens(cite))))
    parts = text.split()
    start = next((place for place, part in enumerate(parts) if re.fullmatch(r"\d+[^\W\d_]*", part)), len(parts))
    end = start
    while end < len(parts) and re.fullmatch(r"\d+[^\W\d_]*|([a-z])\1?", parts[end]):
        end += 1
    owner = [*parts[:start], *parts[end:]]
    wider = [[*owner, *parts[start:cut]] for cut in range(end - 1, start - 1, -1)] if owner else []
    return [_key(PLAIN, one).replace("_", " ") for one in wider]


def keys(form: str, value: str, owner: str | None = None, celex: str | None = None) -> set[str]:
    """Keys of a thing for one of its identifiers.

    `form` is `reference`, `ecli`, `neutral-citation`, `citation`, `celex`, `eli`, `instrument`, `title` (of one) or
    `provision`; `owner` a name of the authority that gave a reference, of the instrument of a provision numbered
    `value`, or the name or code of the jurisdiction of an instrument. `celex` is the CELEX number of that instrument,
    or a text with those of the documents on a decision.
    """
    written = tokens(value)
    short = plain(written)
    made = {_key(WRITTEN, written), _key(PLAIN, short)}
    if form == "provision" and owner is not None:
        owners = [*_names(owner), *_names(BRACKET.sub("", owner)), *(_numbers(celex) if celex else ())]
        both = [order for name in owners for order in ((*name, *short), (*short, *name))]
        bare = PLAIN if CODES & set(short) else BARE
        return {_key(bare, short), *(_key(PLAIN, order) for order in both)}
    if form in ("instrument", "title"):
        whole = value if form == "instrument" else BRACKET.sub("", value)
        made.update(_key(PLAIN, name) for one in (value, whole) for name in _names(one))
        made.update(_key(SHORT, name) for name in _short(value, owner or ""))
    if form in ("instrument", "provision", "title"):
        made.add(_key(PLAIN, _turned(written)))
    if form == "celex":
        made.update(_key(PLAIN, number) for number in _numbers(value))
    if form in ("neutral-citation", "citation"):
        made.add(_key(PLAIN, plain(tokens(BRACKET.sub("", value)))))
    if form == "reference":
        others = [short, [part for part in short if part not in QUALIFIERS]]
        if match := DATED.fullmatch(" ".join(short)):
            others.append(list(match.groups()))
        if match := CASE.fullmatch(" ".join(short)):
            others.append(match[1].split())
        if match := CASE_WITHIN.match(folded(value)):
            made.add(_key(WRITTEN, tokens(_ruling(match, celex or ""))))
        others += [[part for part in other if part != UNION] for other in others]
        made.update(_key(PLAIN, other) for other in others)
        if owner:
            name = plain(tokens(owner))
            made.update({_key(WRITTEN, (*name, *written)), _key(WRITTEN, (*written, *name))})
            made.update(_key(PLAIN, order) for other in others for order in ((*name, *other), (*other, *name)))
    return {key for key in made if len(key) > len(WRITTEN) + 1}


def _names(label: str) -> list[list[str]]:
    """How an instrument is called: by the number its title begins with, and a directive by its subject too, a number
    of the Union without that word.

    Never a regulation: one made under an act has the name of that act, and is not it.
    """
    name = plain(tokens(label))
    short = number(folded(label.replace("º", "").replace("°", "")))
    return [*([plain(tokens(short))] if short else []), name, [part for part in name if part not in (DIRECTIVE, UNION)]]


def _short(label: str, place: str) -> set[tuple[str, ...]]:
    """How an instrument is called where nobody needs to tell it apart: without brackets, place and year.

    `place` is the name or code of its jurisdiction: `Privacy Act 2020` and `Privacy Act (Canada)` are both the
    Privacy Act, `Alberta PIPA` is PIPA; `UK GDPR` is not the GDPR.
    """
    places = {part for part in tokens(place) if part.isalpha()}
    found: set[tuple[str, ...]] = set()
    for text in (label, BRACKET.sub("", label)):
        name = plain(tokens(text))
        bare = [part for part in name if part not in places]
        for one in (name, bare):
            year = bool(one) and re.fullmatch(r"(?:19|20)\d\d", one[-1]) is not None
            found.update({tuple(one), tuple(one[:-1] if year else one)})
    return {one for one in found if any(part.isalpha() for part in one)}


def _turned(written: list[str]) -> list[str]:
    """A name reduced with the number of its division at the other end: `Section 5 FTC Act` is `FTC Act s5`."""
    short = plain(written)
    if len(short) > 1 and short[0].isdigit() and written[0] != short[0]:
        return [*short[1:], short[0]]
    if len(short) > 1 and short[-1].isdigit() and written[-2] != short[-2]:
        return [short[-1], *short[:-1]]
    return short


def _ruling(case: re.Match[str], told: str) -> str:
    """CELEX number of the ruling in a case: the one told by a document on it, else that of a judgment."""
    court, number, year = case[1], int(case[2]), int(case[3])
    full = f"{1900 + year if year > 50 else 2000 + year}{court}"  # The Court's first cases are of 1953.
    kind = re.search(rf"6{full}([jo]){number:04}", folded(told))
    return f"6{full}{kind[1] if kind else 'j'}{number:04}"


def _numbers(celex: str) -> list[list[str]]:
    """How an act is numbered: `32016R0679` is 2016/679, `31995L0046` is 95/46, `32001R0045` is 45/2001.

    With the word for what it is and for the Union, and without: an act of an authority with this number has neither.
    """
    match = ACT_CELEX.fullmatch(folded(celex))
    if match is None:
        return []
    year, kind, digits = match.groups()
    number = str(int(digits))
    before = [[], [KIND_OF_CELEX[kind]]] if kind in KIND_OF_CELEX else [[]]
    pairs = [[year, number], [str(int(year[2:])), number], [number, year]]
    return [[*word, *pair, *end] for word in before for pair in pairs for end in ([], [UNION])]
