"""Properties as evidence."""

import pytest
from pyoxigraph import Literal, NamedNode

from graph.evidence import agreement, meant, resembling
from graph.namespaces import thing
from graph.properties import PROPERTIES
from graph.search import Search
from graph.snapshot import Snapshot


@pytest.mark.parametrize(
    ("name", "given", "known", "same"),
    [
        ("decided", "2022", "2022-10-17", True),
        ("decided", "2022-10-17T00:00:00Z", "2022-10-17", True),
        ("decided", "2022-10-17", "2022", True),
        ("decided", "2021-10-17", "2022-10-17", False),
        ("reference", "san 2022 19", "SAN-2022-019", True),
        ("fine_amount", "20,000,000", "20000000.00", True),
        ("fine_amount", "20.000.000,00", "20000000.00", True),
        ("fine_amount", "EUR 20 million", "20000000.00", True),
        ("fine_amount", "19.000.000,00", "20000000.00", False),
        ("fine_amount", "plenty", "20000000.00", None),
        ("decided", "17/10/2022", "2022-10-17", True),
        ("decided", "17 October 2022", "2022-10-17", True),
        ("decided", "10/05/2022", "2022-05-10", True),
        ("decided", "18/10/2022", "2022-10-17", False),
        ("decided", "in the autumn", "2022-10-17", None),
        ("force", "In force", "https://w3id.org/comity/concept/force/in-force", True),
        ("acronym", "cnil", "CNIL", True),
    ],
)
def test_values(name: str, given: str, known: str, same: bool | None) -> None:
    assert agreement(PROPERTIES[name], [given], [Literal(known)], None) == same
    assert agreement(PROPERTIES[name], [given], [], None) is None


@pytest.mark.parametrize(
    "text", ["Italia", "IT", "it", "jurisdiction/it", "https://w3id.org/comity/id/jurisdiction/it"]
)
def test_entities(real: Snapshot, text: str) -> None:
    italy = thing("jurisdiction", "it")
    found = meant(Search(real.search), PROPERTIES["jurisdiction"], [text])
    assert found == {italy}
    assert agreement(PROPERTIES["jurisdiction"], [text], [NamedNode(italy)], found)
    assert meant(Search(real.search), PROPERTIES["jurisdiction"], ["Atlantis"]) is None


def test_a_part_of_a_name_agrees_and_never_contradicts(real: Snapshot) -> None:
    search, authority = Search(real.search), PROPERTIES["authority"]
    italian, belgian = thing("authority", "it-garante"), thing("authority", "be-apd-gba")
    assert meant(search, authority, ["Garante"]) is None
    perhaps = resembling(search, authority, ["Garante"])
    assert agreement(authority, ["Garante"], [NamedNode(italian)], None, perhaps) is True
    assert agreement(authority, ["Garante"], [NamedNode(belgian)], None, perhaps) is None
