"""Snapshots: whole or absent, named by their content, one of them in use."""

import gzip
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph import snapshot
from graph.errors import NoSnapshot, UnknownVersion
from graph.store import embedded

XSD = "http://www.w3.org/2001/XMLSchema#"


def quad(number: int, value: str = "x") -> Quad:
    """A made-up quad."""
    return Quad(NamedNode(f"x:{number}"), NamedNode("x:p"), Literal(value), NamedNode("x:g"))


def made(folder: Path, *quads: Quad) -> snapshot.Snapshot:
    """A snapshot of some quads."""
    return snapshot.write(folder, snapshot.canonical(quads), {"quads": {"x:g": len(quads)}}, [{"message": "é"}])


def test_canonical_keeps_literals_as_written() -> None:
    amount = Quad(
        NamedNode("x:a"),
        NamedNode("x:p"),
        Literal("30500000.00", datatype=NamedNode(XSD + "decimal")),
        NamedNode("x:g"),
    )
    assert snapshot.canonical([amount]) == f'<x:a> <x:p> "30500000.00"^^<{XSD}decimal> <x:g> .\n'.encode()


def test_it_knows_its_graphs(tmp_path: Path) -> None:
    assert made(tmp_path, quad(1), quad(2)).graphs == ("x:g",)


@given(st.lists(st.tuples(st.integers(0, 3), st.text(max_size=8))), st.randoms())
def test_canonical_knows_no_order_and_no_repetition(given_quads: list[tuple[int, str]], chance: st.DataObject) -> None:
    quads = [quad(number, value) for number, value in given_quads]
    expected = snapshot.canonical(quads)
    mixed = [*quads, *quads]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert snapshot.canonical(mixed) == expected
    assert set(parse(expected, format=RdfFormat.N_QUADS)) == set(quads)
    assert expected.count(b"\n") == len(set(quads))
    assert expected.splitlines(keepends=True) == sorted(expected.splitlines(keepends=True))


def test_a_snapshot_holds_all_it_was_made_of(tmp_path: Path) -> None:
    found = made(tmp_path, quad(1), quad(2))
    assert found.version == snapshot.version_of(snapshot.canonical([quad(2), quad(1)]))
    assert len(found.version) == snapshot.VERSION_LENGTH
    assert gzip.decompress(found.nquads.read_bytes()) == snapshot.canonical([quad(1), quad(2)])
    assert len(embedded(found).rows("SELECT * { ?s ?p ?o }")) == 2
    assert found.manifest["sha256"].startswith(found.version)
    assert json.loads((found.folder / "report.json").read_text()) == [{"message": "é"}]
    assert not list(tmp_path.glob(".*"))


def test_the_packed_facts_are_the_same_bytes_wherever_they_are_made(tmp_path: Path) -> None:
    one, two = made(tmp_path / "one", quad(1)), made(tmp_path / "two", quad(1))
    assert one.nquads.read_bytes() == two.nquads.read_bytes()


def test_the_same_version_is_left_as_it_is(tmp_path: Path) -> None:
    first = made(tmp_path, quad(1))
    (first.folder / "mark").touch()
    assert made(tmp_path, quad(1)) == first
    assert (first.folder / "mark").exists()


def test_the_pointer_names_the_one_in_use(tmp_path: Path) -> None:
    with pytest.raises(NoSnapshot, match="comity build"):
        snapshot.current(tmp_path)
    one, two = made(tmp_path, quad(1)), made(tmp_path, quad(2))
    snapshot.point(tmp_path, one.version)
    assert snapshot.current(tmp_path) == one
    snapshot.point(tmp_path, two.version)
    assert snapshot.current(tmp_path) == two
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([one.version, two.version, "current"])


def test_versions_are_listed_newest_first(tmp_path: Path) -> None:
    one, two = made(tmp_path, quad(1)), made(tmp_path, quad(2))
    os.utime(one.folder, (1, 1))
    assert snapshot.versions(tmp_path) == [two.version, one.version]
    assert snapshot.versions(tmp_path / "none") == []


@pytest.mark.parametrize("version", ["", ".", "..", "0123456789abcdef", "../x", "a/b", "\x00", "é"])
def test_a_version_not_kept_is_unknown_and_the_kept_ones_are_named(tmp_path: Path, version: str) -> None:
    kept = made(tmp_path / "kept", quad(1)).version
    with pytest.raises(UnknownVersion, match=kept) as raised:
        snapshot.read(tmp_path / "kept", version)
    assert raised.value.kept == [kept]


def test_a_draft_left_by_a_crash_is_ignored_and_cleared(tmp_path: Path) -> None:
    version = snapshot.version_of(snapshot.canonical([quad(1)]))
    for draft in (f".{version}.{os.getpid()}", f".{version}.1"):
        (tmp_path / draft / "store").mkdir(parents=True)
        (tmp_path / draft / "store" / "torn").write_text("half")
        (tmp_path / draft / "manifest.json").write_text("{")
    assert snapshot.versions(tmp_path) == []
    with pytest.raises(NoSnapshot):
        snapshot.current(tmp_path)
    found = made(tmp_path, quad(1))
    assert snapshot.versions(tmp_path) == [version]
    assert not (found.store / "torn").exists()
