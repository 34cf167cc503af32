"""The change log: an entry for each snapshot that came into use, whole, and true to the snapshots."""

import gzip
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph import changelog, changes, history
from graph.changes import lines, thing_of
from graph.namespaces import GRAPH_CURATED, GRAPH_ONTOLOGY, ONTOLOGY, PREFIXES, thing
from graph.snapshot import Snapshot, canonical, point, write

LABEL = NamedNode(f"{PREFIXES['rdfs']}label")
BUILT = "2024-01-01T00:00:00+00:00"


def use(folder: Path, **labels: str) -> Snapshot:
    """Bring a snapshot into use, with decisions by slug and label, and tell of it."""
    made = built(folder, BUILT, **labels)
    point(folder, made.version)
    changelog.record(folder)
    return made


def built(folder: Path, when: str, **labels: str) -> Snapshot:
    """A snapshot that says nothing but labels of decisions, by slug."""
    quads = [
        Quad(NamedNode(thing("decision", slug)), LABEL, Literal(label, language="en"), NamedNode(GRAPH_CURATED))
        for slug, label in labels.items()
    ]
    return write(folder, canonical(quads), {"quads": {GRAPH_CURATED: len(quads)}, "built": when}, [])


def told(entry: changelog.Entry) -> dict[str, str]:
    """What became of each decision."""
    return {mark.thing.rpartition("/")[2]: mark.outcome for mark in entry.marks}


def decision(slug: str) -> str:
    return thing("decision", slug)


def test_the_first_entry_has_all_as_created_when_it_was_built(tmp_path: Path) -> None:
    assert changelog.entries(tmp_path) == ()
    changelog.record(tmp_path)
    assert changelog.entries(tmp_path) == (), "nothing is in use, nothing is told"
    made = use(tmp_path, a="A", b="B")
    [entry] = changelog.entries(tmp_path)
    assert (entry.number, entry.version, entry.previous) == (1, made.version, None)
    assert entry.time == datetime(2024, 1, 1, tzinfo=UTC)
    assert told(entry) == {"a": "created", "b": "created"}


def test_later_entries_tell_what_changed(tmp_path: Path) -> None:
    first = use(tmp_path, a="A", b="B", c="C")
    before = datetime.now(UTC) - timedelta(seconds=1)
    second = use(tmp_path, a="A", b="Bee", d="D")
    one, two = changelog.entries(tmp_path)
    assert (two.number, two.version, two.previous) == (2, second.version, first.version)
    assert told(two) == {"b": "updated", "c": "withdrawn", "d": "created"}
    assert before < two.time <= datetime.now(UTC)
    changes = {change.thing: change for change in two.page(1)}
    assert [change.label for change in changes.values()] == [mark.label for mark in two.marks] == ["Bee", "C", "D"]
    assert '"B"' in changes[thing("decision", "b")].removed[0]
    assert history.latest((one, two))[thing("decision", "a")][0] is one
    assert history.latest((one, two))[thing("decision", "c")][1].outcome == "withdrawn"


def test_nothing_new_nothing_told(tmp_path: Path) -> None:
    use(tmp_path, a="A")
    use(tmp_path, a="A")
    assert len(changelog.entries(tmp_path)) == 1


def test_back_to_an_earlier_version_is_a_change_too(tmp_path: Path) -> None:
    first = use(tmp_path, a="A")
    use(tmp_path, a="A", b="B")
    use(tmp_path, a="A")
    log = changelog.entries(tmp_path)
    assert [entry.number for entry in log] == [1, 2, 3]
    assert told(log[2]) == {"b": "withdrawn"}
    assert log[0].time < log[1].time < log[2].time, "in one second, and yet in order"
    assert history.until(log, first.version) == log
    assert history.until(log, log[1].version) == log[:2]
    assert history.until(log, "0" * 16) == ()


