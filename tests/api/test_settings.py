"""Settings: what README says of them, and what a wrong one leads to."""

import ast
import inspect
import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from api.settings import BOUNDS, Settings, SettingsError, limits, settings
from graph.namespaces import ROOT


def documented() -> dict[str, tuple[str, str]]:
    """Default and meaning of each variable in README's table."""
    rows = re.findall(r"^\| `(COMITY_\w+)` \| `([^`]*)` \| (.+) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)
    return {name: (default, meaning) for name, default, meaning in rows}


def docstrings() -> dict[str, str]:
    """The text below each field of Settings."""
    body = ast.parse(inspect.getsource(Settings)).body[0]
    assert isinstance(body, ast.ClassDef)
    found = {}
    for statement, following in zip(body.body, body.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(following, ast.Expr):
            assert isinstance(statement.target, ast.Name)
            assert isinstance(following.value, ast.Constant)
            found[statement.target.id] = following.value.value
    return found


def test_readme_lists_every_setting_with_its_default_and_meaning() -> None:
    texts = docstrings()
    assert documented() == {
        f"COMITY_{field.name.upper()}": (str(getattr(Settings(), field.name)), texts[field.name])
        for field in fields(Settings)
    }


def test_readme_lists_least_and_most_of_every_number() -> None:
    words = " ".join((ROOT / "README.md").read_text().partition("Least and most: ")[2].partition(".\n\n")[0].split())
    assert words == ", ".join(
        f"`COMITY_{name.upper()}` {least:,} to {most:,}" for name, (least, most) in BOUNDS.items()
    )
    assert set(BOUNDS) == {field.name for field in fields(Settings) if field.type in ("int", "float")}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_number_beyond_its_bounds_is_told_with_them(name: str) -> None:
    variable, (least, most) = f"COMITY_{name.upper()}", BOUNDS[name]
    for value in (least, most):
        assert getattr(settings({variable: str(value)}), name) == value
    for bad in (str(least - 1), str(most + 1)):
        with pytest.raises(SettingsError, match=rf"{variable}.*from {least:,} to {most:,}"):
            settings({variable: bad})
    assert least <= getattr(Settings(), name) <= most


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "0"])
def test_a_time_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="COMITY_QUERY_SECONDS"):
        settings({"COMITY_QUERY_SECONDS": value})


def test_an_empty_environment_gives_the_defaults() -> None:
    assert settings({}) == Settings()
    assert settings({"PATH": "/bin", "COMITYX": "1", "comity_port": "1"}) == Settings()


def test_every_setting_is_read_with_its_type() -> None:
    given = {
        "COMITY_SNAPSHOTS": "/tmp/x y",
        "COMITY_ENDPOINT": "http://example.org/sparql",
        "COMITY_HOST": "0.0.0.0",
        "COMITY_PORT": "9",
        "COMITY_CONTACT": "a@example.net",
        "COMITY_WORKERS": "3",
        "COMITY_QUEUE": "0",
        "COMITY_QUERY_SECONDS": "1.5",
        "COMITY_QUERY_MEMORY": "256",
        "COMITY_QUERY_ROWS": "10",
        "COMITY_QUERY_BYTES": "1000",
        "COMITY_FILE_ROWS": "50",
        "COMITY_BUDGET": "30.5",
        "COMITY_REQUESTS": "300",
        "COMITY_BODY_BYTES": "2000",
        "COMITY_CACHE_BYTES": "0",
    }
    assert set(given) == {f"COMITY_{field.name.upper()}" for field in fields(Settings)}
    assert settings(given) == Settings(
        snapshots=Path("/tmp/x y"),
        endpoint="http://example.org/sparql",
        host="0.0.0.0",
        port=9,
        contact="a@example.net",
        workers=3,
        queue=0,
        query_seconds=1.5,
        query_memory=256,
        query_rows=10,
        query_bytes=1000,
        file_rows=50,
        budget=30.5,
        requests=300,
        body_bytes=2000,
        cache_bytes=0,
    )


def test_what_may_hold_a_password_is_not_shown() -> None:
    assert "secret" not in repr(settings({"COMITY_ENDPOINT": "http://me:secret@example.org/sparql"}))


def test_settings_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("name", "value"),
    [("COMITY_PORT", "eighty"), ("COMITY_WORKERS", "2.5"), ("COMITY_QUERY_SECONDS", "5s"), ("COMITY_QUEUE", "")],
)
def test_a_value_that_does_not_fit_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings({name: value})


def test_a_misspelt_variable_is_told_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"COMITY_PROT is no setting.*COMITY_PORT"):
        settings({"COMITY_PROT": "80"})


def test_limits_follow_the_settings() -> None:
    found = limits(Settings(query_seconds=1.0, query_memory=300, query_rows=7, query_bytes=8))
    assert (found.seconds, found.memory, found.rows, found.size) == (1.0, 300, 7, 8)
    assert limits(Settings()).memory >= 512
