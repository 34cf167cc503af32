"""Citations as lawyers write them: what a text may be read as, and the keys under which a thing is found by them.

A key is a text reduced to its words and numbers, on one of three levels: as written, without words that carry
nothing (`No.`, `Art.`, `Decision`), and a provision by its number alone. Both sides are reduced by the same rules, so
spaces, dashes, brackets, case and leading zeros make no difference.
"""

import re
from collections.abc import Iterable, Iterator

from graph.words import folded

WRITTEN, PLAIN, BARE = "1", "2", "3"
"""Levels of a key, the surest first."""

RUN = re.compile(r"[^\W_]+")
PARTS = re.compile(r"[^\W\d_]+|\d+[^\W\d_]*")
CASE = re.compile(r"([ctf]) (\d+) (\d{2})( ?(?:p|r|ppu|rev|renv|dep))?")
"""Number of a case before a court of the Union, with the letters for appeals and urgent procedures."""
CASE_CELEX = re.compile(r"6(\d{4})([ct])[jo](\d{4})")
"""CELEX number of a judgment or order of these courts: year of the file, court, kind, number of the file."""
ACT_CELEX = re.compile(r"[03](\d{4})([a-z]{1,2})(\d{4})(?:-\d{8})?")
"""CELEX number of an act of the Union; a consolidated text has a 0 for the 3, and its day behind."""
DATED = re.compile(r"(?:.* )?(\d+) \d{1,2} [^\W\d_]+ (\d{4})")
"""A number of the year, told with the whole day: `n. 39 del 2 febbraio 2023` is cited as 39/2023."""

GDPR_NAMES = {"dsgvo", "gvo", "rgpd", "avg"}
"""What the GDPR is called in German (DS-GVO), French, Spanish, Portuguese and Dutch."""
ACTS = (
    "number numero nummer num doc docs web docket dkt file case cases affaire affaires aff rechtssache rs zaak causa "
    "asunto joined decision decisions decisao beschluss besluit entscheidung deliberation deliberacao deliberazione "
    "resolution resolucion provvedimento provv order binding findings report recurso aktenzeichen kenmerk ref "
    "reference despacho decisorio judgment judgement urteil arret arrest sentenza sentencia"
)
"""Kinds of act and of number."""
DIVISIONS = (
    "art arts artt article articles artikel articolo articoli articulo artigo artykul αρθρο αρθρα section sections sec "
    "paragraph paragraphs paragraphe paragrafo para paras par abs absatz lid apartado comma alinea ust first second "
    "subparagraph lit litera letter lett lettre lettera letra buchst buchstabe point punkt punto onder sub satz "
    "regulation directive reglement reglamento regolamento verordnung richtlinie richtlijn verordening"
)
"""Texts of law and their divisions."""
JOINING = "eu ec eec ue ce cee eg ewg of the de del der des den dell della du di la le van and et und en"
"""The Union, as its acts are numbered, and what joins words."""
EMPTY = frozenset(f"{ACTS} {DIVISIONS} {JOINING}".split())
"""Words without which a citation says the same, in the languages of the decisions recorded."""
EMPTY_BEFORE_NUMBER = frozenset({"n", "no", "nr", "s", "ss", "al", "az"})
"""Short ones: empty at the beginning and before a number only, since a point of an article can be (n) or (s)."""
QUALIFIERS = frozenset({"urgent"})
"""Words that tell two series of numbers of one authority apart, and which citations leave out."""


def tokens(text: str) -> list[str]:
    """Words and numbers of a text, folded; `SAN2022` is two, `2A` is one, zeros before a number are gone."""
    without_ordinals = text.replace("º", "").replace("°", "")  # n.º and n° are n.
    parts = [part for run in RUN.findall(folded(without_ordinals)) for part in PARTS.findall(run)]
    return [re.sub(r"^0+(?=\d)", "", part) for part in parts]


def plain(parts: list[str]) -> list[str]:
    """The tokens without those that carry nothing, and with one name for the GDPR."""
    kept: list[str] = []
    for place, part in enumerate(parts, 1):
        before_number = place < len(parts) and parts[place][0].isdigit()
        if part in EMPTY or (part in EMPTY_BEFORE_NUMBER and (before_number or not kept)):
            continue
        if part in GDPR_NAMES:
            if part == "gvo" and kept and kept[-1] == "ds":
                kept.pop()
            part = "gdpr"  # noqa: PLW2901 - the name of the same thing
        kept.append(part)
    return kept


