"""Citations: the ways of writing one identifier meet in one key, and two identifiers do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.citations import BARE, LOOSE, PLAIN, SHORT, WRITTEN, above, divisions, readings
from graph.keys import keys
from graph.reduction import tokens

GDPR = ("GDPR", "32016R0679")


def met(cite: str, made: set[str]) -> str | None:
    """The level on which a citation first meets keys; None where it does not."""
    return next((key[0] for key in readings(cite) if key in made), None)


@pytest.mark.parametrize(
    ("form", "value", "cites"),
    [
        (
            "reference",
            "SAN-2022-019",
            ["san 2022/19", "SAN‑2022‑019", "SAN2022-019", "n° SAN-2022-019", "(SAN–2022–019)"],
        ),
        ("ecli", "ECLI:EU:C:2024:834", ["ecli:eu:c:2024:834", " ECLI EU C 2024 834 ", "EU:C:2024:834"]),
        (
            "neutral-citation",
            "[2023] UKFTT 819 (GRC)",
            ["2023 UKFTT 00819 (GRC)", "[2023] UKFTT 819", "(2023) ukftt 819 grc"],
        ),
        ("reference", "doc. web 9751362", ["docweb 9751362", "doc web 9751362", "doc. web n. 9751362", "9751362"]),
        ("reference", "Binding Decision 1/2023", ["binding decision 01/2023", "1/2023", "Decision No. 1/2023"]),
        ("reference", "Decision 01/2020", ["Decision 1/2020", "Binding Decision 1/2020", "1/2020"]),
        ("reference", "Urgent Binding Decision 01/2023", ["Urgent Decision 1/2023", "1/2023"]),
        (
            "reference",
            "C-97/23 P",
            ["C‑97/23 P", "C-97/23P", "c-97/23", "Case C-97/23 P", "Rs. C-97/23 P", "62023CJ0097"],
        ),
        ("reference", "T-709/21", ["t-709/21", "T‑709/21", "affaire T-709/21", "CELEX 62021TJ0709"]),
        (
            "reference",
            "n. 39 del 2 febbraio 2023",
            ["39/2023", "Provvedimento n. 39 del 2 febbraio 2023", "provv. 39/2023"],
        ),
        (
            "reference",
            "Resolución 1321 de 2019",
            ["Resolucion 1321 de 2019", "1321/2019", "resolución n.º 1321 de 2019"],
        ),
        ("celex", "32016R0679", ["32016r0679", "CELEX:32016R0679", "02016R0679-20160504", "Regulation (EU) 2016/679"]),
        ("celex", "31995L0046", ["Directive 95/46/EC", "95/46", "Richtlinie 95/46/EG"]),
        ("celex", "32001R0045", ["Regulation (EC) No 45/2001"]),
    ],
)
def test_ways_of_writing(form: str, value: str, cites: list[str]) -> None:
    made = keys(form, value)
    for cite in (value, *cites):
        assert met(cite, made) in (WRITTEN, PLAIN, *((LOOSE,) if form == "neutral-citation" else ())), cite


@pytest.mark.parametrize(
    "cite",
    [
        "GDPR 6(1)(f)", "Art. 6(1)(f) GDPR", "Article 6 (1) (f) of the GDPR", "Art. 6 Abs. 1 Buchst. f DS-GVO",
        "Art. 6 Abs. 1 lit. f DSGVO", "article 6, paragraphe 1, point f), du RGPD", "artikel 6 lid 1 onder f AVG",
        "art. 6, par. 1, lett. f), RGPD", "6.1.f GDPR", "6(1)f GDPR",
        "Article 6(1), first subparagraph, point (f), GDPR",
        "Article 6(1)(f) of Regulation (EU) 2016/679", "EU GDPR 6(1)(f)", "gdpr-6-1-f",
        "Artikel 6 Absatz 1 Buchstabe f der Verordnung (EU) 2016/679", "2016/679/UE art. 6(1)(f)",
        "artikel 6, eerste lid, onder f, AVG", "artikel 6 lid 1, eerste alinea, onder f, AVG",
        "Art. 6 Abs. 1 UAbs. 1 lit. f DS-GVO", "Article 6 paragraph 1 subparagraph 1 point (f) GDPR",
        "article 6, § 1er, f) du RGPD", "l'article 6-1-f RGPD", "dell’articolo 6, par. 1, lett. f), RGPD",
        "Art. 6 Abs. 1 lit. f Datenschutz-Grundverordnung", "6(1)(f) of the General Data Protection Regulation",
        "article 6(1)(f) du Règlement général sur la protection des données",
    ],
)  # fmt: skip
def test_a_provision(cite: str) -> None:
    assert met(cite, keys("provision", "6(1)(f)", *GDPR)) == PLAIN


@pytest.mark.parametrize("cite", ["6(1)(f)", "Art. 6(1)(f)", "Artikel 6 Absatz 1 Buchstabe f"])
def test_a_provision_without_its_text_of_law(cite: str) -> None:
    assert met(cite, keys("provision", "6(1)(f)", *GDPR)) == BARE


@pytest.mark.parametrize(
    ("cite", "form", "value", "owner"),
    [
        ("UK GDPR 35", "provision", "35", "GDPR"),
        ("GDPR 35", "provision", "35", "UK GDPR"),
        ("UK GDPR 3(2)(a)", "provision", "3(2A)", "UK GDPR"),
        ("GDPR 57(1)", "provision", "57(1)(n)", "GDPR"),
        ("GDPR 57(1)(s)", "provision", "57(1)(n)", "GDPR"),
        ("T-70/23", "reference", "T-7/023", None),
        ("T-709/21 R", "reference", "T-709/21", None),
        ("Urgent Binding Decision 1/2023", "reference", "Binding Decision 1/2023", None),
        ("SAN-2022-0190", "reference", "SAN-2022-019", "CNIL"),
        ("Opinion 35/2022", "reference", "35/2022", "HDPA"),
        ("Law 35/2022", "reference", "35/2022", "HDPA"),
        ("GDPR 6(1)(f)", "provision", "6(1)(f)", "GDPR Procedural Regulation"),
        ("GDPR 6(1)(f)", "provision", "6(1)(f)", "UK GDPR"),
        ("GDPR (UK) 6(1)(f)", "provision", "6(1)(f)", "GDPR"),
        ("artikel 6, tweede lid, onder f, AVG", "provision", "6(1)(f)", "GDPR"),
        ("Alberta PIPA", "instrument", "PIPA Regulation (Alberta)", None),
        ("EU:T:2024:834", "ecli", "ECLI:EU:C:2024:834", None),
        ("EU:C:2024:834", "ecli", "ECLI:EU:C:2024:8340", None),
        ("62023CO0097", "reference", "C-97/23 P", None),
        ("62023TJ0097", "reference", "C-97/23 P", None),
        ("62023CC0097", "reference", "C-97/23 P", None),
        ("62021TJ1410", "reference", "T-1410-21", None),
        ("T-1410/21", "reference", "T-1410-21", None),
        ("C-97/23 P", "reference", "C-97-23", None),
        ("2022-019", "reference", "SAN-2022-019", "CNIL"),
    ],
)
def test_what_is_kept_apart(cite: str, form: str, value: str, owner: str | None) -> None:
    assert met(cite, keys(form, value, owner)) is None


def test_the_authority_before_or_after_its_number() -> None:
    made = keys("reference", "Binding Decision 1/2023", "EDPB")
    for cite in ("EDPB 1/2023", "EDPB Binding Decision 1/2023", "1/2023 (EDPB)"):
        assert met(cite, made) in (WRITTEN, PLAIN)


LAW = {
    "regulation": ["Regulation", "Règlement", "Reglamento", "Regolamento", "Regulamento", "Verordnung", "Verordening"],
    "directive": ["Directive", "Direttiva", "Directiva", "Diretiva", "Richtlinie", "Richtlijn"],
}
SIGNS = ["EU", "EC", "EEC", "UE", "CE", "CEE", "EG", "EWG"]


@given(st.integers(1, 999), st.integers(1990, 2030), st.sampled_from(sorted(LAW)), st.data())
def test_a_law_is_no_decision_with_its_number(number: int, year: int, law: str, data: st.DataObject) -> None:
    pair = data.draw(st.sampled_from([f"{number}/{year}", f"{year}/{number}", f"No {number}/{year}"]))
    word, sign = data.draw(st.sampled_from(LAW[law])), data.draw(st.sampled_from(SIGNS))
    decisions = [keys("reference", value, "EDPB") for value in (pair, f"Decision {pair}", f"Binding Decision {pair}")]
    own = keys("celex", f"3{year}{'R' if law == 'regulation' else 'L'}{number:04}")
    other = keys("celex", f"3{year}{'L' if law == 'regulation' else 'R'}{number:04}")
    for cite in (f"{word} {pair}", f"{word} ({sign}) {pair}", f"{word} {pair}/{sign}"):
        assert met(cite, own) == PLAIN, cite
        assert [met(cite, made) for made in (other, *decisions)] == [None] * 4, cite
    for cite in (f"({sign}) {pair}", f"{pair}/{sign}", f"{pair} ({sign})"):
        assert met(cite, own) == met(cite, other) == PLAIN, cite
        assert [met(cite, made) for made in decisions] == [None] * 3, cite
    assert met(pair, own) == PLAIN


def test_a_directive_is_called_by_its_subject_too() -> None:
    for cite in ("ePrivacy Directive", "ePrivacy"):
        assert met(cite, keys("instrument", "ePrivacy Directive")) in (WRITTEN, PLAIN)
    for cite in ("Decision (EU) 2016/1250", "2016/1250", "2016/1250/EU"):
        assert met(cite, keys("instrument", "Decision (EU) 2016/1250")) in (WRITTEN, PLAIN)


@pytest.mark.parametrize(
    ("told", "own", "other"), [("TO", "62021TO0709", "62021TJ0709"), ("", "62021TJ0709", "62021TO0709")]
)
def test_an_order_and_a_judgment_have_two_celex_numbers(told: str, own: str, other: str) -> None:
    address = f"https://example.org/?uri=CELEX:62023CJ0097 https://example.org/?uri=CELEX%3A62021{told}0709_RES"
    made = keys("reference", "T-709/21", None, address)
    assert (met(own, made), met(other, made)) == (WRITTEN, None)
    assert above(other) == [f"{PLAIN} t 709 union 21"]


def test_what_a_provision_is_part_of() -> None:
    wanted = [f"{PLAIN} gdpr 6 1", f"{PLAIN} gdpr 6", f"{PLAIN} gdpr", f"{SHORT} gdpr"]
    assert above("Art. 6(1)(z) GDPR") == wanted
    assert above("GDPR 6(1)(z)") == wanted
    assert above("SAN") == above("6(1)") == above("") == []
    of_number = [key.replace("gdpr", "regulation 2016 679 union") for key in wanted]
    for cite in ("Art. 6(1)(z) Regulation (EU) 2016/679", "(EU) Regulation 2016/679/EU, 6(1)(z)"):
        assert above(cite)[:3] == of_number[:3]


@given(st.permutations(["Article 5(1)(c)", "UK", "GDPR"]).map(" ".join) | st.just("5(1)(c) GDPR (UK)"))
def test_what_a_provision_of_the_uk_gdpr_is_part_of(cite: str) -> None:
    wanted = [f"{PLAIN} uk gdpr {number}".rstrip() for number in ("5 1", "5", "")]
    assert above(cite)[-4:] == [*wanted, f"{SHORT} uk gdpr"]


def test_the_case_of_another_act_of_it() -> None:
    assert above("Opinion in Case C-97/23 P") == above("C-97/23 P R") == [f"{PLAIN} c 97 union 23"]


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    found = readings(text)
    assert bool(found) == bool(tokens(text))
    assert len(found) == len(set(found))
    assert all(key[0] in (WRITTEN, PLAIN, SHORT, BARE, LOOSE) and key[2:].strip() for key in found)
    assert all(key[2:] for key in above(text))


@given(st.text(min_size=1), st.sampled_from(["reference", "ecli", "neutral-citation", "celex", "provision"]))
def test_an_identifier_is_found_by_itself(value: str, form: str) -> None:
    made = keys(form, value)
    assert not readings(value) or met(value, made) == WRITTEN


@given(st.integers(1, 99), st.integers(1, 20), st.sampled_from("abcdefgnsz"))
def test_any_point_of_an_article(article: int, paragraph: int, point: str) -> None:
    made = keys("provision", f"{article}({paragraph})({point})", *GDPR)
    for cite in (f"Art. {article}({paragraph})({point}) GDPR", f"GDPR {article}.{paragraph}.{point}"):
        assert met(cite, made) == PLAIN
    assert met(f"GDPR {article}({paragraph})", made) is None


def test_ways_of_dividing_a_citation_into_a_law_and_its_provision() -> None:
    assert divisions("DPA 2018 section 155") == [(["dpa"], ["2018", "155"]), (["dpa", "2018"], ["155"])]
    assert divisions("Art. 6(1)(f) Regulation (EU) 2016/679")[0] == (["regulation_2016_679_union"], ["6", "1", "f"])
    assert divisions("GDPR") == []
