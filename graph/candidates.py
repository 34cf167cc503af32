"""Candidates: which things of the graph a name or number in somebody's table may mean, and which one it surely means.

Scores run from 0 to 100 and say the same for every question: 100 is the same name or identifier. A match is claimed
only where nothing else in the graph could be meant; the rules are in `_sure`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from graph.evidence import agreement, meant, resembling
from graph.identifiers import NEAR, identified
from graph.index import Entry
from graph.likeness import FORMLESS, SAME, WORDS_THERE, among, likeness
from graph.namespaces import ID, ONTOLOGY
from graph.properties import Property, Values, values
from graph.search import MOST_CHARACTERS, MOST_WORDS, Search
from graph.store import Store, Value
from graph.words import words

RECONCILED = ("company", "authority", "decision", "provision", "case", "jurisdiction", "instrument")
"""Kinds of thing that can be reconciled. Documents consulted cannot: their titles name natural persons."""
GENERAL = frozenset({"authority", "instrument"})
"""Kinds called by general words, which others use of their own: `Datenschutzbehörde` is said in Austria and Belgium."""
NAME_WEIGHT = 0.7
"""Share of the name in a score, where properties were given too."""
LEAST = 20.0


@dataclass(frozen=True)
class Wanted:
    """What a row of a table says: a text, the classes it may have, and values of its properties.

    `types` are names of classes, of which a thing must have one, or `every` one; none means any kind.
    """

    text: str
    kinds: tuple[str, ...] = RECONCILED
    types: frozenset[str] = frozenset()
    every: bool = False
    evidence: tuple[tuple[Property, tuple[str, ...]], ...] = ()
    limit: int = 10


@dataclass
class Candidate:
    """A thing that may be meant, how well it fits, and whether it is surely the one.

    `agrees` has True or False for each property that both sides state. `types` are classes in no order.
    """

    entry: Entry
    name: float = 0.0
    identified: bool = False
    agrees: dict[str, bool] = field(default_factory=dict)
    types: frozenset[str] = frozenset()
    score: float = 0.0
    match: bool = False

    @property
    def id(self) -> str:
        """Its `{kind}/{slug}`."""
        return self.entry.iri.removeprefix(ID)


def candidates(search: Search, store: Store, wanted: Wanted, day: str) -> list[Candidate]:
    """The things that may be meant, best first, at most `wanted.limit`; the status of acts is that on `day`."""
    text = wanted.text[:MOST_CHARACTERS]
    asked = words(text)[:MOST_WORDS]
    own, own_sure = identified(search, wanted.text, wanted.kinds) if wanted.text.strip() else ([], False)
    given = [
        identified(search, value, wanted.kinds)
        for property_, stated in wanted.evidence
        if property_.form == "identifier"
        for value in stated
    ]
    looked = asked or tuple(part for _, stated in wanted.evidence for value in stated for part in words(value))
    near = [hit.entry for hit in search.near(looked[:MOST_WORDS], wanted.kinds, NEAR)] if looked else []
    by_number = {entry.iri for entries, _ in [(own, own_sure), *given] for entry in entries}
    pool = {entry.iri: Candidate(entry) for entry in [*own, *(one for more, _ in given for one in more), *near]}
    for candidate in pool.values():
        candidate.identified = candidate.entry.iri in by_number
        candidate.name = likeness(asked, candidate.entry) if asked else 0.0
    found = _weighed(search, store, wanted, list(pool.values()), day)
    certain_numbers = [entries for entries, sure in [(own, own_sure), *given] if sure and entries]
    _decide(found, asked, certain_numbers)
    told = found[: wanted.limit]
    stated = values(store, [candidate.id for candidate in told if not candidate.types], {"type"}, day)
    for candidate in told:
        candidate.types = candidate.types or _classes(stated[candidate.id])
    return told


def _classes(stated: dict[str, list[Value | None]]) -> frozenset[str]:
    return frozenset(value.value.removeprefix(ONTOLOGY) for value in stated.get("type", []) if value is not None)


def _weighed(search: Search, store: Store, wanted: Wanted, pool: list[Candidate], day: str) -> list[Candidate]:
    """Those of the classes wanted, with their scores, best first."""
    names = {property_.id for property_, _ in wanted.evidence}
    stated: Values = {}
    if wanted.types or names:
        stated = values(store, [candidate.id for candidate in pool], {"type", *names}, day)
    intended = {property_.id: meant(search, property_, given) for property_, given in wanted.evidence}
    perhaps = {
        property_.id: resembling(search, property_, given)
        for property_, given in wanted.evidence
        if intended[property_.id] is None
    }
    kept = []
    for candidate in pool:
        mine = stated.get(candidate.id, {})
        candidate.types = _classes(mine)
        has = wanted.types <= candidate.types if wanted.every else wanted.types & candidate.types
        if wanted.types and not has:
            continue
        for property_, given in wanted.evidence:
            known = [value for value in mine.get(property_.id, []) if value is not None]
            same = agreement(property_, given, known, intended[property_.id], perhaps.get(property_.id, frozenset()))
            if same is not None:
                candidate.agrees[property_.id] = same
        candidate.score = _score(candidate, bool(wanted.text.strip()), len(wanted.evidence))
        if candidate.score >= LEAST:
            kept.append(candidate)
    return sorted(kept, key=_place)


def _place(candidate: Candidate) -> tuple[float, int, str]:
    """What it is sorted by: at equal scores companies and authorities stand before the cases named after them."""
    return -candidate.score, RECONCILED.index(candidate.entry.kind), candidate.entry.iri


def _score(candidate: Candidate, named: bool, asked: int) -> float:
    """Name and properties weighed together; a property that one side does not state counts half."""
    name = SAME if candidate.identified else candidate.name
    if not asked:
        return round(name, 2)
    stated = candidate.agrees.values()
    fits = 100 * (sum(stated) + 0.5 * (asked - len(stated))) / asked
    if not named and not candidate.identified:
        return round(fits if any(stated) else 0.0, 2)
    return round(NAME_WEIGHT * name + (1 - NAME_WEIGHT) * fits, 2)


def _decide(found: Sequence[Candidate], asked: tuple[str, ...], numbers: Sequence[Sequence[Entry]]) -> None:
    """Mark the one that is surely meant, if there is one: the best, with nothing at its side or against it."""
    sure = _sure(found, asked, numbers)
    fitting = [candidate for candidate in sure if all(candidate.agrees.values())]
    if len(fitting) != 1 or (len(sure) > 1 and not any(fitting[0].agrees.values())):
        return
    one = fitting[0]
    one.match = all(other.score < one.score for other in found if other is not one)


def _sure(found: Sequence[Candidate], asked: tuple[str, ...], numbers: Sequence[Sequence[Entry]]) -> list[Candidate]:
    """Those that the text or the numbers given name without doubt.

    By number: all numbers given must name it. A number without letters counts where a property agrees. By name: it
    has just this name; or, without the legal form, it has this name and no other of its kind has all these words.
    """
    if numbers:
        common = set.intersection(*({entry.iri for entry in entries} for entries in numbers))
        return [candidate for candidate in found if candidate.entry.iri in common]
    bare = [candidate for candidate in found if candidate.identified]
    if bare:
        return [candidate for candidate in bare if any(candidate.agrees.values())]
    if not asked:
        return []
    same = [candidate for candidate in found if candidate.name == SAME]
    if same:
        general = {candidate.entry.kind for candidate in same} & GENERAL
        longer = (one for one in found if one.entry.kind in general and one not in same and among(asked, one.entry))
        return [*same, *longer]
    close = [candidate for candidate in found if candidate.name == FORMLESS]
    others = [candidate for candidate in found if candidate.name >= WORDS_THERE]
    return [one for one in close if sum(other.entry.kind == one.entry.kind for other in others) == 1]
