"""Files: what Turtle says, and where it says it."""

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode

from graph.errors import TurtleError
from graph.files import Place, parsed, read, shown, turtle_files
from graph.namespaces import BASE, GRAPH_CURATED, GRAPH_ONTOLOGY, ONTOLOGY, ROOT

HEAD = f"@prefix comity: <{ONTOLOGY}> .\n"


def write(file: Path, text: str) -> Path:
    """Write a file below folders that may not exist."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_literals_are_canonical_and_iris_are_resolved(tmp_path: Path) -> None:
    file = write(tmp_path / "a.ttl", HEAD + "<id/decision/a#fine> comity:amount 30500000.00 , 030.0 ; comity:x true .")
    quads = list(parsed(file, GRAPH_CURATED))
    assert {quad.object.value for quad in quads if isinstance(quad.object, Literal)} == {"30500000", "30", "true"}
    assert {quad.subject for quad in quads} == {NamedNode(f"{BASE}id/decision/a#fine")}
    assert {quad.graph_name for quad in quads} == {NamedNode(GRAPH_CURATED)}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + "\n<id/decision/a> comity:decided 'x' \n<id/decision/b> comity:x 1 .", 4),
        (HEAD + "<id/decision/a> comity:x 1 ;\n  unknown:x 2 .", 3),
        (HEAD + '<id/decision/a> comity:x "never closed .\n', 2),
    ],
)
def test_a_syntax_error_names_file_line_and_what_to_do(tmp_path: Path, text: str, line: int) -> None:
    file = write(tmp_path / "decisions" / "wrong.ttl", text)
    with pytest.raises(TurtleError, match=rf"wrong\.ttl, line {line}, column \d+: not valid Turtle: .*Mend"):
        list(parsed(file, GRAPH_CURATED))


def test_a_byte_order_mark_is_named(tmp_path: Path) -> None:
    file = tmp_path / "marked.ttl"
    file.write_text(HEAD, encoding="utf-8-sig")
    with pytest.raises(TurtleError, match=r"marked\.ttl, line 1: .*byte order mark.*Save the file"):
        list(parsed(file, GRAPH_CURATED))


def test_all_files_with_errors_are_listed_at_once(tmp_path: Path) -> None:
    write(tmp_path / "data" / "one.ttl", "<a> <b> .")
    write(tmp_path / "data" / "deep" / "two.ttl", "<a> <b> 'c' ; ; <d .")
    write(tmp_path / "data" / "good.ttl", "<a> <b> <c> .")
    write(tmp_path / "ontology" / "three.ttl", "@prefix .")
    with pytest.raises(TurtleError) as raised:
        read(tmp_path / "data", tmp_path / "ontology")
    assert all(name in str(raised.value) for name in ("one.ttl", "two.ttl", "three.ttl"))
    assert "good.ttl" not in str(raised.value)


def test_facts_and_ontology_have_graphs_of_their_own(tmp_path: Path) -> None:
    write(tmp_path / "data" / "a.ttl", "<id/company/a> <id/x> 1 .")
    write(tmp_path / "data" / "ignored.txt", "not Turtle")
    write(tmp_path / "ontology" / "o.ttl", "<concept/x> <id/x> 1 .")
    graphs = {str(quad.subject): quad.graph_name for quad in read(tmp_path / "data", tmp_path / "ontology").quads}
    assert graphs == {
        f"<{BASE}id/company/a>": NamedNode(GRAPH_CURATED),
        f"<{BASE}concept/x>": NamedNode(GRAPH_ONTOLOGY),
    }


def test_blank_nodes_of_the_ontology_are_named_by_what_they_say(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    one = write(tmp_path / "one" / "o.ttl", "[] <x:p> [ <x:q> 1 ] . [] <x:p> [ <x:q> 2 ] .").parent
    two = write(tmp_path / "two" / "o.ttl", "_:z <x:p> _:y . _:y <x:q> 2 . _:a <x:p> _:b . _:b <x:q> 1 .").parent
    first, second = (read(tmp_path / "data", folder).quads for folder in (one, two))
    assert {str(quad) for quad in first} == {str(quad) for quad in second}
    assert all(isinstance(quad.subject, BlankNode) for quad in first)


def test_a_thing_is_found_on_its_line(tmp_path: Path) -> None:
    file = write(
        tmp_path / "data" / "a.ttl",
        HEAD
        + "# <id/decision/a> in a comment\n<id/decision/a-b> comity:x 1 .\n<id/decision/a> comity:x <id/decision/c> .\n"
        f"<{BASE}id/decision/a#fine>\n  comity:x 1 .\ncomity:Fine comity:x 1 .\n",
    )
    (tmp_path / "ontology").mkdir()
    sources = read(tmp_path / "data", tmp_path / "ontology")
    assert sources.places(f"{BASE}id/decision/a") == [Place(file, 4)]
    assert sources.places(f"{BASE}id/decision/a-b") == [Place(file, 3)]
    assert sources.places(f"{BASE}id/decision/a#fine") == [Place(file, 5)]
    assert sources.places(f"{BASE}id/decision/a#evidence-9") == [Place(file, 4)]
    assert sources.places(ONTOLOGY + "Fine") == [Place(file, 7)]
    assert sources.places(f"{BASE}id/decision/c") == []
    assert str(Place(file, 4)).endswith("a.ttl:4")


def test_files_are_shown_relative_to_the_project_and_listed_in_order(tmp_path: Path) -> None:
    assert shown(ROOT / "graph" / "data" / "a.ttl") == "graph/data/a.ttl"
    assert shown(tmp_path / "a.ttl") == str(tmp_path / "a.ttl")
    for name in ("b.ttl", "a.ttl", "c/a.ttl", "x.rq"):
        write(tmp_path / "list" / name, "")
    assert [file.name for file in turtle_files(tmp_path / "list")] == ["a.ttl", "b.ttl", "a.ttl"]
