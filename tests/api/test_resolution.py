"""Resolution: each form of citation names the right thing, or says that it is ambiguous or not covered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.resolution import resolution
from graph.errors import ParameterError
from graph.namespaces import ID, ONTOLOGY
from graph.search import Search
from graph.snapshot import Snapshot
from graph.store import embedded


@pytest.fixture(scope="module")
def search(real: Snapshot) -> Search:
    """The index of the real graph."""
    return Search(real.search)


FOUND = {
    "decision/fr-cnil-2022-clearview": (
        "reference",
        ["SAN-2022-019", "n° SAN-2022-019", "CNIL SAN-2022-019", "Délibération SAN-2022-019 du 17 octobre 2022"],
    ),
    "decision/eu-cjeu-2024-c446-21": ("ecli", ["ECLI:EU:C:2024:834", "ecli:eu:c:2024:834", "EU:C:2024:834"]),
    "decision/gb-ukftt-2023-clearview": ("neutral-citation", ["[2023] UKFTT 819 (GRC)", "2023 UKFTT 00819"]),
    "decision/it-garante-2022-clearview": (
        "reference",
        ["doc. web 9751362", "doc web n. 9751362", "docweb 9751362"],
    ),
    "decision/eu-edpb-2023-bd1-meta-transfers": (
        "reference",
        ["Binding Decision 1/2023", "EDPB Binding Decision 01/2023"],
    ),
    "decision/eu-edpb-2023-bd2-tiktok": ("reference", ["Decision 2/2023", "EDPB 2/2023"]),
    "decision/eu-edpb-2023-urgent-01-meta": ("reference", ["Urgent Binding Decision 1/2023"]),
    "decision/eu-cjeu-2026-c97-23p": ("reference", ["C-97/23 P", "C‑97/23P", "C-97/23", "62023CJ0097"]),
    "decision/eu-gc-2022-t709-21": (
        "reference",
        ["T-709/21", "Case T‑709/21", "62021TO0709", "T-709/21 WhatsApp v EDPB"],
    ),
    "decision/es-aepd-2024-glovo": ("reference", ["PS/00209/2022", "PS-209-2022"]),
    "instrument/gdpr": ("celex", ["32016R0679", "CELEX:32016R0679", "Regulation (EU) 2016/679"]),
    "provision/gdpr-6-1-f": ("provision", ["GDPR 6(1)(f)", "Art. 6(1)(f) GDPR", "art. 6 par. 1 lett. f RGPD"]),
    "decision/eu-cjeu-2020-c311-18": ("reference", ["C-311/18, EU:C:2020:559", "Schrems II (C-311/18)"]),
    "provision/gdpr-83-5-a": ("provision", ["Article 83(5)(a) DSGVO", "Article 83(5)(a) RGPD"]),
    "provision/uk-gdpr-35": ("provision", ["UK GDPR 35", "Article 35 of the UK GDPR"]),
    "provision/uk-gdpr-3-2a": ("provision", ["UK GDPR 3(2A)"]),
}


@pytest.mark.parametrize(
    ("wanted", "how", "cite"), [(w, how, cite) for w, (how, cites) in FOUND.items() for cite in cites]
)
def test_found(search: Search, wanted: str, how: str, cite: str) -> None:
    found = resolution(search, cite)
    assert found["outcome"] == "found"
    assert found["match"]["iri"] == f"https://w3id.org/comity/id/{wanted}"
    assert (found["match"]["how"], found["match"]["kind"]) == (how, wanted.partition("/")[0])
    assert found["match"]["label"]
    assert found["alternatives"] == []


AP = "decision/nl-ap-2024-clearview"
OWN = {
    "iri": (
        (AP, "https://w3id.org/comity/id/decision/nl-ap-2024-clearview"),
        (AP, " http://w3id.org/comity/id/decision/nl-ap-2024-clearview#fine "),
        ("case/clearview-scraping", "https://w3id.org/comity/id/case/clearview-scraping"),
    ),
    "address": (
        (AP, "/decisions/nl-ap-2024-clearview"),
        (AP, "/id/decision/nl-ap-2024-clearview"),
        (AP, "/decisions/nl-ap-2024-clearview.ttl"),
        (AP, "http://comity.test/decisions/nl-ap-2024-clearview.csl.json?as_of=2024-01-01"),
        (AP, "https://comity.test/api/v1/decisions/nl-ap-2024-clearview"),
        ("provision/gdpr-6-1-f", "/legal-bases/gdpr-6-1-f"),
    ),
    "slug": (
        (AP, "nl-ap-2024-clearview"),
        ("case/clearview-scraping", "clearview-scraping"),
        ("company/clearview-ai", "clearview-ai"),
    ),
}


@pytest.mark.parametrize(
    ("how", "wanted", "cite"), [(how, wanted, cite) for how, cites in OWN.items() for wanted, cite in cites]
)
def test_our_own_names_are_citations(search: Search, how: str, wanted: str, cite: str) -> None:
    found = resolution(search, cite, "comity.test")
    assert (found["outcome"], found["match"]["how"]) == ("found", how)
    assert found["match"]["iri"] == f"https://w3id.org/comity/id/{wanted}"
    assert found["match"]["label"]
    assert found["match"]["value"] == cite.strip()


@pytest.mark.parametrize(
    "cite",
    [
        "https://example.org/decisions/nl-ap-2024-clearview",
        "https://w3id.org/comity/id/decision/xx-none",
        "/decisions/xx-none",
        "http://[/decisions",
    ],
)
def test_an_address_of_nothing_here_is_not_covered(search: Search, cite: str) -> None:
    assert resolution(search, cite, "comity.test")["outcome"] == "not-covered"


def test_concepts_and_terms_have_addresses_too(search: Search) -> None:
    for cite in ("https://w3id.org/comity/concept/force/annulled", "/concepts/force/annulled"):
        assert resolution(search, cite)["match"]["kind"] == "concept"
    for cite in ("https://w3id.org/comity/ontology#Fine", "/ontology#Fine", "/ontology/Fine"):
        assert resolution(search, cite)["match"]["id"] == "Fine"


def test_every_slug_names_its_thing(search: Search) -> None:
    for kind in ("decision", "case", "company"):
        for hit in search.found("a", kind, limit=500).hits:
            slug = hit.entry.iri.rpartition("/")[2]
            found = resolution(search, slug)
            told = [found["match"]] if found["match"] else found["alternatives"]
            assert hit.entry.iri in {one["iri"] for one in told}, slug


@pytest.mark.parametrize(
    ("cite", "among"),
    [
        ("1/2023", {"eu-edpb-2023-bd1-meta-transfers", "eu-edpb-2023-urgent-01-meta"}),
        ("2020 CH 04353", {"us-ilcir-2021-aclu", "us-ilcir-2022-aclu"}),
        ("Article 35", {"gdpr-35", "uk-gdpr-35"}),
        ("6(1)(f)", {"gdpr-6-1-f"}),
    ],
)
def test_ambiguous(search: Search, cite: str, among: set[str]) -> None:
    found = resolution(search, cite)
    assert (found["outcome"], found["match"]) == ("ambiguous", None)
    assert among <= {one["id"] for one in found["alternatives"]}


@pytest.mark.parametrize(
    "cite",
    [
        "SAN-2099-001",
        "ECLI:EU:C:1999:1",
        "T-9999/99",
        "[1999] UKFTT 1 (GRC)",
        "nothing at all",
        "Renderos v. Clearview",
        "Regulation (EU) 2/2023",
        "Richtlinie 2/2023",
        "35/2022/EU",
        "Opinion 35/2022",
        "Law 35/2022",
        "EU:T:2024:834",
        "C-446/22 Schrems v Meta",
        "F-709/21 WhatsApp v EDPB",
        "T-713/20",
        "[2023] UKFTT 819 (TC)",
    ],
)
def test_not_covered_is_not_said_to_be_absent(search: Search, cite: str) -> None:
    found = resolution(search, cite)
    assert (found["outcome"], found["match"], found["alternatives"]) == ("not-covered", None, [])
    assert "does not mean that it does not exist" in found["detail"]


@pytest.mark.parametrize(
    ("cite", "known"),
    [
        ("62023CO0097", "eu-cjeu-2026-c97-23p"),
        ("62021TJ0709", "eu-gc-2022-t709-21"),
        ("C-446/21, EU:C:2024:835", "eu-cjeu-2024-c446-21"),
        ("Opinion of the Advocate General in C-446/21", "eu-cjeu-2024-c446-21"),
        ("Délibération SAN-2022-019 du 17 octobre 2021", "fr-cnil-2022-clearview"),
    ],
)
def test_what_fits_only_in_part_is_an_alternative(search: Search, cite: str, known: str) -> None:
    found = resolution(search, cite)
    assert (found["outcome"], found["match"]) == ("not-covered", None)
    assert [one["id"] for one in found["alternatives"]] == [known]


def test_two_acts_cited_are_ambiguous(search: Search) -> None:
    found = resolution(search, "C-446/21 Schrems v Meta and C-252/21 Meta v Bundeskartellamt")
    assert found["outcome"] == "ambiguous"
    assert {one["id"] for one in found["alternatives"]} == {"eu-cjeu-2024-c446-21", "eu-cjeu-2023-c252-21"}


@pytest.mark.parametrize("cite", ["article 5(1)(c) UK GDPR", "UK GDPR 5(1)(c)", "Art. 5(1)(c) GDPR (UK)"])
def test_above_a_provision_of_the_uk_gdpr_are_its_own(search: Search, cite: str) -> None:
    found = resolution(search, cite)
    assert [one["id"] for one in found["alternatives"]] == ["uk-gdpr-5-1", "uk-gdpr-5", "uk-gdpr"]


def test_a_provision_not_recorded_has_those_above_it(search: Search) -> None:
    found = resolution(search, "Art. 6(1)(z) GDPR")
    assert found["outcome"] == "not-covered"
    assert [one["id"] for one in found["alternatives"]] == ["gdpr-6-1", "gdpr-6", "gdpr"]


def test_every_identifier_names_its_thing(search: Search) -> None:
    seen = 0
    for kind in ("decision", "instrument", "provision"):
        for hit in search.found("a", kind, limit=500).hits:
            for form, value in set(hit.entry.keys.values()):
                if form not in ("ecli", "neutral-citation", "celex"):
                    continue
                assert resolution(search, value)["match"]["iri"] == hit.entry.iri
                seen += 1
    assert seen > 30


@pytest.mark.parametrize("cite", ["", "()", "x" * 501])
def test_no_citation(search: Search, cite: str) -> None:
    with pytest.raises(ParameterError) as error:
        resolution(search, cite)
    assert error.value.name == "cite"


@settings(max_examples=200)
@given(st.text(max_size=300))
def test_any_text_is_answered(search: Search, cite: str) -> None:
    try:
        found = resolution(search, cite)
    except ParameterError:
        return
    assert found["outcome"] in ("found", "ambiguous", "not-covered")
    assert (found["match"] is not None) == (found["outcome"] == "found")


@pytest.mark.parametrize(("property_", "kind"), [("citation", "decision"), ("title", "instrument")])
def test_what_the_graph_states_word_for_word_is_never_denied(
    search: Search, real: Snapshot, property_: str, kind: str
) -> None:
    name = {"citation": f"{ONTOLOGY}citation", "title": "http://purl.org/dc/terms/title"}[property_]
    stated = [
        (quad.subject.value, quad.object.value)
        for quad in embedded(real).store
        if quad.predicate.value == name and quad.subject.value.startswith(f"{ID}{kind}/")
    ]
    assert len(stated) > 20
    for iri, text in stated:
        told = resolution(search, text)
        assert iri in {one["iri"] for one in [told["match"], *told["alternatives"]] if one}, text
    assert sum(resolution(search, text)["outcome"] == "found" for _, text in stated) > 0.8 * len(stated)


SEVERAL = {
    "Data Protection Act 2018": ["instrument/gb-dpa2018", "instrument/ie-dpa2018"],
    "Privacy Act": ["instrument/au-privacy", "instrument/ca-privacy-act", "instrument/nz-privacy"],
    "PIPA": ["instrument/kr-pipa", "instrument/ca-ab-pipa", "instrument/ca-bc-pipa"],
    "FTC Act s5": ["instrument/us-ftca-5", "provision/us-ftca-5-5"],
    "Section 5 FTC Act": ["instrument/us-ftca-5", "provision/us-ftca-5-5"],
    "SAN-2022-019; C-446/21": ["decision/fr-cnil-2022-clearview", "decision/eu-cjeu-2024-c446-21"],
}


@pytest.mark.parametrize("cite", SEVERAL)
def test_what_several_are_called_is_ambiguous(search: Search, cite: str) -> None:
    told = resolution(search, cite)
    assert (told["outcome"], told["match"]) == ("ambiguous", None)
    assert {one["iri"].removeprefix(ID) for one in told["alternatives"]} == set(SEVERAL[cite])


@pytest.mark.parametrize(
    ("cite", "wanted"),
    [
        ("GDPR", "instrument/gdpr"),
        ("UK GDPR", "instrument/uk-gdpr"),
        ("Privacy Act 2020", "instrument/nz-privacy"),
        ("Conseil d'État 449209", "decision/fr-ce-2022-449209-google"),
        ("CE 449209", "decision/fr-ce-2022-449209-google"),
        ("[2023] UKFTT 819 (GRC); EA/2022/0165/FP", "decision/gb-ukftt-2023-clearview"),
        ("Provvedimento n. 50 del 10 febbraio 2022 (doc. web 9751362)", "decision/it-garante-2022-clearview"),
        ("2023 FC 236 (T-1410-21)", "decision/ca-fc-2023-236-doan"),
        ("D130.703, 2022-0.277.156", "decision/at-dsb-2023-clearview"),
        ("Order in Case T-709/21", "decision/eu-gc-2022-t709-21"),
        ("Judgment in Case C-97/23 P", "decision/eu-cjeu-2026-c97-23p"),
    ],
)
def test_what_one_thing_is_called_is_found(search: Search, cite: str, wanted: str) -> None:
    told = resolution(search, cite)
    assert (told["outcome"], told["match"] and told["match"]["iri"]) == ("found", f"{ID}{wanted}")


@pytest.mark.parametrize(
    "cite", ["Order C-97/23 P", "Beschluss C-97/23 P", "Judgment in Case T-709/21", "Urteil T-709/21"]
)
def test_another_kind_of_act_of_a_case_is_not_the_one_recorded(search: Search, cite: str) -> None:
    told = resolution(search, cite)
    assert (told["outcome"], len(told["alternatives"])) == ("not-covered", 1)


@pytest.mark.parametrize(
    "cite",
    [
        *("Artigo 6.º, n.º 1, alínea f) do RGPD", "art. 6 ust. 1 lit. f RODO", "čl. 6 odst. 1 písm. f) GDPR"),
        *("άρθρο 6 παρ. 1 στοιχ. στ ΓΚΠΔ", "Άρθρο 6 παρ. 1 στοιχείο στ) του ΓΚΠΔ", "artikel 6, stk. 1, litra f, GDPR"),
        *("Art. 6 Abs. 1 lit. f DSGVO", "article 6, paragraphe 1, point f) du RGPD", "artikel 6 lid 1 onder f AVG"),
    ],
)
def test_a_provision_in_the_languages_of_the_union(search: Search, cite: str) -> None:
    assert resolution(search, cite)["match"]["iri"] == f"{ID}provision/gdpr-6-1-f"


def test_a_reference_beside_one_that_nothing_has_is_not_covered(search: Search) -> None:
    assert resolution(search, "SAN-2022-019; SAN-2099-999")["outcome"] == "not-covered"


@pytest.mark.parametrize(
    ("cite", "other"),
    [
        ("[2025] FCA 133", "ca-fca-2025-133-doan"),
        ("[2024] FCA 140", "ca-fca-2024-facebook"),
        ("[2023] FC 1612", "ca-fc-2023-1612-doan"),
        ("2025 FCA 1224", "au-fca-au-2025-acl"),
        ("Provvedimento n. 35/2022", "gr-hdpa-2022-clearview"),
        ("Deliberação 35/2022", "gr-hdpa-2022-clearview"),
        ("Order 35/2022", "gr-hdpa-2022-clearview"),
        ("Provvedimento 18/2025", "br-anpd-2025-tfh-march"),
        ("Délibération 2020-173", "tr-kvkk-2020-amazon"),
        ("Sentenza 3/2022", "eu-edpb-2022-bd3-facebook"),
        ("Deliberazione 3/2022", "eu-edpb-2022-bd3-facebook"),
        ("Urteil 50/2022", "it-garante-2022-clearview"),
        ("GA Rantos, C-252/21, EU:C:2022:704", "eu-cjeu-2023-c252-21"),
        ("Generalanwalt Rantos, C-252/21", "eu-cjeu-2023-c252-21"),
        ("C-252/21, EU:C:2022:704", "eu-cjeu-2023-c252-21"),
        ("Appeal against SAN-2022-019", "fr-cnil-2022-clearview"),
        ("SAN-2022-019 and SAN-2099-001", "fr-cnil-2022-clearview"),
        ("VI-Kart 1/19", "de-olg-duesseldorf-2019-facebook"),
        ("EA/2022/0165", "gb-ukftt-2023-clearview"),
        ("89 FR 14839", "us-ftc-2024-avast"),
    ],
)
def test_another_series_kind_or_part_is_an_alternative_only(search: Search, cite: str, other: str) -> None:
    told = resolution(search, cite)
    assert (told["outcome"], [one["id"] for one in told["alternatives"]]) == ("not-covered", [other])


@pytest.mark.parametrize(
    "cite", ["Article 537", "§ 537", "Article 9383", "Section 9383", "Art. 46578", "Article 35/2022", "2:21-cv-00135"]
)
def test_a_division_or_another_court_leads_to_no_decision(search: Search, cite: str) -> None:
    told = resolution(search, cite)
    assert (told["outcome"], told["alternatives"]) == ("not-covered", [])


CLEARVIEW_NDIL = {
    *("us-ndil-2022-macys", "us-ndil-2022-macys-1292", "us-ndil-2022-clearview-mtd"),
    *("us-ndil-2022-clearview-recon", "us-ndil-2025-clearview"),
}


@pytest.mark.parametrize(
    ("cite", "among"),
    [
        *((cite, CLEARVIEW_NDIL) for cite in ("21-cv-135", "21-cv-0135", "21-cv-00135", "1:21-cv-00135")),
        *((cite, {"eu-charter-8", "ca-charter"}) for cite in ("section 8 Charter", "s 8 of the Charter")),
        ("s. 2(b) of the Charter", {"ca-charter-2-b", "eu-charter"}),
        ("section 134 Data Protection Act 2018", {"ie-dpa2018-134", "gb-dpa2018"}),
        ("section 155 of the Data Protection Act 2018", {"gb-dpa2018-155", "ie-dpa2018"}),
        ("s. 155 DPA 2018", {"gb-dpa2018-155", "ie-dpa2018"}),
        ("Section 4 Privacy Act", {"ca-privacy-act-4", "au-privacy", "nz-privacy"}),
        ("Section 11 PIPA", {"ca-ab-pipa-11", "ca-bc-pipa-11", "kr-pipa"}),
        *((cite, {"eu-edpb-2022-bd3-facebook"}) for cite in ("3/2022", "n. 3/2022")),
        ("9751362", {"it-garante-2022-clearview"}),
        ("2/2023", {"eu-edpb-2023-bd2-tiktok"}),
    ],
)
def test_what_may_be_several_is_told_whole(search: Search, cite: str, among: set[str]) -> None:
    told = resolution(search, cite)
    assert (told["outcome"], {one["id"] for one in told["alternatives"]}) == ("ambiguous", among)


@pytest.mark.parametrize(
    ("cite", "wanted"),
    [
        ("délibération n°SAN-2022-019 du 17 octobre 2022", "fr-cnil-2022-clearview"),
        ("BGH, Urteil vom 18.11.2024 - VI ZR 10/24", "de-bgh-2024-facebook-scraping"),
        ("BGH VI ZR 10/24", "de-bgh-2024-facebook-scraping"),
        ("CE, 19 juin 2020, n° 430810", "fr-ce-2020-430810-google"),
        ("Clearview AI Inc v Information Commissioner [2023] UKFTT 819 (GRC)", "gb-ukftt-2023-clearview"),
        ("[2025] UKUT 319 (AAC) at [12]", "gb-ukut-2025-clearview"),
        ("2024 BCSC 2311 at para 12", "ca-bcsc-2024-clearview"),
        ("2023 FC 1612 (CanLII)", "ca-fc-2023-1612-doan"),
        ("2024 CAF 140", "ca-fca-2024-facebook"),
        ("Canada (Privacy Commissioner) v Facebook, Inc, 2024 FCA 140", "ca-fca-2024-facebook"),
        ("Thornley v. Clearview AI, Inc., 984 F.3d 1241, 1244 (7th Cir. 2021)", "us-ca7-2021-thornley"),
        ("In its decision SAN-2022-019 the CNIL fined Clearview", "fr-cnil-2022-clearview"),
        ("see Article 6(1)(f) GDPR", "gdpr-6-1-f"),
        ("Verstoß gegen Art. 6 Abs. 1 lit. f DSGVO", "gdpr-6-1-f"),
        ("UK Data Protection Act 2018 section 155", "gb-dpa2018-155"),
        ("Art. 8 EU Charter", "eu-charter-8"),
        ("Provv. 10 febbraio 2022, n. 50", "it-garante-2022-clearview"),
        ("Provv. 10 febbraio 2022, doc. web n. 9751362", "it-garante-2022-clearview"),
        (
            "Ordinanza ingiunzione nei confronti di Clearview AI - 10 febbraio 2022 [9751362]",
            "it-garante-2022-clearview",
        ),
        ("21-cv-0135 (dkt 314)", "us-ndil-2022-macys-1292"),
        ("2:23-cv-00811", "us-ftc-2023-amazon-alexa"),
        ("984 F.3d 1241", "us-ca7-2021-thornley"),
        ("Απόφαση 35/2022", "gr-hdpa-2022-clearview"),
        ("Docket No. 9383", "us-ftc-2019-cambridge-analytica"),
        ("Procedimiento Nº: PS/00477/2019", "es-aepd-2021-caixabank"),
        ("rec. 104/2021", "es-an-2022-bbva"),
        ("dnr DI-2020-11397", "se-imy-2023-cdon-google-analytics"),
        ("saksnummer 20/02136-18", "no-datatilsynet-no-2021-grindr"),
        ("decyzja DKN.5112.33.2022", "pl-uodo-2026-glovo"),
        ("zaaknummer 200.295.742/01", "nl-ghams-2023-uber-drivers"),
        ("2020/173 sayılı karar", "tr-kvkk-2020-amazon"),
        ("B. No: 2020/7518", "tr-aym-2023-marriott"),
        ("n° 46578 du rôle", "lu-ta-2025-46578-amazon"),
        ("VOTO Nº 19/2024", "br-anpd-2024-meta-ai"),
        ("Décision contraignante 3/2022", "eu-edpb-2022-bd3-facebook"),
    ],
)
def test_numbers_in_the_words_of_lawyers(search: Search, cite: str, wanted: str) -> None:
    told = resolution(search, cite)
    assert (told["outcome"], told["match"] and told["match"]["id"]) == ("found", wanted)


@pytest.mark.parametrize("cite", ["Art. 83 GDPR Procedural Regulation", "see Recital 47 GDPR", "Rec. 47 GDPR"])
def test_words_around_a_provision_are_not_passed_over(search: Search, cite: str) -> None:
    assert resolution(search, cite)["outcome"] == "not-covered"


def test_every_reference_as_recorded_names_its_act(search: Search) -> None:
    """Or stands among what it may mean: several have it, or it is a number that anybody may give."""
    seen = 0
    for start in range(0, 1000, 100):
        for hit in search.found("a", "decision", start=start, limit=100).hits:
            for value in {value for form, value in hit.entry.keys.values() if form == "reference"}:
                told = resolution(search, value)
                assert hit.entry.iri in {one["iri"] for one in [told["match"], *told["alternatives"]] if one}, value
                assert told["outcome"] != "not-covered", value
                seen += 1
    assert seen > 200
