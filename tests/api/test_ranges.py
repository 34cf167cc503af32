"""Ranges of bytes: what a file has of them, what is ignored."""

import pytest

from api.ranges import satisfiable


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("bytes=0-1", "bytes=0-1"),
        ("Bytes = 5- , -3", "bytes=5-,-3"),
        ("bytes=0-1,100-200", "bytes=0-1"),
        ("bytes=9-9999", "bytes=9-9999"),
        ("bytes=10-", ""),
        ("bytes=-0", ""),
        ("items=0-1", None),
        ("bytes", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=2-1", None),
        ("bytes=a-b", None),
        ("bytes=" + "9" * 5000 + "-", None),
    ],
)
def test_what_a_file_of_ten_bytes_has_of_a_range(header: str, found: str | None) -> None:
    assert satisfiable(header, 10) == found
