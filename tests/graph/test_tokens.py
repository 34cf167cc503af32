"""Tokens of a stranger's query: what is refused, what must not be, and how long it takes to tell."""

import time
from functools import partial
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graph import departures
from graph.cautions import cautions
from graph.errors import QueryRefused
from graph.namespaces import GRAPH_CURATED, GRAPH_DERIVED, ROOT
from graph.tokens import DEEPEST, FORMS, LONGEST, Outline, dataset, known_graphs, outline, place_of

KNOWN = (GRAPH_CURATED, GRAPH_DERIVED)
FROM = f"SELECT * FROM <{GRAPH_CURATED}> WHERE {{ ?s ?p ?o }}"


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * WHERE { ?s ?p ?o }", "SELECT"),
        ("select*{?s ?p ?o}", "SELECT"),
        ("BASE <http://x/SELECT> PREFIX ask: <http://ask/> DESCRIBE <y>", "DESCRIBE"),
        ("PREFIX select: <http://x/> ASK { select:SELECT ?p ?o }", "ASK"),
        ("# SELECT what\n# DELETE nothing\r\nCONSTRUCT { ?s ?p ?o } WHERE { SELECT * { ?s ?p ?o } }", "CONSTRUCT"),
        ('PREFIX : <#> # comment <\nASK{:a :b "DELETE"}', "ASK"),
        ("@prefix x: <y> SELECT ?insert { ?insert ?p ?with }", "SELECT"),
    ],
)
def test_the_form_is_found_after_any_prologue(query: str, form: str) -> None:
    assert outline(query).form == form


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { sErViCe SILENT ?endpoint { ?s ?p ?o } }",
        "SELECT * { # harmless\nSERVICE# more\n<http://x/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 'it''s'. SERVICE <x:y> {} }",
        'SELECT * { ?s ?p """a "quoted" text""" . SERVICE <x:y> {} }',
        "SELECT * { ?s ?p '''a ' text''' . service<x:y>{} }",
        "SELECT * { FILTER(1 < 2) SERVICE <x:y> {} FILTER(3 > 2) }",
        'SELECT * { ?s ?p "\\\\" . SERVICE <x:y> {} . ?t ?p "" }',
        "SELECT * { ?s ?p 1.SERVICE <x:y> {} }",
        "SELECT * { ?s ?p <x> ;\tSERVICE <x:y> {} }",
        'SELECT * { ?s ?p "x"@enSERVICE }'.replace("enSERVICE", "en SERVICE <x:y> {}"),
        "SELECT * { ?s ?p 5SERVICE <x:y> {} }",
        "SELECT * { ?s ?p 5e3SERVICE <x:y> {} }",
        "SELECT * { ?s ?p true.SERVICE <x:y> {} }",
        "SELECT * { _:b ?p ?o .SERVICE ?x {} }",
        "SELECT * { ?s a <x>.SERVICE<x:y>{} }",
        # The parser of pyoxigraph sends a request for each of these (tried).
        "PREFIX : <http://127.0.0.1/> SELECT * { SERVICE:x {} }",
        "PREFIX SERVICEex: <http://127.0.0.1/> PREFIX ex: <http://127.0.0.1/> SELECT * { SERVICEex:x {} }",
        "SELECT * { SERVICESILENT<http://127.0.0.1/> {} }",
        "SELECT * { ?s ?p trueSERVICE <http://127.0.0.1/> {} }",
        "SELECT * { ?s <http://x/\\u0041#p> ?o . SERVICE <http://127.0.0.1/> {} }",
    ],
)
def test_service_is_refused_in_any_disguise(query: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE at line"):
        outline(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p 'SERVICE <x:y> {}' }",
        'SELECT * { ?s ?p "\\" SERVICE" }',
        'SELECT * { ?s ?p """a " SERVICE "" b""" }',
        "SELECT * { ?s ?p <http://x/SERVICE> }",
        "SELECT * { ?s ?p ?o } # SERVICE <x:y>",
        "PREFIX ex: <http://x/> SELECT * { ?s ex:SERVICE ?o }",
        "PREFIX sparql-service: <http://x/> SELECT * { ?s sparql-service:a ?o }",
        "PREFIX sd: <http://www.w3.org/ns/sparql-service-description#> SELECT * { ?s sd:SERVICE ?o }",
        "PREFIX ex: <http://x/> SELECT * { ?s ex:a\\-SERVICE ?o }",
        "SELECT * {\n ?s <http://x/#SERVICE> ?o .\n ?s ?p '''two\nSERVICE lines''' }",
        "PREFIX : <http://x/> SELECT * { ?s :SERVICE ?SERVICE . $SERVICE ?p ?o }",
        "SELECT ?services { ?services ?p ?self_SERVICE }",
    ],
)
def test_the_word_service_elsewhere_is_no_service(query: str) -> None:
    assert outline(query).form == "SELECT"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { FILTER(?x<'>') SERVICE <http://127.0.0.1/> {} FILTER('<'>?y) }",
        "SELECT * { FILTER(?x<?y#> '''\n) SERVICE <http://127.0.0.1/> {} #'''\n }",
        "PREFIX : <http://127.0.0.1/> SELECT * { FILTER(?x<?y)SERVICE#>\n:x {} }",
    ],
)
def test_service_hidden_behind_a_comparison_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        outline(query)


