"""Every check passes its valid examples and finds the fault in its invalid ones."""

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from graph import checks, files, queries, rules
from graph.errors import GraphError
from graph.findings import Finding
from graph.namespaces import GRAPH_CURATED, GRAPH_ONTOLOGY, ROOT

CHECKS = queries.folder("checks")
EXAMPLES = ROOT / "tests" / "checks"

VALID = sorted(EXAMPLES.glob("*/valid-*.ttl"))
INVALID = sorted(EXAMPLES.glob("*/invalid-*.ttl"))


def example_name(path: Path) -> str:
    """Name of a test: the check and the example."""
    return f"{path.parent.name}/{path.stem}"


def expected(path: Path) -> str:
    """End of the IRI of the thing at fault, from the first line of an invalid example."""
    first = path.read_text().splitlines()[0]
    assert first.startswith("# expects: "), f"{path}: first line must be '# expects: <end of the focus IRI>'"
    return first.removeprefix("# expects: ").strip()


@cache
def ontology() -> tuple[Quad, ...]:
    """The ontology and its concept schemes."""
    return tuple(quad for path in files.turtle_files(ROOT / "ontology") for quad in files.parsed(path, GRAPH_ONTOLOGY))


@cache
def closure() -> dict[str, queries.Query]:
    """The rules that checks count on: super-classes and super-properties."""
    return {name: rule for name, rule in queries.folder("rules").items() if name in {"10-class", "11-sub-property"}}


@cache
def rows(path: Path) -> list[dict[str, str]]:
    """What the check of an example's folder finds in it; the ontology itself is not on trial here."""
    example = list(files.parsed(path, GRAPH_CURATED))
    quads = [*ontology(), *example]
    store = Store()
    store.extend([*quads, *rules.derive(quads, closure())])
    found = store.query(CHECKS[path.parent.name].text, use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    assert names[0] == "focus"
    subjects = {quad.subject for quad in example}
    return [{name: getattr(row[name], "value", "") for name in names} for row in found if row["focus"] in subjects]


@pytest.mark.parametrize("path", VALID, ids=example_name)
def test_valid_example_has_no_fault(path: Path) -> None:
    assert rows(path) == []


@pytest.mark.parametrize("path", INVALID, ids=example_name)
def test_invalid_example_is_found(path: Path) -> None:
    found = rows(path)
    assert [row for row in found if row["focus"].endswith(expected(path))], found


@pytest.mark.parametrize("name", CHECKS)
def test_check_has_examples(name: str) -> None:
    assert any(path.parent.name == name for path in VALID)
    assert any(path.parent.name == name for path in INVALID)


@pytest.mark.parametrize("name", CHECKS)
def test_check_keeps_its_contract(name: str) -> None:
    check = CHECKS[name]
    assert check.description
    assert check.fields["severity"] in {"violation", "warning"}
    assert check.fields["message"].endswith(".")


@pytest.mark.parametrize("path", INVALID, ids=example_name)
def test_message_has_a_value_for_every_name(path: Path) -> None:
    row = rows(path)[0]
    assert CHECKS[path.parent.name].fields["message"].format(**row)


NONE = """# Things called none.
#
# severity: warning
# message: {focus} is called {name}{nothing}.
SELECT ?focus ?name { ?focus <https://example.org/name> ?name FILTER(?name = "none") }
"""


def written(folder: Path, text: str) -> dict[str, queries.Query]:
    """A check of that text."""
    (folder / "checks").mkdir()
    (folder / "checks" / "none.rq").write_text(text)
    return queries.folder("checks", folder)


def test_every_row_is_a_fault_told_with_its_values(tmp_path: Path) -> None:
    store = Store()
    things = {"https://example.org/a": "none", "https://w3id.org/comity/id/case/b": "none", "https://x/c": "c"}
    for thing, name in things.items():
        store.add(Quad(NamedNode(thing), NamedNode("https://example.org/name"), Literal(name)))
    assert set(checks.findings(store, written(tmp_path, NONE))) == {
        Finding("warning", f"{shown} is called none.", focus, "", "", "checks/none")
        for focus, shown in (("https://example.org/a",) * 2, ("https://w3id.org/comity/id/case/b", "id/case/b"))
    }


def test_a_check_that_selects_nothing_is_an_error(tmp_path: Path) -> None:
    made = written(tmp_path, "# Anything at all.\nASK { ?focus ?p ?o }\n")
    with pytest.raises(GraphError, match="none is not a SELECT query"):
        list(checks.findings(Store(), made))
