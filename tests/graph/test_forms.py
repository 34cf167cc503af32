"""Legal forms."""

import pytest

from graph.forms import parted
from graph.words import words


@pytest.mark.parametrize(
    ("name", "rest", "forms"),
    [
        ("Clearview AI, Inc.", "clearview ai", {"inc"}),
        ("Enel Energia S.p.A.", "enel energia", {"spa"}),
        ("Amazon Europe Core S.à r.l.", "amazon europe core", {"sarl"}),
        ("Beispiel GmbH & Co. KG", "beispiel", {"gmbh", "co", "kg"}),
        ("Optus Pty Ltd", "optus", {"pty", "ltd"}),
        ("SE", "se", set()),
        ("", "", set()),
    ],
)
def test_legal_forms(name: str, rest: str, forms: set[str]) -> None:
    assert parted(words(name)) == (tuple(rest.split()), frozenset(forms))
