"""Pages: every kind is whole, safe and true to the record it shows."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

CASE = "/cases/clearview-scraping"
PENALTY_NOTICE = "/decisions/gb-ico-2022-clearview-mpn"
HTML = {"Accept": "text/html"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
LISTS = (
    "/decisions",
    "/cases",
    "/authorities",
    "/jurisdictions",
    "/companies",
    "/legal-bases",
    "/instruments",
    "/sources",
)
PAGES = (
    "/",
    "/catalog",
    *LISTS,
    "/decisions?jurisdiction=gb",
    CASE,
    PENALTY_NOTICE,
    "/decisions/nl-ap-2024-clearview",
    "/decisions/at-noyb-2025-clearview",
    "/decisions/gb-ico-2021-clearview",
    "/authorities/nl-ap",
    "/jurisdictions/nl",
    "/companies/clearview-ai",
    "/legal-bases/gdpr-6-1-f",
    "/instruments/gdpr",
    "/sources/news-report-a",
    "/concepts/force",
    "/concepts/force/annulled",
    "/ontology",
    "/ontology/Fine",
    "/ontology/infringes",
    "/sparql",
)


class Page(HTMLParser):
    """A page read strictly: elements must close in order, ids must differ."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.words: list[str] = []
        self.headings: list[str] = []
        self.links: list[str] = []
        self.groups: list[str] = []
        self.columns: list[str] = []
        self.sums = ""
        self._open: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()
        assert not self._open, f"not closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        assert len(given) == len(attrs), f"an attribute stands twice on {tag}"
        self.tags.append((tag, given))
        if "id" in given:
            self.ids.append(given["id"])
        if tag not in VOID:
            self._open.append((tag, given))
        for name, found in (("h1", self.headings), ("h2", self.headings), ("h3", self.headings), ("a", self.links)):
            if tag == name:
                found.append("")
        if tag == "th" and given.get("scope") == "rowgroup":
            self.groups.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open and self._open[-1][0] == tag, f"</{tag}> closes {self._open[-1:]}"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "script":
            return
        self.words.append(data)
        inside = [tag for tag, _ in self._open]
        if {"h1", "h2", "h3"} & set(inside):
            self.headings[-1] += data
        if "a" in inside:
            self.links[-1] += data
        if any(tag == "th" and given.get("scope") == "rowgroup" for tag, given in self._open):
            self.groups[-1] += data
        if any(given.get("class") == "sums" for _, given in self._open):
            self.sums += data

    @property
    def text(self) -> str:
        """All words, with single spaces."""
        return " ".join("".join(self.words).split())

    def of(self, *names: str) -> Iterator[tuple[str, dict[str, str]]]:
        """Elements with one of these names."""
        return ((tag, given) for tag, given in self.tags if tag in names)


def page(client: TestClient, path: str, status: int = 200) -> Page:
    """The page at `path`, with what holds for every page checked."""
    response = client.get(path, headers=HTML)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    found = Page(response.text)
    assert [tag for tag, _ in found.tags].count("h1") == 1
    assert len(found.ids) == len(set(found.ids)), "an id stands twice"
    assert not list(found.of("style", "iframe", "object"))
    assert {given.get("type") for _, given in found.of("script")} <= {"application/ld+json"}, "data, which nobody runs"
    for tag, given in found.tags:
        assert not [name for name in given if name == "style" or name.startswith("on")], (tag, given)
    for tag, given in found.of("img", "link"):
        loads = given.get("rel") not in ("canonical", "alternate", "cite-as")
        address = given.get("src") or given["href"]
        assert not loads or (address.startswith("/") and not address.startswith("//")), (tag, address)
    for _, given in found.of("a"):
        assert given["href"].startswith(("/", "#", "http://", "https://")), given
        if given["href"].startswith("http"):
            assert {"noopener", "noreferrer"} <= set(given["rel"].split()), given
        if given["href"].startswith("#"):
            assert given["href"][1:] in found.ids, given
    for tag, given in found.of("th"):
        assert given.get("scope") in ("col", "row", "rowgroup"), (tag, given)
    tables = len(list(found.of("table")))
    assert tables == len(list(found.of("caption")))
    controls = {given["id"] for _, given in found.of("input", "select", "textarea") if "id" in given}
    assert controls <= {given.get("for") for _, given in found.of("label")}
    assert ("html", {"lang": "en"}) in found.tags
    assert any(given.get("href") == "#content" for _, given in found.of("a"))
    return found


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_each_kind_is_whole_and_loads_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    page(client, path)


def test_a_page_carries_a_policy_that_forbids_inline_code(client: TestClient) -> None:
    policy = client.get(CASE, headers=HTML).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy


@pytest.mark.parametrize(("plural", "step"), [("decisions", 1), ("cases", 1), ("legal-bases", 12), ("sources", 20)])
def test_pages_of_all_sorts_of_records_can_be_made(client: TestClient, plural: str, step: int) -> None:
    records = client.get(f"/api/v1/{plural}?limit=500").json()["data"]
    for record in records[::step]:
        page(client, record["url"])


