"""References: what independent readers of each format get out of them."""

import json
import re
from dataclasses import replace

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from api.references import BIBTEX, CSL, REFERENCES, RIS, TYPES, Reference, written

REFERENCE = Reference(
    id="nl-ap-2024-clearview",
    type="legal_case",
    title="AP v Clearview: 50 % & {orders} #1_a ~ ^ $5 \\ Αρχή",
    authors=("Autoriteit Persoonsgegevens", "Board, the"),
    url="https://w3id.org/comity/id/decision/a_b#fine-1%20x",
    issued="2024-05-16",
    accessed="2026-11-22",
    publisher="Comity",
    number="z2021-1",
    version="2eeb1d05cb284d2e",
    note="line\nbreak",
)
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).map(
    lambda text: " ".join(text.split()) or "x"
)
URL = st.text(st.characters(exclude_categories=("Cs",)), max_size=40).map(lambda text: f"https://example.org/{text}")


def unescaped(text: str) -> str:
    """What LaTeX sets for a text."""
    commands = {
        "tilde": "~",
        "asciitilde": "~",
        "asciicircum": "^",
        "backslash": "\\",
        "braceleft": "{",
        "braceright": "}",
    }
    return re.sub(r"\\text(\w+)\{\}|\\([#$%&_])", lambda found: commands.get(found[1], found[2]), text)


def test_bibtex_is_read_by_a_reader_of_bibtex() -> None:
    entry = parse_string(written([REFERENCE], BIBTEX).decode(), "bibtex").entries["nl-ap-2024-clearview"]
    assert entry.type == "misc"
    assert unescaped(entry.fields["title"][1:-1]) == REFERENCE.title
    assert [str(person) for person in entry.persons["author"]] == ["{Autoriteit Persoonsgegevens}", "{Board, the}"]
    assert entry.fields["url"] == REFERENCE.url
    assert (entry.fields["year"], entry.fields["date"], entry.fields["urldate"]) == ("2024", "2024-05-16", "2026-11-22")
    assert entry.fields["note"] == "line break"


def test_ris_is_read_by_a_reader_of_ris() -> None:
    [entry] = rispy.loads(written([REFERENCE], RIS).decode())
    assert entry["type_of_reference"] == "CASE"
    assert entry["title"] == REFERENCE.title
    assert [author.rstrip(",") for author in entry["authors"]] == ["Autoriteit Persoonsgegevens", "Board – the"]
    assert entry["urls"] == [REFERENCE.url]
    assert entry["date"] == "2024/05/16/"
    assert entry["notes"] == ["line break"]


def test_csl_json_has_its_dates_in_parts() -> None:
    [item] = json.loads(written([replace(REFERENCE, issued="2024-05")], CSL))
    assert item["issued"] == {"date-parts": [[2024, 5]]}
    assert item["author"] == [{"literal": "Autoriteit Persoonsgegevens"}, {"literal": "Board, the"}]
    assert item["URL"] == REFERENCE.url


@pytest.mark.parametrize("format_", REFERENCES, ids=lambda format_: format_.name)
def test_what_is_not_known_is_left_out(format_: object) -> None:
    bare = Reference("a", "dataset", "A", ("Comity",), "https://example.org/")
    text = written([bare], format_).decode()  # type: ignore[arg-type]
    for name in ("year", "PY", "issued", "number", "note", "N1", "accessed"):
        assert name not in text


@given(title=TEXT, author=TEXT, number=TEXT, note=TEXT, url=URL, kind=st.sampled_from(sorted(TYPES)))
def test_no_text_breaks_out_of_its_field(title: str, author: str, number: str, note: str, url: str, kind: str) -> None:
    one = Reference("a", kind, title, (author,), url, "2024", number=number, note=note)
    two = replace(one, id="b")
    entries = parse_string(written([one, two], BIBTEX).decode(), "bibtex").entries
    assert list(entries) == ["a", "b"]
    assert set(entries["a"].fields) == {"title", "year", "date", "number", "url", "note"}
    assert unescaped(entries["a"].fields["title"][1:-1]) == title
    records = written([one, two], RIS).decode()
    assert records.count("TY  - ") - title.count("TY  - ") - note.count("TY  - ") >= 2
    assert [line[:6] for line in records.split("\r\n") if line].count("ER  - ") == 2
    assert [item["title"] for item in json.loads(written([one, two], CSL))] == [title, title]
