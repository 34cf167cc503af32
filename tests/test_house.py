"""The rules of the house and of query files (CONTRIBUTING.md), held for every file."""

import ast
import json
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions, Store
from rdflib.plugins.sparql import prepareQuery

from graph.namespaces import ROOT
from graph.queries import ROW, read

PACKAGES = ("api", "graph")
MODULES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
QUERIES = sorted((ROOT / "queries").rglob("*.rq"))
LONGEST = 250
KINDS = {
    *("api", "pages", "rules", "checks", "examples", "search", "reconciliation", "compare", "stats", "catalogue"),
}
"""Folders of queries."""
SPARQL = re.compile(
    r"\b(SELECT\s+(DISTINCT\s+)?[?(*]|CONSTRUCT\s*\{|ASK\s*\{|DESCRIBE\s+[?<]|WHERE\s*\{|INSERT\s+DATA)"
)
ALLOWED_SPARQL = {("graph/workers.py", "ASK {}")}
"""The query that warms a worker up asks nothing of the graph."""


def name(file: Path) -> str:
    """Path of a file as a reader knows it."""
    return str(file.relative_to(ROOT))


def module(file: Path) -> str:
    """Name by which a file is imported."""
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imports(file: Path) -> Iterator[str]:
    """Names of the modules a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name(file)}: import by the full name"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def top(imported: str) -> str:
    """Package of an imported module."""
    return imported.partition(".")[0]


every_module = pytest.mark.parametrize("file", MODULES, ids=name)
every_query = pytest.mark.parametrize("file", QUERIES, ids=name)


@every_module
def test_layers(file: Path) -> None:
    found = {top(imported) for imported in imports(file)}
    if file.is_relative_to(ROOT / "graph"):
        assert "api" not in found
        assert not found & {"fastapi", "starlette", "uvicorn", "jinja2"}
    assert "pyshacl" not in found or name(file) == "graph/validation.py"
    assert "SPARQLWrapper" not in found or name(file) == "graph/store.py"


def test_no_import_cycles() -> None:
    known = {module(file) for file in MODULES}
    TopologicalSorter({module(file): known & set(imports(file)) - {module(file)} for file in MODULES}).prepare()


@every_module
def test_modules_are_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= LONGEST, "stop and think: can it be two nouns?"


@every_module
def test_packages_re_export_nothing(file: Path) -> None:
    if file.name == "__init__.py":
        body = ast.parse(file.read_text(encoding="utf-8")).body
        assert all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in body)


@every_module
def test_errors_are_named_where_they_are_caught(file: Path) -> None:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ExceptHandler):
            caught = {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)} if node.type else {""}
            assert not caught & {"", "Exception", "BaseException"}, f"line {node.lineno}"


@every_module
def test_no_sparql_in_python(file: Path) -> None:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    docs = {
        ast.get_docstring(node, clean=False)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or node.value in docs:
            continue
        if (name(file), node.value) not in ALLOWED_SPARQL:
            assert not SPARQL.search(node.value), f"line {node.lineno}: {node.value[:80]}"


@every_query
def test_a_query_runs_as_it_stands_in_two_engines(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    Store().query(text, use_default_graph_as_union=True)
    prepareQuery(text)


@every_query
def test_the_header_of_a_query_is_true(file: Path) -> None:
    query = read(file)
    results = Store().query(query.text, use_default_graph_as_union=True)
    if query.columns:
        assert isinstance(results, QuerySolutions)
        assert [variable.value for variable in results.variables] == [column.name for column in query.columns]
    rows = ROW.findall(query.text) if query.parameters else []
    for variables, values in rows:
        assert variables.split() == [f"?{parameter.name}" for parameter in query.parameters]
        assert values.split() == ["UNDEF"] * len(query.parameters)
    assert len(rows) == bool(query.parameters)


@every_query
def test_a_bound_query_still_parses(file: Path) -> None:
    query = read(file)
    samples = {
        "date": "2024-05-16",
        "decimal": "1.00",
        "integer": "1",
        "year": "2024",
        "text": 'a "b" }',
        "iri": "x:y",
        "property": "x:y",
        "currency": "EUR",
        "count": "1",
        "concept": "a/b",
    }
    values = query.values({parameter.name: samples.get(parameter.kind, "a-b") for parameter in query.parameters})
    for row in ({}, values, *({key: value} for key, value in values.items())):
        Store().query(query.bind(row), use_default_graph_as_union=True)


def test_every_kind_of_query_is_where_it_belongs() -> None:
    for file in QUERIES:
        query = read(file)
        kind = file.parent.name
        assert kind in KINDS, "say here and in the README what such queries are for"
        if kind == "checks":
            assert {"severity", "message"} <= set(query.fields), name(file)
        if kind in {"api", "examples", "search", "reconciliation", "compare", "stats"}:
            assert query.columns, f"{name(file)} says not what it returns"


ELSEWHERE = {
    "api/activity.py": "tests/clients/test_activity.py",
    "api/acts.py": "tests/api/test_divergences.py",
    "api/analyses.py": "tests/api/test_glossary.py",
    "api/alignment.py": "tests/api/test_divergences.py",
    "api/bodies.py": "tests/api/test_openapi.py",
    "api/cataloguing.py": "tests/api/test_oai.py",
    "api/cells.py": "tests/api/test_divergences.py",
    "api/chronology.py": "tests/api/test_timeline.py",
    "api/comparisons.py": "tests/api/test_compare.py",
    "api/entities.py": "tests/api/test_schemaorg.py",
    "api/batches.py": "tests/api/test_reconciliation.py",
    "api/lists.py": "tests/api/test_listings.py",
    "api/matrix.py": "tests/api/test_divergences.py",
    "api/meanings.py": "tests/api/test_glossary.py",
    "api/names.py": "tests/api/test_preparation.py",
    "api/questions.py": "tests/api/test_divergences.py",
    "api/reach.py": "tests/api/test_divergences.py",
    "api/schemas.py": "tests/api/test_paths.py",
    "api/security.py": "tests/api/test_errors.py",
    "api/sides.py": "tests/api/test_divergences.py",
    "api/things.py": "tests/api/test_paths.py",
    "graph/documents.py": "tests/api/test_documents.py",
    "graph/errors.py": "tests/api/test_errors.py",
}
"""Modules without a test file of their name, each with the file that tests it."""


@every_module
def test_tests_mirror_modules(file: Path) -> None:
    mirror = f"tests/{file.parent.relative_to(ROOT)}/test_{file.name}"
    if file.name != "__init__.py":
        assert (ROOT / ELSEWHERE.get(name(file), mirror)).is_file(), "write it, or say in ELSEWHERE what tests this"


def test_what_is_tested_elsewhere_is_there_and_has_no_mirror() -> None:
    for module, test in ELSEWHERE.items():
        assert (ROOT / module).is_file() and (ROOT / test).is_file(), module
        package, _, mirror = module.partition("/")
        assert not (ROOT / "tests" / package / f"test_{mirror}").exists(), f"{module} has a test file: take it out"


def test_packages_of_node_are_exact_and_name_no_registry() -> None:
    folder = ROOT / "tests" / "clients"
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    locked = json.loads((folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert locked.pop("")["dependencies"] == wanted
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    for path, package in locked.items():
        assert "resolved" not in package, f"{path}: keep the address of the registry out of the lock (.npmrc does)"
        assert "integrity" in package, path
