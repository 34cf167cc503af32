"""Resolution of citations: found, ambiguous, or not covered, and never "does not exist"."""

from api.shaping import Record, reference
from graph.citations import BARE, above, readings
from graph.errors import ParameterError
from graph.index import Entry
from graph.search import Search

MOST = 20
"""Alternatives told at most."""
LONGEST = 300
"""Characters that a citation may have; the longest of the graph, an address, has less than a third."""
NOT_COVERED = (
    "Comity records nothing under this citation. That does not mean that it does not exist: only selected decisions "
    "are recorded, and /authorities says how far the record of each authority reaches."
)

NO_INSTRUMENT = "The citation names no text of law, such as GDPR: choose among the provisions with this number."


def _told(entry: Entry, key: str) -> Record:
    """An entry with the identifier by which it was found: its form and how the graph writes it."""
    form, value = entry.keys[key]
    return {**reference(entry.iri), "kind": entry.kind, "label": entry.label(), "how": form, "value": value}


def resolution(search: Search, cite: str) -> Record:
    """What a citation names: `outcome`, `match` where it is found, else what it may mean, and words for a reader.

    The first reading under which anything is known decides. Where nothing is, the provisions of which the one cited
    would be a part are alternatives. Raises ParameterError for a citation without a letter or digit, or too long.
    """
    if len(cite) > LONGEST:
        raise ParameterError("cite", f"cite: it has {len(cite):,} characters: give one citation, at most {LONGEST}.")
    keys = readings(cite)
    if not keys:
        raise ParameterError("cite", "cite: write a number or citation, such as SAN-2022-019 or Art. 6(1)(f) GDPR.")
    for key in keys:
        found = [_told(entry, key) for entry in search.keyed(key, MOST)]
        if found and key.startswith(BARE):
            return _outcome("ambiguous", None, found, NO_INSTRUMENT)
        if len(found) == 1:
            return _outcome("found", found[0], [], "One thing has this citation.")
        if found:
            return _outcome(
                "ambiguous", None, found, "Several things have this citation: choose among the alternatives."
            )
    wider = {entry.iri: _told(entry, key) for key in above(cite) for entry in search.keyed(key, MOST)}
    return _outcome("not-covered", None, list(wider.values())[:MOST], NOT_COVERED)


def _outcome(outcome: str, match: Record | None, alternatives: list[Record], detail: str) -> Record:
    return {"outcome": outcome, "match": match, "alternatives": alternatives, "detail": detail}
