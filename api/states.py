"""States of one thing on one axis on a day: which of those that partial dates allow can hold, and which is certain."""

from collections.abc import Sequence

from api.shaping import Record

ENDS = ("until", "until_earliest")


def held(found: Sequence[Record]) -> list[Record]:
    """The states that can hold, of those whose beginning and end leave it open, in the order of their beginning.

    `found` has them in that order; each tells whether it has `begun` for certain and whether it is `certain`. What came
    before one that has begun is over, though only the year of its end is known. Alternatives that say the same make one
    state, which is certain, and lasts as long as the last of them.
    """
    begun = [state for state in found if state["begun"]]
    kept = [*begun[-1:], *(state for state in found if not state["begun"])]
    same = {(state["status"]["iri"], state.get("amount")) for state in kept}
    if begun and len(same) == 1:
        ends = {name: kept[-1][name] for name in ENDS if name in kept[-1]}
        return [{**kept[0], **ends, "certain": True}]
    return kept
