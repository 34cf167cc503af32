"""Holdings: the legal bases of an act on a day, with what stands of what it held on each, and their parallels then."""

from collections.abc import Mapping, Sequence

from api.shaping import Record

HELD = ("infringes", "accepts", "rejects")
"""Relations to a provision by which an act held something that a later act can set aside."""
FALLEN = ("annulled", "withdrawn")
"""Force of what does not stand."""
PARTLY = "partly-annulled"
"""Force of an act of which a part was annulled; what it held otherwise is in force."""

Bases = Mapping[str, Sequence[Record]]
"""Provisions by their relation to an act."""


def holdings(bases: Bases, findings: Sequence[Record], whole: Record | None, day: str) -> dict[str, list[Record]]:
    """Provisions with the force of what was held on each: of its finding, else of the `whole` act.

    A finding that no source names by provision may be the one on any of them: where it fell and the act did not, or
    the other way round, it is not known on which of the others the act still stands. The counterpart of a provision is
    the one it had on that day.
    """
    apart = {one["iri"]: _named(finding["status"]["force"]) for finding in findings for one in finding["provisions"]}
    unnamed = [_named(finding["status"]["force"]) for finding in findings if not finding["provisions"]]
    rest = _named(whole)
    if rest is not None and rest["id"] == PARTLY:  # What was not annulled is in force.
        rest = _other(rest, "in-force", "in force")
    if rest is not None and any(one is not None and (one["id"] in FALLEN) != (rest["id"] in FALLEN) for one in unnamed):
        rest = _other(rest, "unknown", "not known")
    told: dict[str, list[Record]] = {}
    for relation, found in bases.items():
        told[relation] = [
            {**base, "counterpart": base["counterpart"] if _parallel(base, day) else None} for base in found
        ]
        if relation in HELD:
            told[relation] = [{**base, "force": apart.get(base["iri"], rest)} for base in told[relation]]
    return told


def _parallel(base: Record, day: str) -> bool:
    """Whether a provision had its counterpart on a day: both were in force."""
    other = base["counterpart"]
    return other is not None and (other["from"] or "") <= day < (other["until"] or "9999-99-99")


def _named(force: Record | None) -> dict[str, str] | None:
    return None if force is None else {name: str(force[name]) for name in ("iri", "id", "url", "label")}


def _other(force: Mapping[str, str], notation: str, label: str) -> dict[str, str]:
    """Another concept of the scheme of a force."""
    moved = {name: force[name].removesuffix(force["id"]) + notation for name in ("iri", "id", "url")}
    return {**moved, "label": label}
