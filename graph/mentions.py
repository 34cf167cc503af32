"""Mentions: the numbers of acts among the words of a sentence or a headline, and what else these words tell."""

import re
from collections.abc import Iterable, Iterator

from graph.citations import CASE_WITHIN, ECLI, PLAIN, WRITTEN, key_of
from graph.reduction import tokens
from graph.words import folded

MONTH = r"[^\W\d_]{3,}\.?"
DAY = re.compile(
    r"[\s,(]*\b(?:(?:du|del|de|di|do|vom|van|of|dated|le|af|av|den|z|z dnia|fra)\s+)?(?:"
    rf"\d{{1,2}}(?:er|st|nd|rd|th|\.)?\s+(?:de\s+|of\s+)?{MONTH}\s+(?:de\s+)?(?P<named>(?:19|20)\d\d)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2},?\s+(?P<english>(?:19|20)\d\d)"
    r"|\d{1,2}[./]\s?\d{1,2}[./]\s?(?P<counted>(?:19|20)\d\d)|(?P<iso>(?:19|20)\d\d)-\d\d-\d\d)(?![\w/-])\)?"
)
"""A whole day with the word before it, in folded text."""
DOC_WEB = re.compile(r"\[\s*(\d{6,8})\s*\]")
"""The number of a document of the Garante as its headlines end: `[9751362]`."""
PINPOINT = re.compile(
    r"(?:\bat\s+)?\[\d{1,3}\](?:\s?[-\u2013]\s?\[\d{1,3}\])?"
    r"|\b(?:at|paras?|paragraphs?|paragraphe|rn|rz|rdnr|randnummer|points?|pp?|pages?|punto|pkt|cons|considerant)\b"
    r"\W*\d+(?:\s?[-\u2013]\s?\d+)?\W*|[\u00a7\u00b6]+\s*\d+"
)
"""A place in an act."""
COURT_AND_YEAR = re.compile(
    r"^[\s,]*\d{1,5}(?:\s?[-\u2013]\s?\d+)?(?=\s*\()"
    r"|\((?:\d{1,2}(?:st|nd|rd|th|d)\s+)?[\w. ]*\b((?:19|20)\d\d)\)"
)
"""What follows a reporter in the United States: the page cited, and the court with the year."""
YEAR = re.compile(r"(?<![\w/.-])(?:19|20)\d\d(?![\w/-])")
IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")

ADVOCATES = (
    r"advocate|avocate? general|generalanw|advocaat\W?generaal|avvocat[oa] generale|abogad[oa] general"
    r"|advogad[oa]\W?geral|generaladvokat|julkisasiamie|rzecznika? generaln|generalni advokat|γενικ\w+ εισαγγελε"
)
"""Advocates General, as the languages of the Union call them."""
SHORTENED = r"(?:^|[^\w\s]\s*|\d\s+|\bof\s+)(?:ag|ga)\b(?=\W+[^\W\d_])"
"""The same in two letters, before a name; behind one, AG is a legal form."""
OPINIONS = r"opinion|opinia|conclusi|conclusao|conclusoes|schlussantr|prise de position|stellungnahme|προτασεισ"
OTHER_ACT = re.compile(rf"{SHORTENED}|\b(?:{OPINIONS}|{ADVOCATES})")
"""Words that tell another act of the same case than the one recorded."""
LATER_ACT = re.compile(
    r"\b(?:(?<!court of )appeal(?:s|ed|ing)?\b|annul|pourvoi|recours|berufung|rechtsmittel|(?<!hof van )beroep"
    r"|impugn|casacion|ricorso|quash|overrul|set(?:ting)? aside|dissent)"
)
"""Words of an act about the one whose number stands there: which of the two is cited is for the reader to say."""
ORDERS = r"order\b|ordonnance|ordinanza|beschluss|beschikking|auto\b"
JUDGMENTS = r"judge?ment\b|urteil|arret\b|arrest\b|sentenza|sentencia|acordao|wyrok"
KIND_OF_ACT = {"o": re.compile(rf"\b(?:{ORDERS})"), "j": re.compile(rf"\b(?:{JUDGMENTS})")}
"""Words for a kind of act of the Union's courts, by its letter in a CELEX number."""
RULING = re.compile(rf"{WRITTEN} 6\d{{4}}[ct]([oj]) \d+")
"""The key by the CELEX number of such an act."""
LEADING = re.compile(
    r"^\W*(?:(?:see|see also|cf|compare|under|pursuant to|within the meaning of|in accordance with|contrary to|by|with"
    r"|(?:an? |the )?(?:violation|infringement|breach)s? of|vgl|siehe|nach|gemaess|gemass|gem|i\W?s\W?d|verstoss gegen"
    r"|verletzung von|voir|vu|au sens de|en vertu de|(?:violation|manquement) (?:de|a)|zie|op grond van|overtreding van"
    r"|schending van|vedi|ai sensi del?|(?:violazione|infraccion|violacao) del?|vease|conforme al?)\b\W*)+"
)
"""Words that lead in to a provision and say nothing of which it is, folded."""
MOST_WORDS, LONGEST = 80, 8
"""Words of a sentence that are looked at, and words that a number has at most, with the name of who gave it."""