def _key(level: str, parts: Iterable[str]) -> str:
    return f"{level} {' '.join(parts)}"


def readings(cite: str) -> list[str]:
    """Keys that a citation may stand for, the surest first; empty where it has no letter and no digit."""
    written = tokens(cite)
    if not written:
        return []
    short = plain(written)
    found = [_key(WRITTEN, written), *(_key(WRITTEN, other) for other in _celex(cite)), _key(PLAIN, short)]
    joined = re.sub(r"(?<=\d)(?=(?:p|ppu|rev|renv|r|dep)$)", " ", " ".join(short))
    apart = re.sub(r"(?<=\d)(?=[^\W\d_])", " ", " ".join(short))
    found += [f"{PLAIN} {joined}", f"{PLAIN} {apart}", _key(BARE, short)]
    return [key for key in dict.fromkeys(found) if len(key) > len(WRITTEN) + 1]


def _celex(cite: str) -> Iterator[list[str]]:
    """What else a CELEX number says: the number of a case, or the act of which it is a consolidated text."""
    text = re.sub(r"^celex\W*", "", folded(cite).strip())
    if match := CASE_CELEX.fullmatch(text):
        year, court, number = match.groups()
        yield [court, str(int(number)), year[2:]]
        yield [court, str(int(number)), year[2:], "p"]
    elif match := ACT_CELEX.fullmatch(text):
        year, kind, number = match.groups()
        yield tokens(f"3{year}{kind}{number}")


def above(cite: str) -> list[str]:
    """Keys of what a provision cited is part of, nearest first: of `GDPR 6(1)(z)` those of 6(1), 6 and the GDPR."""
    parts = plain(tokens(cite))
    start = next((place for place, part in enumerate(parts) if part[0].isdigit()), len(parts))
    end = start
    while end < len(parts) and re.fullmatch(r"\d+[^\W\d_]*|[a-z]{1,2}", parts[end]):
        end += 1
    owner = [*parts[:start], *parts[end:]]
    return [_key(PLAIN, [*owner, *parts[start:cut]]) for cut in range(end - 1, start - 1, -1)] if owner else []


def keys(form: str, value: str, owner: str | None = None, celex: str | None = None) -> set[str]:
    """Keys of a thing for one of its identifiers.

    `form` is `reference`, `ecli`, `neutral-citation`, `celex`, `eli`, `instrument` or `provision`; `owner` the
    acronym of the authority that gave a reference, or the name of the instrument of a provision numbered `value`,
    whose CELEX number is `celex`.
    """
    written = tokens(value)
    short = plain(written)
    made = {_key(WRITTEN, written), _key(PLAIN, short)}
    if form == "provision" and owner is not None:
        owners = [plain(tokens(owner)), *(_numbers(celex) if celex else ())]
        both = [order for name in owners for order in ((*name, *short), (*short, *name))]
        return {_key(BARE, short), *(_key(PLAIN, order) for order in both)}
    if form == "celex":
        made.update(_key(PLAIN, number) for number in _numbers(value))
    if form == "neutral-citation":
        made.add(_key(PLAIN, plain(tokens(re.sub(r"\s*\([^()]*\)$", "", value)))))
    if form == "reference":
        others = [short, [part for part in short if part not in QUALIFIERS]]
        if match := DATED.fullmatch(" ".join(short)):
            others.append(list(match.groups()))
        if match := CASE.fullmatch(" ".join(short)):
            others.append(list(match.groups()[:3]))
        made.update(_key(PLAIN, other) for other in others)
        if owner:
            name = plain(tokens(owner))
            made.update({_key(WRITTEN, (*name, *written)), _key(WRITTEN, (*written, *name))})
            made.update(_key(PLAIN, order) for other in others for order in ((*name, *other), (*other, *name)))
    return {key for key in made if len(key) > len(WRITTEN) + 1}


def _numbers(celex: str) -> list[list[str]]:
    """How an act is numbered: `32016R0679` is 2016/679, `31995L0046` is 95/46, `32001R0045` is 45/2001."""
    match = ACT_CELEX.fullmatch(folded(celex))
    if match is None:
        return []
    year, _, digits = match.groups()
    number = str(int(digits))
    return [[year, number], [str(int(year[2:])), number], [number, year]]
