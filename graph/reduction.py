"""Citations reduced to their words and numbers, without those that carry nothing: the same for all ways of writing.

The vocabulary is that of the languages of the decisions recorded, and of the official texts of the Union's law.
"""

import re

from graph.words import folded

RUN = re.compile(r"[^\W_]+")
PARTS = re.compile(r"[^\W\d_]+|\d+[^\W\d_]*")
GDPR_NAMES = {"dsgvo", "gvo", "rgpd", "avg", "rodo", "γκπδ"}
"""What the GDPR is called in German (DS-GVO), French, Spanish, Portuguese, Romanian, Dutch, Polish and Greek."""
GDPR_TITLES = re.compile(
    r"\b(?:general data protection regulation|datenschutz\W?grund\W?verordnung"
    r"|reglement general (?:sur|de) la protection des donnees|algemene verordening gegevensbescherming"
    r"|reglamento general de proteccion de datos|regolamento generale sulla protezione dei dati"
    r"|regulamento geral (?:sobre a|de) protecao de dados)\b"
)
"""What it is called in full: the names in brackets at the end of its official titles, folded."""
ACTS = (
    "number numero nummer num doc docs web docweb docket dkt file case cases affaire affaires aff rechtssache rs zaak "
    "causa asunto joined decision decisions decisao beschluss besluit entscheidung deliberation delib deliberacao "
    "deliberazione resolution resolucion provvedimento provv order binding findings report recurso aktenzeichen "
    "kenmerk ref reference despacho decisorio judgment judgement urteil arret arrest sentenza sentencia"
)
"""Kinds of act and of number."""
DIVISIONS = (
    "art arts artt article articles artikel articolo articoli articulo artigo artykul αρθρο αρθρα section sections sec "
    "paragraph paragraphs paragraphe paragrafo para paras par abs absatz lid apartado comma alinea ust subparagraph "
    "lit let litera letter lett lettre lettera letra buchst buchstabe point punkt punto onder sub satz "
    "artikkel litra stk bokstav ledd ust odst ods pism cl clanek alin cikk bekezdes pont παρ στοιχ στοιχειο περ"
)
"""Divisions of a text of law."""
UNION_SIGNS = "eu ec eec ue ce cee eg ewg"
"""The Union and the Communities before it, as their acts are numbered."""
JOINING = "of the de del der des den dell della du di la le do da dos van and et und en του"
EMPTY = frozenset(f"{ACTS} {DIVISIONS} {UNION_SIGNS} {JOINING}".split())
"""Words without which a citation says the same, in the languages of the decisions recorded."""
EMPTY_BEFORE_NUMBER = frozenset({"n", "no", "nr", "s", "ss", "al", "az"})
"""Short ones: empty at the beginning and before a number only, since a point of an article can be (n) or (s)."""
QUALIFIERS = frozenset({"urgent"})
"""Words that tell two series of numbers of one authority apart, and which citations leave out."""
REGULATION, DIRECTIVE, UNION = "regulation", "directive", "union"
"""Words that tell the acts of the Union from decisions that have the same number: one for all languages."""
LAWS = {
    **dict.fromkeys(("regulation", "reglement", "reglamento", "regolamento", "regulamento"), REGULATION),
    **dict.fromkeys(("verordnung", "verordening", "forordning"), REGULATION),
    **dict.fromkeys(("directive", "direttiva", "directiva", "diretiva"), DIRECTIVE),
    **dict.fromkeys(("richtlinie", "richtlijn", "direktiv"), DIRECTIVE),
}
KIND_OF_CELEX = {"r": REGULATION, "l": DIRECTIVE}
SIGNS = rf"\b(?:{UNION_SIGNS.replace(' ', '|')})\b"
OF_UNION = re.compile(rf"{SIGNS}\W*(?:n[or]?\b\W*)?(\d+/\d+)\b|\b(\d+/\d+)(?:/|\s*\(?){SIGNS}(?!:)")
"""A number of the Union's own series: `(EU) 2016/679`, `(EC) No 45/2001`, `95/46/EC`."""
NUMBER_OF_CASE = r"(?<![\w/.-])([ctf])\s?[-\u2010-\u2015]\s?(\d{1,4})/(\d{2})"
COURT = re.compile(rf"{NUMBER_OF_CASE}(?!\d)")
"""A case number of the Union's courts: with the slash, since courts elsewhere count as T-713-20."""
ACT = re.compile(rf"\b(?:(?:{REGULATION}|{DIRECTIVE}) \d+ \d+(?: {UNION})?|\d+ \d+ {UNION})\b")
"""The same in a text reduced, with the word for what it is."""
ELISION = re.compile(r"\b(?:d|l|all|dall|dell|nell|sull)['\u2019](?=\w)")
SUBPARAGRAPH = re.compile(
    r"\b(?:(?:first|second|third|premier|deuxieme|troisieme|eerste|tweede|derde)\W+(?:subparagraph|alinea)"
    r"|(?:subparagraph|subpara|u\W?abs|unterabs|unterabsatz)\W*\d+)\b"
)
"""A subparagraph has no number of its own in our provisions: points are numbered through."""
GREEK = ["α", "β", "γ", "δ", "ε", "στ", "ζ", "η", "θ", "ι", "ια", "ιβ", "ιγ", "ιδ", "ιε", "ιστ"]
"""Points of a paragraph as Greek counts them: the sixth is στ, in the other languages f."""
POINT = re.compile(r"(?<=\bστοιχ)(?:ειο)?\W+([α-ω]{1,3})\b")
LEDEN = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")
LID = re.compile(rf"\b({'|'.join(LEDEN)})\s+lid\b")
"""How Dutch law counts paragraphs."""


