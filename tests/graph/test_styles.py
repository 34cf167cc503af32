"""Styles of cause."""

import pytest

from graph.styles import asked, numbers, styles
from graph.words import words


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("Roe v. Acme", "roe v acme"),
        ("Roe vs. Acme", "roe v acme"),
        ("Roe versus", "roe v"),
        ("In re Acme", "in re acme"),
        ("Roe", None),
        ("Jane Roe", None),
        ("In re", None),
        ("v. Acme", None),
    ],
)
def test_the_beginning_of_a_style(text: str, style: str | None) -> None:
    found = asked(words(text))
    assert (found and " ".join(found)) == style


@pytest.mark.parametrize(
    ("citation", "found", "counted"),
    [
        (
            "Roe v. Acme, Inc., 984 F.3d 1241 (7th Cir. 2021)",
            {"roe v acme 984 f 3d 1241", "roe v acme inc 984 f 3d 1241"},
            ["984 F.3d 1241"],
        ),
        (
            "Roe v Acme (Minister), 2025 FC 28",
            {"roe v acme 2025 fc 28", "roe v acme minister 2025 fc 28"},
            ["2025 FC 28"],
        ),
        ("In re Acme, No. 2:19-cv-1439 (C.D. Cal.)", {"in re acme no 2 19 cv 1439"}, ["No. 2:19-cv-1439"]),
        ("20 Civ. 1296 (Roe), 20 Civ. 3104 (Doe) and others", set(), ["20 Civ. 1296", "20 Civ. 3104"]),
        ("Roe v. Acme, 20 C 0512; Hall, 20 C 0846", {"roe v acme 20 c 0512", "roe v acme 20 c 0846"}, None),
        ("People v. Acme LLC", {"people v acme", "people v acme llc"}, []),
        ("", set(), []),
    ],
)
def test_style_and_numbers(citation: str, found: set[str], counted: list[str] | None) -> None:
    assert styles(citation) == found
    assert counted is None or numbers(citation) == counted
    assert not {"roe", "doe", "hall"} & {word for number in numbers(citation) for word in words(number)}
