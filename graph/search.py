"""Search: what of the graph fits a few words. Case, accents, unfinished words and slips of the pen are forgiven.

What a stranger writes becomes folded words, and these become query objects: no query language reads it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tantivy import Occur, Query

from graph import styles
from graph.citations import BARE, readings
from graph.errors import ParameterError
from graph.index import FIELDS, IRI, Entry, entry, opened
from graph.laws import UNION
from graph.reduction import plain, tokens
from graph.words import words

WEIGHTS = {"name": 4.0, "about": 2.0, "text": 1.0}
EXACT, PREFIX, SIMILAR = 12.0, 5.0, 1.0
"""What a word is worth by how it is found. A word that is only similar never outweighs one that is there."""
WHOLE, PHRASE, BEGUN = 100.0, 20.0, 15.0
"""What it is worth that all that was asked is a name, stands in one as it was asked, or is how one begins."""
KIND_WORTH = {"authority": 4.0, "company": 4.0, "jurisdiction": 4.0, "instrument": 4.0, "case": 3.0, "provision": 2.0}
"""Things before the decisions that speak of them, where all else is equal; concepts and terms last."""
SLIPS = ("name", "about")
"""Fields in which a slip of the pen is forgiven even where nothing else of the question is written rightly."""
SHORT = 4
"""Letters that two words joined must have more of to be the beginning of one."""
MOST_WORDS, MOST_CHARACTERS = 24, 300
"""What a question may have: enough for a long label, and little enough to be answered in time."""


@dataclass(frozen=True)
class Hit:
    """An entry with its score."""

    entry: Entry
    score: float


@dataclass(frozen=True)
class Found:
    """A page of hits; `total` counts all of the kind asked for, `kinds` all of each kind.

    `similar` are the words that stand nowhere, for which words that differ in a letter or two were taken.
    """

    hits: tuple[Hit, ...]
    total: int
    kinds: dict[str, int]
    similar: frozenset[str]


def asked(text: str) -> list[str]:
    """The words of a question, each once, the last one last. Raises ParameterError for none, or too many."""
    if len(text) > MOST_CHARACTERS:
        raise ParameterError("q", f"q: it has {len(text):,} characters: shorten it to {MOST_CHARACTERS}.")
    found = list(dict.fromkeys(reversed(words(text))))[::-1]
    if not found:
        raise ParameterError("q", "q: write at least one word, number or letter to search for.")
    if len(found) > MOST_WORDS:
        raise ParameterError("q", f"q: it has {len(found)} words: shorten it to {MOST_WORDS}.")
    return found


def essential(text: str) -> list[str]:
    """The words of a citation that carry something, names before numbers as in our labels; none of a long text."""
    parts = dict.fromkeys(part for part in plain(tokens(text)) if part != UNION)
    return sorted(parts, key=lambda part: len(part) == 1 or part[0].isdigit()) if len(parts) <= MOST_WORDS else []


def tolerance(word: str) -> int:
    """Letters in which another word may differ from this one and still be meant: none below four letters."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


Similar = Mapping[str, Sequence[str]]
"""Words for which similar ones are taken, and the fields in which they are."""


def _similar(unknown: Sequence[str], parts: Sequence[str], fields: Sequence[str]) -> Similar:
    """Where a similar word is taken for each unknown one: in all fields if a word that says something is as written.

    Else in names only: in the many words of the texts something is like any name, and says nothing of it.
    """
    sure = any(tolerance(word) and word not in unknown for word in parts)
    return dict.fromkeys(unknown, fields if sure else [field for field in fields if field in SLIPS])