def tokens(text: str) -> list[str]:
    """Words and numbers of a text, folded; `SAN2022` is two, `2A` is one, zeros before a number are gone.

    What several words say together is one: the GDPR by its full name, a paragraph counted in words, and the Union
    as part of a number, which stands behind it wherever it was written, or within a case number of its courts.
    """
    bare = folded(text.replace("º", "").replace("°", ""))  # n.º and n° are n.
    bare = GDPR_TITLES.sub(" gdpr ", ELISION.sub("", bare))
    bare = POINT.sub(lambda point: f" {_letter(point[1])}", bare)
    bare = LID.sub(lambda lid: str(LEDEN.index(lid[1]) + 1), SUBPARAGRAPH.sub(" ", bare))
    bare = COURT.sub(rf" \1 \2 {UNION} \3 ", bare)
    bare = re.sub(r"\b1ere?\b", "1", OF_UNION.sub(lambda act: f" {act[1] or act[2]} {UNION} ", bare))
    return [re.sub(r"^0+(?=\d)", "", part) for run in RUN.findall(bare) for part in PARTS.findall(run)]


def _letter(greek: str) -> str:
    """The letter that a point counted in Greek has elsewhere; what counts nothing stays."""
    return chr(ord("a") + GREEK.index(greek)) if greek in GREEK else greek


def plain(parts: list[str]) -> list[str]:
    """The tokens without those that carry nothing, with one name for the GDPR and for each kind of law."""
    kept: list[str] = []
    for place, part in enumerate(parts, 1):
        before_number = place < len(parts) and parts[place][0].isdigit()
        if part in EMPTY or (part in EMPTY_BEFORE_NUMBER and (before_number or not kept)):
            continue
        if part in GDPR_NAMES:
            if part == "gvo" and kept and kept[-1] == "ds":
                kept.pop()
            part = "gdpr"  # noqa: PLW2901 - the name of the same thing
        kept.append(LAWS.get(part, part))
    if "uk" in kept and "gdpr" in kept:  # `GDPR (UK)` and `UK: Art. 5 GDPR` are of the UK GDPR.
        kept.remove("uk")
        kept.insert(kept.index("gdpr"), "uk")
    return kept
