"""Citable queries: cited, opened again, compared with today, and written as references."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
import rispy
from pybtex.database import parse_string
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph import snapshot
from graph.permalink import Permalink, permalink

FINES = """# Fines, by amount.
PREFIX comity: <https://w3id.org/comity/ontology#>
SELECT ?fine ?amount WHERE { ?fine a comity:Fine ; comity:amount ?amount }
"""
FACTS = (
    "<https://w3id.org/comity/id/decision/{0}#fine> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
    "<https://w3id.org/comity/ontology#Fine> <https://w3id.org/comity/graph/curated> .\n"
    "<https://w3id.org/comity/id/decision/{0}#fine> <https://w3id.org/comity/ontology#amount> "
    '"{1}"^^<http://www.w3.org/2001/XMLSchema#decimal> <https://w3id.org/comity/graph/curated> .\n'
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two snapshots: of the second, in use, one fine is lower and one is new."""
    made, order = tmp_path_factory.mktemp("snapshots"), []
    for facts in ([("a", "5.00"), ("b", "7.00")], [("a", "3.00"), ("b", "7.00"), ("<i>", "9.00")]):
        text = "".join(FACTS.format(name.replace("<i>", "c"), amount) for name, amount in facts).encode()
        manifest = {"built": "2026-10-01T10:00:00+00:00", "commit": "0123abcd" * 5, "quads": {"x": 4}, "warnings": 0}
        found = snapshot.write(made, text, manifest, [])
        snapshot.point(made, found.version)
        order.append(found.version)
    (made / "order").write_text("\n".join(order))
    return made


@pytest.fixture(scope="module")
def asked(folder: Path) -> Iterator[TestClient]:
    """A client of an application over the two snapshots."""
    with TestClient(create_app(Settings(snapshots=folder), Versions(folder)), follow_redirects=False) as client:
        yield client


@pytest.fixture(scope="module")
def versions(folder: Path) -> list[str]:
    """Versions of the two snapshots, the older first."""
    return (folder / "order").read_text().split()


def cited(asked: TestClient, query: str = FINES, **more: str) -> str:
    """Path of the permalink of a query."""
    reply = asked.post("/q", content=urlencode({"query": query, **more}), headers=FORM)
    assert reply.status_code == 303, reply.text
    return str(reply.headers["location"])


def data(asked: TestClient, path: str) -> dict[str, object]:
    reply = asked.get(path, headers={"Accept": "application/json"})
    assert reply.status_code == 200, reply.text
    found = reply.json()["data"]
    assert isinstance(found, dict)
    return found


def test_a_cited_query_opens_with_the_answer_it_had(asked: TestClient, versions: list[str]) -> None:
    path = cited(asked, version=versions[0])
    found = data(asked, path)
    assert found["unchanged"] is True
    assert (found["rows"], found["version"], found["built"]) == (2, versions[0], "2026-10-01")
    assert found["query"] == FINES
    assert found["iri"] == f"https://w3id.org/comity{path}"
    assert found["answer"] == {"rows": 2, "sha256": found["sha256"]}
    assert found["cautions"] == []
    assert asked.get(f"/q?{urlencode({'query': FINES, 'version': versions[0]})}").headers["location"] == path
    assert cited(asked) != path, "without a version, the snapshot in use is cited"


def test_the_hash_is_that_of_the_sorted_table(asked: TestClient) -> None:
    table = asked.get(f"/sparql?{urlencode({'query': FINES, 'format': 'tsv'})}").text
    head, *rows = table.splitlines(keepends=True)
    expected = hashlib.sha256("".join([head, *sorted(rows)]).encode()).hexdigest()
    assert data(asked, cited(asked))["sha256"] == expected


def test_and_today_tells_the_rows_by_which_the_answers_differ(asked: TestClient, versions: list[str]) -> None:
    found = data(asked, cited(asked, version=versions[0]) + "/today")
    fine, euros = "<https://w3id.org/comity/id/decision/{}#fine>", '"{}"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert found["columns"] == ["fine", "amount"]
    assert found["gone"] == {"count": 1, "rows": [[fine.format("a"), euros.format(5)]]}
    assert found["new"] == {
        "count": 2,
        "rows": [[fine.format("a"), euros.format(3)], [fine.format("c"), euros.format(9)]],
    }
    assert found["today"]["version"] == versions[1]  # type: ignore[index]
    same = data(asked, cited(asked) + "/today")
    assert (same["gone"], same["new"]) == ({"count": 0, "rows": []}, {"count": 0, "rows": []})


