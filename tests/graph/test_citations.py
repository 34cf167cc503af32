"""Citations: the ways of writing one identifier meet in one key, and two identifiers do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.citations import BARE, PLAIN, WRITTEN, above, keys, readings, tokens

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
        ("ecli", "ECLI:EU:C:2024:834", ["ecli:eu:c:2024:834", " ECLI EU C 2024 834 "]),
        (
            "neutral-citation",
            "[2023] UKFTT 819 (GRC)",
            ["2023 UKFTT 00819 (GRC)", "[2023] UKFTT 819", "(2023) ukftt 819 grc"],
        ),
        ("reference", "doc. web 9751362", ["doc web 9751362", "doc. web n. 9751362", "9751362"]),
        ("reference", "Binding Decision 1/2023", ["binding decision 01/2023", "1/2023", "Decision No. 1/2023"]),
        ("reference", "Decision 01/2020", ["Decision 1/2020", "Binding Decision 1/2020", "1/2020"]),
        ("reference", "Urgent Binding Decision 01/2023", ["Urgent Decision 1/2023", "1/2023"]),
        (
            "reference",
            "C-97/23 P",
            ["C‑97/23 P", "C-97/23P", "c-97/23", "Case C-97/23 P", "Rs. C-97/23 P", "62023CJ0097"],
        ),
        ("reference", "T-709/21", ["t-709/21", "T‑709/21", "affaire T-709/21", "62021TO0709", "CELEX 62021TO0709"]),
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
        assert met(cite, made) in (WRITTEN, PLAIN), cite


@pytest.mark.parametrize(
    "cite",
    [
        "GDPR 6(1)(f)", "Art. 6(1)(f) GDPR", "Article 6 (1) (f) of the GDPR", "Art. 6 Abs. 1 Buchst. f DS-GVO",
        "Art. 6 Abs. 1 lit. f DSGVO", "article 6, paragraphe 1, point f), du RGPD", "artikel 6 lid 1 onder f AVG",
        "art. 6, par. 1, lett. f), RGPD", "6.1.f GDPR", "6(1)f GDPR",
        "Article 6(1), first subparagraph, point (f), GDPR",
        "Article 6(1)(f) of Regulation (EU) 2016/679", "EU GDPR 6(1)(f)", "gdpr-6-1-f",
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
        ("2022-019", "reference", "SAN-2022-019", "CNIL"),
    ],
)
def test_what_is_kept_apart(cite: str, form: str, value: str, owner: str | None) -> None:
    assert met(cite, keys(form, value, owner)) is None


def test_the_authority_before_or_after_its_number() -> None:
    made = keys("reference", "Binding Decision 1/2023", "EDPB")
    for cite in ("EDPB 1/2023", "EDPB Binding Decision 1/2023", "1/2023 (EDPB)"):
        assert met(cite, made) in (WRITTEN, PLAIN)


def test_what_a_provision_is_part_of() -> None:
    wanted = [f"{PLAIN} gdpr 6 1", f"{PLAIN} gdpr 6", f"{PLAIN} gdpr"]
    assert above("Art. 6(1)(z) GDPR") == wanted
    assert above("GDPR 6(1)(z)") == wanted
    assert above("SAN") == above("6(1)") == above("") == []


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    found = readings(text)
    assert bool(found) == bool(tokens(text))
    assert len(found) == len(set(found))
    assert all(key[0] in (WRITTEN, PLAIN, BARE) and key[2:].strip() for key in found)
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