def test_every_fragment_of_a_thing_is_an_element_of_its_page(client: TestClient) -> None:
    query = (
        'SELECT DISTINCT ?part WHERE { ?part ?property ?value FILTER(ISIRI(?part) && CONTAINS(STR(?part), "#") '
        '&& STRSTARTS(STR(?part), "https://w3id.org/comity/id/")) }'
    )
    answer = client.get("/sparql", params={"query": query, "format": "csv"})
    parts: dict[str, set[str]] = {}
    for iri in answer.text.split()[1:]:
        home, _, fragment = iri.partition("#")
        parts.setdefault(home, set()).add(fragment)
    assert len(parts) > 50
    for home, fragments in sorted(parts.items())[::3]:  # A third: each is a page to render.
        kind, slug = home.removeprefix("https://w3id.org/comity/id/").split("/")
        found = page(
            client, {"decision": "/decisions/", "source": "/sources/", "authority": "/authorities/"}[kind] + slug
        )
        assert fragments <= set(found.ids), (home, sorted(fragments - set(found.ids)))


def test_every_term_of_the_ontology_is_an_element_of_its_page(client: TestClient) -> None:
    assert {"Fine", "PeriodicPenalty", "infringes", "annuls"} <= set(page(client, "/ontology").ids)


def test_the_case_page_shows_each_jurisdiction_once(client: TestClient) -> None:
    compared = client.get(f"/api/v1{CASE}/compare").json()["data"]
    shown = [" ".join(group.split()) for group in page(client, CASE).groups]
    expected = [
        f"{entry['jurisdiction']['label']} {entry['jurisdiction']['code']}" for entry in compared["jurisdictions"]
    ]
    assert sorted(shown) == sorted(expected)
    assert shown.index("Netherlands NL") < shown.index("United Kingdom GB")


def test_the_case_page_tells_measures_of_different_kinds_in_columns_of_their_own(client: TestClient) -> None:
    markup = client.get(CASE, headers=HTML).text
    head = re.findall(r'<th scope="col">([^<]*)</th>', markup.partition("</thead>")[0])
    assert head[4:8] == ["Fine", "Orders and bans", "Periodic penalty", "Liquidation"]


@pytest.mark.parametrize(
    ("day", "standing"),
    [
        ("2026-01-01", "EUR 90,500,000 (4 fines) and GBP 7,552,800 (1 fine, under appeal)"),
        ("2023-12-01", "EUR 60,000,000 (3 fines). Imposed"),
        ("2022-06-15", "EUR 20,000,000 (1 fine) and GBP 7,552,800 (1 fine). Imposed"),
        ("2019-01-01", "No fine had been imposed"),
    ],
)
def test_sums_hold_only_fines_that_stand_on_the_day(client: TestClient, day: str, standing: str) -> None:
    sums = " ".join(page(client, f"{CASE}?as_of={day}").sums.split())
    assert standing in sums
    assert not re.search(r"5,100,000|5,200,000|95,?[67]|35,6|100,000|250,000|17,000,000", sums)


def test_an_annulled_fine_counts_as_imposed_but_not_as_in_force(client: TestClient) -> None:
    sums = " ".join(page(client, f"{CASE}?as_of=2023-12-01").sums.split())
    in_force, imposed = sums.split("Imposed")
    assert "GBP" not in in_force
    assert "GBP 7,552,800 (1)" in imposed


@pytest.mark.parametrize(
    ("day", "state"), [("2022-06-01", "in force"), ("2024-01-01", "annulled"), ("2025-11-01", "revived")]
)
def test_as_of_decides_what_is_shown_of_the_british_penalty(client: TestClient, day: str, state: str) -> None:
    text = page(client, f"{PENALTY_NOTICE}?as_of={day}").text
    assert re.search(rf"Force {state} from", text)


def test_an_annulled_fine_is_struck_through_and_says_so(client: TestClient) -> None:
    markup = client.get(f"{CASE}?as_of=2024-01-01", headers=HTML).text
    assert re.search(
        r"<s><strong class=\"money\">GBP 7,552,800</strong></s>\s+<span class=\"badge state-annulled\"", markup
    )
    markup = client.get(f"{CASE}?as_of=2026-01-01", headers=HTML).text
    assert "<s><strong" not in markup
    assert '<strong class="money">GBP 7,552,800</strong>' in markup


def test_an_act_later_than_the_day_is_told_as_later(client: TestClient) -> None:
    assert "Not yet taken on 1 January 2020." in page(client, "/decisions/nl-ap-2024-clearview?as_of=2020-01-01").text
    assert "Later than 1 January 2020." in page(client, f"{CASE}?as_of=2020-01-01").text


