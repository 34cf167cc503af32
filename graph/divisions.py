"""Divisions of a text of law as its languages name them: article, paragraph and point, and which way round they stand.

The words are those of the Regulation (EU) 2016/679 in the official languages of the Union, with the inflections that
references have and the abbreviations usual beside them, and those of its translations into Norwegian and Icelandic.
They were compared with copies of these texts (privacy-regulation.eu, gdpr-text.com, privacykit.it, gdprinfo.eu,
edpb.europa.eu; sandtro.no, personuvernd.is) and with citations in public files. What no such text shows is not here:
a provision not found has those above it as alternatives, a wrong one misleads.
"""

import re
import unicodedata

DIVISIONS = (
    "art arts artt article articles artikel articolo articoli articulo artigo artykul αρθρο αρθρα section sections sec "
    "paragraph paragraphs paragraphe paragrafo para paras par abs absatz lid apartado comma alinea ust subparagraph "
    "lit let litera letter lett lettre lettera letra buchst buchstabe point punkt punto onder sub satz "
    "artikkel litra stk bokstav ledd ust odst ods pism cl clanek alin cikk bekezdes pont παρ στοιχ στοιχειο περ"
)
"""Words that mean a division of a text of law wherever they stand, folded as `graph.words` folds them."""
ARTICLE, PARAGRAPH, POINT = "article", "paragraph", "point"
WORDS = {
    "bg": ("член члена членът чл", "параграф параграфа пар", ""),
    "cs": ("clanek clanku clankem cl", "odstavec odstavce odstavci odst", "pismeno pismene pismenem pism"),
    "da": ("artikel art", "stykke stk", "litra"),
    "de": ("artikel artikels art", "absatz absatzes abs", "buchstabe buchstaben buchst lit"),
    "el": ("αρθρο αρθρου αρθρα αρθρων αρθρ αρθ", "παραγραφοσ παραγραφου παραγραφο παρ", "στοιχειο στοιχειου στοιχ"),
    "en": ("article articles art arts", "paragraph para par", "point letter"),
    "es": ("articulo art", "apartado", "letra"),
    "et": ("artikkel artikli artiklis artiklist", "loige loike loikes loikest", "punkt punkti punktis punktist"),
    "fi": ("artikla artiklan artiklassa", "kohta kohdan kohdassa", "alakohta alakohdan alakohdassa alakohtaan"),
    "fr": ("article articles art", "paragraphe", "point lettre sous"),
    "ga": ("airteagal airteagail", "mir", "pointe"),
    "hr": ("clanak clanka clanku clankom cl", "stavak stavka stavku stavkom", "tocka tocke tocki tockom toc"),
    "hu": ("cikk cikke cikkenek cikkben", "bekezdes bekezdese bekezdesenek", "pont pontja pontjanak pontjaban"),
    "is": ("grein greinar", "malsgrein malsgreinar", "lidur lid lidar"),
    "it": ("articolo articoli art artt", "paragrafo comma", "lettera lett"),
    "lt": ("straipsnis straipsnio straipsnyje", "dalis dalies dalyje", "punktas punkto punkte punkta punktu"),
    "lv": ("pants panta pantu pantam", "punkts punkta", "apakspunkts apakspunkta apakspunktu apakspunktam"),
    "mt": ("artikolu", "paragrafu", "punt"),
    "nl": ("artikel art", "lid", "punt onder onderdeel aanhef"),
    "no": ("artikkel art", "nummer", "bokstav"),
    "pl": ("artykul artykulu art", "ustep ustepu ust", "litera lit pkt"),
    "pt": ("artigo art", "numero", "alinea"),
    "ro": ("articolul articolului articol art", "alineatul alineatului alin", "litera lit"),
    "sk": ("clanok clanku clankom cl", "odsek odseku ods", "pismeno pismena pismene pism"),
    "sl": ("clen clena clenu clenom cl", "odstavek odstavka odst", "tocka tocke tocki tocko"),
    "sv": ("artikel artikeln art", "punkt", "led"),
}
"""Words for an article, a paragraph and a point in each language: what they mean beside an article."""
SHORT = re.compile(r"(\d[a-z]?\W+)(?:al|ал|co|lg|st|p)\b(?=\W*(?:\d|[a-z]\b))")
"""Short ones, which are such words only behind the number of another division and before a number or letter."""

GREEK = ["α", "β", "γ", "δ", "ε", "στ", "ζ", "η", "θ", "ι", "ια", "ιβ", "ιγ", "ιδ", "ιε", "ιστ"]
"""Points of a paragraph as Greek counts them: the sixth is στ, in the other languages f."""
BULGARIAN = "абвгдежзий"
"""The same in Bulgarian, as far as no list leaves out й: the fifth letter д is e, the sixth е is f.

Beside the Bulgarian word a Latin letter that looks like one of these is not taken for either.
"""


