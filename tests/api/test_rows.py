"""Rows of some things are the same whether they were kept whole or asked for."""

from dataclasses import replace
from pathlib import Path

import pytest

from api.resources import completed, listed, resources
from api.versions import Versions, View
from graph.namespaces import KINDS
from graph.snapshot import Snapshot

SLUGS = {
    "decision": ["nl-ap-2024-clearview", "gb-ico-2022-clearview-mpn", "fr-cnil-2022-clearview"],
    "case": ["clearview-scraping"],
    "authority": ["fr-cnil", "nl-ap"],
    "company": ["clearview-ai"],
    "jurisdiction": ["nl"],
    "provision": ["gdpr-6", "gdpr-6-1-f"],
    "instrument": ["gdpr"],
    "source": ["news-report-a"],
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_large_graph_gives_the_same_records(snapshots: Path, real: Snapshot, kind: str) -> None:
    small = Versions(snapshots).current()
    told = replace(real, manifest={**real.manifest, "quads": {"x": 10**9}})
    large = View(told, small.store)
    assert large.large
    assert not small.large
    resource = resources()[KINDS[kind]]
    made = []
    for view in (small, large, small):
        records = listed(view, resource, [*SLUGS[kind], "nothing"], "2024-01-01")
        completed(view, resource, records, "2024-01-01")
        assert [record["id"] for record in records] == SLUGS[kind]
        made.append(records)
    assert made[0] == made[1] == made[2]
