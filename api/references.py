"""Bibliographic references: what is cited, written as BibTeX, RIS or CSL-JSON for a reference manager.

BibTeX escapes what LaTeX would read as a command, but for addresses, which its styles set as they are. Sources of
the formats: btxdoc (Patashnik 1988); RIS as reference managers read it; the CSL-JSON schema 1.0.2.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.negotiation import Format

BIBTEX = Format("bibtex", "application/x-bibtex", ("text/x-bibtex",), "bib")
RIS = Format("ris", "application/x-research-info-systems", (), "ris")
CSL = Format("csl-json", "application/vnd.citationstyles.csl+json", ("csl",), "csl.json")
REFERENCES = (BIBTEX, RIS, CSL)
"""Formats of a reference."""

TYPES: Mapping[str, tuple[str, str]] = {
    "dataset": ("misc", "DATA"),
    "legal_case": ("misc", "CASE"),
    "report": ("techreport", "RPRT"),
}
"""Entry type of BibTeX and of RIS for each CSL type."""
LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # An escaped brace would still count as one.
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}


@dataclass(frozen=True)
class Reference:
    """Something to be cited.

    `type` is a CSL type (one of TYPES); `authors` are bodies, not persons; `authority` is who decided a case of law,
    which styles print where they leave authors out (CSL has a variable of its own for it); `issued` and `accessed` are
    a day, month or year (`2024-05-16`, `2024-05`, `2024`), `issued` "" where it is not known; `number` is the number
    the authority gave; `version` a version of what is cited.
    """

    id: str
    type: str
    title: str
    authors: tuple[str, ...]
    url: str
    issued: str = ""
    accessed: str = ""
    publisher: str = ""
    number: str = ""
    version: str = ""
    note: str = ""
    authority: str = ""


def _plain(text: str) -> str:
    """Text on one line: a line break would begin another field."""
    return " ".join(text.split())


def _latex(text: str) -> str:
    return "".join(LATEX.get(character, character) for character in _plain(text))


def _address(url: str) -> str:
    """An address that can neither end its braces nor its line."""
    return re.sub(r"[\s{}\\]", lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()), url)


def bibtex(references: Iterable[Reference]) -> str:
    """The references as BibTeX entries, UTF-8."""
    entries = []
    for reference in references:
        fields = {
            "title": "{" + _latex(reference.title) + "}",
            "author": " and ".join("{" + _latex(author) + "}" for author in reference.authors),
            "year": reference.issued[:4],
            "date": reference.issued,
            "number": _latex(reference.number),
            "publisher": _latex(reference.publisher),
            "version": _latex(reference.version),
            "url": _address(reference.url),
            "urldate": reference.accessed,
            "note": _latex(reference.note),
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@{TYPES[reference.type][0]}{{{re.sub(r'[^A-Za-z0-9:-]', '-', reference.id)},\n{lines}\n}}\n")
    return "\n".join(entries)


def _body(name: str) -> str:
    """The name of a body as readers of RIS keep it whole: they take what stands before a comma for a family name.

    So a comma ends it, and those within become dashes: two commas, which EndNote takes, are a given name elsewhere.
    """
    return re.sub(r"\s*,\s*", " – ", name) + ","


def ris(references: Iterable[Reference]) -> str:
    """The references as RIS records, lines ended as its readers expect."""
    records = []
    for reference in references:
        slashed = reference.issued.replace("-", "/")
        tags = [
            ("TY", TYPES[reference.type][1]),
            ("ID", reference.id),
            ("TI", reference.title),
            *(("AU", _body(author)) for author in reference.authors),
            ("PY", reference.issued[:4]),
            ("DA", slashed + "/" * (3 - slashed.count("/")) if slashed else ""),
            ("PB", reference.publisher or reference.authority),  # Readers take it for the court of a case.
            ("M1", reference.number),
            ("ET", reference.version),
            ("UR", _address(reference.url)),
            ("Y2", reference.accessed.replace("-", "/")),
            ("N1", reference.note),
        ]
        records.append("".join(f"{tag}  - {_plain(value)}\r\n" for tag, value in tags if value) + "ER  - \r\n")
    return "\r\n".join(records)


def csl(references: Iterable[Reference]) -> str:
    """The references as CSL-JSON, an array of items."""
    return json.dumps([_item(reference) for reference in references], ensure_ascii=False, indent=1) + "\n"


def _item(reference: Reference) -> dict[str, object]:
    item: dict[str, object] = {
        "id": reference.id,
        "type": reference.type,
        "title": reference.title,
        "author": [{"literal": author} for author in reference.authors],
        "authority": reference.authority,
        "issued": _date(reference.issued),
        "accessed": _date(reference.accessed),
        "publisher": reference.publisher,
        "number": reference.number,
        "version": reference.version,
        "URL": reference.url,
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value}


def _date(text: str) -> dict[str, list[list[int]]] | None:
    return {"date-parts": [[int(part) for part in text.split("-")]]} if text else None


WRITERS = {BIBTEX.name: bibtex, RIS.name: ris, CSL.name: csl}


def written(references: Iterable[Reference], format_: Format) -> bytes:
    """The references in one of the formats REFERENCES."""
    return WRITERS[format_.name](references).encode()
