"""Acts and files: the words by which a citation says what kind of act it means, and who could have issued that.

A number that only counts the acts of a year (`35/2022`) is given by many: with it the word must be one that the issuer
of the recorded act uses. A number with letters is of one series, so that a translation of the word says the same; a
judgment is of a court all the same.
"""

from collections.abc import Iterable, Sequence, Set

KINDS = {
    "decision": {
        "en": "decision decisions binding", "fr": "decision decisions contraignante",
        "nl": "besluit beslissing bindend",
        "de": "beschluss entscheidung bescheid verbindlicher verbindliche verbindlichen", "it": "decisione vincolante",
        "es": "decision vinculante", "pt": "decisao vinculativa", "el": "αποφαση αποφασησ δεσμευτικη",
        "sv": "beslut", "da": "afgorelse", "nb": "vedtak avgjorelse", "pl": "decyzja decyzji", "cs": "rozhodnuti",
        "tr": "karar karari", "fi": "paatos", "lt": "sprendimas", "hr": "rjesenje", "et": "otsus",
    },
    "judgment": {
        "en": "judgment judgement", "de": "urteil", "fr": "arret", "nl": "arrest", "it": "sentenza",
        "es": "sentencia sts", "pt": "acordao", "pl": "wyrok", "cs": "rozsudek",
    },
    "order": {"en": "order", "fr": "ordonnance", "it": "ordinanza ingiunzione", "pt": "despacho decisorio"},
    "measure": {"it": "provvedimento provv"},
    "deliberation": {"fr": "deliberation delib", "it": "deliberazione", "pt": "deliberacao"},
    "resolution": {"en": "resolution", "es": "resolucion"},
    "report": {"en": "report findings"},
    "vote": {"en": "vote", "pt": "voto"},
    "file": {
        "en": "file case cases joined docket ref reference record", "fr": "affaire affaires aff",
        "de": "rechtssache rs gz",
        "nl": "zaak zaaknummer kenmerk", "it": "causa doc docs web docweb", "sv": "dnr diarienummer",
        "es": "asunto recurso procedimiento expediente", "da": "dnr journalnummer", "nb": "saksnummer",
        "pl": "sygn sygnatura", "tr": "sayili dnr", "cs": "dnr", "el": "αριθ",
    },
}  # fmt: skip
"""Words for a kind of act, or for the file of one, by the languages that say so; folded."""
COUNTED = "number numero nummer num dkt aktenzeichen"
"""Words for a number, which say nothing of what is counted."""
WORDS: dict[str, dict[str, set[str]]] = {}
"""The kinds that a word means, each with its languages."""
for _kind, _languages in KINDS.items():
    for _language, _words in _languages.items():
        for _word in _words.split():
            WORDS.setdefault(_word, {}).setdefault(_kind, set()).add(_language)

EVERY_LANGUAGE = "mul"
"""The language of the bodies of the Union, which write in all of its own."""
OF_AUTHORITIES = frozenset({"measure", "deliberation", "resolution", "vote"})
"""Kinds of act that courts do not issue, as judgments are not issued by others."""
USUAL = {
    True: frozenset({"judgment", "order", "decision", "file"}),
    False: frozenset({"decision", "order", "measure", "resolution", "file"}),
}
"""Kinds that a court, or another authority, issues although none of its references here says so."""


def told(parts: Iterable[str]) -> list[str]:
    """The words among folded ones that tell a kind of act or file."""
    return [part for part in parts if part in WORDS]


def of_issuer(parts: Iterable[str], court: bool) -> bool:
    """Whether each kind of act told could be of a court, or of another authority."""
    kinds = [WORDS[part].keys() for part in told(parts)]
    return all(each - (OF_AUTHORITIES if court else {"judgment"}) for each in kinds)


def counted_by(parts: Iterable[str], court: bool, languages: Set[str], own: Sequence[str]) -> bool:
    """Whether each kind of act told is one that this issuer numbers, said as it says it.

    `languages` are those in which it is called; `own` the words of the references of the act recorded.
    """
    recorded = {kind for part in told(own) for kind in WORDS[part]} - {"file"}
    kinds = recorded | {"file"} if recorded else USUAL[court]

    def fits(part: str) -> bool:
        said = {language for kind, those in WORDS[part].items() if kind in kinds for language in those}
        return part in own or bool(said and (EVERY_LANGUAGE in languages or said & languages))

    return all(fits(part) for part in told(parts))
