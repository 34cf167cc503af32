"""Resolution of citations: found, ambiguous, or not covered, and never "does not exist".

Our own names are citations too: the IRI of a thing, the address of its page or record here, and its slug.
"""

import re
from urllib.parse import unquote, urlsplit

from api.contract import ROOT
from api.shaping import Record, reference
from graph.citations import BARE, above, parts, readings
from graph.errors import ParameterError
from graph.identifiers import LAW, LONGEST, certain, mentioned, named, near
from graph.index import Entry
from graph.mentions import led_in, otherwise, undated, within
from graph.namespaces import BASE, CONCEPT, ID, KINDS, ONTOLOGY, iri_of, thing
from graph.search import Search
from graph.terms import SLUG

MOST = 20
"""Alternatives told at most."""
NOT_COVERED = (
    "Comity records nothing under this citation. That does not mean that it does not exist: only selected decisions "
    "are recorded, and /authorities says how far the record of each authority reaches."
)

OWN = ("iri", "address", "slug")
OTHER_KIND = (
    "Comity records another act of this case than the one cited, which is the alternative: a judgment where an order "
    "is cited, or the reverse."
)
OTHER_ISSUER = (
    "The alternatives have the number cited, or one that goes on from it, but not as acts of this kind or court: look "
    "whether one of them is meant."
)
NO_ISSUER = "Several authorities give such numbers: say whose act it is, or choose among the alternatives."
NO_INSTRUMENT = "The citation names no text of law, such as GDPR: choose among the provisions with this number."


def _told(entry: Entry, key: str) -> Record:
    """An entry with the identifier by which it was found: its form and how the graph writes it."""
    form, value = entry.keys[key]
    return {**reference(entry.iri), "kind": entry.kind, "label": entry.label(), "how": form, "value": value}


SUFFIX = re.compile(r"\.(json|jsonld|ttl|nt|nq|trig|rdf|bib|ris|csl\.json|linkset\.json)$")
"""Ends of the addresses of documents beside a page."""


def _address(text: str, host: str) -> tuple[str, str | None]:
    """Whether a text is an `iri` or an `address` (on `host`, or without one), and the IRI of ours that it stands for.

    Of a part of a thing that is the IRI of its whole.
    """
    parts = urlsplit(text)
    if f"https://{parts.netloc}{parts.path}#".startswith((ID, CONCEPT, ONTOLOGY)) and parts.scheme in ("http", "https"):
        whole = f"{BASE}{parts.path.removeprefix(urlsplit(BASE).path)}"
        return "iri", f"{whole}#{parts.fragment}" if ONTOLOGY.startswith(whole) else whole
    if parts.netloc not in ("", host) or not parts.path.startswith("/"):
        return "address", None
    path = SUFFIX.sub("", unquote(parts.path)).removeprefix(ROOT)
    if path.startswith("/id/"):
        return "address", BASE + path.removeprefix("/")
    return "address", f"{ONTOLOGY}{parts.fragment}" if path == "/ontology" and parts.fragment else iri_of(path)


def _called(entry: Entry, how: str, value: str) -> Record:
    """An entry with the name of ours by which it was found."""
    return {**reference(entry.iri), "kind": entry.kind, "label": entry.label(), "how": how, "value": value}


def _addressed(search: Search, text: str, host: str) -> Record | None:
    """What an IRI or address names; None where it is none of ours, or of nothing recorded."""
    try:
        how, iri = _address(text, host)
    except ValueError:  # An address that is none, such as http://[.
        return None
    entry = search.thing(iri) if iri else None
    return _called(entry, how, text) if entry else None


def _slugs(search: Search, text: str) -> list[Record]:
    """The things that have that slug, of which there may be one of each kind."""
    if not SLUG.fullmatch(text):
        return []
    found = (search.thing(thing(kind, text)) for kind in KINDS)
    return [_called(entry, "slug", text) for entry in found if entry]


def resolution(search: Search, cite: str, host: str = "") -> Record:
    """What a citation names: `outcome`, `match` where it is found, else what it may mean, and words for a reader.

    An IRI or address (on `host`, or without one) names one thing or nothing here. Else the first reading under which
    anything is known decides, and before an ambiguous one the slug of a single thing. Where nothing is known, the
    provisions of which the one cited would be a part are alternatives. Raises ParameterError for a citation without a
    letter or digit, or too long. A citation of several references names what they agree on; one of an order is not
    that of the judgment in the same case. In a sentence the number of one act names it, where no word tells another act
    and no other number stands there. A number that several authorities give (`35/2022`) is ambiguous without the name
    of one or its word for an act; with the word of others, and for a number without its last part, the act recorded is
    an alternative only. A section of a law is ambiguous where several laws have the name.
    """
    if len(cite) > LONGEST:
        raise ParameterError("cite", f"cite: it has {len(cite):,} characters: give one citation, at most {LONGEST}.")
    if not readings(cite):
        raise ParameterError("cite", "cite: write a number or citation, such as SAN-2022-019 or Art. 6(1)(f) GDPR.")
    told = _resolved(search, cite, host)
    match = told["match"]
    entry = search.thing(match["iri"]) if match and match["how"] not in OWN else None
    if entry and otherwise(cite, entry.keys):
        return _outcome("not-covered", None, [match], OTHER_KIND)
    return told