def test_the_place_of_what_is_refused_is_told() -> None:
    with pytest.raises(QueryRefused, match="line 3, column 3"):
        outline("SELECT *\n{\n  SERVICE <x:y> {} }")


@pytest.mark.parametrize("bracket", ["{}", "()", "[]"])
def test_nesting_is_bounded(bracket: str) -> None:
    def nested(depth: int) -> str:
        return "SELECT * " + bracket[0] * depth + bracket[1] * depth

    assert outline(nested(DEEPEST)).form == "SELECT"
    with pytest.raises(QueryRefused, match="Nest less deeply"):
        outline(nested(DEEPEST + 1))
    assert outline("SELECT * { ?s ?p '" + "{" * 1000 + "' }").form == "SELECT"
    assert outline("SELECT * " + bracket * 1000).form == "SELECT"


def test_closing_more_than_was_opened_buys_no_depth() -> None:
    with pytest.raises(QueryRefused, match="Nest less deeply"):
        outline("SELECT * " + "}" * 1000 + "{" * (DEEPEST + 1))


def test_known_graphs_are_told() -> None:
    assert outline(FROM) == Outline("SELECT", (GRAPH_CURATED,))
    two = f"ASK FROM <{GRAPH_CURATED}> FROM NAMED <{GRAPH_DERIVED}> {{ ?s ?p ?o }}"
    assert outline(two).from_graphs == (GRAPH_CURATED, GRAPH_DERIVED)
    assert known_graphs([GRAPH_CURATED], KNOWN) == (GRAPH_CURATED,)


def test_a_dataset_is_the_one_given_or_else_that_of_the_text_each_graph_once() -> None:
    one, two = GRAPH_CURATED, GRAPH_DERIVED
    text = f"ASK FROM <{one}> FROM NAMED <{two}> FROM <{one}> FROM NAMED <{two}> {{}}"
    asked = outline(text)
    assert dataset(asked, KNOWN) == ((one,), (two,))
    assert dataset(asked, KNOWN, text, [two, two]) == ((two,), ())
    assert dataset(asked, KNOWN, text, (), [one]) == ((), (one,))
    assert dataset(outline("ASK {}"), KNOWN) == ((), ())
    for graphs in ((["x:a"], []), ([], ["x:a"])):
        with pytest.raises(QueryRefused, match="There is no graph"):
            dataset(asked, KNOWN, text, *graphs)
    with pytest.raises(QueryRefused, match="There is no graph"):
        dataset(outline("ASK FROM <x:a> {}"), KNOWN, "", [one])


@pytest.mark.parametrize(
    ("query", "default", "named"),
    [
        ("SELECT * FROM <x:a> FROM <x:b> FROM <x:a> { ?s ?p ?o }", ("x:a", "x:b"), ()),
        ("SELECT * FROM <x:a> FROM NAMED <x:a> FROM NAMED <x:a> { ?s ?p ?o }", ("x:a",), ("x:a",)),
        ("SELECT *from<x:a>fromnamed<x:b>{ ?s ?p ?o }", ("x:a",), ("x:b",)),
        ("ASK FROM\n# which\nNAMED <x:b> { ?s ?p ?o }", (), ("x:b",)),
        ("CONSTRUCT { ?s ?p ?o } FROM <x:a> WHERE { ?s ?p <x:c> }", ("x:a",), ()),
    ],
)
def test_the_dataset_of_a_query_has_each_graph_once(
    query: str, default: tuple[str, ...], named: tuple[str, ...]
) -> None:
    Store().query(query)
    assert (outline(query).default_graphs, outline(query).named_graphs) == (default, named)


@pytest.mark.parametrize("query", ["SELECT * fromx:g { ?s ?p ?o }", "DESCRIBE fromage:x", "ASK fromNamedx:g {}"])
def test_what_may_be_a_graph_and_may_not_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused, match="FROM at line 1"):
        outline(query)


