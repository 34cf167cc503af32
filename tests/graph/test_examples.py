"""Example queries: each on a small graph made for it, in two engines, and on the real facts."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse, serialize

from graph import rates
from graph.examples import quads as executables
from graph.files import parsed, turtle_files
from graph.namespaces import BASE, GRAPH_CURATED, GRAPH_EXAMPLES, GRAPH_ONTOLOGY, ONTOLOGY, ROOT
from graph.queries import QUERIES, folder
from graph.rules import derive
from graph.snapshot import Snapshot

EXAMPLES = folder("examples")
GRAPHS = ROOT / "tests" / "examples"
README = QUERIES / "examples" / "README.md"
RULES = folder("rules")

EMPTY_TODAY = {
    "acts-resting-on-annulled-acts",
    "board-acts-and-final-fines",
    "fines-not-converted",
    "fines-outside-the-one-stop-shop",
    "objections-held-admissible",
    "same-day-complaints",
}
"""Questions to which the facts recorded so far need have no answer. Nothing annulled has been built on, and there may
be no act of the Board, no fine outside the one-stop-shop, none without a rate, no complaint in several states."""

QUESTIONS = 28
"""Competency questions that the table in README.md answers for."""

Row = tuple[str | None, ...]
Graph = tuple[Quad, ...]


def written(term: object) -> str | None:
    """A term of either engine, as the expected rows write it: IRIs shortened, numbers without trailing zeros."""
    if term is None:
        return None
    if isinstance(term, NamedNode | rdflib.URIRef):
        iri = term.value if isinstance(term, NamedNode) else str(term)
        return iri.replace(ONTOLOGY, "comity:").removeprefix(BASE)
    if isinstance(term, Literal):
        text, datatype = term.value, term.datatype.value
    else:
        assert isinstance(term, rdflib.Literal)
        text, datatype = str(term), str(term.datatype)
    if datatype.endswith(("#integer", "#decimal")):
        return f"{Decimal(text).normalize():f}"
    return text


@dataclass(frozen=True)
class Example:
    """A small graph, the answers expected of it, and the triple without which the first answer is another."""

    facts: str
    runs: tuple[tuple[Mapping[str, str], tuple[Row, ...]], ...]
    mutation: str


@cache
def example(name: str) -> Example:
    """The example made for a query."""
    common = (GRAPHS / "common.ttl").read_text(encoding="utf-8")
    made: dict[str, Any] = json.loads((GRAPHS / f"{name}.json").read_text(encoding="utf-8"))
    columns = [column.name for column in EXAMPLES[name].columns]
    runs = []
    for run in made["runs"]:
        assert all(set(row) <= set(columns) for row in run["rows"])
        runs.append((run["given"], tuple(tuple(row.get(column) for column in columns) for row in run["rows"])))
    return Example(common + (GRAPHS / f"{name}.ttl").read_text(encoding="utf-8"), tuple(runs), made["mutation"])


def quads(text: str) -> Graph:
    """The facts of a small graph, in the graph of curated facts."""
    graph = NamedNode(GRAPH_CURATED)
    return tuple(Quad(q.subject, q.predicate, q.object, graph) for q in parse(text, format=RdfFormat.TURTLE))


def in_oxigraph(facts: Graph, query: str) -> list[Row]:
    """Answer of pyoxigraph, as the project asks it."""
    store = Store()
    store.extend(facts)
    answer = store.query(query, use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    return [tuple(written(solution[variable]) for variable in answer.variables) for solution in answer]


def in_rdflib(facts: Graph, query: str) -> list[Row]:
    """Answer of rdflib, without the row of nothing that it gives where there is nothing to group."""
    graph = rdflib.Graph()
    graph.parse(data=serialize({quad.triple for quad in facts}, format=RdfFormat.N_TRIPLES), format="nt")
    answer = graph.query(query)
    assert answer.vars is not None
    return [tuple(written(row.get(variable)) for variable in answer.vars) for row in answer.bindings if row]


@pytest.fixture(scope="session")
def ontology(skeleton: Path) -> Graph:
    """The structure of the ontology, which the rules reason with."""
    return tuple(quad for file in turtle_files(skeleton / "ontology") for quad in parsed(file, GRAPH_ONTOLOGY))


def settled(facts: Iterable[Quad], ontology: Graph) -> Graph:
    """Facts with rates and with what the rules of the project derive."""
    facts = tuple(facts)
    known = (*facts, *rates.quads(facts))
    return (*known, *derive((*ontology, *known), RULES))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_answers_rightly_in_two_engines(name: str, ontology: Graph) -> None:
    query, made = EXAMPLES[name], example(name)
    facts = settled(quads(made.facts), ontology)
    for given, rows in made.runs:
        text = query.bind(query.values(given))
        assert in_oxigraph(facts, text) == list(rows)
        assert in_rdflib(facts, text) == list(rows)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_answer_changes_with_the_facts(name: str, ontology: Graph) -> None:
    query, made = EXAMPLES[name], example(name)
    prefixes = made.facts[: made.facts.index("\n\n")]
    [lost] = quads(f"{prefixes}\n{made.mutation}")
    facts = quads(made.facts)
    assert lost in facts
    given, rows = made.runs[0]
    left = settled((quad for quad in facts if quad != lost), ontology)
    assert in_oxigraph(left, query.bind(query.values(given))) != list(rows)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_runs_as_it_stands_on_the_real_facts(name: str, store: Store) -> None:
    query = EXAMPLES[name]
    for text in (query.text, query.bind({})):
        answer = store.query(text, use_default_graph_as_union=True)
        assert isinstance(answer, QuerySolutions)
        assert [variable.value for variable in answer.variables] == [column.name for column in query.columns]
        assert next(answer, None) is not None or name in EMPTY_TODAY


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_real_row_lacks_what_the_header_promises(name: str, store: Store) -> None:
    query = EXAMPLES[name]
    answer = store.query(query.bind({}), use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    promised = [column.name for column in query.columns if column.required]
    for solution in answer:
        assert [name for name in promised if solution[name] is None] == []


@pytest.fixture(scope="session")
def store(real: Snapshot) -> Store:
    """The store of the real facts."""
    return Store.read_only(str(real.store))


def test_the_fines_of_clearview_in_the_union(store: Store) -> None:
    query = EXAMPLES["fines-in-force-in-the-union"]
    answer = store.query(query.bind(query.values({"company": "clearview-ai"})), use_default_graph_as_union=True)
    assert isinstance(answer, QuerySolutions)
    [row] = answer
    assert (written(row["currency"]), written(row["total"])) == ("EUR", "90500000")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_says_what_it_does_with_unknowns(name: str) -> None:
    assert EXAMPLES[name].fields.get("unknowns")


def table() -> list[tuple[int, str, str]]:
    """Number, question and answer of each row of the table in README.md."""
    lines = README.read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if re.match(r"\| *[0-9]+ *\|", line)
    ]
    return [(int(number), question, answer) for number, question, answer in cells]


def test_the_table_answers_for_every_question() -> None:
    assert [number for number, _, _ in table()] == list(range(1, QUESTIONS + 1))
    for number, question, answer in table():
        names = re.findall(r"\(([a-z-]+)\.rq\)", answer)
        assert question
        assert answer
        assert all(name in EXAMPLES for name in names)
        assert not names or any(EXAMPLES[name].fields.get("question") == str(number) for name in names)


def test_every_example_is_listed() -> None:
    listed = set(re.findall(r"\(([a-z-]+)\.rq\)", README.read_text(encoding="utf-8")))
    assert listed == set(EXAMPLES)


def test_an_example_is_a_thing_of_the_graph_that_can_be_executed() -> None:
    found = list(executables(EXAMPLES.values()))
    assert len({quad.subject for quad in found}) == len(EXAMPLES)
    texts = {quad.object.value for quad in found if quad.predicate.value.endswith("#select")}
    assert texts == {example.text for example in EXAMPLES.values()}
    assert {quad.graph_name for quad in found} == {NamedNode(GRAPH_EXAMPLES)}
