"""What identifiers name."""

import pytest

from graph.identifiers import identified, iri_of
from graph.search import Search
from graph.snapshot import Snapshot

KINDS = ("decision", "provision", "company")


@pytest.mark.parametrize(
    ("text", "slugs", "sure"),
    [
        ("SAN-2022-019", {"fr-cnil-2022-clearview"}, True),
        ("39/2023", {"it-garante-2023-replika-block"}, False),
        ("Art. 6(1)(f) GDPR", {"gdpr-6-1-f"}, True),
        ("3/2022", {"eu-edpb-2022-bd3-facebook"}, False),
        ("Besluit 35/2022", set(), False),
        ("Order C-97/23 P", set(), False),
        ("[2025] FCA 133", set(), False),
        ("Article 537", set(), False),
        ("section 155 DPA 2018", {"gb-dpa2018-155"}, False),
        ("company/clearview-ai", {"clearview-ai"}, True),
        ("authority/fr-cnil", set(), True),
        ("nothing of the kind", set(), False),
    ],
)
def test_numbers(real: Snapshot, text: str, slugs: set[str], sure: bool) -> None:
    found, certain = identified(Search(real.search), text, KINDS)
    assert {entry.iri.rpartition("/")[2] for entry in found} == slugs
    assert certain == sure


def test_ids() -> None:
    assert iri_of(" company/x ") == iri_of("https://w3id.org/comity/id/company/x")
    assert iri_of("company/<x>") is None
    assert iri_of("person/x") is None
