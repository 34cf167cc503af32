"""Gaps: told in headers that any server lets through, and in words."""

from api.gaps import Gaps


def test_nothing_is_told_where_nothing_lacks() -> None:
    assert Gaps().headers == {}
    assert Gaps().told == {}


def test_what_is_not_recorded_is_told_with_what_may_be_meant() -> None:
    found = Gaps([{"parameter": "jurisdiction", "value": "frr", "nearest": ["fr", "gr"]}])
    assert found.headers == {"Comity-Unknown": "jurisdiction=frr"}
    assert found.told["unknown"].endswith("jurisdiction=frr (perhaps fr or gr is meant)")


def test_a_header_stays_short_and_plain() -> None:
    many = [{"parameter": "company", "value": "x" * 99 + "\n", "nearest": []} for _ in range(100)]
    told = Gaps(many).headers["Comity-Unknown"]
    assert len(told) < 2000
    assert told.endswith("%0A, and 90 more")
    assert told.isprintable()


def test_the_rest() -> None:
    found = Gaps((), 0, {"completeness": "not-covered", "meaning": "Nothing here."})
    assert found.headers == {"Comity-Uncertain": "0", "Comity-Coverage": "not-covered"}
    assert found.told["uncertain"].startswith("0 may fit")
    assert found.told["coverage"] == "not-covered: Nothing here."
