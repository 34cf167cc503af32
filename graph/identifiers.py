"""Identifiers: which thing an IRI, an id or a number names, and whether nobody else counts like that."""

import re
from collections.abc import Iterable, Sequence

from graph.acts import COUNTED, WORDS, counted_by, of_issuer, told
from graph.citations import BARE, LOOSE, NUMBERING, PLAIN, TOLD, called, divisions, key_of, lesser, readings, series
from graph.divisions import DIVISIONS
from graph.dockets import docket
from graph.index import KINDS as KINDS_FOUND
from graph.index import Entry
from graph.keys import BRACKET
from graph.mentions import bracket_behind, explained, mentions, of_another, otherwise
from graph.namespaces import ID, KINDS, thing
from graph.reduction import JOINING, plain, tokens
from graph.search import Search
from graph.terms import SLUG

NEAR = 25
"""Things looked at for one question; what is meant has been among them wherever it is spelled recognisably."""

LONGEST = 500
"""Characters that an identifier or citation may have; the longest of the graph, the title of a directive, has 370."""
LAW = ("instrument", "provision")
"""Kinds that are called by names which others of them may have as well."""
DIVISION = frozenset({*DIVISIONS.split(), "s", "ss"})
DOC_WEB = frozenset({"web", "docweb"})
"""Words before the one kind of bare number that one authority alone gives: those of the documents of the Garante."""
SAYING_NOTHING = frozenset({*WORDS, *COUNTED.split(), *NUMBERING, *DIVISION})
"""Words of a key by which nobody is named."""
JOINED = re.compile(rf"\b(?:{JOINING.replace(' ', '|')})[-\u2010-\u2015]\d", re.IGNORECASE)
"""Letters of a series that are a word elsewhere: `DI-2020-11397`."""


def iri_of(text: str) -> str | None:
    """The IRI that a text gives as IRI or as `{kind}/{slug}`, if it could be one of a thing."""
    kind, _, slug = text.strip().removeprefix(ID).partition("/")
    return thing(kind, slug) if kind in KINDS and SLUG.fullmatch(slug) else None


def counted(text: str) -> bool:
    """Whether a text has no more than a number as several authorities give it: `35/2022`, `Docket No. 9383`."""
    short = plain(tokens(text))
    return len(short) < 3 and all(part.isdecimal() for part in short) and not JOINED.search(text)


def fits(text: str, entry: Entry) -> bool:
    """Whether the words of a citation can be said of what has its number.

    Of a decision only: a division of a law (`Article 537`) is none; a kind of act must be one of its issuer, and with
    a number that several authorities may have given, said in a language of the issuer.
    """
    if entry.kind != "decision":
        return True
    parts = tokens(text)
    court = key_of(TOLD, ("court", "yes")) in entry.keys
    if otherwise(text, entry.keys) or not of_issuer(parts, court):
        return False
    if not counted(text):
        return True
    languages = {value for form, value in entry.keys.values() if form == "language"}
    own = [part for form, value in entry.keys.values() if form == "reference" for part in tokens(value)]
    return not ("§" in text or DIVISION.intersection(parts)) and counted_by(parts, court, languages, own)


def certain(text: str, key: str) -> bool:
    """Whether what has the key of a citation and fits its words is meant without doubt.

    A number that several authorities may give (`39/2023`) says nothing alone; with the word of the issuer it does.
    """
    named_by = [part for part in key.split()[1:] if part.isalpha() and part not in SAYING_NOTHING]
    return not key.startswith(BARE) and (not counted(text) or bool(named_by or told(tokens(text))))


def named(search: Search, text: str, most: int, kinds: Sequence[str] = KINDS_FOUND) -> list[tuple[Entry, str]]:
    """The things of these kinds that a text names under the first of its readings that any has, each with its key.

    Beside an instrument, or a provision called by a name of its own, stand the others that the same words name under
    a lesser reading: PIPA is the act of Korea, and those of Alberta and British Columbia. So it is for a section of
    the PIPA: where one of these is recorded without it, the instrument itself stands among what may be meant.
    """
    every: dict[str, tuple[Entry, str]] = {}
    for key in readings(text):
        if (every and key.startswith(BARE)) or (key.startswith(LOOSE) and (every or search.keyed(series(key), 1))):
            continue
        wanted = [kind for kind in kinds if kind in LAW or not every]
        found = [entry for entry in search.keyed(key, most) if entry.kind in wanted and fits(text, entry)]
        every = {entry.iri: (entry, key) for entry in found} | every
        if every and not any(entry.kind in LAW for entry, _ in every.values()):
            break
    if set(LAW) & set(kinds) and all(entry.kind in LAW for entry, _ in every.values()):
        alike = {entry.iri: (entry, key) for entry, key in _sections(search, text, most) if entry.kind in kinds}
        sure = {iri: pair for iri, pair in every.items() if not (alike and pair[1].startswith(BARE))}
        every = alike | sure
    case = docket(text)
    if case and case.division and not _divided(every.values(), key_of(TOLD, ("docket", case.division, *case.words))):
        return []
    return sorted(every.values(), key=lambda pair: pair[1])[:most]


