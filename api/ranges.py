"""Parts of a file that were asked for (RFC 9110, section 14)."""

import re
from collections.abc import Iterator

PART = re.compile(r"(\d{0,18})-(\d{0,18})")
"""A range, its ends in bytes: 18 digits are more than any file has."""


def satisfiable(header: str, size: int) -> str | None:
    """The ranges of a Range header that a file of `size` bytes has, as such a header; "" where it has none of them.

    None where the header is to be ignored: it names a unit that is not known here, or is no list of ranges.
    """
    unit, _, listed = header.partition("=")
    parts = [PART.fullmatch(part.strip()) for part in listed.split(",")]
    if unit.strip().lower() != "bytes" or not all(parts):
        return None
    found: list[str] = []
    for first, last in _ends(parts):
        if not (first or last) or (first and last and int(first) > int(last)):
            return None
        if int(first) < size if first else int(last) > 0:
            found.append(f"{first}-{last}")
    return f"bytes={','.join(found)}" if found else ""


def _ends(parts: list[re.Match[str] | None]) -> Iterator[tuple[str, str]]:
    yield from ((part[1], part[2]) for part in parts if part)