def test_a_graph_that_is_not_here_has_its_place() -> None:
    query = "PREFIX e: <x:>\nSELECT *\nFROM e:none { ?s ?p ?o }"
    with pytest.raises(QueryRefused) as raised:
        known_graphs(outline(query).from_graphs, KNOWN, query)
    assert raised.value.place == (3, 6)


@pytest.mark.parametrize(
    ("query", "rows", "limited"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 5", 5, True),
        ("SELECT * { ?s ?p ?o } LIMIT 5", 4, False),
        ("SELECT * { ?s ?p ?o }", 5, False),
        ("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o } LIMIT 5", 3, True),
        ("DESCRIBE ?s { ?s ?p ?o } LIMIT 1", 40, True),
        ("DESCRIBE <x:a>", 40, False),
        ("ASK { ?s ?p ?o }", 1, False),
    ],
)
def test_whether_a_limit_may_have_cut_the_answer(query: str, rows: int, limited: bool) -> None:
    assert outline(query).limited(rows) is limited


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM <http://127.0.0.1/secret> { ?s ?p ?o }",
        "SELECT * FROM NAMED <file:///etc/passwd> { ?s ?p ?o }",
        "PREFIX x: <http://inside/> SELECT * FROM x:secret { ?s ?p ?o }",
        "SELECT * FROM # a comment\n NAMED\n# another\n <http://x/> { ?s ?p ?o }",
        "BASE <https://w3id.org/comity/> SELECT * FROM <graph/curated> { ?s ?p ?o }",
        f"SELECT * FROM <{GRAPH_CURATED}> from <http://x/> {{ ?s ?p ?o }}",
    ],
)
def test_graphs_that_are_not_here_are_refused(query: str) -> None:
    with pytest.raises(QueryRefused, match="There is no graph"):
        known_graphs(outline(query).from_graphs, KNOWN)


def test_an_unknown_graph_parameter_is_refused() -> None:
    with pytest.raises(QueryRefused, match=f"{GRAPH_CURATED}, {GRAPH_DERIVED}"):
        known_graphs([GRAPH_CURATED, "http://x/"], KNOWN)


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 10", 10),
        ("SELECT * { ?s ?p ?o }limit5OFFSET 2", 5),
        ("SELECT * { ?s ?p ?o } LIMIT\n# ten of them\n 10OFFSET 3", 10),
        ("SELECT * { ?s ?p ?o } OFFSET 7 LIMIT 007", 7),
        ("SELECT * { ?s ?p ?o } LIMIT 0", 0),
        ("SELECT * { ?s ?p ?o } OFFSET 10", None),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 10 } }", None),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 10 } } LIMIT 20", 20),
        ("SELECT * { ?s ?p 'x' } # LIMIT 10", None),
        ("PREFIX limit: <x:> SELECT * { ?s limit:10 ?o }", None),
        ("SELECT ?LIMIT { ?LIMIT ?p 10 } VALUES ?p { 10 }", None),
    ],
)
def test_the_outer_limit_is_found(query: str, limit: int | None) -> None:
    Store().query(query)
    assert outline(query).limit == limit


def test_a_refusal_has_its_place() -> None:
    with pytest.raises(QueryRefused, match="line 3, column 3") as raised:
        outline("SELECT *\n{\n  SERVICE <x:y> {} }")
    assert raised.value.place == (3, 3)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT DATA { <a:b> <a:c> 1 }",
        "delete where { ?s ?p ?o }",
        "PREFIX x: <y:> LOAD <http://127.0.0.1/>",
        "DROP ALL",
        "CLEAR DEFAULT",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "# SELECT\nCREATE GRAPH <x:g>",
        "COPY DEFAULT TO <x:g>",
    ],
)
def test_updates_are_refused(query: str) -> None:
    with pytest.raises(QueryRefused, match="read-only"):
        outline(query)


@pytest.mark.parametrize("query", ["", "   ", "# SELECT", "PREFIX x: <SELECT>", "'SELECT'", "?SELECT", "FROM <x:y>"])
def test_no_query_is_refused(query: str) -> None:
    with pytest.raises(QueryRefused):
        outline(query)


def test_a_query_too_long_is_refused() -> None:
    with pytest.raises(QueryRefused, match="Shorten"):
        outline("SELECT * { ?s ?p ?o } #" + "x" * LONGEST)