def _bracket(pair: tuple[Entry, str], behind: list[str]) -> bool:
    """Whether brackets behind a number are those it has where it is recorded, or where it has none."""
    value = pair[0].keys[pair[1]][1]
    match = BRACKET.search(value)
    return not (match and behind) or tokens(match[0]) == behind


def _divided(found: Iterable[tuple[Entry, str]], told_docket: str) -> bool:
    return any(told_docket in entry.keys for entry, _ in found)


def _sections(search: Search, text: str, most: int) -> list[tuple[Entry, str]]:
    """What a section of a law means where several laws have that name: theirs of that number, or else the laws.

    Nothing where none of them is recorded with the section.
    """
    for owner, number in reversed(divisions(text)):
        laws = {
            law.iri: (law, key) for key in called(owner, text) for law in search.keyed(key, most) if law.kind == LAW[0]
        }
        if laws:
            sections = {iri: _section(search, law, number) for iri, (law, _) in laws.items()}
            every = [pair for iri, law in laws.items() for pair in sections[iri] or [law]]
            return every if any(sections.values()) else []
    return []


def _section(search: Search, law: Entry, number: Sequence[str]) -> list[tuple[Entry, str]]:
    """The provision of a law that has this number, with its key, if it is recorded."""
    own = key_of(TOLD, ("law", law.iri))
    for key in sorted(key_of(PLAIN, (*key.split()[1:], *number)) for key in law.keys if key.startswith(PLAIN)):
        for entry in search.keyed(key, NEAR):
            if own in entry.keys:
                return [(entry, key)]
    return []


def identified(search: Search, text: str, kinds: Sequence[str]) -> tuple[list[Entry], bool]:
    """The things a text names by identifier, and whether the identifier is one that nobody else gives.

    A number without a letter (`39/2023`) is not: several authorities count like that. Nor is a section of a law where
    another law has the same name.
    """
    iri = iri_of(text)
    if iri is not None:
        entry = search.thing(iri)
        return ([entry] if entry is not None and entry.kind in kinds else []), True
    cite = text[:LONGEST]
    found = named(search, cite, NEAR, kinds)
    sure = any(certain(cite, key) for _, key in found) and len(_sections(search, cite, NEAR)) < 2
    return [entry for entry, _ in found], sure


def near(search: Search, text: str, most: int) -> list[tuple[Entry, str]]:
    """The acts that a text may be about although it does not name them: see `graph.citations.lesser`.

    Of a division of a law there are none.
    """
    if counted(text) and ("§" in text or DIVISION.intersection(tokens(text))):
        return []
    found = [(entry, key) for key in lesser(text) for entry in search.keyed(key, most) if entry.kind == "decision"]
    return list({entry.iri: (entry, key) for entry, key in reversed(found)}.values())[::-1][:most]


def mentioned(search: Search, text: str, most: int) -> tuple[list[tuple[Entry, str]], list[tuple[Entry, str]]]:
    """The acts whose numbers stand among the words of a text: those that all of it fits, and the others.

    A number of its own series is looked for, or one with the word or the name of who gave it. What has a bracket
    behind its number that is another than the one cited is not meant; what stands beside it may tell no other number.
    """
    taken: list[tuple[int, int]] = []
    fitting: dict[str, tuple[Entry, str]] = {}
    others: dict[str, tuple[Entry, str]] = {}
    whole = not of_another(text)
    for words, before, behind in mentions(text):
        start, end = len(before), len(before) + len(words)
        if any(start < last and first < end for first, last in taken):
            continue
        if counted(words) and not DOC_WEB.intersection(tokens(words)):
            continue
        pairs = [pair for pair in named(search, words, most, ("decision",)) if certain(words, pair[1])]
        pairs = [pair for pair in pairs if _bracket(pair, bracket_behind(behind))]
        if not pairs:
            continue
        taken.append((start, end))
        for entry, key in pairs:
            years = {one.value for one in entry.texts if one.field == "year"}
            good = fits(text, entry) and explained(before, behind, years)
            (fitting if good else others)[entry.iri] = (entry, key)
        whole = whole and any(entry.iri in fitting for entry, _ in pairs)
    return (list(fitting.values()) if whole else []), [*fitting.values(), *others.values()]
