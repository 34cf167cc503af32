"""Build: from files to a snapshot, or to a report of what to mend while the last good one stays."""

import gzip
import shutil
from pathlib import Path
from typing import Any

import pytest

from graph import build as builds
from graph import snapshot
from graph.errors import InvalidGraph, TurtleError, Untold
from graph.namespaces import BASE, GRAPH_CURATED, GRAPH_DERIVED, GRAPH_EXAMPLES, GRAPH_ONTOLOGY
from graph.store import embedded

Facts = tuple[str, str]
THING = "https://w3id.org/comity/id/decision/lu-cnpd-2023-parcelwise"


def lines(made: snapshot.Snapshot) -> list[str]:
    """The canonical N-Quads of a snapshot."""
    return gzip.decompress(made.nquads.read_bytes()).decode().splitlines()


def test_a_valid_project_becomes_the_snapshot_in_use(small: Any) -> None:
    small.write_all()
    told: list[str] = []
    made = builds.build(small.inputs, small.snapshots, told.append)
    assert snapshot.current(small.snapshots) == made
    assert len(told) == 4
    assert set(made.manifest["quads"]) == {GRAPH_ONTOLOGY, GRAPH_CURATED, GRAPH_DERIVED, GRAPH_EXAMPLES}
    assert sum(made.manifest["quads"].values()) == len(lines(made))
    [row] = embedded(made).rows(f"SELECT ?y {{ <{THING}> <{BASE}ontology#decidedYear> ?y }}")
    assert row["y"].value == "2023"


def test_the_files_of_a_snapshot_have_the_terms_of_its_store(small: Any) -> None:
    small.write_all()
    made = small.build()
    amount = '"30500000"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert any(f"{THING}#fine> <{BASE}ontology#amount> {amount}" in line for line in lines(made))
    assert {f"{quad} ." for quad in snapshot.opened(made.store)} == set(lines(made))


@pytest.mark.parametrize("amount", ["30500000.0", "+030500000", "30500000"])
def test_a_value_written_in_another_way_is_the_same_fact(small: Any, facts: Facts, amount: str) -> None:
    small.write_all()
    first = small.build()
    small.write_all(decision=facts[1].replace("30500000.00", f'"{amount}"^^xsd:decimal'))
    assert small.build() == first


def test_the_same_facts_have_the_same_version_however_they_are_written(
    small: Any, facts: Facts, tmp_path: Path
) -> None:
    small.write_all()
    first = small.build()
    content = first.nquads.read_bytes()
    background, decision = facts
    blocks = [block for block in (background + decision).split("\n\n") if block.strip()]
    shutil.rmtree(small.data)
    shutil.rmtree(small.snapshots)
    prefixes = (
        "@base <https://w3id.org/comity/> .\n@prefix c: <https://w3id.org/comity/ontology#> .\n"
        "PREFIX dct: <http://purl.org/dc/terms/>\n@prefix r: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix x: <http://www.w3.org/2001/XMLSchema#> .\n"
    )
    text = "\n\n".join(reversed(blocks)).replace("comity:", "c:").replace("dcterms:", "dct:").replace("rdfs:", "r:")
    text = text.replace("xsd:", "x:").replace("<id/", f"<{BASE}id/")
    small.write("elsewhere/z.ttl", f"{text}\n{text}", prefixes)
    second = small.build()
    assert (second.version, second.nquads.read_bytes()) == (first.version, content)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("30500000.00", "30500001.00"),
        ('"CNPD v Parcelwise: fine"@en', '"CNPD v. Parcelwise: fine"@en'),
        ("2023-04-02", "2023-04-03"),
    ],
)
def test_a_changed_fact_has_another_version(small: Any, facts: Facts, old: str, new: str) -> None:
    small.write_all()
    first = small.build()
    small.write_all(decision=facts[1].replace(old, new))
    second = small.build()
    assert second.version != first.version
    assert snapshot.current(small.snapshots) == second
    assert set(snapshot.versions(small.snapshots)) == {first.version, second.version}


