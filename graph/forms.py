"""Legal forms of companies, as they end a name, in whichever way they are written."""

from functools import lru_cache

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
