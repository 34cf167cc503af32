"""Dumps: the same facts as the snapshot, the same bytes each time, in little memory."""

import gzip
import hashlib
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from graph import dump, snapshot
from graph.errors import NoDumps, OtherDumps
from graph.namespaces import ROOT
from graph.snapshot import Snapshot

XSD = "http://www.w3.org/2001/XMLSchema#"
MEASURED = """
import sys
from pathlib import Path
from graph import dump
dump.write(Path(sys.argv[1]), Path(sys.argv[2]), ["trig"])
[peak] = [line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM")]
print(int(peak.split()[1]) // 1024)
"""
"""Writes dumps and prints the most memory it took, in MiB."""
MILLION = 300
"""MiB that the dumps of a million quads may take, of which Python and its modules take some 35."""


def unpacked(found: dump.Dump) -> bytes:
    """What a dump holds."""
    data = found.file.read_bytes()
    if found.packing == "gz":
        return gzip.decompress(data)
    return zstandard.ZstdDecompressor().stream_reader(BytesIO(data)).read()


def quads(found: dump.Dump) -> list[Quad]:
    """The quads a dump holds, as any reader has them."""
    return list(parse(unpacked(found), format=dump.FORMS[found.form]))


@pytest.mark.parametrize("packing", dump.PACKINGS)
@pytest.mark.parametrize("form", ["nq", "trig", "jsonld"])
def test_a_whole_dump_read_again_is_the_same_version(real: Snapshot, form: str, packing: str) -> None:
    [found] = [one for one in dump.dumps(real.dumps) if one.name == f"comity.{form}.{packing}"]
    assert snapshot.version_of(snapshot.canonical(quads(found))) == real.version


def test_turtle_has_the_triples_without_their_graphs(real: Snapshot) -> None:
    [found] = [one for one in dump.dumps(real.dumps) if one.name == "comity.ttl.gz"]
    expected = {quad.triple for quad in parse(gzip.decompress(real.nquads.read_bytes()), format=RdfFormat.N_QUADS)}
    triples = [quad.triple for quad in quads(found)]
    assert len(triples) == len(set(triples)), "a triple of two graphs stands once"
    assert set(triples) == expected


@pytest.mark.parametrize("form", list(dump.FORMS))
def test_a_dump_of_each_named_graph(real: Snapshot, form: str) -> None:
    found = {one.scope: one for one in dump.dumps(real.dumps) if one.form == form and one.packing == "gz"}
    assert set(found) == {dump.WHOLE, *(dump.scope_of(graph) for graph in real.graphs)}
    for graph, size in real.manifest["quads"].items():
        held = quads(found[dump.scope_of(graph)])
        assert len(set(held)) == size
        if form != "ttl":
            assert {quad.graph_name for quad in held} == {NamedNode(graph)}


def test_literals_stay_as_they_were_written(tmp_path: Path) -> None:
    texts = [
        ("30500000.00", "decimal"),
        ("007", "integer"),
        ("1", "boolean"),
        ("2022-05", "gYearMonth"),
        ("1e0", "double"),
    ]
    written = [
        Quad(NamedNode("x:a"), NamedNode("x:p"), Literal(text, datatype=NamedNode(XSD + kind)), NamedNode("x:g"))
        for text, kind in texts
    ]
    made = snapshot.write(tmp_path, snapshot.canonical(written), {"quads": {"x:g": 5}}, [])
    for found in dump.dumps(made.dumps):
        assert sorted(str(quad.object) for quad in quads(found)) == sorted(str(quad.object) for quad in written)


def test_a_triple_of_two_graphs(tmp_path: Path) -> None:
    made = [Quad(NamedNode("x:a"), NamedNode("x:p"), Literal("é\n"), NamedNode(graph)) for graph in ("x:one", "x:two")]
    folder = snapshot.write(tmp_path, snapshot.canonical(made), {"quads": {"x:one": 1, "x:two": 1}}, []).dumps
    assert {
        one.name: len(quads(one)) for one in dump.dumps(folder) if one.packing == "zst" and one.scope == "comity"
    } == {
        "comity.nq.zst": 2,
        "comity.trig.zst": 2,
        "comity.ttl.zst": 1,
        "comity.jsonld.zst": 2,
    }


def test_the_same_facts_are_the_same_bytes_at_another_time(real: Snapshot, tmp_path: Path) -> None:
    dump.write(tmp_path, real.nquads, ["trig"])
    before = {one.name: one.sha256 for one in dump.dumps(real.dumps)}
    for again in dump.dumps(tmp_path):
        assert again.sha256 == before[again.name]
        if again.packing == "gz":
            assert again.file.read_bytes()[3:8] == b"\0" * 5, "neither a name nor a time in the header"


