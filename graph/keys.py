"""Keys of things: under which keys of `graph.citations` a thing is found by its numbers and names."""

import re
from collections.abc import Iterator

from graph.citations import (
    ACT_CELEX,
    BARE,
    CASE_WITHIN,
    LETTERS,
    LOOSE,
    PLAIN,
    SHORT,
    SQUARE,
    STEM,
    TOLD,
    WRITTEN,
    key_of,
    numbered,
    series,
)
from graph.dockets import docket, of_case
from graph.laws import DIRECTIVE, KIND_OF_CELEX, UNION
from graph.reduction import QUALIFIERS, plain, tokens
from graph.statutes import number as own_number
from graph.words import folded

CASE = re.compile(rf"([ctf] \d+ {UNION} \d{{2}})( ?(?:{LETTERS}))?")
"""Number of a case before a court of the Union, reduced, with the letters for appeals and urgent procedures."""
DATED = re.compile(r"(?:.* )?(\d+) \d{1,2} [^\W\d_]+ (\d{4})")
"""A number of the year, told with the whole day: `n. 39 del 2 febbraio 2023` is cited as 39/2023."""
BRACKET = re.compile(r"\s*\([^()]*\)\s*$")
"""What stands in brackets at the end: the court of a neutral citation, the place or number of an act."""
CODES = {"usc", "cfr"}
"""Codes whose sections are numbered with the title, so that the number names the law too: `15 USC 6502(c)`."""
FRENCH = {"fc": "cf", "fca": "caf"}
"""Federal courts of Canada in neutral citations, which each of their rulings has in both languages."""
REPORTER = re.compile(r"(?<!\S)\d{1,4} (?:[A-Z]\.){1,4}(?:\d?[a-z]{1,2})? \d{1,5}(?![\w-])")
"""A ruling by volume and page of a reporter: `984 F.3d 1241`."""


def keys(form: str, value: str, owner: str | None = None, celex: str | None = None) -> set[str]:
    """Keys of a thing for one of its identifiers.

    `form` is `reference`, `ecli`, `neutral-citation`, `citation`, `celex`, `eli`, `instrument`, `title` (of one) or
    `provision`; `owner` a name of the authority that gave a reference, of the instrument of a provision numbered
    `value`, or the name or code of the jurisdiction of an instrument. `celex` is the CELEX number of that instrument,
    or a text with those of the documents on a decision.
    """
    if form in ("language", "court", "law"):
        return {key_of(TOLD, (form, value))}
    written = numbered(value)
    short = plain(written)
    made = {key_of(WRITTEN, written), key_of(PLAIN, short)}
    if form == "provision" and owner is not None:
        owners = [*_names(owner), *_names(BRACKET.sub("", owner)), *(_numbers(celex) if celex else ())]
        both = [order for name in owners for order in ((*name, *short), (*short, *name))]
        bare = PLAIN if CODES & set(short) else BARE
        return {key_of(bare, short), *(key_of(PLAIN, order) for order in both)}
    if form in ("instrument", "title"):
        whole = value if form == "instrument" else BRACKET.sub("", value)
        made.update(key_of(PLAIN, name) for one in (value, whole) for name in _names(one))
        short_names = _short(value, owner or "")
        made.update(key_of(SHORT, name) for name in short_names)
        place = "uk" if owner == "GB" else " ".join(tokens(owner or ""))
        told = [order for name in short_names for order in ((place, *name), (*name, place))] if place else []
        made.update(key_of(PLAIN, order) for order in told)
    if form in ("instrument", "provision", "title"):
        made.add(key_of(PLAIN, _turned(written)))
    if form == "celex":
        made.update(key_of(PLAIN, number) for number in _numbers(value))
    if form in ("neutral-citation", "citation"):
        made.add(key_of(PLAIN, plain(numbered(BRACKET.sub("", value)))))
    if form == "neutral-citation":
        made |= _loosely(value)
    if form in ("reference", "citation"):
        made |= _of_docket(value)
    if form == "citation":
        made.update(key_of(PLAIN, plain(tokens(place))) for place in REPORTER.findall(value))
    if form == "reference":
        others = [short, [part for part in short if part not in QUALIFIERS]]
        if case := docket(value):
            others.append(list(case.words))
        made.update(key_of(STEM, stem) for stem in _stems(value, owner or ""))
        if match := DATED.fullmatch(" ".join(short)):
            others.append(list(match.groups()))
        if match := CASE.fullmatch(" ".join(short)):
            others.append(match[1].split())
        if match := CASE_WITHIN.match(folded(value)):
            made.add(key_of(WRITTEN, tokens(_ruling(match, celex or ""))))
        others += [[part for part in other if part != UNION] for other in others]
        made.update(key_of(PLAIN, other) for other in others)
        if owner:
            name = plain(tokens(owner)) or tokens(owner)  # CE is the Council of State, and a sign of the Union.
            made.update({key_of(WRITTEN, (*name, *written)), key_of(WRITTEN, (*written, *name))})
            made.update(key_of(PLAIN, order) for other in others for order in ((*name, *other), (*other, *name)))
    return {key for key in made if len(key) > len(WRITTEN) + 1}