def within(cite: str) -> tuple[list[str], list[str]]:
    """Keys of the case numbers of the Union's courts, and of the ECLIs, that stand among the words of a citation.

    None of a case where the words tell another act of it, such as the opinion of the Advocate General.
    """
    text = folded(cite)
    cases = [] if OTHER_ACT.search(text) else CASE_WITHIN.findall(ECLI.sub(" ", text))
    numbers = [key_of(PLAIN, tokens("{}-{}/{} {}".format(*case))) for case in cases]
    return numbers, [key_of(WRITTEN, tokens(f"ecli:{one}")) for one in ECLI.findall(text)]


def otherwise(cite: str, made: Iterable[str]) -> bool:
    """Whether a citation names another kind of act than the one that has these keys: the order, not the judgment.

    Asked of acts of the Union's courts: their CELEX numbers tell the kind, and a case has both.
    """
    told = {letter for letter, words in KIND_OF_ACT.items() if words.search(folded(cite))}
    recorded = {match[1] for key in made if (match := RULING.fullmatch(key))}
    return len(told) == 1 and bool(recorded) and not told & recorded


def undated(cite: str) -> tuple[str, str] | None:
    """Of a citation with the whole day of the act in or behind it: what it is without, and the year of that day."""
    text = folded(cite).strip()
    match = DAY.search(text)
    rest = f"{text[: match.start()]} {text[match.end() :]}".strip(" ,;-\u2013\u2014") if match else ""
    if match is None or DAY.search(rest) or not re.search(r"\d", rest):
        return None
    return rest, next(year for year in match.groups() if year)


def led_in(cite: str) -> str | None:
    """A citation of a provision without the words that lead in to it; None where there are none."""
    text = folded(cite)
    rest = LEADING.sub("", text)
    return rest if rest and rest != text else None


def mentions(cite: str) -> Iterator[tuple[str, str, str]]:
    """The groups of words that may be the number of an act, the longest first, with what stands around each."""
    text = DOC_WEB.sub(r" doc. web \1 ", cite)
    found = list(re.finditer(r"\S+", text))
    if len(found) > MOST_WORDS:
        return
    for size in range(min(LONGEST, len(found)), 0, -1):
        for place in range(len(found) - size + 1):
            start, end = found[place].start(), found[place + size - 1].end()
            words = text[start:end]
            inner = re.sub(r"^[^\w\[(]+|[^\w\])]+$", "", words)
            for one in dict.fromkeys((inner, re.sub(r"^[(\[](?=.*[)\]]$)|(?<!\))[)\]]$", "", inner))):
                if re.search(r"\d", one):
                    yield one, text[:start], text[end:]


def of_another(cite: str) -> bool:
    """Whether a citation tells of another act than the one with the number in it: an opinion, an appeal."""
    return bool(OTHER_ACT.search(folded(cite)) or LATER_ACT.search(folded(cite)))


def explained(before: str, behind: str, years: set[str]) -> bool:
    """Whether what stands around a number tells no other: no digit but a day or year of the act, or a place in it."""
    for text in (folded(before), folded(behind)):
        rest, told = text, set[str]()
        for form in (COURT_AND_YEAR, DAY, PINPOINT):  # In this order: `7th Cir. 2021` is no day.
            told |= {year for match in form.finditer(rest) for year in match.groups() if year}
            rest = form.sub(" ", rest)
        told |= set(YEAR.findall(rest))
        if (years and told - years) or re.search(r"\d", YEAR.sub(" ", rest)):
            return False
    return True


def bracket_behind(behind: str) -> list[str]:
    """The words in brackets right behind a number: the chamber of the court, or where it was published."""
    match = IN_BRACKETS.match(behind)
    return tokens(match[1]) if match else []
