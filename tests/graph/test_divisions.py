"""Divisions: a provision is the same one in every language, whichever way round, and never its neighbour."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.citations import PLAIN, readings
from graph.divisions import BULGARIAN, GREEK, downward, unlettered
from graph.keys import keys

GDPR = ("GDPR", "32016R0679")
FORMS = {
    "bg": ["член {a}, параграф {p}, буква {bg}) от Регламент (ЕС) 2016/679", "чл. {a}, § {p}, б. „{bg}“ от ОРЗД"],
    "cs": [
        "čl. {a} odst. {p} písm. {l}) nařízení (EU) 2016/679",
        "článku {a} odst. {p} první pododstavec písm. {l}) GDPR",
    ],
    "da": [
        "databeskyttelsesforordningens artikel {a}, stk. {p}, litra {l}",
        "artikel {a}, stk. {p}, første afsnit, litra {l}), GDPR",
    ],
    "de": [
        "Art. {a} Abs. {p} S. 1 lit. {l} DSGVO",
        "Art. {a} Abs. {p} UAbs. 1 Satz 2 Buchst. {l} DS-GVO",
        "Art. {a} {roman} lit. {l} DSGVO",
    ],
    "el": [
        "άρθρο {a} παράγραφος {p} στοιχείο {el}) ΓΚΠΔ",
        "άρθρου {a} παρ. {p} περ. {el}΄ του Κανονισμού (ΕΕ) 2016/679",
        "άρθρο {a}({p})({el}) ΓΚΠΔ",
    ],
    "en": [
        "point ({l}) of Article {a}({p}) of Regulation (EU) 2016/679",
        "point ({l}) of the first subparagraph of Article {a}({p}) GDPR",
    ],
    "es": [
        "artículo {a}, apartado {p}, párrafo primero, letra {l}), del RGPD",
        "letra {l}) del apartado {p} del artículo {a} del RGPD",
    ],
    "et": ["määruse (EL) 2016/679 artikli {a} lõike {p} punkt {l}", "IKÜM art {a} lg {p} p {l}"],
    "fi": [
        "tietosuoja-asetuksen {a} artiklan {p} kohdan {l} alakohta",
        "GDPR:n {a} artiklan {p} kohdan ensimmäisen alakohdan {l} alakohta",
    ],
    "fr": [
        "article {a}, paragraphe {p}, sous {l}), du RGPD",
        "article {a}, paragraphe {p}, premier alinéa, sous {l}), du règlement 2016/679",
    ],
    "ga": [
        "Airteagal {a}({p}), pointe ({l}), de Rialachán (AE) 2016/679",
        "pointe ({l}) den chéad fhomhír d'Airteagal {a}({p}) RGCS",
    ],
    "hr": [
        "člankom {a}. stavkom {p}. točkom ({l}) Opće uredbe o zaštiti podataka",
        "članka {a}. stavka {p}. prvog podstavka točke ({l}) Uredbe (EU) 2016/679",
    ],
    "hu": [
        "a GDPR {a}. cikk ({p}) bekezdésének {l}) pontja",
        "az (EU) 2016/679 rendelet {a}. cikke ({p}) bekezdés {l}) pont",
    ],
    "is": ["{l}-liður {p}. mgr. {a}. gr. reglugerðar (ESB) 2016/679"],
    "it": [
        "art. {a}, co. {p}, lett. {l}) GDPR",
        "articolo {a}, paragrafo {p}, primo comma, lettera {l}), del regolamento (UE) 2016/679",
    ],
    "lt": [
        "BDAR {a} straipsnio {p} dalies {l} punktas",
        "Reglamento (ES) 2016/679 {a} straipsnio {p} dalies pirmos pastraipos {l} punktas",
    ],
    "lv": [
        "Regulas (ES) 2016/679 {a}. panta {p}. punkta {l}) apakšpunkts",
        "VDAR {a}. panta {p}. punkta pirmās daļas {l}) apakšpunktu",
    ],
    "mt": [
        "il-punt ({l}) tal-Artikolu {a}({p}) tar-Regolament (UE) 2016/679",
        "Artikolu {a}({p}), l-ewwel subparagrafu, punt ({l}) GDPR",
    ],
    "nl": [
        "artikel {a} lid {p} aanhef en onder {l} AVG",
        "artikel {a}, lid {p}, eerste alinea, punt {l}), van Verordening (EU) 2016/679",
    ],
    "no": [
        "personvernforordningen artikkel {a} nr. {p} bokstav {l}",
        "artikkel {a} nr. {p} første ledd bokstav {l} GDPR",
    ],
    "pl": ["art. {a} ust. {p} lit. {l}) rozporządzenia 2016/679", "art. {a} ust. {p} akapit pierwszy lit. {l} RODO"],
    "pt": [
        "al. {l}) do n.º {p} do artigo {a}.º do RGPD",
        "artigo {a}.o, n.o {p}, primeiro parágrafo, alínea {l}), do RGPD",
    ],
    "ro": [
        "articolul {a} alineatul ({p}) litera ({l}) din RGPD",
        "art. {a} alin. ({p}) lit. {l}) din Regulamentul (UE) 2016/679",
    ],
    "sk": [
        "článok {a} ods. {p} písm. {l}) nariadenia (EÚ) 2016/679",
        "čl. {a} ods. {p} prvého pododseku písm. {l}) GDPR",
    ],
    "sl": ["točka ({l}) člena {a}({p}) Uredbe (EU) 2016/679", "člen {a}({p})({l}) Splošne uredbe o varstvu podatkov"],
    "sv": [
        "artikel {a}.{p} {l} i dataskyddsförordningen",
        "artikel {a}.{p} {l} i GDPR",
        "artikel {a}.{p} första stycket {l} GDPR",
    ],
}
"""How each language cites, as the sources of `graph.divisions` do."""


def found(cite: str, number: str) -> bool:
    """Whether a citation is of the provision of the GDPR with this number, and by more than the number."""
    made = keys("provision", number, *GDPR)
    return next((key[0] for key in readings(cite) if key in made), None) == PLAIN


@given(st.integers(1, 99), st.integers(1, 9), st.integers(0, 9), st.sampled_from(sorted(FORMS)))
def test_a_provision_in_every_language(article: int, paragraph: int, point: int, language: str) -> None:
    letter, roman = "abcdefghij"[point], ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[paragraph - 1]
    for form in FORMS[language]:
        cite = form.format(a=article, p=paragraph, l=letter, bg=BULGARIAN[point], el=GREEK[point], roman=roman)
        assert found(cite, f"{article}({paragraph})({letter})"), cite
        for other in "abcdefghij".replace(letter, ""):
            assert not found(cite, f"{article}({paragraph})({other})"), cite


@pytest.mark.parametrize(
    ("cite", "number"),
    [
        ("член 58, параграф 2, буква й) ОРЗД", "58(2)(j)"),
        ("άρθρο 6 παράγραφος 1 στοιχείο στ) ΓΚΠΔ", "6(1)(f)"),
        ("άρθρο 6 παράγραφος 1 στοιχείο ζ) ΓΚΠΔ", "6(1)(g)"),
        ("točka f prvega odstavka 6. člena GDPR", "6(1)(f)"),
        ("Art. 6 I 1 lit. f DSGVO", "6(1)(f)"),
        ("Art. 6 Abs. 1 S. 1 DSGVO", "6(1)"),
        ("Article 6(1), second subparagraph, GDPR", "6(1)"),
        ("paragraph 1 of Article 6 GDPR", "6(1)"),
        ("1. mgr. 6. gr. reglugerðar (ESB) 2016/679", "6(1)"),
        ("point 7 of Article 4 GDPR", "4(7)"),
        ("Art. 4 pkt 7 RODO", "4(7)"),
        ("artikel 58.2 i GDPR", "58(2)"),
        ("artikel 58.2 i i GDPR", "58(2)(i)"),
        ("artikel 58.2.i GDPR", "58(2)(i)"),
        ("Art. 58 Abs. 2 lit. i DSGVO", "58(2)(i)"),
    ],
)
def test_other_ways_of_citing(cite: str, number: str) -> None:
    assert found(cite, number)


@pytest.mark.parametrize(
    ("cite", "not_this"),
    [
        ("член 6, параграф 1, буква e) ОРЗД", "6(1)(e)"),  # A Latin e, which looks like the Bulgarian sixth letter.
        ("член 6, параграф 1, буква к) ОРЗД", "6(1)(k)"),
        ("points (a) and (f) of Article 6(1) GDPR", "6(1)(a)"),
        ("член 6, параграф 1, букви а) и б) ОРЗД", "6(1)(a)"),
        ("στοιχεία α) και β) του άρθρου 6 παράγραφος 1 ΓΚΠΔ", "6(1)(a)"),
        ("Article 5 paragraph 1, Article 2 GDPR", "2(1)"),
        ("point (f) of Article 6(1) and Article 9 GDPR", "6(1)(f)"),
        ("artikel 58.2 i GDPR", "58(2)(i)"),
        ("article 6, primo comma, GDPR", "6"),
    ],
)
def test_what_is_not_told_clearly_is_not_found(cite: str, not_this: str) -> None:
    assert not found(cite, not_this)


def test_words_of_one_language_are_divisions_beside_an_article_only() -> None:
    assert downward("panta rhei") == "panta rhei".replace("panta", "article")
    assert downward("punkta 6") == "punkta 6"
    assert downward("the order of the day, point 1") == "the order of the day, point 1"


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert isinstance(downward(unlettered(text)), str)
