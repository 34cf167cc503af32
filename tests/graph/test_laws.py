"""Laws of the Union: the GDPR under its name in every official language, and numbers with the word for the kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.laws import LAWS, REGULATION, UNION, of_eur_lex
from graph.reduction import plain, tokens

NAMES = [
    "General Data Protection Regulation",
    "Datenschutz-Grundverordnung",
    "DS-GVO",
    "DSGVO",
    "règlement général sur la protection des données",
    "RGPD",
    "Algemene verordening gegevensbescherming",
    "AVG",
    "Regolamento generale sulla protezione dei dati",
    "Reglamento general de protección de datos",
    "Regulamento Geral sobre a Proteção de Dados",
    "Общ регламент относно защитата на данните",
    "ОРЗД",
    "obecné nařízení o ochraně osobních údajů",
    "generel forordning om databeskyttelse",
    "databeskyttelsesforordningen",
    "isikuandmete kaitse üldmäärus",
    "IKÜM",
    "Γενικός Κανονισμός για την Προστασία Δεδομένων",
    "ΓΚΠΔ",
    "yleinen tietosuoja-asetus",
    "EU:n yleisen tietosuoja-asetuksen",
    "An Rialachán Ginearálta maidir le Cosaint Sonraí",
    "Opća uredba o zaštiti podataka",
    "általános adatvédelmi rendelet",
    "Bendrasis duomenų apsaugos reglamentas",
    "BDAR",
    "Vispārīgā datu aizsardzības regula",
    "VDAR",
    "Regolament Ġenerali dwar il-Protezzjoni tad-Data",
    "RĠPD",
    "ogólne rozporządzenie o ochronie danych",
    "RODO",
    "Regulamentul general privind protecția datelor",
    "všeobecné nariadenie o ochrane údajov",
    "Splošna uredba o varstvu podatkov",
    "allmän dataskyddsförordning",
    "dataskyddsförordningen",
    "generell personvernforordning",
    "persónuverndarreglugerðin",
    "RGCS",
    "GDPR:n",
    "GDPR-a",
]
NUMBERS = [
    "Regulation (EU) 2016/679",
    "Verordnung (EU) 2016/679",
    "Règlement (UE) 2016/679",
    "Регламент (ЕС) 2016/679",
    "nařízení (EU) č. 2016/679",
    "forordning (EU) 2016/679",
    "määrus (EL) 2016/679",
    "Κανονισμός (ΕΕ) 2016/679",
    "asetus (EU) 2016/679",
    "Rialachán (AE) 2016/679",
    "Uredba (EU) br. 2016/679",
    "az (EU) 2016/679 rendelet",
    "2016/679/EU rendelet",
    "Reglamentas (ES) 2016/679",
    "Regula (ES) 2016/679",
    "Regolament (UE) 2016/679",
    "rozporządzenie (UE) 2016/679",
    "Regulamentul (UE) 2016/679",
    "nariadenie (EÚ) 2016/679",
    "reglugerð (ESB) 2016/679",
    "förordning (EU) 2016/679",
    "text 32016R0679",
    "Verordening (EU) nr. 2016/679",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_gdpr_by_name(name: str) -> None:
    assert plain(tokens(name)) == ["gdpr"]


@pytest.mark.parametrize("name", NUMBERS)
def test_the_gdpr_by_number(name: str) -> None:
    assert [part for part in plain(tokens(name)) if part != "text"] == [REGULATION, "2016", "679", UNION]


@given(st.sampled_from(sorted(LAWS)), st.integers(1, 2000), st.integers(1960, 2030))
def test_the_kind_of_law_is_told_before_its_number(word: str, number: int, year: int) -> None:
    assert plain(tokens(f"{word} (EU) {year}/{number}")) == [LAWS[word], str(year), str(number), UNION]
    assert plain(tokens(f"{year}/{number}/EU {word}")) == [LAWS[word], str(year), str(number), UNION]


@pytest.mark.parametrize("cite", ["PS/00209/2022 (ES)", "HDPA 35/2022 (EL)", "ES 35/2022", "NL-AP 2/2023"])
def test_a_country_is_not_the_union(cite: str) -> None:
    assert UNION not in tokens(cite)


@pytest.mark.parametrize(
    ("address", "wanted"),
    [
        ("https://eur-lex.europa.eu/eli/reg/2016/679/oj", "http://data.europa.eu/eli/reg/2016/679/oj"),
        ("http://eur-lex.europa.eu/eli/reg/2016/679/oj/eng", "http://data.europa.eu/eli/reg/2016/679/oj"),
        ("https://eur-lex.europa.eu/eli/reg/2016/679/2016-05-04", "http://data.europa.eu/eli/reg/2016/679/oj"),
        ("https://eur-lex.europa.eu/eli/reg/2016/679/art_6/oj", "http://data.europa.eu/eli/reg/2016/679/art_6/oj"),
        ("https://eur-lex.europa.eu/eli/reg/2016/679/other_6/oj", None),
        ("https://eur-lex.europa.eu/legal-content/en/txt/?uri=celex:32016r0679", "32016r0679"),
        ("https://eur-lex.europa.eu/legal-content/de/txt/html/?uri=celex%3a32016r0679&from=en", "32016r0679"),
        ("https://eur-lex.europa.eu/legal-content/en/txt/?uri=celex:32016r0679r(02)", None),
        ("https://example.org/eli/reg/2016/679/oj", None),
    ],
)
def test_addresses_of_eur_lex(address: str, wanted: str | None) -> None:
    assert of_eur_lex(address) == wanted