@pytest.mark.parametrize("query", ["ASK { ?s ?p 7.0 }", "CONSTRUCT { ?s ?p 1 } WHERE { ?s ?p 7.0 }", "DESCRIBE <x:y>"])
def test_every_form_of_query_can_be_cited(asked: TestClient, query: str) -> None:
    path = cited(asked, query)
    assert data(asked, path)["unchanged"] is True
    assert data(asked, path + "/today")["gone"] == {"count": 0, "rows": []}
    assert asked.get(path, headers={"Accept": "text/html"}).status_code == 200
    assert asked.get(path + "/today", headers={"Accept": "text/html"}).status_code == 200


def test_an_answer_that_is_not_the_cited_one_is_told(asked: TestClient) -> None:
    made = permalink(cited(asked).removeprefix("/q/"))
    for rows, sha256 in ((made.rows, "0" * 64), (99, made.sha256)):
        forged = Permalink(made.query, made.version, made.built, made.commit, rows, sha256)
        assert data(asked, f"/q/{forged.token}")["unchanged"] is False
        page = asked.get(f"/q/{forged.token}", headers={"Accept": "text/html"}).text
        assert "is not the one that was cited" in page


def test_a_query_whose_answer_changes_by_itself_is_cautioned(asked: TestClient) -> None:
    found = data(asked, cited(asked, "SELECT (NOW() AS ?now) {} LIMIT 1"))
    assert [str(caution).split()[0] for caution in found["cautions"]] == ["NOW", "LIMIT"]  # type: ignore[attr-defined]


def test_a_version_no_longer_kept_is_gone_and_can_be_made_again(asked: TestClient) -> None:
    gone = Permalink(FINES, "feedfacefeedface", "2025-01-02", "beef" * 10, 3, "0" * 64)
    reply = asked.get(f"/q/{gone.token}")
    assert reply.status_code == 410
    assert reply.headers["content-type"] == "application/problem+json"
    assert f"check out commit {'beef' * 10} and run `comity build`" in reply.json()["detail"]
    assert reply.json()["query"] == FINES
    reply = asked.get(f"/q/{gone.token}?format=bibtex")
    assert reply.status_code == 200, "what was cited can still be cited"
    assert "as the link says: the snapshot is no longer kept" in reply.text


def test_today_is_asked_where_the_cited_version_is_no_longer_kept(asked: TestClient, versions: list[str]) -> None:
    same = replace(permalink(cited(asked).removeprefix("/q/")), version="feedfacefeedface")
    for gone, unchanged, words in ((same, True, "is the same"), (replace(same, sha256="0" * 64), False, "another one")):
        found = data(asked, f"/q/{gone.token}/today")
        assert found["today"] == {"version": versions[1], "rows": same.rows, "sha256": same.sha256}
        assert (found["gone"], found["new"], found["unchanged"]) == (None, None, unchanged)
        assert words in asked.get(f"/q/{gone.token}/today", headers={"Accept": "text/html"}).text


def test_what_a_link_says_of_a_kept_snapshot_is_checked(asked: TestClient, versions: list[str]) -> None:
    true = permalink(cited(asked).removeprefix("/q/"))
    forged = replace(true, built="1999-01-01", commit="beef" * 10, rows=99, sha256="0" * 64)
    found = data(asked, f"/q/{forged.token}")
    assert (found["built"], found["commit"], found["unchanged"]) == (true.built, true.commit, False)
    assert found["iri"] == f"https://w3id.org/comity/q/{replace(forged, built=true.built, commit=true.commit).token}"
    assert "1999-01-01" in found["cautions"][0]  # type: ignore[index]
    [item] = json.loads(asked.get(f"/q/{forged.token}?format=csl-json").text)
    [right] = json.loads(asked.get(f"/q/{true.token}?format=csl-json").text)
    assert right["note"] == f"{true.rows} rows, SHA-256 {true.sha256}"
    assert item.pop("note").startswith(right.pop("note") + "; the link it was asked by says 99 rows")
    assert item == right
    told = data(asked, f"/q/{forged.token}/today")
    assert (told["rows"], told["built"], told["unchanged"]) == (true.rows, true.built, True)
    assert "99 rows" in told["cautions"][1]  # type: ignore[index]


def test_a_graph_without_triples_has_no_row(asked: TestClient, versions: list[str]) -> None:
    path = cited(asked, "CONSTRUCT WHERE { ?s ?p 9.0 }", version=versions[0])
    found = data(asked, path + "/today")
    assert found["gone"] == {"count": 0, "rows": []}
    assert found["new"]["count"] == 1  # type: ignore[index]
    assert (data(asked, path)["rows"], found["sha256"]) == (0, hashlib.sha256(b"").hexdigest())


