"""Dockets: the number that a federal court of the United States gives a case, under which many acts are recorded."""

import re
from typing import NamedTuple

NUMBER = r"(?:(\d{1,2}):)?(\d{2})-(cv|cr|mc|md)-0*(\d+)(?:-[a-z]{2,4})*"
DOCKET = re.compile(rf"(?:no\.?\s*)?{NUMBER}", re.IGNORECASE)
AT_END = re.compile(rf"(|.*?[^\w:]){NUMBER}", re.IGNORECASE | re.DOTALL)
ENTRY = re.compile(r"\s*\((?:dkt|doc|ecf)\b[^()]*\)\s*$", re.IGNORECASE)
"""The entry of the docket that an act is, which tells it from the others of the case."""


class Docket(NamedTuple):
    """A docket without zeros and without the initials of the judges; the division of the court where it is told."""

    division: str | None
    words: tuple[str, str, str]


def docket(text: str) -> Docket | None:
    """The docket that a text is, or None where it is something else or more than that."""
    match = DOCKET.fullmatch(text.strip())
    return Docket(match[1], (match[2], match[3].lower(), match[4])) if match else None


def of_case(text: str) -> tuple[str, Docket] | None:
    """The names before a docket, and the docket, of a citation that may go on with the entry of one act."""
    match = AT_END.fullmatch(ENTRY.sub("", text).strip())
    return (match[1], Docket(match[2], (match[3], match[4].lower(), match[5]))) if match else None
