"""Permalinks of queries: a query with the answer it had, in a token that needs nothing to be stored.

The token holds the query, the version of the snapshot and the commit it was built from, the number of rows, and the
SHA-256 of the canonical answer, compressed.
"""

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import chain

from graph.errors import PermalinkError
from graph.tokens import LONGEST

LONGEST_TOKEN = 8000
"""Characters of a token at most: an address of 8 kB is understood everywhere, longer ones are cut by some."""
MOST_ROWS = 10**12
"""No answer has as many rows: a number of thousands of digits is forged."""
EDITION = 2
"""First member of a token: the way in which the answer was hashed. What was cited in the first is still checked so."""
FORMS = (r"[0-9a-f]{1,64}", r"[0-9]{4}-[0-9]{2}-[0-9]{2}", r"[0-9a-f]{0,40}", r"[0-9a-f]{64}")
"""Forms of a version, a day, a commit and a hash."""
TERM = re.compile(rb'"(?:[^"\\\n]|\\.)*"|<[^<>\n]*>|_:[^\s"<>]+')
"""What may hold or be a blank node in a line of TSV or N-Triples: a text, an IRI, or one itself."""
FORMER_BLANK = re.compile(rb"(?<![^\t \n])_:[A-Za-z0-9]+(?![^\t \n])")
"""What the first edition took for a blank node, also within a text."""


@dataclass(frozen=True)
class Permalink:
    """A query and the answer it had: on which version, built on which day (YYYY-MM-DD) from which commit ("" if
    unknown), with how many rows (triples of a graph, 1 for ASK) and which SHA-256 of its canonical form, in which
    edition of that form.
    """

    query: str
    version: str
    built: str
    commit: str
    rows: int
    sha256: str
    edition: int = EDITION

    @property
    def token(self) -> str:
        """The permalink as text that is safe in an address. Raises PermalinkError where it would be too long."""
        members = [self.edition, self.version, self.built, self.commit, self.rows, self.sha256, self.query]
        packed = zlib.compress(json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode(), 9)
        token = base64.urlsafe_b64encode(packed).decode().rstrip("=")
        if len(token) > LONGEST_TOKEN:
            raise PermalinkError(
                f"The query makes an address of {len(token):,} characters; {LONGEST_TOKEN:,} are the most that is "
                "understood everywhere. Shorten it, or cite its text with the snapshot version."
            )
        return token


def permalink(token: str) -> Permalink:
    """The permalink in a token. Raises PermalinkError for what is no token of ours; nothing large is unpacked."""
    try:
        if len(token) > LONGEST_TOKEN or not re.fullmatch(r"[A-Za-z0-9_-]+", token):
            raise ValueError("no token")
        unpacking = zlib.decompressobj()
        text = unpacking.decompress(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)), LONGEST * 4)
        if not unpacking.eof or unpacking.unused_data:
            raise ValueError("not whole")
        edition, version, built, commit, rows, sha256, query = json.loads(text)
        formed = all(
            re.fullmatch(form, value) for form, value in zip(FORMS, (version, built, commit, sha256), strict=True)
        )
        if type(edition) is not int or not 1 <= edition <= EDITION or not formed or type(rows) is not int:
            raise ValueError("not of this form")
        if not 0 <= rows < MOST_ROWS or len(query) > LONGEST:
            raise ValueError("of no answer that could have been given")
        date.fromisoformat(built)
        query.encode()  # Half of a surrogate pair is no text.
    except (ValueError, TypeError, RecursionError, AttributeError, binascii.Error, zlib.error):
        raise PermalinkError("This is no permalink of a query, or it was cut: take the whole address.") from None
    return Permalink(query, version, built, commit, rows, sha256, edition)


def canonical(answer: bytes, edition: int = EDITION) -> list[bytes]:
    """The lines of an answer in canonical form: of SPARQL TSV the header, then the rows in the order of their bytes;
    of N-Triples (or the word true or false) the lines in the order of their bytes, none of a graph without triples.

    So the order of rows, which a query may leave open, does not count, while rows that stand twice do. Blank nodes
    are all written `_:b`, since a store names them anew. The first edition wrote so what only looks like one in a
    text too, and a graph without triples as one empty line.
    """
    if edition == 1:
        lines = FORMER_BLANK.sub(b"_:b", answer).removesuffix(b"\n").split(b"\n")
    else:
        lines = [_unnamed(line) for line in answer.removesuffix(b"\n").split(b"\n")] if answer else []
    head = 1 if lines and lines[0].startswith(b"?") else 0
    return lines[:head] + sorted(lines[head:])


def _unnamed(line: bytes) -> bytes:
    """A line with its blank nodes written `_:b`."""
    if b"_:" not in line:
        return line
    return TERM.sub(lambda match: b"_:b" if match.group().startswith(b"_:") else match.group(), line)


def digest(lines: list[bytes]) -> str:
    """SHA-256 of a canonical answer, each line ended by a line feed, in hexadecimal digits."""
    return hashlib.sha256(b"".join(line + b"\n" for line in lines)).hexdigest()


@dataclass(frozen=True)
class Difference:
    """Rows that only the earlier or only the later of two answers has, each as often as it has it more."""

    gone: tuple[bytes, ...]
    new: tuple[bytes, ...]


def difference(earlier: list[bytes], later: list[bytes]) -> Difference:
    """What changed from one canonical answer to another, headers apart."""
    before, after = (Counter(line for line in lines if not line.startswith(b"?")) for lines in (earlier, later))
    gone, new = (tuple(sorted(chain((left - right).elements()))) for left, right in ((before, after), (after, before)))
    return Difference(gone, new)
