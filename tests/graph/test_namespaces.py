"""Namespaces: where things live, and under which address they are shown."""

import pytest

from graph.namespaces import KINDS, ROOT, path_of, thing


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        ("https://w3id.org/comity/id/decision/x#fine", "/decisions/x#fine"),
        ("https://w3id.org/comity/id/provision/gdpr-6-1-f", "/legal-bases/gdpr-6-1-f"),
        ("https://w3id.org/comity/concept/force/annulled", "/concepts/force/annulled"),
        ("https://w3id.org/comity/ontology#Fine", "/ontology#Fine"),
        ("https://w3id.org/comity/ontology", "/ontology"),
        ("https://w3id.org/comity/id/person/x", None),
        ("https://w3id.org/comity/id/decision/", None),
        ("https://w3id.org/comity/id/decision", None),
        ("https://w3id.org/comity/graph/curated", None),
        ("https://w3id.org/comity/ontologyX", None),
        ("https://example.org/id/decision/x", None),
        ("", None),
    ],
)
def test_every_iri_of_the_project_has_one_path(iri: str, path: str | None) -> None:
    assert path_of(iri) == path


def test_things() -> None:
    for kind, plural in KINDS.items():
        assert path_of(thing(kind, "a-b")) == f"/{plural}/a-b"
    with pytest.raises(KeyError):
        thing("person", "x")


def test_the_root_holds_the_folders() -> None:
    assert all((ROOT / name).is_dir() for name in ("graph", "ontology", "queries", "shapes"))
