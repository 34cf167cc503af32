"""Quotations of a query: its title, and a key that no other query, snapshot or answer has."""

from dataclasses import replace

from api.quotation import reference, title
from graph.permalink import Permalink

CITED = Permalink("# Fines, by amount.\nASK {}", "ab", "2026-10-01", "", 1, "0" * 64)


def test_the_title_is_the_first_line_of_the_comment() -> None:
    assert title(CITED.query) == "Fines, by amount"
    assert title("SELECT * {}") == title("#\nSELECT * {}") == "A query of the Comity knowledge graph"


def test_the_key_hangs_on_query_version_and_answer() -> None:
    others = [replace(CITED, query="ASK { }"), replace(CITED, version="ac"), replace(CITED, sha256="1" * 64)]
    assert len({reference(one).id for one in (CITED, *others)}) == 4
    assert reference(replace(CITED, built="2026-10-02")).id == reference(CITED).id
    assert reference(CITED, "read twice").note == f"1 rows, SHA-256 {CITED.sha256}; read twice"
