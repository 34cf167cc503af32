"""The change log: an entry for each snapshot that came into use, whole, and true to the snapshots."""

import gzip
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph import changelog
from graph.changes import lines
from graph.namespaces import GRAPH_CURATED, PREFIXES, thing
from graph.snapshot import Snapshot, canonical, point, write

LABEL = NamedNode(f"{PREFIXES['rdfs']}label")
BUILT = "2024-01-01T00:00:00+00:00"


def use(folder: Path, **labels: str) -> Snapshot:
    """Bring a snapshot into use, with decisions by slug and label, and tell of it."""
    quads = [
        Quad(NamedNode(thing("decision", slug)), LABEL, Literal(label, language="en"), NamedNode(GRAPH_CURATED))
        for slug, label in labels.items()
    ]
    made = write(folder, canonical(quads), {"quads": {GRAPH_CURATED: len(quads)}, "built": BUILT}, [])
    point(folder, made.version)
    changelog.record(folder)
    return made


def told(entry: changelog.Entry) -> dict[str, str]:
    """What became of each decision."""
    return {mark.thing.rpartition("/")[2]: mark.outcome for mark in entry.marks}


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
    assert changelog.latest((one, two))[thing("decision", "a")][0] is one
    assert changelog.latest((one, two))[thing("decision", "c")][1].outcome == "withdrawn"


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
    assert changelog.until(log, first.version) == log
    assert changelog.until(log, log[1].version) == log[:2]
    assert changelog.until(log, "0" * 16) == ()


def test_a_version_that_is_no_longer_kept_is_known_from_the_log(tmp_path: Path) -> None:
    use(tmp_path, a="A", b="B")
    second = use(tmp_path, a="Aye", c="C")
    shutil.rmtree(second.folder)
    use(tmp_path, a="Aye", d="D")
    assert told(changelog.entries(tmp_path)[2]) == {"c": "withdrawn", "d": "created"}


def test_many_changes_stand_in_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changelog, "PAGE", 2)
    made = use(tmp_path, **{f"d{number}": "x" for number in range(5)})
    [entry] = changelog.entries(tmp_path)
    pages = [entry.page(number) for number in range(1, entry.pages + 1)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [mark.page for mark in entry.marks] == [1, 1, 2, 2, 3]
    assert sorted(line for page in pages for change in page for line in change.state) == list(lines(made.nquads))


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
