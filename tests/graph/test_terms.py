"""Terms: the only way by which a value enters a query, and no way to break out of it."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from graph.errors import ParameterError
from graph.namespaces import CONCEPT, ID, KINDS, PREFIXES
from graph.terms import TYPES, iri, parse, partial_date

XSD = PREFIXES["xsd"]


def echoed(term: NamedNode | Literal) -> object:
    """The term as the engine understands it when it stands in a query."""
    rows = Store().query(f"SELECT ?x WHERE {{ VALUES (?x) {{ ({term}) }} }}")
    assert isinstance(rows, QuerySolutions)
    [row] = rows
    return row["x"]


NASTY = st.text(alphabet=st.sampled_from("\"'\\{}()<>?$#@^.;\n\r\t aé\u2028😀ux0\x00\x7f"), max_size=40) | st.text(
    max_size=40
)


@given(NASTY)
@example('") } DROP ALL #')
@example('"""')
@example("\\u0022 }")
def test_a_text_comes_back_as_it_was(value: str) -> None:
    assert echoed(parse("q", "text", value)) == Literal(value)


@given(st.sampled_from(sorted(TYPES)), NASTY)
@example("iri", "http://x/> } #")
@example("date", "2024-01-01\n")
@example("integer", "1\n")
@example("decimal", "1.0\n")
@example("decision", "a\n")
@example("concept", "force/annulled\n")
@example("iri", "x:\u0000")
@example("integer", "\u0663")
@example("decimal", "\u0663.5")
@example("date", "\u0662\u0660\u0662\u0664-01-01")
def test_a_value_is_refused_or_comes_back_as_it_was(kind: str, value: str) -> None:
    try:
        term = parse("thing", kind, value)
    except ParameterError as error:
        assert error.name == "thing"
        assert str(error).startswith("thing: ")
        return
    assert echoed(term) == term
    assert term.value.endswith(value)
    if kind in ("integer", "decimal", "date"):
        assert re.fullmatch(r"[-0-9.]+", term.value)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_thing_is_given_by_slug_or_iri(kind: str) -> None:
    term = NamedNode(f"{ID}{kind}/gdpr-6-1-f")
    assert parse("x", kind, "gdpr-6-1-f") == term == parse("x", kind, term.value)
    for wrong in ("", "A", "a b", "-a", "a--b", "a#fine", "../x", f"{ID}jurisdictions/nl", "http://example.org/a"):
        with pytest.raises(ParameterError):
            parse("x", kind, wrong)


@pytest.mark.parametrize(
    ("kind", "value", "slug"),
    [("jurisdiction", "NL", "nl"), ("jurisdiction", "CA-QC", "ca-qc"), ("provision", "GDPR 6", "gdpr-6")],
)
def test_the_slug_that_was_meant_is_told(kind: str, value: str, slug: str) -> None:
    with pytest.raises(ParameterError, match=f"Write {slug}\\."):
        parse("x", kind, value)


def test_concepts() -> None:
    assert parse("x", "concept", "force/annulled") == NamedNode(CONCEPT + "force/annulled")
    assert parse("x", "concept", CONCEPT + "force/annulled") == NamedNode(CONCEPT + "force/annulled")
    for wrong in ("annulled", "force/", "force/annulled/x", "Force/annulled"):
        with pytest.raises(ParameterError):
            parse("x", "concept", wrong)


def test_dates_are_days_of_the_calendar() -> None:
    assert parse("x", "date", "2024-02-29") == Literal("2024-02-29", datatype=NamedNode(XSD + "date"))
    for wrong in ("2023-02-29", "2024", "2024-1-1", "20240101", "2024-W01-1", "2024-01-01T00:00:00", "yesterday"):
        with pytest.raises(ParameterError, match="YYYY-MM-DD"):
            parse("x", "date", wrong)


def test_amounts_and_numbers() -> None:
    assert parse("x", "decimal", "30500000.00").value == "30500000.00"
    for wrong in ("1e6", "NaN", "inf", "1,000", " 1", "1.", ".5", "--1", "1" * 21):
        with pytest.raises(ParameterError):
            parse("x", "decimal", wrong)
    assert parse("x", "integer", "-12") == Literal("-12", datatype=NamedNode(XSD + "integer"))
    for wrong in ("1.0", "", "1_000", "9" * 19):
        with pytest.raises(ParameterError):
            parse("x", "integer", wrong)


def test_a_text_may_not_be_endless() -> None:
    assert parse("q", "text", "x" * 1000)
    with pytest.raises(ParameterError, match=r"q: .*shorten"):
        parse("q", "text", "x" * 1001)


def test_iris() -> None:
    assert iri("urn:isbn:0451450523").value == "urn:isbn:0451450523"
    for wrong in (
        "relative",
        "//x/y",
        "http://x/ y",
        "http://x/<",
        'http://x/"',
        "http://x/{",
        "1x:y",
        "http://x/\\u0020",
    ):
        with pytest.raises(ValueError, match="not an absolute IRI"):
            iri(wrong)


@pytest.mark.parametrize(("text", "kind"), [("2022", "gYear"), ("2022-11", "gYearMonth"), ("2022-11-30", "date")])
def test_a_partial_date_keeps_its_precision(text: str, kind: str) -> None:
    assert partial_date(text) == Literal(text, datatype=NamedNode(XSD + kind))


@pytest.mark.parametrize("text", ["", "22", "2022-13", "2022-02-30", "2022-1", "2022-11-30Z", "0000", "2022\n"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        partial_date(text)


def test_a_currency_is_a_code_and_a_count_is_small() -> None:
    assert parse("x", "currency", "EUR") == Literal("EUR")
    with pytest.raises(ParameterError, match=r"Write EUR\."):
        parse("x", "currency", " eur")
    for wrong in ("euro", "", "€", "EUR\n"):
        with pytest.raises(ParameterError, match=r"such as EUR|Write EUR"):
            parse("x", "currency", wrong)
    assert parse("x", "count", "2") == Literal("2", datatype=NamedNode(XSD + "integer"))
    for wrong in ("-1", "1000", "1.5", ""):
        with pytest.raises(ParameterError, match="0 to 999"):
            parse("x", "count", wrong)


def test_a_year_has_four_digits_and_lies_in_our_time() -> None:
    assert parse("x", "year", "2024") == Literal("2024", datatype=NamedNode(XSD + "integer"))
    for wrong in ("20", "1969", "2101", "02024", "-2024", "2024-01", "999999999999999999", "\u0662\u0660\u0662\u0664"):
        with pytest.raises(ParameterError, match="1970"):
            parse("x", "year", wrong)


def test_an_iri_is_given_with_a_prefix_of_our_queries_too() -> None:
    assert parse("property", "iri", "comity:decided") == NamedNode("https://w3id.org/comity/ontology#decided")
    assert parse("property", "iri", "https://example.org/x") == NamedNode("https://example.org/x")
    assert parse("property", "iri", "urn:x:y") == NamedNode("urn:x:y")