class Search:
    """The index of one snapshot, open for questions from several threads."""

    def __init__(self, folder: Path) -> None:
        """Open the index in `folder`. Raises NoIndex."""
        index = opened(folder)
        self._schema, self._searcher = index.schema, index.searcher()

    def near(self, parts: Sequence[str], kinds: Sequence[str], limit: int, similar: bool = True) -> list[Hit]:
        """The things of these kinds that have any of the folded words, best first: rare words count for more.

        Words like them count too, unless `similar` is False: looking for those takes most of the time.
        For those who weigh the names themselves, and headings where they are just what is asked. Two words may be one
        in the name: `clear view` finds Clearview.
        """
        schema, joined = self._schema, ["".join(pair) for pair in pairwise(parts)]
        ways = [Query.boost_query(Query.term_query(schema, "whole", one), WHOLE) for one in (" ".join(parts), *joined)]
        for word in dict.fromkeys([*parts, *joined]):
            for field in ("name", "about"):
                ways.append(Query.boost_query(Query.term_query(schema, field, word), WEIGHTS[field]))
            if similar and tolerance(word):
                ways.append(Query.fuzzy_term_query(schema, "name", word, tolerance(word)))
        return list(self._hits(Query.boolean_query([(Occur.Should, way) for way in ways]), kinds, 0, limit))

    def thing(self, iri: str) -> Entry | None:
        """The entry of a thing, or None."""
        found = self.keyed(f"{IRI} {iri}", 1)
        return found[0] if found else None

    def found(
        self,
        text: str,
        kind: str | Sequence[str] | None = None,
        start: int = 0,
        limit: int = 50,
        fields: Sequence[str] = tuple(FIELDS),
    ) -> Found:
        """The things (of a kind, or of several) that have all words of `text`, best first, from place `start` on.

        The last word may be unfinished, and two words may be one in a name: `clear view` finds Clearview. What the
        text names as a whole is found too, by a name, a number, a citation or the style of one (`A v. B`). Where no
        thing has all words, those that carry nothing in a citation are left out, so that `art. 6 DSGVO` finds GDPR 6.
        A word that stands nowhere also finds those that differ in one letter, or two if it is long; so do all words,
        where no thing has them all as written. Raises ParameterError.
        """
        parts, named = asked(text), self._named(text)
        joined, begun = self._joined(parts), " ".join(words(text))
        unknown = [word for word in parts if word in joined and not self._known(word, word == parts[-1], fields)]
        similar = _similar(unknown, parts, fields)
        each = self._all(parts, joined, similar, fields)
        found = self._kinds(each)
        if (similar or not found) and (cited := essential(text)) not in ([], parts):
            other = self._all(cited, cited, {}, fields)
            if there := self._kinds(other):
                each, found, similar, parts, begun = other, there, {}, cited, " ".join(cited)
        names = self._kinds(named)
        if names and similar:
            similar = {}
            each = self._all(parts, joined, similar, fields)
        elif not found and not names and len(similar) < len(parts):
            similar = _similar(parts, parts, fields)
            each = self._all(parts, joined, similar, fields)
        query = self._query(each, named, parts, begun, fields)
        kinds = self._kinds(query)
        chosen = (kind,) if isinstance(kind, str) else tuple(kind or ())
        total = sum(count for one, count in kinds.items() if not chosen or one in chosen)
        hits = self._hits(query, chosen, start, min(limit, total - start)) if start < total else []
        return Found(tuple(hits), total, kinds, frozenset(similar))

    def keyed(self, key: str, limit: int) -> list[Entry]:
        """The things found under a key of `graph.citations`, by IRI, at most `limit`."""
        query = Query.term_query(self._schema, "key", key)
        return [hit.entry for hit in self._hits(Query.const_score_query(query, 1.0), (), 0, limit)]

    def _hits(self, query: Query, kinds: Sequence[str], start: int, limit: int) -> Iterable[Hit]:
        if kinds:
            any_kind = [(Occur.Should, Query.term_query(self._schema, "kind", kind)) for kind in kinds]
            only = Query.const_score_query(Query.boolean_query(any_kind), 0.0)
            query = Query.boolean_query([(Occur.Must, query), (Occur.Must, only)])
        result = self._searcher.search(query, limit, count=False, offset=start)
        return [Hit(entry(self._searcher.doc(address)), score) for score, address in result.hits]

    def _kinds(self, query: Query) -> dict[str, int]:
        """How many things of each kind fit, most first."""
        counted = self._searcher.aggregate(query, {"kinds": {"terms": {"field": "kind", "size": 20}}})
        found = {bucket["key"]: int(bucket["doc_count"]) for bucket in counted["kinds"]["buckets"]}
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))

    def _known(self, word: str, last: bool, fields: Sequence[str]) -> bool:
        if last:
            return any(self._searcher.terms_with_prefix(field, word, limit=1) for field in fields)
        return any(self._searcher.doc_freq(field, word) for field in fields)

    def _joined(self, parts: Sequence[str]) -> list[str]:
        """The words, with two neighbours in one where a name has them so, the last of them unfinished perhaps.

        Never numbers: `6 1` is not 61.
        """
        found: list[str] = []
        rest = list(parts)
        while rest:
            pair = "".join(rest[:2])
            one = len(rest) > 1 and pair.isalpha() and self._known(pair, len(rest) == 2 and len(pair) > SHORT, ["name"])
            found.append(pair if one else rest[0])
            rest = rest[2 if one else 1 :]
        return found

    def _named(self, text: str) -> Query:
        """What a text names as a whole: by a name, by a number or citation with a letter, or as parties in a style."""
        schema, written = self._schema, words(text)
        ways = [Query.term_query(schema, "whole", one) for one in ("".join(written), " ".join(written))]
        for key in readings(text):
            if not key.startswith(BARE) and any(part.isalpha() for part in key.split()[1:]):
                ways.append(Query.term_query(schema, "key", key))
        if (style := styles.asked(written)) is not None:
            ways.append(Query.fuzzy_term_query(schema, "whole", " ".join(style), 0, prefix=True))
        worth = WHOLE + EXACT * WEIGHTS["name"] * len(written)  # Before what has the same words, but in a text.
        return Query.const_score_query(Query.disjunction_max_query(ways), worth)

    def _all(self, parts: list[str], joined: list[str], similar: Similar, fields: Sequence[str]) -> Query:
        """All the words, or all of them with some joined. A joined word is worth the two that it stands for."""
        each = [(Occur.Must, self._word(word, word == parts[-1], similar.get(word, ()), fields)) for word in parts]
        if joined == parts:
            return Query.boolean_query(each)
        put = []
        for place, word in enumerate(joined, 1):
            worth = 1.0 if word in parts else 2.0
            one = self._word(word, place == len(joined), similar.get(word, ()), ("name",) if worth > 1 else fields)
            put.append((Occur.Must, Query.boost_query(one, worth)))
        return Query.disjunction_max_query([Query.boolean_query(each), Query.boolean_query(put)])

    def _query(self, each: Query, named: Query, parts: list[str], begun: str, fields: Sequence[str]) -> Query:
        """What has the words or is named, with what lifts one above another."""
        schema = self._schema
        either = Query.boolean_query([(Occur.Should, each), (Occur.Should, named)])
        better = [
            Query.const_score_query(Query.term_query(schema, "kind", kind), worth) for kind, worth in KIND_WORTH.items()
        ]
        better.append(Query.const_score_query(Query.fuzzy_term_query(schema, "whole", begun, 0, prefix=True), BEGUN))
        if len(parts) > 1 and "name" in fields:
            better.append(Query.const_score_query(Query.phrase_query(schema, "name", list(parts)), PHRASE))
        return Query.boolean_query([(Occur.Must, either), *((Occur.Should, one) for one in better)])

    def _word(self, word: str, last: bool, similar: Sequence[str], fields: Sequence[str]) -> Query:
        """The best of the ways in which a thing can have a word, or in the fields `similar` one like it."""
        schema, ways = self._schema, []
        for field in fields:
            worth = WEIGHTS[field]
            term = Query.term_query(schema, field, word)
            there = (Occur.Must, Query.const_score_query(term, EXACT * worth))
            ways.append(Query.boolean_query([there, (Occur.Should, Query.boost_query(term, worth))]))
            if last:
                begun = Query.fuzzy_term_query(schema, field, word, 0, prefix=True)
                ways.append(Query.const_score_query(begun, PREFIX * worth))
            if field in similar and tolerance(word):
                near = Query.fuzzy_term_query(schema, field, word, tolerance(word), prefix=last)
                ways.append(Query.const_score_query(near, SIMILAR * worth))
        return Query.disjunction_max_query(ways)