WORDS = ["SELECT", "SERVICE", "FROM", "NAMED", "<", ">", "'", '"', "'''", '"""', "\\", "{", "}", "#", "\n", "?", "ex:"]


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=200), st.lists(st.sampled_from([*WORDS, " ", "x", "é", "\x00"])).map("".join)))
@example("SELECT '\\")
@example("SELECT \ud800")
def test_any_text_gives_an_outline_or_is_refused(text: str) -> None:
    try:
        assert outline(text).form in FORMS
    except QueryRefused as error:
        assert str(error)


UNITS = [
    "'",
    '"',
    "'''",
    '"""',
    '"""\\',
    "<",
    "<a",
    "\\",
    "a",
    "a.",
    ":",
    "a-",
    "?",
    "#",
    "'a''",
    '""',
    "FROM ",
    "\n",
    "{}",
]
UNITS += [
    "é",
    ")",
    "()",
    "#)",
    "\\u0041",
    ";",
    "; ",
    "<>",
    "GRAPH ?g{}",
    "CONCAT ",
    "year (",
    "now",
    "{SELECT*{}}",
    "PREFIX :<>",
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("head", ["SELECT ", "SELECT ?service <x:", "SELECT * { GRAPH ?g { CONCAT now() 'service "])
def test_the_time_to_read_a_query_grows_with_its_length_and_not_its_square(head: str, unit: str) -> None:
    def seconds(length: int) -> float:
        text = (head + unit * (length // len(unit)))[: length - 1] + ">"
        best = 10.0
        for again in range(2):  # The machine may be busy at one moment.
            begun = time.process_time()
            for read in (outline, departures.check, departures.readable, cautions, partial(place_of, iri="x:none")):
                try:
                    read(text + " " * again)  # The outline is kept: another text.
                except QueryRefused as error:
                    assert error.args
            best = min(best, time.process_time() - begun)
        return best

    assert seconds(16_000) < 10 * seconds(4000) + 0.05


def test_a_service_after_a_quadratic_prefix_is_still_found() -> None:
    with pytest.raises(QueryRefused, match="SERVICE"):
        outline("SELECT * { " + "?s ?p 'a' . " * 5000 + "SERVICE <x:y> {} }")


@pytest.mark.parametrize(
    ("query", "steady"),
    [
        ("SELECT * { ?known ?brand ?o }", True),
        ("SELECT (now() AS ?x) {}", False),
        ("SELECT (5*RAND () AS ?x) {}", False),
        ("SELECT (STRUUID() AS ?x) {}", False),
        ("SELECT (BNODE() AS ?x) {}", False),
    ],
)
def test_whether_the_answer_is_the_same_each_time(query: str, steady: bool) -> None:
    assert outline(query).steady is steady


@pytest.mark.parametrize(
    ("query", "daily"),
    [
        ("SELECT (xsd:date(NOW()) AS ?x) {}", True),
        ("SELECT (STR(xsd:date( now ( ) )) AS ?x) {}", True),
        ("SELECT (<http://www.w3.org/2001/XMLSchema#date>(NOW()) AS ?x) {}", True),
        ("SELECT (SUBSTR(STR(NOW()), 1, 10) AS ?x) (YEAR(NOW()) AS ?y) {}", True),
        ("SELECT (SUBSTR(STR(NOW()), 1, 13) AS ?hour) {}", False),
        ("SELECT (SUBSTR(STR(NOW()), 1, 100) AS ?moment) {}", False),
        ("SELECT (xsd:dateTime(NOW()) AS ?x) {}", False),
        ("SELECT (bad:date(NOW()) AS ?x) {}", False),
        ("SELECT (my-xsd:date(NOW()) AS ?x) {}", False),
        ("SELECT (p:year(NOW()) AS ?x) {}", False),
        ("SELECT (xsd:date(NOW()) AS ?x) (NOW() AS ?y) {}", False),
        ("SELECT (xsd:date(NOW()) AS ?x) (RAND() AS ?y) {}", False),
        ("SELECT (xsd:date(?now) AS ?x) {}", False),
    ],
)
def test_whether_the_answer_is_the_same_for_a_day(query: str, daily: bool) -> None:
    assert outline(query).daily is daily
    assert not (daily and outline(query).steady)


@pytest.mark.parametrize("file", sorted((ROOT / "queries" / "examples").glob("*.rq")), ids=lambda file: file.stem)
def test_the_answer_of_every_example_can_be_kept_for_a_day(file: Path) -> None:
    found = outline(file.read_text(encoding="utf-8"))
    assert found.steady or found.daily


def test_what_only_virtuoso_knows_is_refused() -> None:
    with pytest.raises(QueryRefused, match=r"DEFINE at line 1.*no SPARQL 1\.1"):
        outline('DEFINE get:soft "soft" SELECT * { ?s ?p ?o }')
