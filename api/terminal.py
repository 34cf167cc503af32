"""What a person at a terminal gives and sees: the text of a query, and an answer as a table with nothing lost."""

import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from graph.errors import QueryRefused

NARROWEST = 12
"""Characters that a column has at least, however narrow the terminal: with none, it would show nothing."""
CONTROLS = {code: f"\\u{code:04X}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
"""Control characters, written as SPARQL escapes them: they would make a terminal do what they say."""


def query(file: str) -> str:
    """The text of a query in a file, or on standard input for `-`; a byte order mark at its beginning is left out.

    Raises OSError where there is no such file, QueryRefused where it is not UTF-8.
    """
    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        where = "Standard input" if file == "-" else file
        raise QueryRefused(f"{where} is not UTF-8, at line {line}: save the query as UTF-8.") from None


def show(body: bytes) -> None:
    """Print SPARQL JSON results as a table, a truth value as yes or no."""
    results = json.loads(body)
    if "boolean" in results:
        print("yes" if results["boolean"] else "no")
        return
    table, names = Table(), results["head"]["vars"]
    for name in names:
        table.add_column(Text(name), overflow="fold")
    for row in results["results"]["bindings"]:
        table.add_row(*(Text(_shown(row[name])) if name in row else "" for name in names))
    console = Console()
    console.width = max(console.width, NARROWEST * len(names))
    console.print(table)


def _shown(term: dict[str, object]) -> str:
    """The value of a term; a triple term as its three, in words of JSON."""
    value = term["value"]
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).translate(CONTROLS)