@pytest.mark.parametrize(
    ("old", "new", "focus", "todo"),
    [
        ('comity:currency "EUR" ; ', "", f"<{THING}#fine> comity:currency", "ISO 4217"),
        ('"EUR"', '"euro"', f"<{THING}#fine>", "EUR"),
        ('comity:decided "2023-03-01"^^xsd:date', 'comity:decided "2023-05-01"^^xsd:date', f"<{THING}>", "publi"),
        (f"  comity:evidence <{THING.removeprefix(BASE)}#evidence-1> ;\n", "", f"<{THING}>", "evidence"),
        ('"2023-03-01"^^xsd:date', '"2023"^^xsd:date', f"<{THING}>", "datatype"),
        ("comity:outcome", "comity:outcomes", f"<{THING}>", "comity.ttl"),
        ("concept/verification/verified", "concept/verification/certain", f"<{THING}>", "scheme"),
        (
            "comity:respondent <id/company/parcelwise>",
            "comity:respondent <id/company/parcel-wise>",
            f"<{THING}>",
            "compan",
        ),
    ],
)
def test_a_fault_stops_the_build_and_names_place_focus_and_remedy(
    small: Any, facts: Facts, old: str, new: str, focus: str, todo: str
) -> None:
    small.write_all()
    good = small.build()
    assert facts[1].count(old) == 1
    file = small.write_all(decision=facts[1].replace(old, new))
    with pytest.raises(InvalidGraph) as raised:
        small.build()
    faults = [line for line in str(raised.value).splitlines() if focus in line and todo in line]
    subject = f"<{focus[1:].partition('>')[0].removeprefix(BASE)}>"
    number = next(n for n, line in enumerate(file.read_text().splitlines(), 1) if line.startswith(subject))
    assert any(f"{file}:{number}: " in line for line in faults), str(raised.value)
    assert snapshot.current(small.snapshots) == good
    assert snapshot.versions(small.snapshots) == [good.version]


def test_a_syntax_error_stops_the_build_with_file_and_line(small: Any, facts: Facts) -> None:
    small.write_all()
    good = small.build()
    file = small.write_all(decision=facts[1].replace('"EUR" ;', '"EUR ;'))
    number = next(n for n, line in enumerate(file.read_text().splitlines(), 1) if '"EUR ;' in line)
    with pytest.raises(TurtleError, match=rf"lu-cnpd-2023-parcelwise\.ttl, line {number}, "):
        small.build()
    assert snapshot.current(small.snapshots) == good


def test_a_build_that_breaks_off_while_writing_leaves_the_last_one_in_use(
    small: Any, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.write_all()
    good = small.build()
    small.write_all(decision=facts[1].replace("30500000.00", "1.00"))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
        with pytest.raises(OSError, match="disk full"):
            small.build()
    assert snapshot.current(small.snapshots) == good
    assert snapshot.versions(small.snapshots) == [good.version]
    assert small.build().version != good.version


def test_the_real_facts_are_valid_and_all_in_the_snapshot(real: snapshot.Snapshot) -> None:
    assert sum(real.manifest["quads"].values()) == len(lines(real))
    rows = embedded(real).rows(f"SELECT ?d {{ ?d a <{BASE}ontology#Decision> }}")
    assert len({row["d"] for row in rows}) >= 30


def test_nothing_vanishes_without_a_word(small: Any, facts: Facts) -> None:
    background, _ = facts
    extra = '<id/company/new> a comity:Company ; rdfs:label "New"@en ; dcterms:source <id/source/lu-press> .'
    small.write_all(background + extra)
    first = small.build()
    small.write_all()
    with pytest.raises(Untold, match=r"deprecated\.ttl") as refused:
        small.build()
    assert f"<{BASE}id/company/new> owl:deprecated true" in str(refused.value)
    assert snapshot.current(small.snapshots) == first
    assert small.check().report.violations == [], "the facts alone do not show it: a fresh checkout passes"
    notice = '<id/company/new> <http://www.w3.org/2002/07/owl#deprecated> true ; rdfs:comment "Entered twice."@en ; '
    small.write("deprecated.ttl", notice + 'dcterms:modified "2026-11-22"^^xsd:date .')
    assert small.build() != first


def test_what_no_one_else_has_seen_may_vanish(small: Any, facts: Facts) -> None:
    background, _ = facts
    small.write_all(
        background + '<id/company/new> a comity:Company ; rdfs:label "New"@en ; dcterms:source <id/source/lu-press> .'
    )
    small.build()
    small.write_all()
    made = builds.build(small.inputs, small.snapshots, unpublished=True)
    assert small.build() == made, "and is not asked for again"
