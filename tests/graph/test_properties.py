"""Values of properties, as the graph states them."""

from graph.properties import PROPERTIES, labels, types, values
from graph.snapshot import Snapshot
from graph.store import embedded

ACT = "decision/fr-cnil-2022-clearview"


def test_values(real: Snapshot) -> None:
    found = values(embedded(real), [ACT, "company/nobody"], ["decided", "fine_amount", "fine_in_euro"], "2024-01-01")
    assert found["company/nobody"] == {}
    texts = {name: [value.value for value in mine if value] for name, mine in found[ACT].items()}
    assert texts == {"decided": ["2022-10-17"], "fine_amount": ["20000000"], "fine_in_euro": ["20000000"]}


def test_more_things_than_are_asked_for_at_once(real: Snapshot) -> None:
    store = embedded(real)
    slugs = [f"decision/x-{place}" for place in range(60)] + [ACT]
    assert values(store, slugs, ["reference"], "2024-01-01")[ACT]["reference"]


def test_every_property_is_of_a_class_there_is(real: Snapshot) -> None:
    known = types(
        embedded(real), ("company", "authority", "decision", "provision", "jurisdiction", "case", "instrument")
    )
    kinds = {kind for one in known.values() for kind in one.kinds}
    for property_ in PROPERTIES.values():
        assert {*property_.kinds} <= kinds
        assert not property_.target or property_.target in known
    assert known["Court"].broader == ("Authority",)


def test_labels(real: Snapshot) -> None:
    iri = "https://w3id.org/comity/id/jurisdiction/it"
    assert labels(embedded(real), [iri, "https://w3id.org/comity/id/jurisdiction/nowhere"]) == {iri: "Italy"}
