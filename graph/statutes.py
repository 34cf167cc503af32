"""Numbers of national laws as their own languages write them, and the number of one in its official title.

The forms are those of the titles that the graph records: `Loi n° 78-17 du 6 janvier 1978`, `Ley Orgánica 3/2018, de 5
de diciembre`, `Decreto legislativo 30 giugno 2003, n. 196`, `Lov 15. juni 2018 nr. 38`, `Lag (2018:218)`, `Lei nº
13.709, de 14 de agosto de 2018`, `Kanun (6698)`. The kind of law stays in its language: a Ley is not a loi.
"""

import re

DAY = r"\d{1,2}(?:er|\.)?\s+(?:de\s+)?[^\W\d_]{3,}\s+(?:de\s+)?"
ITALIAN = r"\b(?:decreto legislativo|d\.?\s?lgs\.?)\s+"
FORMS = (
    (re.compile(rf"{ITALIAN}(?:del\s+)?{DAY}(\d{{4}}),?\s+n\.?\s*(\d+)\b"), r"dlgs \2/\1"),
    (re.compile(rf"{ITALIAN}(?:n\.?\s*)?(\d+)(?:/|\s+del\s+)(\d{{4}})\b"), r"dlgs \1/\2"),
    (re.compile(r"\b(?:ley organica|lo)\s+(\d+/\d{4})\b(?:,\s+de\s+\d{1,2}\s+de\s+[a-z]{4,10}\b)?"), r"leyorganica \1"),
    (re.compile(r"\bley\s+(\d+/\d{4})\b(?:,\s+de\s+\d{1,2}\s+de\s+[a-z]{4,10}\b)?"), r"ley \1"),
    (re.compile(rf"\b(loi|decret)\s+(?:no?\.?\s*)?(\d{{2,4}}-\d+)\b(?:\s+du\s+{DAY}\d{{4}})?"), r"\1 \2"),
    (re.compile(rf"\blei\s+(?:no?\.?\s*)?(\d+)\.(\d{{3}})(?:/(\d{{4}})|,\s+de\s+{DAY}(\d{{4}}))"), r"lei \1\2/\3\4"),
    (re.compile(rf"\blov\s+(?:av\s+)?{DAY}(\d{{4}})\s+(?:nr\.?|no\.?)\s*(\d+)\b"), r"lov \1/\2"),
    (re.compile(r"\blag(?:en)?\s+\((\d{4}:\d+)\)"), r"lag \1"),
    (re.compile(r"\b(\d{4})\s+sayili(?:\s+kisisel verilerin korunmasi)?\s+kanun\w*(?:\W(?:un|unun)\b)?"), r"kanun \1"),
    (re.compile(r"\bkisisel verilerin korunmasi kanunu \((\d{4})\)"), r"kanun \1"),
)
"""Forms of a number, and the one that stands for all of them."""
NUMBERED = re.compile(r"\W*((?:dlgs|leyorganica|ley|loi|decret|lei|lov|lag|kanun) [\d/:-]+)")
TURKISH = re.compile(
    r"\b(?:m\.?|md\.?|madde)\s*(\d+)(?=\W|$)|\b(\d+)\W{1,2}(?:inci|nci|uncu|ncu)?\s*madde(?:si|sinin)?\b"
)
"""An article of a Turkish law, before or behind its number."""


def numbered(bare: str) -> str:
    """A folded citation or title with each national law under its number in one form."""
    for pattern, form in FORMS:
        bare = pattern.sub(form, bare)
    if "kanun " in bare or "kvkk" in bare:
        bare = TURKISH.sub(lambda article: f"article {article[1] or article[2]}", bare)
    return bare


def number(title: str) -> str | None:
    """The number with which a folded title begins, in that form; None where it begins with none."""
    found = NUMBERED.match(numbered(title))
    return found[1] if found else None
