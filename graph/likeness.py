"""How alike two names are. Case, accents, spaces and the way in which a legal form is written make no difference."""

from functools import lru_cache

from rapidfuzz import fuzz

from graph.index import FIELD_OF, Entry
from graph.words import words

FORMS = {
    "ab": "ab|aktiebolag",
    "ag": "ag|aktiengesellschaft",
    "as": "as|a s|aktieselskab|aksjeselskap",
    "asa": "asa",
    "aps": "aps",
    "bv": "bv|b v|besloten vennootschap",
    "co": "co|company",
    "corp": "corp|corporation",
    "dac": "dac|designated activity company",
    "doo": "doo|d o o",
    "ev": "ev|e v",
    "gmbh": "gmbh|gesellschaft mit beschrankter haftung",
    "inc": "inc|incorporated",
    "kft": "kft",
    "kg": "kg|and co kg",
    "kk": "kk|k k|kabushiki kaisha",
    "llc": "llc|l l c",
    "llp": "llp|l l p",
    "lp": "lp|l p",
    "lda": "lda|ltda",
    "ltd": "ltd|limited",
    "nv": "nv|n v|naamloze vennootschap",
    "oy": "oy|oyj",
    "plc": "plc|public limited company",
    "pte": "pte",
    "pty": "pty|proprietary",
    "pvt": "pvt|private",
    "sa": "sa|s a|societe anonyme|sociedad anonima",
    "sarl": "sarl|s a r l",
    "sas": "sas|s a s|sasu",
    "se": "se",
    "sl": "sl|s l|slu|s l u",
    "spa": "spa|s p a|societa per azioni",
    "sro": "sro|s r o",
    "srl": "srl|s r l",
    "uc": "uc|unlimited company|international unlimited company",
    "zoo": "sp z o o|spzoo",
    "zrt": "zrt|nyrt",
}
"""Legal forms as they end a name, folded, the ways of writing one divided by `|`."""
ENDINGS: dict[str, list[tuple[tuple[str, ...], str]]] = {}
"""Ways of writing and forms by the last word, the longest first: `unlimited company` is one form."""
for _form, _ways in FORMS.items():
    for _way in _ways.split("|"):
        ENDINGS.setdefault(_way.split()[-1], []).append((tuple(_way.split()), _form))
for _endings in ENDINGS.values():
    _endings.sort(key=lambda ending: -len(ending[0]))

SAME, FORMLESS, OTHER_FORM, SIMILAR = 100.0, 97.0, 90.0, 85.0
"""Scores of the same name; the same but for a legal form on one side only; with another legal form; at most else."""
WORDS_THERE = 70.0
"""Score where all words asked stand somewhere in the names of a thing, of its authority, its parties or its case."""


@lru_cache(maxsize=16_384)
def parted(name: tuple[str, ...]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The folded words of a name without its legal forms, and these forms in one way of writing.

    A name that is nothing but a form stays as it is: `SE` may be a country. Kept for names met before.
    """
    rest, forms = name, set()
    while rest:
        for ending, form in ENDINGS.get(rest[-1], ()):
            if len(rest) > len(ending) and rest[-len(ending) :] == ending:
                rest = rest[: -len(ending)]
                forms.add(form)
                break
        else:
            break
    return rest, frozenset(forms)


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
        if place == "text":
            continue
        mine = words(text.value)
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
