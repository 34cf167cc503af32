"""How alike two names are. Case, accents, spaces and the way in which a legal form is written make no difference."""

from rapidfuzz import fuzz

from graph.forms import parted
from graph.index import FIELD_OF, Entry
from graph.words import words

SAME, FORMLESS, OTHER_FORM, SIMILAR = 100.0, 97.0, 90.0, 85.0
"""Scores of the same name; the same but for a legal form on one side only; with another legal form; at most else."""
HEADED = 95.0
"""Score of a provision that has what was asked as its heading. It is never sure: any law may have one on penalties."""
WORDS_THERE = 70.0
"""Score where all words asked stand somewhere in the names of a thing, of its authority, its parties or its case."""


def among(asked: tuple[str, ...], entry: Entry) -> bool:
    """Whether a name of an entry has the folded words asked one after another, and more: `Privacy Act` in another."""
    names = (words(text.value) for text in entry.texts if FIELD_OF.get(text.field) == "name")
    size = len(asked)
    return any(
        len(name) > size and asked in (name[place : place + size] for place in range(len(name) - size + 1))
        for name in names
    )


def likeness(asked: tuple[str, ...], entry: Entry) -> float:
    """How alike the folded words asked and the names of an entry are, 0 to 100. Spaces make no difference."""
    core, forms = parted(asked)
    best, there = 0.0, set[str]()
    for text in entry.texts:
        place = FIELD_OF.get(text.field)
        if place == "text" and text.field != "heading":
            continue
        mine = words(text.value)
        if text.field == "heading":
            best = max(best, HEADED if "".join(asked) == "".join(mine) else 0.0)
            continue
        there.update(mine)
        if place != "name":
            continue
        name, its = parted(mine)
        if "".join(asked) == "".join(mine) or ("".join(core) == "".join(name) and forms == its):
            return SAME
        if "".join(core) == "".join(name):
            best = max(best, OTHER_FORM if forms and its else FORMLESS)
        else:
            alike = fuzz.ratio(" ".join(sorted(core)), " ".join(sorted(name)))
            best = max(best, alike / 100 * SIMILAR, fuzz.ratio("".join(core), "".join(name)) / 100 * SIMILAR)
    return max(best, WORDS_THERE * sum(word in there for word in core) / len(core))