def _resolved(search: Search, cite: str, host: str) -> Record:
    own = _addressed(search, cite.strip(), host)
    if own:
        return _outcome("found", own, [], "One thing has this address.")
    slugs = _slugs(search, cite.strip())
    pairs = named(search, cite, MOST)
    if pairs and (len(pairs) == 1 or len(slugs) != 1):
        return _outcome_of_named(cite, pairs)
    if len(slugs) == 1:
        return _outcome("found", slugs[0], [], "One thing has this slug.")
    if slugs:
        return _outcome("ambiguous", None, slugs, "Things of several kinds have this slug: choose among them.")
    together = _together(search, cite)
    if together:
        return _outcome_of(together)
    provision = led_in(cite)
    if provision and (pairs := named(search, provision, MOST, LAW)):
        return _outcome_of_named(provision, pairs)
    for found, others in (_on_its_day(search, cite), _among_words(search, cite)):
        if found:
            return _outcome_of(found)
        if others:
            return _outcome("not-covered", None, others[:MOST], NOT_COVERED)
    among, about = mentioned(search, cite, MOST)
    if among:
        return _outcome_of([_told(*pair) for pair in among])
    wider = {entry.iri: _told(entry, key) for key in above(provision or cite) for entry in search.keyed(key, MOST)}
    if wider or not (about := [*about, *near(search, cite, MOST)]):
        return _outcome("not-covered", None, list(wider.values())[:MOST], NOT_COVERED)
    told = {entry.iri: _told(entry, key) for entry, key in about}
    return _outcome("not-covered", None, list(told.values())[:MOST], OTHER_ISSUER)


def _outcome_of_named(cite: str, pairs: list[tuple[Entry, str]]) -> Record:
    """The outcome for what a citation names: ambiguous where it names it by a number that others give as well."""
    found = [_told(*pair) for pair in pairs]
    if all(key.startswith(BARE) for _, key in pairs):
        return _outcome("ambiguous", None, found, NO_INSTRUMENT)
    if not any(certain(cite, key) for _, key in pairs):
        return _outcome("ambiguous", None, found, NO_ISSUER)
    return _outcome_of(found)


def _together(search: Search, cite: str) -> list[Record]:
    """What several references in one text name, each of which is known: what all of them name, or else all that."""
    for divided in parts(cite):
        each = [_numbered(search, part) for part in divided]
        if all(each):
            common = set.intersection(*({one["iri"] for one in found} for found in each))
            every = {one["iri"]: one for found in each for one in found}
            return [one for iri, one in every.items() if iri in common or not common]
    return []


def _numbered(search: Search, part: str) -> list[Record]:
    """What a reference names by more than the number of a provision."""
    pairs = [(entry, key) for entry, key in named(search, part, MOST) if not key.startswith(BARE)]
    return [_told(*pair) for pair in pairs] or _on_its_day(search, part)[0]


def _on_its_day(search: Search, cite: str) -> tuple[list[Record], list[Record]]:
    """What a citation names without the day behind it: the acts of that year, and those of other years."""
    rest, year = undated(cite) or ("", "")
    for text in (rest, f"{rest}/{year}") if rest else ():
        pairs = [pair for pair in named(search, text, MOST, ("decision",)) if certain(text, pair[1])]
        if pairs:
            return [_told(*pair) for pair in pairs if _of_year(pair[0], year)], [_told(*pair) for pair in pairs]
    return [], []


def _of_year(entry: Entry, year: str) -> bool:
    return any(text.field == "year" and text.value == year for text in entry.texts)


def _among_words(search: Search, cite: str) -> tuple[list[Record], list[Record]]:
    """The act of which the case number or ECLI stands among other words, and those that fit only in part.

    All that is told must be of one act. An ECLI that nothing recorded has is against acts that have another one, and
    against those of another year than it tells.
    """
    cases, eclis = within(cite)
    found = {key: search.keyed(key, MOST) for key in (*cases, *eclis)}
    every = {entry.iri: (entry, key) for key, entries in found.items() for entry in entries}
    unknown = [key.split()[-2] for key in eclis if not found[key]]

    def fits(entry: Entry) -> bool:
        mine = [key for key in found if key in entry.keys]
        has_ecli = any(form == "ecli" for form, _ in entry.keys.values())
        against = unknown and (has_ecli or not all(_of_year(entry, year) for year in unknown))
        return not against and all(key in mine for key in (*cases, *(one for one in eclis if found[one])))

    told = [_told(*pair) for pair in every.values()]
    fitting = [one for one, (entry, _) in zip(told, every.values(), strict=True) if fits(entry)]
    return fitting or (told if all(found.values()) else []), told


def _outcome_of(found: list[Record]) -> Record:
    if len(found) == 1:
        return _outcome("found", found[0], [], "One thing has this citation.")
    return _outcome("ambiguous", None, found, "Several things have this citation: choose among the alternatives.")


def _outcome(outcome: str, match: Record | None, alternatives: list[Record], detail: str) -> Record:
    return {"outcome": outcome, "match": match, "alternatives": alternatives, "detail": detail}