def test_the_whole_alone_is_the_same_without_its_parts(real: Snapshot, tmp_path: Path) -> None:
    dump.write(tmp_path, real.nquads, ["trig"], parts=False)
    whole = {one.name: one.sha256 for one in dump.dumps(real.dumps) if one.name.startswith("comity.trig.")}
    assert {one.name: one.sha256 for one in dump.dumps(tmp_path)} == whole


def test_checksums_are_those_of_the_files(real: Snapshot) -> None:
    found = dump.dumps(real.dumps)
    assert len(found) == (1 + len(real.graphs)) * len(dump.FORMS) * len(dump.PACKINGS)
    for one in found:
        assert hashlib.sha256(one.file.read_bytes()).hexdigest() == one.sha256
        assert one.size == len(one.file.read_bytes())


def test_no_dumps_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(NoDumps, match="comity dump"):
        dump.dumps(tmp_path)


def test_a_snapshot_built_before_gets_its_dumps(tmp_path: Path) -> None:
    facts = snapshot.canonical([Quad(NamedNode("x:a"), NamedNode("x:p"), Literal("a"), NamedNode("x:g"))])
    made = snapshot.write(tmp_path, facts, {"quads": {"x:g": 1}}, [])
    before = {one.name: one.sha256 for one in dump.dumps(made.dumps)}
    shutil.rmtree(made.dumps)
    again = snapshot.write(tmp_path, facts, {"quads": {"x:g": 1}}, [])
    assert {one.name: one.sha256 for one in dump.dumps(again.dumps)} == before
    assert sorted(path.name for path in made.folder.iterdir() if path.name.startswith(".")) == []


def test_the_n_quads_of_a_snapshot_are_a_file_like_its_dumps(tmp_path: Path) -> None:
    nquads = tmp_path / "graph.nq.gz"
    for body in (b"one", b"another"):
        nquads.write_bytes(body)
        found = dump.whole(nquads)
        assert (found.size, found.sha256) == (len(body), hashlib.sha256(body).hexdigest())
        assert (found.scope, found.form, found.packing) == (dump.WHOLE, "nq", "gz")


def test_a_million_quads_in_little_memory(tmp_path: Path) -> None:
    nquads = tmp_path / "graph.nq.gz"
    graphs = ("https://w3id.org/comity/graph/curated", "https://w3id.org/comity/graph/derived")
    with gzip.open(nquads, "wt", 1) as file:
        for thing in range(50_000):
            subject = f"<https://w3id.org/comity/id/decision/made-up-{thing:06}>"
            for number in range(10, 30):
                graph = graphs[number % 2]
                file.write(
                    f'{subject} <https://w3id.org/comity/ontology#p{number}> "{thing} {number}"@en <{graph}> .\n'
                )
    command = [sys.executable, "-c", MEASURED, str(tmp_path / "dumps"), str(nquads)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=200)
    assert int(done.stdout) < MILLION
    [found] = [one for one in dump.dumps(tmp_path / "dumps") if one.name == "derived.trig.zst"]
    assert unpacked(found).count(b"made-up-") == 50_000


def listed(folder: Path) -> list[str]:
    """Names of the files in the list of checksums."""
    return [line.split("  ")[1] for line in (folder / dump.SUMS).read_text().splitlines()]


@pytest.fixture
def nquads(tmp_path: Path) -> Path:
    """Canonical N-Quads of two graphs."""
    file = tmp_path / "graph.nq.gz"
    file.write_bytes(gzip.compress(b"<x:a> <x:b> <x:c> <x:g/one> .\n<x:a> <x:b> <x:d> <x:g/two> .\n"))
    return file


def test_the_list_has_what_was_written_alone(tmp_path: Path, nquads: Path) -> None:
    folder = tmp_path / "dumps"
    folder.mkdir()
    (folder / "holiday-photos.gz").write_bytes(b"mine")
    dump.write(folder, nquads, ["nq"])
    assert listed(folder) == [
        f"{scope}.nq.{packing}" for scope in ("comity", "one", "two") for packing in dump.PACKINGS
    ]
    dump.write(folder, nquads, ["nq", "ttl"], parts=False)
    assert listed(folder) == [f"comity.{form}.{packing}" for form in ("nq", "ttl") for packing in dump.PACKINGS]
    assert (folder / "holiday-photos.gz").read_bytes() == b"mine"


def test_dumps_of_another_graph_are_not_mixed_with_these(tmp_path: Path, nquads: Path) -> None:
    folder = tmp_path / "dumps"
    dump.write(folder, nquads, ["nq"])
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    other = tmp_path / "other.nq.gz"
    other.write_bytes(gzip.compress(b"<x:a> <x:b> <x:e> <x:g/one> .\n"))
    with pytest.raises(OtherDumps, match="another folder"):
        dump.write(folder, other, ["nq"], parts=False)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    (folder / "comity.nq.gz").write_bytes(b"torn")
    with pytest.raises(OtherDumps, match="another folder"):
        dump.write(folder, nquads, ["nq"])
