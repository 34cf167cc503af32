"""The index: what it holds, what it leaves out, and that it belongs to its snapshot."""

import gzip
import shutil
from pathlib import Path

import pytest
import tantivy
from pyoxigraph import QuerySolutions, Store

from graph import index
from graph.errors import NoIndex
from graph.index import KINDS, Entry
from graph.namespaces import ONTOLOGY
from graph.queries import folder
from graph.search import Search
from graph.snapshot import Snapshot
from graph.store import embedded
from tests.conftest import Project


@pytest.fixture(scope="module")
def found(real: Snapshot) -> list[Entry]:
    """The entries of the real graph."""
    return index.entries(embedded(real).store)


def test_every_kind_is_there_and_nothing_twice(found: list[Entry]) -> None:
    assert {entry.kind for entry in found} == set(KINDS)
    assert len({entry.iri for entry in found}) == len(found)
    assert not [entry.iri for entry in found if "#" in entry.iri and not entry.iri.startswith(ONTOLOGY)]


def test_what_names_natural_persons_is_left_out(real: Snapshot, found: list[Entry]) -> None:
    texts = {text.value for entry in found for text in entry.texts}
    citations = {quad.object.value for quad in embedded(real).store if quad.predicate.value == f"{ONTOLOGY}citation"}
    assert len(citations) > 20
    assert not citations & texts, "no word of a citation is searched for"
    forms = {form for entry in found for form, value in entry.keys.values() if value in citations}
    assert forms <= {"citation", "reference"}, "the whole of it is a key, and so is a number that is all of one"
    for name in ("Wolfsen", "Renderos", "Mutnick", "Thornley", "Calderon", "Doan"):
        assert not [text for text in texts if name in text]
    assert "source" not in {entry.kind for entry in found}


def test_what_is_said_of_parts_is_a_text_of_the_thing(real: Snapshot, found: list[Entry]) -> None:
    texts = {entry.iri: {text.value for text in entry.texts} for entry in found}
    said = {"http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2000/01/rdf-schema#comment"}
    said.add("http://www.w3.org/2004/02/skos/core#editorialNote")
    parts = 0
    for quad in embedded(real).store:
        thing, _, part = getattr(quad.subject, "value", "").partition("#")
        if part and quad.predicate.value in said and thing in texts:
            parts += 1
            assert quad.object.value in texts[thing], quad
    assert parts > 1000
    assert not {entry.kind for entry in found} & {"source"}


def test_every_field_of_the_query_has_its_place(real: Snapshot) -> None:
    rows = embedded(real).store.query(folder("search")["texts"].text, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    assert {row["field"].value for row in rows} <= set(index.FIELD_OF)  # type: ignore[union-attr]


def test_labels(found: list[Entry]) -> None:
    place = next(entry for entry in found if entry.iri.endswith("jurisdiction/nl"))
    assert (place.label(), place.label("fr"), place.label("xx")) == ("Netherlands", "Pays-Bas", "Netherlands")
    assert Entry("https://w3id.org/comity/concept/force/annulled", (), {}).label() == "annulled"


def test_the_same_facts_give_the_same_answers(real: Snapshot, tmp_path: Path) -> None:
    index.write(tmp_path / "again", snapshot_nquads(real))
    one, two = Search(real.search), Search(tmp_path / "again")
    for text in ("clearview", "fine", "a", "datenschutz", "cleerview", "meta ireland"):
        assert one.found(text, limit=200) == two.found(text, limit=200)


def snapshot_nquads(made: Snapshot) -> bytes:
    """The N-Quads of a snapshot."""
    return gzip.decompress(made.nquads.read_bytes())


def test_a_snapshot_without_an_index_says_so_and_gets_one_when_built_again(small: Project) -> None:
    small.write_all()
    made = small.build()
    shutil.rmtree(made.search)
    with pytest.raises(NoIndex, match=f"{made.version}.*build it again"):
        index.opened(made.search)
    made.search.mkdir()
    with pytest.raises(NoIndex):
        index.opened(made.search)
    again = small.build()
    assert again.version == made.version
    assert Search(again.search).found("parcelwise").total == 3
    assert not [path for path in made.folder.iterdir() if path.name.startswith(".")]


def test_an_index_of_another_layout_is_none(tmp_path: Path) -> None:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("other")
    tantivy.Index(builder.build(), path=str(tmp_path))
    with pytest.raises(NoIndex):
        index.opened(tmp_path)


def test_an_empty_graph_has_an_empty_index(tmp_path: Path) -> None:
    assert index.entries(Store()) == []
    index.write(tmp_path / "search", b"")
    assert Search(tmp_path / "search").found("anything").hits == ()
