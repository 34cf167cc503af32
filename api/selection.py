"""What a list of OAI-PMH was asked for (selective harvesting), and how it goes on."""

import base64
import binascii
import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

from api.cataloguing import PREFIXED
from api.following import Log
from graph.changelog import Entry, Mark
from graph.changes import kind_of
from graph.history import latest
from graph.namespaces import KINDS, thing

LONGEST = 500
"""Characters a token may have: ours have some 150."""
TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)?")
Place = tuple[int, int]
"""Number of an entry, and of a mark or a touched thing in it, from 1: the order of a list."""


@dataclass(frozen=True)
class Row:
    """What is harvested of a thing: the entry and mark of its last change, and `time`, when its record last changed.

    `time` is later than the entry where a label that the record shows changed since. `sets` are the jurisdictions
    linked to it now; of what was withdrawn all that ever were, so that who harvests one of them learns that it is gone.
    """

    place: Place
    time: datetime
    entry: Entry
    mark: Mark
    sets: tuple[str, ...]


class Fault(Exception):
    """An error of the protocol: its code and what to do."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Selection:
    """Records in the format `prefix` that changed from `since` until `until` ("" for no bound), of a set ("" for all);
    and those given already: where the last one stands, and how many."""

    prefix: str
    since: str = ""
    until: str = ""
    set_: str = ""
    after: Place = (0, 0)
    given: int = 0

    @property
    def token(self) -> str:
        """The selection as a token, from which alone the list goes on."""
        members = [self.prefix, self.since, self.until, self.set_, *self.after, self.given]
        return base64.urlsafe_b64encode(json.dumps(members, separators=(",", ":")).encode()).decode()

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """From when until when, both within. Raises Fault badArgument for what is no time."""
        bounds = []
        for text, open_ in ((self.since, datetime.min), (self.until, datetime.max)):
            try:
                if text and not TIME.fullmatch(text):
                    raise ValueError(text)
                time = datetime.fromisoformat(text.removesuffix("Z")) if text else open_
            except ValueError:
                words = f"{text[:40]} is no time: write YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ."
                raise Fault("badArgument", words) from None
            bounds.append(time.replace(tzinfo=UTC))
        if len(self.until) == len("YYYY-MM-DD"):
            bounds[1] = bounds[1].replace(hour=23, minute=59, second=59)
        return bounds[0], bounds[1]

    def rows(self, found: Log) -> list[Row]:
        """The records that are still to be given, oldest change first."""
        since, until = self.bounds
        place = thing("jurisdiction", self.set_) if self.set_ else None
        return [
            row
            for row in standing(found).values()
            if row.place > self.after and since <= row.time <= until and (place is None or place in row.sets)
        ]


def selection(given: dict[str, str], found: Log) -> Selection:
    """What a list is asked for by these arguments, none of them empty. Raises Fault."""
    if "resumptionToken" in given:
        asked = _resumed(given["resumptionToken"])
    elif "metadataPrefix" not in given:
        raise Fault("badArgument", "metadataPrefix is missing; ListMetadataFormats gives them.")
    else:
        asked = Selection(given["metadataPrefix"], given.get("from", ""), given.get("until", ""), given.get("set", ""))
    lengths = {len(time) for time in (asked.since, asked.until) if time}
    _ = asked.bounds
    if len(lengths) > 1:
        raise Fault("badArgument", "Give from and until alike, as days or as times.")
    if asked.since and asked.until and asked.since > asked.until:
        raise Fault("badArgument", "from lies after until.")
    known_prefix(asked.prefix)
    if asked.set_ and thing("jurisdiction", asked.set_) not in latest(found):
        raise Fault("noRecordsMatch", "There is no such set; ListSets gives them.")
    return asked


def known_prefix(prefix: str) -> None:
    """Raise Fault cannotDisseminateFormat for a format of metadata that we have not."""
    if prefix not in PREFIXED:
        raise Fault("cannotDisseminateFormat", f"There is no format {prefix[:40]}: take {', '.join(PREFIXED)}.")


def _resumed(token: str) -> Selection:
    try:
        if len(token) > LONGEST:
            raise ValueError("too long")
        prefix, since, until, set_, number, index, given = json.loads(base64.urlsafe_b64decode(token))
        found = Selection(str(prefix), str(since), str(until), str(set_), (int(number), int(index)), int(given))
        _ = found.bounds
        if found.token != token or found.prefix not in PREFIXED or min(*found.after, found.given) < 0:
            raise ValueError("not ours")
    except (ValueError, TypeError, RecursionError, binascii.Error, Fault):
        raise Fault("badResumptionToken", "This is no token of ours: begin the list again.") from None
    return found


@lru_cache(maxsize=2)
def standing(found: Log) -> dict[str, Row]:
    """What is harvested of each thing of a kind, by its IRI, oldest change first."""
    rows: dict[str, Row] = {}
    ever: dict[str, dict[str, None]] = {}
    for entry in found:
        for index, mark in enumerate(entry.marks, 1):
            if mark.kind in KINDS:
                before = ever.setdefault(mark.thing, {})
                before |= dict.fromkeys(_places(mark.links))
                sets = tuple(before) if mark.outcome == "withdrawn" else _places(mark.linked)
                rows[mark.thing] = Row((entry.number, index), entry.time, entry, mark, sets)
        changed = {mark.thing for mark in entry.marks if mark.kind in KINDS}
        for index, iri in enumerate(entry.touched, len(entry.marks) + 1):
            # A record names what its thing links to, and no more: a description may show labels further away.
            if iri in rows and rows[iri].mark.outcome != "withdrawn" and not changed.isdisjoint(rows[iri].mark.shown):
                rows[iri] = replace(rows[iri], place=(entry.number, index), time=entry.time)
    return dict(sorted(rows.items(), key=lambda row: row[1].place))


def _places(links: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(link for link in links if kind_of(link) == "jurisdiction")
