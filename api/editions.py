"""Editions: the kept snapshots as publications, with what every catalogue says of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pycountry

from api.formats import CSV, PARQUET
from api.versions import View
from graph import dump, snapshot
from graph.errors import NoDumps
from graph.namespaces import BASE
from graph.queries import Query
from graph.snapshot import Snapshot

TITLE = "Comity: a knowledge graph of cross-border privacy enforcement"
DESCRIPTION = (
    "Which authority or court decided what against whom, on which legal basis, with which consequence, and whether it "
    "stood: decisions on data protection that cross borders, followed through appeals, with fines kept apart from "
    "periodic penalties and their liquidation, in the currency in which they were set, with a source for each fact. "
    "A selection: no authority is recorded completely, and what is recorded of each is part of the data."
)
KEYWORDS = ("data protection", "privacy enforcement", "GDPR", "UK GDPR", "fines", "case law", "linked data")
PUBLISHER = "The Comity founders"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
SERIES = f"{BASE}dataset"
"""IRI of the series of all snapshots."""
AGENT = f"{BASE}catalog#publisher"
"""IRI of the publisher: the catalogue describes it, and VoID does."""


def address(version: str) -> str:
    """IRI of a snapshot as a dataset."""
    return f"{SERIES}/{version}"


@dataclass(frozen=True)
class Edition:
    """A kept snapshot, and the version of the one before it, if that is kept."""

    snapshot: Snapshot
    previous: str | None

    @property
    def version(self) -> str:
        """Version of the snapshot."""
        return self.snapshot.version

    @property
    def iri(self) -> str:
        """IRI of the dataset that it is."""
        return address(self.version)

    @property
    def issued(self) -> str:
        """When it was built: date and time in UTC, ISO 8601."""
        return str(self.snapshot.manifest["built"])

    @cached_property
    def dumps(self) -> list[dump.Dump]:
        """Its files to take home: its dumps, or its N-Quads alone where an older Comity built it and made none."""
        try:
            return dump.dumps(self.snapshot.dumps)
        except NoDumps:
            return [dump.whole(self.snapshot.nquads)]

    @property
    def listed(self) -> bool:
        """Whether its dumps were made, with the file that lists them and their checksums."""
        return (self.snapshot.dumps / dump.SUMS).is_file()


def editions(last: Snapshot) -> list[Edition]:
    """The kept snapshots up to `last`, newest first: what came later is no matter of that version."""
    until = (last.built, last.version)
    ordered = [one for one in reversed(snapshot.kept(last.folder.parent)) if (one.built, one.version) <= until]
    before = [found.version for found in ordered[1:]]
    return [Edition(found, previous) for found, previous in zip(ordered, [*before, None], strict=True)]


def tables(edition: Edition) -> list[tuple[str, str, str]]:
    """Name, address and media type of the tables that hold the decisions and cases of a snapshot, a row each."""
    return [
        (f"{plural}.{one.name}", f"{BASE}api/v1/{plural}?format={one.name}&version={edition.version}", one.media_type)
        for plural in ("decisions", "cases")
        for one in (CSV, PARQUET)
    ]


@dataclass(frozen=True)
class Coverage:
    """What a snapshot covers: days, months or years of its first and last decision, countries, languages."""

    earliest: str | None
    latest: str | None
    countries: Mapping[str, str]
    """Names by code of three letters (ISO 3166-1), by which the authority table of the European Union goes too."""
    languages: Mapping[str, str]
    """Names by code of three letters (ISO 639-3), in which all concepts are named."""


def rows(view: View, query: Query) -> list[dict[str, str]]:
    """The rows of a query of ours as texts; what is unbound is absent."""
    return [{name: value.value for name, value in row.items()} for row in view.store.rows(query.text)]


def coverage(view: View, queries: Mapping[str, Query]) -> Coverage:
    """What the graph of a view covers. A country without a code of ISO is left out."""

    [period] = rows(view, queries["coverage"])
    places = {row["label"]: pycountry.countries.get(alpha_2=row["code"]) for row in rows(view, queries["places"])}
    tongues = [pycountry.languages.get(alpha_2=row["language"]) for row in rows(view, queries["languages"])]
    return Coverage(
        period.get("earliest"),
        period.get("latest"),
        {found.alpha_3: label for label, found in places.items() if found},
        {found.alpha_3: found.name for found in tongues if found},
    )