def _loosely(value: str) -> set[str]:
    """Keys of a neutral citation in other brackets or none, or in the other language of the court."""
    made = {key_of(LOOSE, plain(tokens(text))) for text in (value, BRACKET.sub("", value))}
    if SQUARE.search(value):
        return made
    short = plain(tokens(value))
    return {key_of(PLAIN, [FRENCH.get(part, part) for part in short]), series(key_of(PLAIN, short))}


def _of_docket(value: str) -> set[str]:
    """Keys by the docket that a text ends with: all acts of the case have it, and the names before it."""
    found = of_case(value)
    if found is None:
        return set()
    names, case = found
    made = {key_of(WRITTEN, case.words), key_of(WRITTEN, [*tokens(names), *case.words])}
    return made | ({key_of(TOLD, ("docket", case.division, *case.words))} if case.division else set())


def _stems(value: str, owner: str) -> Iterator[list[str]]:
    """A number without its last parts, two numbers at least; or without the name of whoever counts before it."""
    for match in re.finditer(r"[/\s(\u2010-\u2015-]", value):
        stem = plain(tokens(value[: match.start()]))
        if sum(part[0].isdigit() for part in stem) > 1 and not DATED.fullmatch(" ".join(plain(tokens(value)))):
            yield stem
    short, name = plain(tokens(value)), plain(tokens(owner))
    if name and short[: len(name)] == name:
        yield short[len(name) :]


def _names(label: str) -> list[list[str]]:
    """How an instrument is called: by the number its title begins with, and a directive by its subject too, a number
    of the Union without that word.

    Never a regulation: one made under an act has the name of that act, and is not it.
    """
    name = plain(tokens(label))
    short = own_number(folded(label.replace("º", " ").replace("°", " ")))
    return [*([plain(tokens(short))] if short else []), name, [part for part in name if part not in (DIRECTIVE, UNION)]]


def _short(label: str, place: str) -> set[tuple[str, ...]]:
    """How an instrument is called where nobody needs to tell it apart: without brackets, place and year.

    `place` is the name or code of its jurisdiction: `Privacy Act 2020` and `Privacy Act (Canada)` are both the
    Privacy Act, `Alberta PIPA` is PIPA, the Canadian Charter is the Charter; `UK GDPR` is not the GDPR.
    """
    places = {part for part in tokens(place) if part.isalpha()}
    roots = tuple(part[:4] for part in places if len(part) > 3)  # Canadian is of Canada.
    found: set[tuple[str, ...]] = set()
    for text in (label, BRACKET.sub("", label)):
        name = plain(tokens(text))
        bare = [part for part in name if part not in places and not part.startswith(roots)]
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
