"""Names of the Union's laws in citations: what kind of law they are, their numbers, and the GDPR by its name.

The words are those of the titles of Regulation (EU) 2016/679 in the official languages of the Union, with inflections,
and the abbreviations that public texts in these languages use; compared as told in `graph.divisions`.
"""

import re

GDPR = "gdpr"
REGULATION, DIRECTIVE, UNION = "regulation", "directive", "union"
"""Words that tell the acts of the Union from decisions that have the same number: one for all languages."""
ABBREVIATIONS = {"dsgvo", "gvo", "rgpd", "avg", "rodo", "γκπδ", "орзд", "ikum", "bdar", "vdar", "rgcs"}
"""What the GDPR is called for short: German (DS-GVO), French, Spanish, Portuguese, Romanian and Maltese (RĠPD), Dutch,
Polish, Greek, Bulgarian, Estonian, Lithuanian, Latvian and Irish."""
NORDIC = r"(?:(?<=\d\s)i\W+)?(?:\bden\W+)?\b(?:eu\W?s?\W+)?(?:allman(?:na)?\W+|generelle?\W+|almenn\w*\W+)?"
TITLES = re.compile(
    r"\b(?:general data protection regulation|datenschutz\W?grund\W?verordnung"
    r"|reglement general (?:sur|de) la protection des donnees|algemene verordening gegevensbescherming"
    r"|reglamento general de proteccion de datos|regolamento generale sulla protezione dei dati"
    r"|regulamento geral (?:sobre a|de) protecao de dados"
    r"|общ(?:ия|ият)? регламент (?:относно|за) защитата? на (?:личните |лични )?данни(?:те)?"
    r"|obecne(?:ho|mu|m)? narizeni(?:m)? o ochrane osobnich udaju|generel(?:le)? forordning om databeskyttelse"
    r"|isikuandmete kaitse uldmaaruse?(?:s|st|ga)?"
    r"|γενικ(?:οσ|ου|ο) κανονισμ(?:οσ|ου|ο) (?:για την|για|περι) προστασιασ? (?:των )?(?:προσωπικων )?δεδομενων"
    r"|(?:eu:?n )?(?:yleinen |yleisen |yleisessa |yleista )?tietosuoja-asetu(?:s|ksen|ksessa|ksesta)"
    r"|(?:an )?rialachai?n gh?inearalta maidir le cosaint sonrai"
    r"|opc(?:a|e|oj|u|om) uredb(?:a|e|i|u|om) o zastiti (?:osobnih )?podataka|altalanos adatvedelmi rendelet(?:e|enek)?"
    r"|bendr(?:asis|ojo|ajame|uoju) (?:asmens )?duomenu apsaugos reglament(?:as|o|e|u)"
    r"|visparig(?:a|as|aja|ajai) datu aizsardzibas regul(?:a|as|ai|u)"
    r"|regolament generali dwar il-protezzjoni tad-data|ogoln(?:e|ego|ym) rozporzadzeni(?:e|a|u|em) o ochronie danych"
    r"|regulamentul(?:ui)? general privind protectia datelor"
    r"|vseobecn(?:e|eho|om|ym) nariadeni(?:e|a|u|m) o ochrane udajov"
    r"|splosn(?:a|e|i|o) uredb(?:a|e|i|o) o varstvu (?:osebnih )?podatkov)\b"
    rf"|{NORDIC}\b(?:databeskyttelses|dataskydds|personvern)forordning(?:en)?s?\b"
    r"|\b(?:almenn\w+\W+)?personuverndarreglugerd(?:in|ina|inni|ar|arinnar)?\b"
)
"""What it is called in full: the names in brackets at the end of its official titles, folded, and what is usual."""
INFLECTED = re.compile(r"\b(gdpr|rgpd|ikum)(?::n|:ssa|:sta|-a|-u|-om|-ul|-ului|-i|-is)\b")
"""Its abbreviation with an ending: `GDPR:n`, `GDPR-a`, `IKÜM-i`."""
IN_IT = re.compile(r"(\b[a-z]\W{1,2}|\bartikk?el(?:n|en)?\s+\d+(?:\.\d+)*\s)\s*i\s+(?=gdpr\b)")
"""`artikel 6.1 f i GDPR`: in the languages of the north, i is `in`."""
IN_LAW = re.compile(r"\bi\W+(?=(?:forordning|direktiv)(?:en|et)?\b)")