def test_what_was_cited_in_the_first_edition_is_still_checked(asked: TestClient, versions: list[str]) -> None:
    for query, rows, line in (
        ("CONSTRUCT WHERE { ?s ?p 9.0 }", 0, b""),
        ("SELECT ('_:abc' AS ?x) (' _:abc ' AS ?y) {}", 1, b'?x\t?y\n"_:abc"\t" _:b "'),
    ):
        former = Permalink(
            query, versions[0], "2026-10-01", "0123abcd" * 5, rows, hashlib.sha256(line + b"\n").hexdigest(), 1
        )
        assert data(asked, f"/q/{former.token}")["unchanged"] is True
        assert data(asked, f"/q/{former.token}/today")["gone"] == {"count": 0, "rows": []}
        assert "first edition" in asked.get(f"/q/{former.token}", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
def test_graphs_beside_a_query_are_not_dropped(asked: TestClient, name: str) -> None:
    form = {"query": FINES, name: "https://w3id.org/comity/graph/curated"}
    reply = asked.post("/q", content=urlencode(form), headers=FORM)
    assert reply.status_code == 400
    assert "FROM <…>" in reply.json()["detail"]


def test_the_key_of_a_reference_hangs_on_query_and_version(asked: TestClient, versions: list[str]) -> None:
    asks = [
        cited(asked, "ASK {}"),
        cited(asked, "ASK { ?s ?p 7.0 }"),
        cited(asked, "ASK {}", version=versions[0]),
    ]
    assert len({data(asked, path)["sha256"] for path in asks}) == 1
    assert len({json.loads(asked.get(f"{path}?format=csl-json").text)[0]["id"] for path in asks}) == len(asks)


def test_references_are_those_of_the_cited_answer(asked: TestClient, versions: list[str]) -> None:
    path = cited(asked)
    found = data(asked, path)
    [entry] = parse_string(asked.get(f"{path}?format=bibtex").text, "bibtex").entries.values()
    assert entry.fields["title"] == "{Fines, by amount}"
    assert entry.fields["url"] == f"https://w3id.org/comity{path}"
    assert (entry.fields["version"], entry.fields["year"]) == (versions[1], "2026")
    assert str(found["sha256"]) in entry.fields["note"]
    reply = asked.get(path, headers={"Accept": "application/x-research-info-systems"})
    assert rispy.loads(reply.text)[0]["edition"] == versions[1]
    [item] = json.loads(asked.get(f"{path}?format=csl-json").text)
    assert (item["type"], item["version"]) == ("dataset", versions[1])
    assert item["issued"] == {"date-parts": [[2026, 10, 1]]}


def test_pages_escape_what_a_query_says(asked: TestClient) -> None:
    query = '# <script>alert(1)</script>\nSELECT ?x { VALUES ?x { "<b>" } }'
    for path in (cited(asked, query), cited(asked, query) + "/today"):
        page = asked.get(path, headers={"Accept": "text/html"})
        assert page.headers["content-type"].startswith("text/html")
        assert "<script>alert" not in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
    assert not re.search(r"<b>", page.text)


@pytest.mark.parametrize(
    ("query", "status"),
    [("SELECT", 400), ("", 400), ("SELECT * { SERVICE <http://127.0.0.1/> {} }", 400), ("INSERT DATA {}", 400)],
)
def test_a_query_that_is_refused_is_not_cited(asked: TestClient, query: str, status: int) -> None:
    reply = asked.post("/q", content=urlencode({"query": query}), headers=FORM)
    assert reply.status_code == status
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/q", "/q?query=ASK{}&query=ASK{}", "/q/x", "/q/x/today", "/q/" + "A" * 9000])
def test_bad_addresses_are_told_what_to_do(asked: TestClient, path: str) -> None:
    reply = asked.get(path)
    assert reply.status_code == 400
    assert reply.headers["content-type"] == "application/problem+json"


def test_unknown_formats_are_refused(asked: TestClient) -> None:
    path = cited(asked)
    assert asked.get(f"{path}?format=docx").status_code == 422
    assert asked.get(path, headers={"Accept": "image/png"}).status_code == 406
    assert asked.get(f"{path}/today?format=bibtex").status_code == 422
    assert asked.get(f"/q?{urlencode({'query': FINES, 'version': 'x'})}").status_code == 404
