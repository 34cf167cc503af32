"""Values as people read them."""

import pytest

from api.wording import by_instrument, day, duration, money, pointed, site, stated, web


@pytest.mark.parametrize(
    ("amount", "words"),
    [("30500000.00", "EUR 30,500,000"), ("0.50", "EUR 0.50"), ("1234.05", "EUR 1,234.05")],
)
def test_money_shows_cents_only_where_there_are_any(amount: str, words: str) -> None:
    assert money({"amount": amount, "currency": "EUR"}) == words


def test_no_money_is_no_words() -> None:
    assert money(None) == ""


@pytest.mark.parametrize(
    ("value", "words"),
    [("2024-05-06", "6 May 2024"), ("2024-09", "September 2024"), ("2024", "2024"), (None, ""), ("2024-13", "2024-13")],
)
def test_a_day_is_told_as_precisely_as_it_is_known(value: str | None, words: str) -> None:
    assert day(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [("P2M", "2 months"), ("P1D", "1 day"), ("P1Y6M", "1 year and 6 months"), ("PT0S", "no time"), ("PT5H", "PT5H")],
)
def test_a_duration_is_told_in_words(value: str, words: str) -> None:
    assert duration(value) == words


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//example.org", "", None])
def test_only_http_addresses_become_links(address: str | None) -> None:
    assert web(address) is None
    assert web("https://example.org/") == "https://example.org/"


def test_a_claim_shows_its_value_by_type() -> None:
    assert stated({"type": "decimal", "value": "20000.00"}) == "20,000"
    assert stated({"type": "gYearMonth", "value": "2023-03"}) == "March 2023"
    assert stated({"type": "text", "value": "as it stands"}) == "as it stands"


def test_what_a_text_names_leads_to_its_page_and_nothing_else_is_markup() -> None:
    told = pointed("Clearview AI in <id/decision/x#fine-1>; <concept/force/annulled>, <b>bold</b> & <id/nothing/y>")
    assert told == (
        'Clearview AI in <a href="/decisions/x#fine-1">decision/x#fine-1</a>; '
        '<a href="/concepts/force/annulled">force/annulled</a>, &lt;b&gt;bold&lt;/b&gt; &amp; &lt;id/nothing/y&gt;'
    )
    assert pointed('<id/decision/x"onclick=alert(1)>') == '<a href="/decisions/x&#34;onclick=alert(1)">' + (
        "decision/x&#34;onclick=alert(1)</a>"
    )


def test_the_site_of_a_source_is_told_from_its_title() -> None:
    assert site("example.org: a title: more (news)") == ("example.org", "a title: more (news)")
    assert site("Report of the year") == ("Report of the year", "")


def test_provisions_stand_by_instrument_in_the_order_of_numbers() -> None:
    numbers = ["15", "9", "5(1)(e)", "5(1)(a)"]
    gdpr = [{"number": n, "label": n, "instrument": {"iri": "x:gdpr", "label": "GDPR"}} for n in numbers]
    other = {"number": None, "label": "PIPA", "instrument": {"iri": "x:pipa", "label": "PIPA"}}
    found = by_instrument([gdpr[0], other, *gdpr[1:]])
    assert [instrument["label"] for instrument, _ in found] == ["GDPR", "PIPA"]
    assert [base["number"] for base in found[0][1]] == ["5(1)(a)", "5(1)(e)", "9", "15"]