WORDS = {
    REGULATION: (
        "regulation reglement reglamento regolamento regulamento verordnung verordening forordning forordningen "
        "регламент регламента регламентът narizeni narizenim maarus maaruse maaruses κανονισμοσ κανονισμου κανονισμο "
        "asetus asetuksen asetuksessa rialachan rialachain uredba uredbe uredbi uredbom uredbo rendelet rendelete "
        "rendeletenek reglugerd reglugerdar reglamentas reglamente regula regulas regulai regolament rozporzadzenie "
        "rozporzadzenia rozporzadzeniu rozporzadzeniem regulamentul regulamentului nariadenie nariadenia nariadeniu"
    ),
    DIRECTIVE: (
        "directive direttiva directiva diretiva richtlinie richtlijn direktiv direktivet директива smernice "
        "smernici smernica direktiiv direktiivi direktiivin οδηγια οδηγιασ treoir treorach direktiva direktive "
        "direktivi iranyelv iranyelve direktyva direktyvos direktivas dyrektywa dyrektywy dyrektywie directivei "
        "tilskipun"
    ),
}
LAWS = {word: kind for kind, words in WORDS.items() for word in words.split()}
"""Words for a kind of law, folded, and which of the two it is."""
KIND_OF_CELEX = {"r": REGULATION, "l": DIRECTIVE}

UNION_SIGNS = "eu ec eec ue ce cee eg ewg"
"""The Union and the Communities before it, as their acts are numbered."""
OTHER_SIGNS = "ae ek ke we ey es eb ез ео ес el εε εκ ef esb ez ehs"
"""The same in other languages, where they could mean a country or anything else: for a sign in brackets or a slash."""
SIGNS = rf"\b(?:{UNION_SIGNS.replace(' ', '|')})\b"
OTHERS = rf"(?:{OTHER_SIGNS.replace(' ', '|')})"
OF_UNION = re.compile(
    rf"(?:{SIGNS}|\({OTHERS}\))\W*(?:(?:n[or]?|nru|br|st|c|αριθ)\b\W*)?(\d+/\d+)\b"
    rf"|\b(\d+/\d+)(?:(?:/|\s*\(?){SIGNS}|/{OTHERS}\b)(?!:)"
)
"""A number of the Union's own series: `(EU) 2016/679`, `(EC) No 45/2001`, `95/46/EC`."""
CELEX = re.compile(r"\b3(\d{4})([rl])(\d{4})\b")
"""CELEX number of a regulation or directive."""
BEHIND = re.compile(
    rf"(?<!{REGULATION} )(?<!{DIRECTIVE} )\b(\d+ \d+ {UNION}|(?:19|20)\d\d \d+)"
    rf" ({REGULATION}|{DIRECTIVE})\b(?! \d+ \d+ {UNION})"
)
"""In a text reduced, a number with the word for its kind behind it: `az (EU) 2016/679 rendelet`."""
ACT = re.compile(rf"\b(?:(?:{REGULATION}|{DIRECTIVE}) \d+ \d+(?: {UNION})?|\d+ \d+ {UNION})\b")
"""A number of the Union's own series in a text reduced, with the word for what it is."""


EUR_LEX_ELI = re.compile(
    r"https?://(?:eur-lex|data)\.europa\.eu/eli/([a-z_]+/\d{4}/\d+|treaty/\w+)((?:/(?:art|par|pnt|rct|cpt|sct|anx)_\w+)*)(?:/(?!\w+_).*)?"
)
EUR_LEX_CELEX = re.compile(r"https?://eur-lex\.europa\.eu/\S*\buri=celex(?::|%3a)([\w/-]+)(?:[&#]\S*)?")


def of_eur_lex(address: str) -> str | None:
    """The official identifier of a law, or of its division, at an address of EUR-Lex; None of any other address.

    An ELI as the Publications Office writes it, or a CELEX number, whatever the language or version asked for.
    """
    if match := EUR_LEX_ELI.fullmatch(address):
        return f"http://data.europa.eu/eli/{match[1]}{match[2]}/oj"
    match = EUR_LEX_CELEX.fullmatch(address)
    return match[1] if match else None


def named(bare: str) -> str:
    """A folded citation with one name for each law of the Union: the GDPR called so, the others by their numbers."""
    bare = IN_LAW.sub(" ", TITLES.sub(" gdpr ", bare))
    bare = re.sub(r"^\W*a\W+(?=gdpr\b|\(eu\)\W*\d)", "", bare)  # Hungarian for `the`.
    bare = IN_IT.sub(r"\1", INFLECTED.sub(r"\1", bare))
    if not CELEX.fullmatch(bare.strip()):
        bare = CELEX.sub(lambda act: f" {KIND_OF_CELEX[act[2]]} {act[1]}/{int(act[3])} {UNION} ", bare)
    return OF_UNION.sub(lambda act: f" {act[1] or act[2]} {UNION} ", bare)
