"""Sheets: the records of all things of a kind, made once for a snapshot and kept as JSON text.

To tell one is then to look it up: the text is sent as it is, and whoever works with a record reads it from the text, so
that no reader can spoil it for another. Text takes a tenth of what the same records take as objects.
"""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.responses import member
from api.shaping import Record

Members = Mapping[str, bytes]
"""Members of a JSON object by name, each as text with its name before it."""


@dataclass(frozen=True)
class Sheet:
    """Records by slug; those members that `main` names are the record without its parts."""

    main: frozenset[str]
    members: Mapping[str, Members]

    def text(self, slug: str, shown: Container[str], more: Members) -> bytes:
        """The JSON text of a record with the members shown, where `more` has one in its place."""
        mine = self.members[slug]
        return b"{%b}" % b",".join(more.get(name, text) for name, text in mine.items() if name in shown)


def sheet(main: Sequence[Record], whole: Iterable[Record]) -> Sheet:
    """The sheet of whole records; `main` are the same without their parts."""
    shared: dict[bytes, bytes] = {}
    members = {}
    for record in whole:
        texts = ((name, member(name, value)) for name, value in record.items())
        members[record["id"]] = {name: shared.setdefault(text, text) for name, text in texts}
    return Sheet(frozenset(name for record in main for name in record), members)


def read(text: bytes) -> Record:
    """The record that a text tells, which is the reader's own."""
    found: Record = json.loads(text)
    return found