def test_a_version_that_is_no_longer_kept_is_known_from_the_log(tmp_path: Path) -> None:
    use(tmp_path, a="A", b="B")
    second = use(tmp_path, a="Aye", c="C")
    shutil.rmtree(second.folder)
    use(tmp_path, a="Aye", d="D")
    assert told(changelog.entries(tmp_path)[2]) == {"c": "withdrawn", "d": "created"}


def test_a_log_begins_with_all_that_is_kept(tmp_path: Path) -> None:
    days = [f"2024-01-0{day}T00:00:00+00:00" for day in (1, 2, 3)]
    made = [
        built(tmp_path, day, **labels) for day, labels in zip(days, ({"a": "A"}, {"a": "Aye"}, {"b": "B"}), strict=True)
    ]
    point(tmp_path, made[1].version)
    changelog.record(tmp_path)
    log = changelog.entries(tmp_path)
    assert [(entry.version, entry.time.isoformat()) for entry in log] == [
        (made[0].version, days[0]),
        (made[1].version, days[1]),
    ]
    assert told(log[1]) == {"a": "updated"}, "the third was built later than the one in use"


def test_the_notice_that_a_thing_was_withdrawn_is_no_thing(tmp_path: Path) -> None:
    use(tmp_path, a="A")
    notice = Quad(
        NamedNode(decision("a")),
        NamedNode(f"{PREFIXES['owl']}deprecated"),
        Literal("true", datatype=NamedNode(f"{PREFIXES['xsd']}boolean")),
        NamedNode(GRAPH_ONTOLOGY),
    )
    made = write(tmp_path, canonical([notice]), {"quads": {GRAPH_ONTOLOGY: 1}, "built": BUILT}, [])
    point(tmp_path, made.version)
    changelog.record(tmp_path)
    [_, entry] = changelog.entries(tmp_path)
    assert (told(entry), entry.marks[0].label) == ({"a": "withdrawn"}, "A")
    use(tmp_path, a="A")
    assert told(changelog.entries(tmp_path)[2]) == {"a": "created"}


def test_many_changes_stand_in_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelog, "PAGE", 2)
    made = use(tmp_path, **{f"d{number}": "x" for number in range(5)})
    [entry] = changelog.entries(tmp_path)
    pages = [entry.page(number) for number in range(1, entry.pages + 1)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [mark.page for mark in entry.marks] == [1, 1, 2, 2, 3]
    assert sorted(line for page in pages for change in page for line in change.state) == list(lines(made.nquads))


def test_a_file_is_bounded_by_its_size_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelog, "SIZE", 1000)
    made = use(tmp_path, a="x", b="x", c="x" * 2000, d="x" * 700, e="x" * 700, f="x")
    [entry] = changelog.entries(tmp_path)
    pages = [entry.page(number) for number in range(1, entry.pages + 1)]
    assert [[change.thing[-1] for change in page] for page in pages] == [["a", "b"], ["c"], ["d"], ["e", "f"]]
    assert sorted(line for page in pages for change in page for line in change.state) == list(lines(made.nquads))


def test_the_log_has_every_statement_on_an_iri(real: Snapshot) -> None:
    [entry] = changelog.entries(real.folder.parent)
    told = [line for part in range(1, entry.pages + 1) for change in entry.page(part) for line in change.state]
    said = [line for line in lines(real.nquads) if not line.startswith("_:")]
    assert sorted(told) == said
    largest = max(
        sum(len(line) for one in entry.page(part) for line in one.state) for part in range(1, entry.pages + 1)
    )
    assert largest <= changelog.SIZE


def everything_told(folder: Path) -> list[str]:
    """What a follower of the log has who took every change."""
    states: dict[str, tuple[str, ...]] = {}
    for entry in changelog.entries(folder):
        for part in range(1, entry.pages + 1):
            states |= {change.thing: change.state for change in entry.page(part)}
    return sorted(line for state in states.values() for line in state)


