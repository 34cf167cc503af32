"""Changes in words, and as a patch."""

from graph.account import account, names, rdf_patch
from graph.changes import Change, changes, lines, merged
from graph.snapshot import Snapshot
from tests.conftest import BACKGROUND, DECISION, Project

COURT = """
<id/authority/lu-court> a comity:Court ; rdfs:label "Administrative Tribunal"@en ;
  comity:name "Tribunal administratif"@fr ; comity:jurisdiction <id/jurisdiction/lu> ;
  dcterms:source <id/source/lu-press> .

<id/decision/lu-court-2024-parcelwise> a comity:Judgment ; rdfs:label "Tribunal: annulled"@en ;
  comity:case <id/case/parcelwise-tracking> ; comity:kind <concept/decision-kind/judgment> ;
  comity:issuedBy <id/authority/lu-court> ; comity:jurisdiction <id/jurisdiction/lu> ;
  comity:respondent <id/company/parcelwise> ; comity:decided "2024-05-01"^^xsd:date ;
  comity:published "2024-05-01"^^xsd:date ; comity:outcome <concept/outcome/infringement-found> ;
  comity:annuls <id/decision/lu-cnpd-2023-parcelwise> ; comity:ground <concept/ground/procedure> ;
  comity:evidence <id/decision/lu-court-2024-parcelwise#evidence-1> ;
  comity:verification <concept/verification/verified> ; comity:asOf "2024-10"^^xsd:gYearMonth .

<id/decision/lu-court-2024-parcelwise#evidence-1> a comity:Evidence ; comity:document <id/source/lu-press> ;
  comity:consulted true ; comity:supports comity:decided , comity:published , comity:annuls ;
  rdfs:comment "Gives day and outcome."@en .
"""


def told(before: Snapshot, after: Snapshot) -> list[str]:
    """The account of what lies between two snapshots."""
    named = names(lines(before.nquads), lines(after.nquads))
    return [line for change in changes(lines(before.nquads), lines(after.nquads)) for line in account(change, named)]


def test_what_was_written_and_what_follows_from_it(small: Project) -> None:
    small.write_all()
    before = small.build()
    small.write_all(
        BACKGROUND.replace("Parcelwise S.A.", "Parcelwise Europe"), DECISION.replace("30500000.00", "200.00")
    )
    small.write("court.ttl", COURT)
    after = small.build()
    found = told(before, after)
    assert "company/parcelwise: label: Parcelwise S.A. → Parcelwise Europe" in found
    assert "decision/lu-cnpd-2023-parcelwise: fine: amount: 30500000 → 200" in found
    assert "decision/lu-cnpd-2023-parcelwise: status of the fine (force): in-force → annulled" in found
    assert "decision/lu-cnpd-2023-parcelwise: status of the act (force): in-force → annulled" in found
    assert "decision/lu-court-2024-parcelwise: created: Tribunal: annulled" in found
    assert "decision/lu-court-2024-parcelwise: withdrawn: Tribunal: annulled" in told(after, before)
    patch = list(rdf_patch(merged(lines(before.nquads), lines(after.nquads)), before.version, after.version))
    graph = set(lines(before.nquads))
    for line in patch[3:-1]:
        sign, line = line.split(" ", 1)  # noqa: PLW2901
        graph.remove(line) if sign == "D" else graph.add(line)
    assert graph == set(lines(after.nquads))
    assert [line.split(" ")[0] for line in (*patch[:3], patch[-1])] == ["H", "H", "TX", "TC"]


def test_values_added_removed_and_long_ones() -> None:
    thing = "https://w3id.org/comity/id/case/c"
    kept = (f'{"<"}{thing}> <x:p> "kept" <x:g> .',)
    change = Change(
        thing, "case", (f'<{thing}> <x:q> "gone" <x:g> .',), (f'<{thing}#a> <x:p> "{"n" * 200}" <x:g> .',), kept
    )
    assert account(change, {}) == [
        "case/c: x:q: removed: gone",
        f"case/c: a: x:p: added: {'n' * 160}…",
    ]


def test_values_of_the_same_words_are_told_apart() -> None:
    thing, base = "https://w3id.org/comity/id/case/c", "https://w3id.org/comity/id/company/"
    named = {f"{base}accor": "Accor SA", f"{base}accor-2": "Accor SA"}

    def told(old: str, new: str) -> str:
        change = Change(thing, "case", (f"<{thing}> <x:p> {old} <x:g> .",), (f"<{thing}> <x:p> {new} <x:g> .",))
        [found] = account(change, named)
        return found.removeprefix("case/c: x:p: ")

    assert told(f"<{base}accor>", f"<{base}accor-2>") == "Accor SA (company/accor) → Accor SA (company/accor-2)"
    assert told('"a"@en', '"a"@fr') == "a (en) → a (fr)"
    year = "http://www.w3.org/2001/XMLSchema#gYear"
    assert told('"2022"', f'"2022"^^<{year}>') == "2022 (string) → 2022 (gYear)"
    long = "n" * 300
    assert told(f'"{long}a"', f'"{long}b"') == f"…{'n' * 20}a → …{'n' * 20}b"


def test_a_patch_is_named_by_the_snapshots() -> None:
    head = list(rdf_patch([], "one", "two"))[:2]
    assert head == [
        "H id <https://w3id.org/comity/dataset/two> .",
        "H prev <https://w3id.org/comity/dataset/one> .",
    ]
