"""Acts as a reader meets them: when they were taken, and what they did to earlier ones."""

from api.shaping import Record

EFFECTS = ("upholds", "annuls", "reduces", "reinstates", "revives", "remits", "stays", "liquidates", "enforces")
"""Relations by which an act changes or confirms an earlier one; the others only say how acts hang together."""


def dated(decision: Record) -> str:
    """The day from which an act counts: decided, filed, published or known by; possibly only a month or a year."""
    return str(decision["decided"] or decision["filed"] or decision["published"] or decision["known_by"])


def taken(decision: Record, day: str) -> bool:
    """Whether an act had been taken, filed or published by that day."""
    return dated(decision) <= day


def effects(decision: Record) -> list[tuple[list[Record], Record]]:
    """What an act did to earlier ones: for each of them the relations, such as annuls and remits.

    That it was an appeal is told only where nothing else is known of what it did to that act.
    """
    found: dict[str, tuple[list[Record], Record]] = {}
    for row in decision["affects"]:
        if row["relation"]["id"] in EFFECTS:
            relations, _ = found.setdefault(row["iri"], ([], row))
            relations.append(row["relation"])
    touched = {iri.partition("#")[0] for iri in found}
    for row in decision["affects"]:
        if row["relation"]["id"] == "appealFrom" and row["iri"].partition("#")[0] not in touched:
            found[row["iri"]] = ([row["relation"]], row)
    return list(found.values())
