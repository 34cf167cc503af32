"""feedparser, which reads Atom as feed readers do."""

import calendar
from datetime import UTC, datetime

import feedparser

from graph.changelog import entries
from graph.namespaces import BASE
from tests.api.conftest import Server
from tests.clients.history import CHANGED, CREATED, NEW_LABEL, WITHDRAWN, spoilt
from tests.conftest import Project

NEWS = {
    (f"{NEW_LABEL} (updated)", "/decisions/lu-cnpd-2023-parcelwise"),
    ("Newcomer & Söhne <GmbH> (created)", "/companies/newcomer"),
    ("Soon Gone AG (withdrawn)", "/companies/soon-gone"),
}


def seconds(parsed: object) -> datetime:
    """A time that feedparser read."""
    return datetime.fromtimestamp(calendar.timegm(parsed), UTC)  # type: ignore[arg-type]


def test_the_news(followed: Server, project: Project) -> None:
    found = feedparser.parse(f"{followed.url}/feed.atom")
    assert (found.bozo, found.version, found.status) == (False, "atom10", 200)
    first, second = entries(project.snapshots)
    assert seconds(found.feed.updated_parsed) == second.time
    news = {(entry.title, entry.link.removeprefix(followed.url)) for entry in found.entries[: len(NEWS)]}
    assert news == NEWS
    assert {seconds(entry.updated_parsed) for entry in found.entries} == {first.time, second.time}
    ids = [entry.id for entry in found.entries]
    assert len(set(ids)) == len(ids)
    assert f"{BASE}change/2/{CHANGED.removeprefix(BASE)}" in ids
    again = feedparser.parse(f"{followed.url}/feed.atom", etag=found.etag)
    assert (again.status, len(again.entries)) == (304, 0)


def test_what_touches_a_case_a_company_or_a_jurisdiction(followed: Server) -> None:
    def touched(path: str) -> list[tuple[str, str]]:
        found = feedparser.parse(f"{followed.url}{path}/feed.atom")
        assert not found.bozo
        assert found.feed.links[0].href == f"{followed.url}{path}/feed.atom"
        return [(entry.id.partition("/id/")[2], entry.tags[1].term) for entry in found.entries]

    decision = CHANGED.partition("/id/")[2]
    assert touched("/cases/parcelwise-tracking")[0] == (decision, "updated")
    assert touched("/companies/parcelwise")[0] == (decision, "updated")
    assert touched("/companies/newcomer") == [(CREATED.partition("/id/")[2], "created")]
    gone = WITHDRAWN.partition("/id/")[2]
    assert touched("/companies/soon-gone") == [(gone, "withdrawn"), (gone, "created")]
    assert {one for one, _ in touched("/jurisdictions/lu")} >= {decision, gone, "authority/lu-cnpd", "jurisdiction/lu"}


def test_a_wrong_date_and_broken_xml_are_noticed(followed: Server, project: Project) -> None:
    with spoilt(followed, lambda _, body: body.replace(b"<updated>20", b"<updated>19")) as url:
        found = feedparser.parse(f"{url}/feed.atom")
        assert seconds(found.feed.updated_parsed) != entries(project.snapshots)[-1].time
    with spoilt(followed, lambda _, body: body.replace(b"&amp;", b"&")) as url:
        assert feedparser.parse(f"{url}/feed.atom").bozo
