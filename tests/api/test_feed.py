"""The event stream: its pages in every format, what never changes, and what is gone."""

import json
import shutil
from collections.abc import Iterator

import pytest
from pyoxigraph import Quad, RdfFormat, parse
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.versions import Versions
from graph.changelog import FOLDER
from tests.clients.history import CHANGED, NEW_LABEL, begin
from tests.conftest import Project

FORMATS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/trig": RdfFormat.TRIG,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/ld+json": RdfFormat.JSON_LD,
}
HOST = "http://testserver"
TREE = "https://w3id.org/tree#"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, skeleton: object) -> Project:
    """A project with two snapshots."""
    found = Project(tmp_path_factory.mktemp("feed"), skeleton)  # type: ignore[arg-type]
    begin(found)
    return found


@pytest.fixture
def feeds(project: Project) -> Iterator[TestClient]:
    """A client of the application over it."""
    settings = Settings(snapshots=project.snapshots, workers=1)
    with TestClient(create_app(settings, Versions(project.snapshots))) as found:
        yield found


def read(client: TestClient, path: str, media_type: str) -> list[Quad]:
    """The quads of a page."""
    reply = client.get(path, headers={"Accept": media_type})
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith(media_type)
    return list(parse(reply.content, format=FORMATS[media_type], base_iri=HOST + path))


@pytest.mark.parametrize("media_type", FORMATS)
def test_the_root_says_the_same_in_every_format(feeds: TestClient, media_type: str) -> None:
    found = {quad.triple for quad in read(feeds, "/feed", media_type)}
    assert found == {quad.triple for quad in read(feeds, "/feed", "text/turtle")}
    views = [triple.object.value for triple in found if triple.predicate.value == f"{TREE}view"]  # type: ignore[union-attr]
    assert views == [f"{HOST}/feed"]
    nodes = {triple.object.value for triple in found if triple.predicate.value == f"{TREE}node"}  # type: ignore[union-attr]
    assert nodes == {f"{HOST}/feed/1/1", f"{HOST}/feed/1/2", f"{HOST}/feed/2/1"}


@pytest.mark.parametrize("media_type", FORMATS)
def test_addresses_of_pages_are_relative_where_they_can_be(feeds: TestClient, media_type: str) -> None:
    for path in ("/feed", "/feed/2/1"):
        body = feeds.get(path, headers={"Accept": media_type}).content
        assert (HOST.encode() in body) == (media_type == "application/n-quads")
        assert b"x-here" not in body


@pytest.mark.parametrize("media_type", FORMATS)
def test_a_member_by_itself_is_what_its_page_has(feeds: TestClient, media_type: str) -> None:
    address = f"/change/2/id/decision/{CHANGED.rpartition('/')[2]}"
    alone = set(read(feeds, address, media_type))
    assert alone < set(read(feeds, "/feed/2/1", media_type))
    assert NEW_LABEL in {getattr(quad.object, "value", None) for quad in alone}


def test_terms_and_concepts_have_members_too(feeds: TestClient) -> None:
    for name in ("ontology/Fine", "concept/force/annulled"):
        assert feeds.get(f"/change/1/{name}").status_code == 200


def test_pages_stay_and_the_root_is_asked_again(feeds: TestClient) -> None:
    root, page = feeds.get("/feed"), feeds.get("/feed/1/1")
    assert "immutable" in page.headers["cache-control"]
    assert "immutable" not in root.headers["cache-control"]
    for reply in (root, page):
        again = feeds.get(reply.request.url.path, headers={"If-None-Match": reply.headers["etag"]})
        assert again.status_code == 304
    assert "Last-Modified" in page.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [("/feed/9/1", 404), ("/feed/1/9", 404), ("/feed/1/0", 404), ("/feed/0/1", 410), ("/change/2/id/case/x", 404)],
)
def test_what_is_not_there(feeds: TestClient, path: str, status: int) -> None:
    reply = feeds.get(path)
    assert reply.status_code == status
    assert reply.json()["detail"]


def test_a_format_we_have_not(feeds: TestClient) -> None:
    assert feeds.get("/feed", headers={"Accept": "image/png"}).status_code == 406


def test_dropped_entries_are_gone_and_the_policy_says_so(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("dropped") / "snapshots"
    shutil.copytree(project.snapshots, folder)
    shutil.rmtree(folder / FOLDER / "000001")
    with TestClient(create_app(Settings(snapshots=folder, workers=1), Versions(folder))) as client:
        assert client.get("/feed/1/1").status_code == 410
        assert client.get("/feed/2/1").status_code == 200
        told = json.loads(client.get("/feed", headers={"Accept": "application/ld+json"}).content)
        [policy] = [one for one in told if one["@id"] == "/feed#retention"]
        assert "https://w3id.org/ldes#startingFrom" in policy
        shutil.rmtree(folder / FOLDER)
        assert client.get("/feed").status_code == 404
