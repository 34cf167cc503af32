"""What a person at a terminal gives and sees."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import terminal
from graph.errors import QueryRefused


def printed(rows: list[dict[str, str]], names: list[str]) -> str:
    """What is printed of rows of texts."""
    bindings = [{name: {"type": "literal", "value": value} for name, value in row.items()} for row in rows]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out := io.StringIO())
        patch.setenv("COLUMNS", "40")
        terminal.show(json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode())
    return out.getvalue()


def cells(text: str, column: int) -> str:
    """What stands in a column of a table, its lines put together."""
    return "".join(line.split("│")[column + 1][1:-1].rstrip() for line in text.splitlines() if line.startswith("│"))


@given(st.text(st.characters(codec="ascii", exclude_characters=" \n\t", exclude_categories=("Cc",)), min_size=1))
def test_nothing_of_a_value_is_lost(value: str) -> None:
    assert cells(printed([{"a": value, "b": "x"}], ["a", "b"]), 0) == value


def test_what_looks_like_markup_is_text() -> None:
    for value in ("R v X [redacted], [a] b", "[/]", "[bold]x[/bold]", ":smile:"):
        assert value in " ".join(printed([{"a": value}], ["a"]).split())


def test_more_columns_than_fit_are_all_shown() -> None:
    names = [f"name{number}" for number in range(30)]
    text = printed([{name: f"v-{name}" for name in names}], names)
    for name in names:
        assert f"v-{name} " in text


def test_control_characters_are_shown_and_do_nothing() -> None:
    text = printed([{"a": "x\x1b[31m\x07\r\x9b"}], ["a"])
    assert cells(text, 0) == r"x\u001B[31m\u0007\u000D\u009B"


def test_what_is_unbound_is_empty_and_a_triple_is_told() -> None:
    assert cells(printed([{"b": "y"}], ["a", "b"]), 0) == ""
    triple = {"subject": {"type": "uri", "value": "x:s"}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out := io.StringIO())
        body = {"head": {"vars": ["t"]}, "results": {"bindings": [{"t": {"type": "triple", "value": triple}}]}}
        terminal.show(json.dumps(body).encode())
    assert "x:s" in out.getvalue()


def test_the_text_of_a_query(tmp_path: Path) -> None:
    file = tmp_path / "query.rq"
    for raw in ("ASK { ?s ?p 'é' }".encode(), "ASK { ?s ?p 'é' }".encode("utf-8-sig")):
        file.write_bytes(raw)
        assert terminal.query(str(file)) == "ASK { ?s ?p 'é' }"
    file.write_bytes("ASK {\n?s ?p 'é' }".encode("latin-1"))
    with pytest.raises(QueryRefused, match="line 2: save the query as UTF-8"):
        terminal.query(str(file))