def _any(level: int) -> str:
    """A pattern for the words of all languages for an article (0), a paragraph (1) or a point (2)."""
    every = {word for forms in WORDS.values() for word in forms[level].split()}
    return "|".join(sorted(every, key=lambda word: (-len(word), word)))


ARTICLES, PARAGRAPHS, POINTS = (rf"(?:{_any(level)})" for level in range(3))
OTHERS = tuple(
    re.compile(rf"\b(?!(?:{DIVISIONS.replace(' ', '|')})\b){words}\b") for words in (ARTICLES, PARAGRAPHS, POINTS)
)
HAS_ARTICLE = re.compile(rf"\b{ARTICLES}\b")
JOINING = re.compile(r"\b(?:din|от|на|τησ|em)\b|\b(?:il|l|tal|tar|ta)-")
"""Words that join divisions and laws in one language, and could mean anything elsewhere."""

ORDINAL = (
    r"(?:first|second|third|premiere?|deuxieme|troisieme|erste[rnsm]?|zweite[rnsm]?|dritte[rnsm]?|eerste|tweede|derde"
    r"|prim(?:er[oa]?|[oa]|ul)|segund[oa]|secondo|seconda|terz[oa]|primeir[oa]|forsta|andra|forste|andet|andre|tredje"
    r"|pierwsz\w+|drug\w+|prv\w+|elso|masodik|pirm\w+|antr\w+|esime\w+|tei[sn]\w+|ensimma\w+|toi[sn]\w+"
    r"|първ\w+|втор\w+|ewwel|chead|dara|πρωτ\w+|δευτερ\w+)"
)
NARROWER = (
    r"(?:subparagraph|subpara|alinea|unterabsatz\w*|unterabs|u\W?abs|afsnit|akapit\w*|pododst\w+|podods\w+|podstav\w+"
    r"|albekezdes\w*|pastraip\w+|loik|loigu\w*|алинея|subparagrafu|fh?omhir|εδαφι\w+|alakohta|alakohdan"
    r"|sentence|phrase|zin|volzin|frase|periodo|zdani\w+|vet[ay]|meningen|punktum|satz\w*|mondat\w*)"
)
"""Subparagraphs and sentences: they have no number of their own in our provisions, points are numbered through."""
NARROWER_IN_PARAGRAPH = r"(?:comma|ledd|stycket|parrafo|paragrafo|paragraf|dala|dalas)"
"""The same where the paragraph is told besides; elsewhere these words are the paragraph."""
IN_PARAGRAPH = (
    rf"((?:{PARAGRAPHS}|nr?|no|stk)\W+\d{{1,2}}[a-z]?|\d{{1,3}}\.\d{{1,2}}|\d{{1,2}}\W+(?:{PARAGRAPHS}))"
    rf"(?:\W+{ORDINAL}\W+{NARROWER_IN_PARAGRAPH}|\W+{NARROWER_IN_PARAGRAPH}\W+{ORDINAL})\b"
)
OMITTED = (
    (re.compile(rf"\b{ORDINAL}\W+{NARROWER}\b|\b{NARROWER}\W+{ORDINAL}\b"), " "),
    (
        re.compile(r"\b(?:subparagraph|subpara|u\W?abs|unterabs|unterabsatz|podstavka|satz|halbsatz|sentence)\W*\d+\b"),
        " ",
    ),
    (re.compile(rf"\b{IN_PARAGRAPH}"), r"\1 "),
    (re.compile(r"((?:\b(?:abs|absatz|art|artikel)\b|§)\W*\d+[a-z]?)\W+(?:s|hs)\b\W*\d{1,2}\b(?!/)"), r"\1 "),
)
"""What is left out: `first subparagraph`, `UAbs. 1`, `Satz 1`, and `S. 1` behind the number of a paragraph."""

