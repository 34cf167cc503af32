"""Which evidence supports a value."""

from typing import Any

from api.support import Support


def row(name: str, *supports: str, consulted: bool = True) -> dict[str, Any]:
    """Evidence that supports those properties."""
    told = [{"id": one} for one in supports]
    return {"id": name, "iri": name, "url": name, "document": {}, "consulted": consulted, "supports": told}


def test_only_what_was_read_and_says_so_supports() -> None:
    unread = row("a#3", "amount", consulted=False)
    support = Support([{"id": "a", "sources": [row("a#1", "amount"), row("a#2", "decided"), unread]}])
    assert support.of("a", ("amount", "imposes")) == ["a#1"]
    assert support.of("a", ("infringes",)) == []
    assert support.of("b", ("amount",)) == []
    assert list(support.used()) == ["a#1"]
