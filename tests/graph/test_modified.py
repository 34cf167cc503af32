"""When things last changed: told from the snapshots that are kept, never from the day of the build alone."""

from graph.modified import ONTOLOGY_DOCUMENT, built, descriptions, modified
from graph.namespaces import BASE, ONTOLOGY
from tests.conftest import Project, rewritten

DECISION = f"{BASE}id/decision/lu-cnpd-2023-parcelwise"
COMPANY = f"{BASE}id/company/parcelwise"
FIRST, SECOND = "2020-01-01T00:00:00+00:00", "2021-06-01T12:00:00+00:00"


def test_a_thing_is_as_old_as_the_first_snapshot_that_says_what_this_one_says(small: Project) -> None:
    small.write_all()
    now = small.build()
    rewritten(now, lambda said: said.replace(b'"30500000.00"', b'"1.00"').replace(b"Parcelwise S.A.", b"Parcel"), FIRST)
    second = rewritten(now, lambda said: said.replace(b'"30500000.00"', b'"2.00"'), SECOND)
    changes = modified(now)
    assert changes[DECISION] == built(now)  # Its fine, which is a fragment of it, had another amount.
    assert changes[COMPANY].isoformat() == SECOND
    assert changes[f"{BASE}id/source/lu-press"].isoformat() == FIRST
    assert changes[f"{ONTOLOGY}Fine"].isoformat() == changes[ONTOLOGY_DOCUMENT].isoformat() == FIRST
    assert modified(second)[DECISION].isoformat() == SECOND
    assert set(changes) == set(descriptions(now.nquads))


def test_what_was_away_and_came_back_is_as_new_as_its_return(small: Project) -> None:
    small.write_all()
    now = small.build()
    rewritten(now, lambda said: said + b"<x:other> <x:p> <x:o> <x:g> .\n", FIRST)
    gone = f"<{COMPANY}> ".encode()
    without = lambda said: b"".join(line for line in said.splitlines(keepends=True) if not line.startswith(gone))  # noqa: E731
    lost = rewritten(now, without, SECOND)
    assert COMPANY not in modified(lost)
    assert modified(now)[COMPANY] == built(now)
