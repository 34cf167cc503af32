"""Rows about one thing are the same whether those of all were prepared or they are asked for."""

from pathlib import Path

from api.rows import prepare, rows_of
from api.versions import Versions, View
from graph.namespaces import thing
from graph.queries import folder

KEPT_HERE = folder("pages")["claims-kept-here"]


def test_claims_kept_with_a_decision_are_found_both_ways(snapshots: Path) -> None:
    view = Versions(snapshots).current()
    plain = View(view.snapshot, view.store)
    prepare(view, KEPT_HERE, "recorded")
    recorded = {row["recorded"].value for row in view.store.rows(KEPT_HERE.bind({}))}
    assert recorded
    for iri in [*sorted(recorded)[::9], thing("decision", "nl-ap-2024-clearview"), thing("decision", "nothing")]:
        found = rows_of(view, KEPT_HERE, "decision", iri)
        assert found == rows_of(plain, KEPT_HERE, "decision", iri)
        assert all(row["claim"].value.startswith(f"{iri}#") for row in found)
        assert bool(found) == (iri in recorded)