@pytest.mark.parametrize("again", [False, True])
def test_what_an_older_log_did_not_tell_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bool) -> None:
    """A log that was begun before a kind of thing was told of, with a snapshot that has it, kept or not."""
    with monkeypatch.context() as older:
        older.setattr(changes, "thing_of", lambda subject: None if subject == decision("b") else thing_of(subject))
        use(tmp_path, a="A", b="B")
        [entry] = changelog.entries(tmp_path)
        assert (told(entry), entry.covered) == ({"a": "created"}, 1)
    made = use(tmp_path, a="A", b="B") if again else use(tmp_path, a="A", b="B", c="C")
    [_, entry] = changelog.entries(tmp_path)
    assert told(entry) == {"b": "created"} | ({} if again else {"c": "created"})
    assert everything_told(tmp_path) == list(lines(made.nquads))
    assert entry.covered == len(everything_told(tmp_path))
    changelog.record(tmp_path)
    assert len(changelog.entries(tmp_path)) == 2, "all is told"


def aged(folder: Path) -> None:
    """Make the log one that was written before entries told what their quads are, and marks what was left."""
    for file in (folder / "changes").glob("*/entry.json.gz"):
        entry = json.loads(gzip.decompress(file.read_bytes()))
        entry = {name: value for name, value in entry.items() if name not in ("covered", "touched")}
        entry["marks"] = [
            {name: value for name, value in mark.items() if name not in ("left", "shown")} for mark in entry["marks"]
        ]
        file.write_bytes(gzip.compress(json.dumps(entry).encode()))
    changelog._entry.cache_clear()
    changelog._entries.cache_clear()


def test_an_older_log_is_read_and_goes_on(tmp_path: Path) -> None:
    use(tmp_path, a="A", b="B")
    use(tmp_path, a="A", b="Bee")
    marks = [entry.marks for entry in changelog.entries(tmp_path)]
    aged(tmp_path)
    assert [entry.marks for entry in changelog.entries(tmp_path)] == marks
    changelog.record(tmp_path)
    assert len(changelog.entries(tmp_path)) == 2, "nothing was left untold"
    made = use(tmp_path, a="Aye", b="Bee")
    assert told(changelog.entries(tmp_path)[2]) == {"a": "updated"}
    assert everything_told(tmp_path) == list(lines(made.nquads))


def test_what_shows_a_new_label_is_touched(tmp_path: Path) -> None:
    case, graph = NamedNode(thing("case", "c")), NamedNode(GRAPH_CURATED)
    link = Quad(NamedNode(f"{decision('a')}#part"), NamedNode(f"{ONTOLOGY}case"), case, graph)
    for label, last in (("C", "x"), ("Sea", "x"), ("Sea", "y")):
        quads = [link, *(Quad(one, LABEL, Literal(text), graph) for one, text in ((case, label), (LABEL, last)))]
        made = write(tmp_path, canonical(quads), {"quads": {GRAPH_CURATED: 3}, "built": BUILT}, [])
        point(tmp_path, made.version)
        changelog.record(tmp_path)
    assert [entry.touched for entry in changelog.entries(tmp_path)] == [(), (decision("a"),), ()]


def test_an_entry_is_whole_or_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(tmp_path, a="A")

    def fail(*_: object, **__: object) -> bytes:
        raise OSError("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(gzip, "compress", fail)
        with pytest.raises(OSError, match="full"):
            use(tmp_path, b="B")
    assert len(changelog.entries(tmp_path)) == 1
    changelog.record(tmp_path)
    assert told(changelog.entries(tmp_path)[1]) == {"a": "withdrawn", "b": "created"}
    assert sorted(path.name for path in (tmp_path / "changes").iterdir()) == ["000001", "000002"]


def test_equal_changes_are_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        use(tmp_path / name, a="A", b="B")
    one, two = (sorted((tmp_path / name / "changes" / "000001").iterdir()) for name in ("one", "two"))
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in two]
