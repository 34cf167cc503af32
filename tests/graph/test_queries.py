"""Queries: the contract in their leading comment, and how values enter them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from graph.errors import HeaderError, ParameterError
from graph.queries import Query, folder, read, selected

TEXT = """# Things by label.
#
# Two sentences that
# describe it.
#
# path: /things
# param label: text? — the label
# param day: date? — the day
# param company: company — whose
# returns thing: iri
# returns label: text?
# returns infringes: iri*   many of them
SELECT ?thing ?label ?infringes WHERE {
  VALUES (?label ?day ?company) { (UNDEF UNDEF UNDEF) }
  ?thing <x:label> ?label .
}
"""

Make = Callable[[str], Query]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Reads a query from text."""

    def made(text: str) -> Query:
        file = tmp_path / "things.rq"
        file.write_text(text, encoding="utf-8")
        return read(file)

    return made


def test_the_header_is_the_contract(make: Make) -> None:
    query = make(TEXT)
    assert (query.name, query.title) == ("things", "Things by label")
    assert query.description == "Two sentences that describe it."
    assert query.fields == {"path": "/things"}
    assert [(p.name, p.kind, p.required, p.description) for p in query.parameters] == [
        ("label", "text", False, "the label"),
        ("day", "date", False, "the day"),
        ("company", "company", True, "whose"),
    ]
    columns = [(c.name, c.kind, c.required, c.many) for c in query.columns]
    assert columns == [
        ("thing", "iri", True, False),
        ("label", "text", False, False),
        ("infringes", "iri", False, True),
    ]


def test_a_filter_has_a_parameter_or_two_for_its_bounds(make: Make) -> None:
    lines = "# filters: company\n# filter kind: term scheme Class — of this kind\n# filter made: period — made"
    query = make(TEXT.replace("# path: /things", lines))
    assert [(one.name, one.kind, one.groups) for one in query.filters] == [
        ("kind", "term", ("scheme", "Class")),
        ("made", "period", ()),
    ]
    assert query.filters[0].parameters == {"kind": "of this kind"}
    assert query.filters[1].parameters == {
        "made_from": "made: from here on.",
        "made_to": "made: up to here, which may not lie before `made_from`.",
    }
    assert query.fields["filters"] == "company"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# Things by label.", "SELECT", "begin with a comment"),
        ("# Things by label.", "# Things by label", "begin with a comment"),
        ("param label: text?", "param label: string?", "'string' is no type of parameter"),
        ("returns thing: iri", "returns thing: uri", "'uri' is no type of column"),
        ("# param day", "# parameter day", "neither a field"),
        ("# path: /things", "# path: /things\n# and more", "neither a field"),
        ("# path: /things", "# path: /things\n# filter colour: paint — its colour", "'paint' is no type of filter"),
        ("# path: /things", "# path: /things\n# filter colour: term colour", "neither a field"),
        ("(?label ?day ?company) { (UNDEF UNDEF UNDEF) }", "(?label) { (UNDEF) }", "as one VALUES row"),
        ("  VALUES (?label ?day ?company) { (UNDEF UNDEF UNDEF) }", "", "as one VALUES row"),
    ],
)
def test_a_header_that_breaks_the_contract_is_refused(make: Make, old: str, new: str, message: str) -> None:
    assert TEXT.count(old) == 1
    with pytest.raises(HeaderError, match=message) as raised:
        make(TEXT.replace(old, new))
    assert "things.rq" in str(raised.value)


@pytest.mark.parametrize(
    ("given_values", "name", "message"),
    [
        ({"company": "a", "labels": "x"}, "labels", "Known: label, day, company"),
        ({"label": "x"}, "company", "missing"),
        ({"company": "a", "day": "2024"}, "day", "YYYY-MM-DD"),
        ({"company": "a b"}, "company", "slug"),
        ({"company": "a", "label": "x" * 1001}, "label", "shorten"),
    ],
)
def test_parameters_that_do_not_fit_are_named(
    make: Make, given_values: dict[str, str], name: str, message: str
) -> None:
    with pytest.raises(ParameterError, match=message) as raised:
        make(TEXT).values(given_values)
    assert raised.value.name == name


def test_no_parameter_is_known_where_there_is_none(make: Make) -> None:
    with pytest.raises(ParameterError, match="Known: none"):
        make("# All.\nSELECT * { ?s ?p ?o }").values({"x": "1"})


def test_a_row_without_values_is_left_out(make: Make) -> None:
    query = make(TEXT)
    for bound in (query.bind(), query.bind({}), query.bind({}, {}), query.bind({"other": Literal("x")})):
        assert "VALUES" not in bound
        assert "UNDEF" not in bound
    assert make("# All.\nSELECT * { ?s ?p ?o }").bind({}).endswith("{ ?s ?p ?o }")


def test_what_is_not_given_stays_open_and_rows_are_kept_apart(make: Make) -> None:
    bound = make(TEXT).bind({"label": Literal("a")}, {"company": NamedNode("x:c")})
    assert 'VALUES (?label ?day ?company) { ("a" UNDEF UNDEF) (UNDEF UNDEF <x:c>) }' in bound


NASTY = st.text(alphabet=st.sampled_from("\"'\\{}()<>?$#@^.;\n\r\t aé\u2028😀ux0gn1VALUES"), max_size=40) | st.text(
    max_size=30
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NASTY, NASTY)
def test_a_bound_value_selects_itself_and_nothing_else(make: Make, value: str, other: str) -> None:
    query = make(
        TEXT.replace("# param company: company — whose\n", "")
        .replace(" ?company)", ")")
        .replace("(UNDEF UNDEF UNDEF)", "(UNDEF UNDEF)")
    )
    store = Store()
    store.extend(
        [
            Quad(NamedNode("x:a"), NamedNode("x:label"), Literal(value)),
            Quad(NamedNode("x:b"), NamedNode("x:label"), Literal(other)),
        ]
    )
    rows = store.query(query.bind(query.values({"label": value})))
    assert isinstance(rows, QuerySolutions)
    found = {(str(row["thing"]), row["label"]) for row in rows}
    assert found == {(thing, Literal(value)) for thing, label in (("<x:a>", value), ("<x:b>", other)) if label == value}


def test_a_value_that_looks_like_a_replacement_is_taken_as_it_is(make: Make) -> None:
    assert r'"\\1 \\g<0>"' in make(TEXT).bind({"label": Literal(r"\1 \g<0>")})


def test_folders_are_read_in_order_and_selected_by_their_fields() -> None:
    rules, api = folder("rules"), folder("api")
    assert list(rules) == sorted(rules)
    assert [query.name for query in selected(api.values(), path="/decisions")] == ["decisions"]
    assert selected(api.values(), path="/none") == []


def test_base_stands_first() -> None:
    """Virtuoso reads BASE before the first PREFIX only. Rules and checks run on the store of the build alone."""
    for name in ("api", "pages", "examples"):
        for query in folder(name).values():
            words = [line.partition(" ")[0] for line in query.text.splitlines()]
            assert "BASE" not in words or words.index("BASE") < [*words, "PREFIX"].index("PREFIX"), query.name