LINK = r"(?:\W+(?:of|the|de|den|des|der|du|del|della|dell|do|da|van|het|tal|il|l|d|a|al|ale|του|την|τησ|od|z))*\W+"
BACKWARD = re.compile(
    rf"\b(?:(?:{POINTS}|al)\W+(?P<point>[a-z]|\d{{1,2}})\b\W*?{LINK})?"
    rf"(?:(?:{PARAGRAPHS}|n|nr|no)\W+(?P<paragraph>\d{{1,2}}[a-z]?)\b\W*?{LINK})?"
    rf"{ARTICLES}\W+(?P<article>\d{{1,3}}[a-z]?)(?![\w/])"
    rf"(?P<rest>(?:\s?\(\d{{1,2}}[a-z]?\)|\.\d{{1,2}}\b|[\W]+(?:{PARAGRAPHS}|n|nr|no)\W+\d{{1,2}}[a-z]?\b)?)"
)
"""A provision from the point upwards: `point (f) of Article 6(1)`, `alínea f) do n.º 1 do artigo 6.º`."""
NUMBER_FIRST = (
    (re.compile(r"\b([a-z])-lid(?:ur|ar)?\b"), r"lidur \1"),
    (re.compile(r"\b(\d+)\.\s*mgr\b"), r"malsgrein \1"),
    (re.compile(r"\b(\d+)\.\s*gr\b"), r"grein \1"),
    (re.compile(r"\b(\d+)\.\s*clena\b"), r"clen \1"),
)
"""Icelandic and Slovenian ones, which count upwards with the number before the word."""
SLOVENIAN = ("prv", "drug", "tretj", "cetrt", "pet", "sest", "sedm", "osm", "devet", "deset")
ODSTAVEK = re.compile(rf"\b({'|'.join(SLOVENIAN)})(?:i|ega|em|emu)\s+odstav(?:ek|ka|ku)\b")
RULE = re.compile(r"^\W*rule\s+(?=\d)")
"""`Rule 12(b)(6) FRCP`; elsewhere a rule is a law of its own."""
LEDEN = ("eerste", "tweede", "derde", "vierde", "vijfde", "zesde", "zevende", "achtste", "negende", "tiende")
LID = re.compile(rf"\b({'|'.join(LEDEN)})\s+lid\b")
"""How Slovenian and Dutch law count paragraphs."""

GREEK_POINT = re.compile(r"(\b(?:στοιχειου?|στοιχ|περιπτωσησ?|περ)\W+|\d\W{0,2}\()([α-ω]{1,3})\b")
BULGARIAN_POINT = re.compile(r"(\b(?:буква|букв|б)\b\W*|\d\W{0,2}\()([а-ийabdf-nq-wz])\b", re.IGNORECASE)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
ROMAN_PARAGRAPH = re.compile(
    r"((?:\b[Aa]rt(?:ikel|\.)?|§)\s*\d+[a-z]?) (VI{1,3}|I{1,3}|IV|IX|V|X)\b"
    r"(?: \d{1,2}(?= (?:lit|Buchst|Hs|DS-?GVO)\b))?"
)
"""`Art. 6 I 1 lit. f`, as German writes article, paragraph and sentence in short."""


PORTUGUESE = re.compile(r"\b(artigos? \d+|n)\.o\b", re.IGNORECASE)
"""`artigo 6.o, n.o 1`: ordinals, as the Official Journal prints them."""


def unlettered(text: str) -> str:
    """A citation as written, with the letters and Roman numbers that its language alone has for a division replaced.

    Before it is folded: folded, й is и, and `Art. 6 I` has a letter.
    """
    text = PORTUGUESE.sub(r"\1", unicodedata.normalize("NFC", text))
    text = ROMAN_PARAGRAPH.sub(lambda found: f"{found[1]} Abs. {ROMAN.index(found[2]) + 1}", text)
    return BULGARIAN_POINT.sub(_bulgarian, text)


def _bulgarian(found: re.Match[str]) -> str:
    letter, before = found[2].lower(), found[1] if found[1][0].isdigit() else f"{POINT} "
    return f"{before}{chr(ord('a') + BULGARIAN.index(letter)) if letter in BULGARIAN else letter}"


def downward(bare: str) -> str:
    """A folded citation with its divisions from the article down, each called by the one English word for it.

    Subparagraphs and sentences are left out, paragraphs counted in words have their number, Greek points their letter.
    Words that mean a division in one language only are taken for one beside an article.
    """
    bare = GREEK_POINT.sub(lambda point: f"{point[1]}{_latin(point[2])}", bare)
    for pattern, instead in OMITTED:
        bare = pattern.sub(instead, bare)
    bare = LID.sub(lambda lid: str(LEDEN.index(lid[1]) + 1), bare)
    bare = ODSTAVEK.sub(lambda found: f"odstavek {SLOVENIAN.index(found[1]) + 1}", bare)
    for pattern, instead in NUMBER_FIRST:
        bare = pattern.sub(instead, bare)
    bare = RULE.sub("article ", bare)
    if not HAS_ARTICLE.search(bare):
        return bare
    bare = BACKWARD.sub(_turned, JOINING.sub(" ", bare), count=1)
    for words, word in zip(OTHERS, (ARTICLE, PARAGRAPH, POINT), strict=True):
        bare = words.sub(word, bare)
    return SHORT.sub(rf"\1{PARAGRAPH}", bare)


def _latin(greek: str) -> str:
    """The letter that a point counted in Greek has elsewhere; what counts nothing stays."""
    return chr(ord("a") + GREEK.index(greek)) if greek in GREEK else greek


def _turned(found: re.Match[str]) -> str:
    """A provision named from the point upwards, the other way round; one named downwards stays."""
    if not (found["paragraph"] or found["point"]) or HAS_ARTICLE.search(found.string[: found.start()]):
        return found[0]
    values = [found["article"] + found["rest"], found["paragraph"], found["point"]]
    return f"{ARTICLE} {' '.join(value for value in values if value)} "
