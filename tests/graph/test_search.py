"""Search: what is found, in which order, and that nothing a stranger writes breaks it."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import index, styles
from graph.errors import ParameterError
from graph.highlights import Question
from graph.index import FIELD_OF, KINDS
from graph.namespaces import ONTOLOGY
from graph.search import MOST_CHARACTERS, SLIPS, Search, asked, tolerance
from graph.snapshot import Snapshot
from graph.store import embedded
from graph.words import words
from tests.conftest import BACKGROUND, Project


@pytest.fixture(scope="module")
def search(real: Snapshot) -> Search:
    """The index of the real graph."""
    return Search(real.search)


def ids(search: Search, text: str, kind: str | None = None, limit: int = 10) -> list[str]:
    """What is found, best first, as kind/slug."""
    return ["/".join(hit.entry.iri.split("/")[-2:]) for hit in search.found(text, kind, limit=limit).hits]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("αρχη", "authority/gr-hdpa"),
        ("DSGVO", "instrument/gdpr"),
        ("DS-GVO", "instrument/gdpr"),
        ("rgpd", "instrument/gdpr"),
        ("AVG", "instrument/gdpr"),
        ("Datenschutz-Grundverordnung", "instrument/gdpr"),
        ("reglement general sur la protection", "instrument/gdpr"),
        ("LGPD", "instrument/br-lgpd"),
        ("UK General Data Protection Regulation", "instrument/uk-gdpr"),
        ("Bundeskartellamt", "authority/de-bkarta"),
        ("art 6 gdpr", "provision/gdpr-6"),
        ("Art. 6 DSGVO", "provision/gdpr-6"),
        ("article 6, § 1er, f) du RGPD", "provision/gdpr-6-1-f"),
        ("ΑΡΧΗ ΠΡΟΣΤΑΣΙΑΣ δεδομενων", "authority/gr-hdpa"),
        ("Αρχή Προσ", "authority/gr-hdpa"),
        ("clearview", "company/clearview-ai"),
        ("Cleerview", "company/clearview-ai"),
        ("claervieuw", "company/clearview-ai"),
        ("clearv", "company/clearview-ai"),
        ("cnil", "authority/fr-cnil"),
        ("commission nationale de l'informatique", "authority/fr-cnil"),
        ("AUTORITEIT PERSOONSGEGEVENS", "authority/nl-ap"),
        ("autoritiet persoonsgegevns", "authority/nl-ap"),
        ("pays-bas", "jurisdiction/nl"),
        ("Niederlande", "jurisdiction/nl"),
        ("SAN-2022-019", "decision/fr-cnil-2022-clearview"),
        ("san2022019", "decision/fr-cnil-2022-clearview"),
        ("[2023] UKFTT 819 (GRC)", "decision/gb-ukftt-2023-clearview"),
        ("ECLI:EU:C:2024:834", "decision/eu-cjeu-2024-c446-21"),
        ("32016R0679", "instrument/gdpr"),
        ("GDPR", "instrument/gdpr"),
        ("Article 6(1)(f) GDPR", "provision/gdpr-6-1-f"),
        ("6(1)(f) gdpr", "provision/gdpr-6-1-f"),
        ("SAN 2022 19", "decision/fr-cnil-2022-clearview"),
        ("Clear view", "company/clearview-ai"),
        ("clear view ai", "company/clearview-ai"),
        ("whats app", "company/whatsapp"),
        ("San 2022 clear view", "decision/fr-cnil-2022-clearview"),
        ("984 F.3d 1241", "decision/us-ca7-2021-thornley"),
        ("twitter 151 F.T.C. 162", "decision/us-ftc-2011-twitter"),
        ("ACCC v Google", "decision/au-fca-au-2022-google-location"),
    ],
)
def test_what_stands_first(search: Search, text: str, first: str) -> None:
    assert ids(search, text)[0] == first


def test_a_ruling_is_found_by_its_citation_its_style_and_its_numbers_and_not_by_a_person(
    real: Snapshot, search: Search
) -> None:
    acts = [entry for entry in index.entries(embedded(real).store) if entry.citations]
    assert len(acts) > 20
    persons = 0
    for act in acts:
        for citation in act.citations:
            style = re.split(r",? (?=No\.|\d|[A-Z]+\d)", citation)[0]
            said = [citation, *([style] if style and styles.asked(words(style)) else []), *styles.numbers(citation)]
            for text in said:
                assert act.iri in [hit.entry.iri for hit in search.found(text).hits], text
            sayable = {word for text in act.texts for word in words(text.value)}
            sayable.update(word for number in styles.numbers(citation) for word in words(number))
            for word in set(words(citation)) - sayable:
                if any(other.startswith(word) for other in sayable):
                    continue  # It is the beginning of another word.
                persons += 1
                hits = search.found(word, "decision", limit=500)
                assert word in hits.similar or act.iri not in [hit.entry.iri for hit in hits.hits], word
    assert persons > 20


def test_notes_of_parts_find_the_act_after_those_that_have_the_name(search: Search) -> None:
    assert ids(search, "Erase the complainant's biometric hash values")[0] == "decision/de-hmbbfdi-2021-clearview"
    hits = search.found("clearview", "decision", limit=500).hits
    named = [
        any(FIELD_OF[text.field] == "name" and "clearview" in words(text.value) for text in hit.entry.texts)
        for hit in hits
    ]
    assert named == sorted(named, reverse=True)


@pytest.mark.parametrize("text", ["O'Brien", "Renderos", "Mutnick", "Thornley", "Jkqxwvzz"])
def test_a_name_that_stands_nowhere_is_no_slip_for_a_word_of_a_note(search: Search, text: str) -> None:
    for hit in search.found(text).hits:
        match = Question(asked(text), frozenset(asked(text))).best(hit.entry)
        assert FIELD_OF[match.field] in SLIPS, (hit.entry.iri, match.text)


def test_a_slip_in_a_note_is_forgiven_beside_a_word_that_is_right(search: Search) -> None:
    assert "decision/de-hmbbfdi-2021-clearview" in ids(search, "biometric hash values complainnant")


def test_words_are_joined_never_numbers(search: Search) -> None:
    assert search.found("GDPR 6 1").hits[0].entry.iri.endswith("provision/gdpr-6-1")


def test_concepts_and_terms(search: Search) -> None:
    assert ids(search, "annulled", "concept")[0] == "force/annulled"
    assert [hit.entry.iri for hit in search.found("dwangsom", "term").hits][:1] == [f"{ONTOLOGY}PeriodicPenalty"]


def test_all_words_count_wherever_they_stand(search: Search) -> None:
    french = ids(search, "clearview frankreich")
    assert "decision/fr-cnil-2022-clearview" in french
    assert all(one.startswith("decision/fr-") for one in french)
    assert ids(search, "clearview cnil 2022", "decision")[0] == "decision/fr-cnil-2022-clearview"
    assert search.found("clearview jkqxwvzz").total == 0


def test_what_is_written_goes_before_what_is_begun_and_that_before_what_is_similar(small: Project) -> None:
    names = {"parcels": "Parcels", "parcelsworth": "Parcelsworth", "marcels": "Marcels"}
    companies = "".join(
        f'<id/company/{slug}> a comity:Company ; rdfs:label "{name}"@en ; comity:seat <id/jurisdiction/lu> ;\n'
        "  dcterms:source <id/source/lu-press> .\n"
        for slug, name in names.items()
    )
    small.write_all(BACKGROUND + companies)
    search = Search(small.build().search)
    found = search.found("parcels", "company")
    assert [hit.entry.label() for hit in found.hits] == ["Parcels", "Parcelsworth"]
    assert found.hits[0].score > found.hits[1].score
    similar = search.found("parcelz", "company")
    assert {hit.entry.label() for hit in similar.hits} >= {"Parcels", "Parcelsworth"}
    assert similar.similar == {"parcelz"}
    assert max(hit.score for hit in similar.hits) < min(hit.score for hit in found.hits)


def test_a_word_that_is_there_is_not_stretched(search: Search) -> None:
    found = search.found("meta")
    assert not found.similar
    assert found.total < search.found("met").total


def test_words_that_only_together_fit_nothing_are_stretched(search: Search) -> None:
    assert "decision/nl-ap-2024-clearview" in ids(search, "nederland clearvieuw")


def test_short_words_must_be_right() -> None:
    assert [tolerance(word) for word in ("abc", "abcd", "abcdefg", "abcdefgh")] == [0, 1, 1, 2]


def test_kinds_and_pages(search: Search) -> None:
    everything = search.found("clearview", limit=500)
    assert sum(everything.kinds.values()) == everything.total == len(everything.hits)
    assert set(everything.kinds) <= set(KINDS)
    decisions = search.found("clearview", "decision", limit=500)
    assert decisions.kinds == everything.kinds
    assert decisions.total == everything.kinds["decision"] == len(decisions.hits)
    pages = [hit for start in range(0, everything.total, 7) for hit in search.found("clearview", None, start, 7).hits]
    assert pages == list(everything.hits)
    assert search.found("clearview", None, everything.total, 7).hits == ()
    assert search.found("clearview", "concept").total == 0


def test_names_only(search: Search) -> None:
    names = search.found("clearview", fields=("name",))
    assert 0 < names.total < search.found("clearview").total


@pytest.mark.parametrize("text", ["", " ", "?!*", "\x00", "\U0001f600", "a" * (MOST_CHARACTERS + 1), "a b c " * 10_000])
def test_questions_that_are_none(search: Search, text: str) -> None:
    with pytest.raises(ParameterError) as error:
        search.found(text)
    assert error.value.name == "q"


def test_too_many_words() -> None:
    with pytest.raises(ParameterError, match="25 words"):
        asked(" ".join(f"w{number}" for number in range(25)))


HOSTILE = [
    *(
        "*",
        "name:clearview",
        '"clearview',
        "clearview AND",
        "kind:decision OR *",
        "[a TO z]",
        "a~2",
        ".*",
        "(((",
        "+-&&||!",
    ),
    *(
        "clear\x00view",
        "clearview\\",
        "/.*/",
        "IN [a b]",
        "\ud800 clearview",
        "cle%61r",
        "<script>",
        "𝒸learview",
        "ß" * 300,
    ),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_query_language_is_text(search: Search, text: str) -> None:
    try:
        assert search.found(text).total >= 0
    except ParameterError as error:
        assert error.name == "q"


@settings(max_examples=200)
@given(st.text(max_size=MOST_CHARACTERS))
def test_any_text_gets_an_answer(search: Search, text: str) -> None:
    try:
        found = search.found(text, limit=5)
    except ParameterError:
        return
    assert len(found.hits) == min(5, found.total)