def test_links_from_a_case_keep_the_day_asked_for(client: TestClient) -> None:
    addresses = {given["href"] for _, given in page(client, f"{CASE}?as_of=2024-01-01").of("a")}
    assert f"{PENALTY_NOTICE}?as_of=2024-01-01" in addresses


def test_a_ceiling_is_told_as_one_and_not_as_an_amount(client: TestClient) -> None:
    assert "up to EUR 5,100,000" in page(client, "/decisions/nl-ap-2024-clearview").text


def test_a_decision_links_its_data_and_says_how_to_cite_it(client: TestClient) -> None:
    found = page(client, PENALTY_NOTICE)
    version = client.get(PENALTY_NOTICE, headers=HTML).headers["comity-version"]
    addresses = {given["href"] for _, given in found.of("a")}
    assert {f"{PENALTY_NOTICE}.{suffix}" for suffix in ("json", "ttl", "jsonld", "nt", "rdf")} <= addresses
    assert "https://w3id.org/comity/id/decision/gb-ico-2022-clearview-mpn" in found.text
    assert any(f"version={version}" in address for address in addresses)
    types = {given["type"] for _, given in found.of("link") if given.get("rel") == "alternate"}
    assert {"text/turtle", "application/ld+json", "application/json"} <= types
    assert ("link", {"rel": "canonical", "href": PENALTY_NOTICE}) in found.tags


def test_a_name_in_a_citation_is_neither_link_nor_heading(client: TestClient) -> None:
    found = page(client, "/decisions/us-ndil-2020-mutnick")
    assert "Mutnick v. Clearview AI" in found.text
    assert not [words for words in found.links + found.headings if "mutnick" in words.lower()]


def test_the_title_of_a_source_is_no_link_for_it_may_name_a_person(client: TestClient) -> None:
    found = page(client, "/decisions/us-ca7-2021-thornley")
    assert not [words for words in found.links + found.headings if "thornley" in words.lower()]


def test_the_page_of_a_decision_tells_the_period_of_the_conduct_and_the_days_of_a_party(client: TestClient) -> None:
    assert "from 25 May 2018 until 28 July 2020" in page(client, "/decisions/nl-ap-2021-tiktok").text
    assert "applicant, from 3 November 2021, until August 2023" in page(client, "/decisions/au-aat-2023-clearview").text


def test_the_page_of_a_source_tells_its_language_and_what_it_translates(client: TestClient) -> None:
    found = page(client, "/sources/news-report-a")
    assert "en, translated by a machine" in found.text
    assert "/sources/french-newspaper-article-of-report-a" in {given["href"] for _, given in found.of("a")}


def test_a_source_shows_the_claims_it_makes(client: TestClient) -> None:
    found = page(client, "/sources/news-report-a")
    assert "claim-1" in found.ids
    assert "rejected" in found.text


def test_a_filtered_list_links_the_same_list_as_json(client: TestClient) -> None:
    found = page(client, "/decisions?jurisdiction=gb")
    addresses = [given["href"] for _, given in found.of("a")]
    assert "/api/v1/decisions?jurisdiction=gb" in addresses
    total = client.get("/api/v1/decisions?jurisdiction=gb").json()["page"]["total"]
    assert f"{total} records" in found.text


def test_an_example_query_runs_from_its_form(client: TestClient) -> None:
    markup = client.get("/sparql", headers=HTML).text
    assert 'action="/sparql"' in markup
    example = re.search(r'<textarea name="query" hidden[^>]*>(.*?)</textarea>', markup, re.DOTALL)
    assert example is not None
    answer = client.post("/sparql", data={"query": unescape(example.group(1)), "format": "json"}, headers=HTML)
    assert answer.status_code == 200


HOSTILE = '"><script>alert(1)</script>'


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{CASE}?as_of={HOSTILE}", 422),
        (f"/decisions?jurisdiction={HOSTILE}", 422),
        (f"/decisions?{HOSTILE}=1", 422),
        (f"/{HOSTILE}", 404),
        ("/decisions/%22%3E%3Cscript%3Ealert(1)", 404),
        ("/concepts/%22%3E%3Cscript%3Ealert(1)", 404),
        (f"{CASE}?version={HOSTILE}", 404),
    ],
)
def test_hostile_values_come_back_escaped(client: TestClient, path: str, status: int) -> None:
    response = client.get(path, headers=HTML)
    assert response.status_code == status
    assert "<script" not in response.text
    assert "&lt;script" in response.text
    page(client, path, status)


def test_an_empty_list_says_that_it_tells_of_coverage(client: TestClient) -> None:
    assert "what is recorded here, not what happened in the world" in page(client, "/decisions?jurisdiction=xx").text


def test_redress_and_amounts_only_announced_stand_apart_from_fines_and_say_what_they_are(client: TestClient) -> None:
    text = page(client, CASE).text
    assert "USD 250,000: Attorney fees and costs" in text
    assert "only proposed GBP just over 17 million: Fine intended" in text.replace("proposedGBP", "proposed GBP")
