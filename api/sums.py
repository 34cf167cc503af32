"""Sums of fines: what was imposed and what became of it, by currency, never mixed with anything else."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from api.shaping import Record

OPEN = ("unknown", "conditional", "awaiting-approval")
"""States of a fine that leave open whether it stands."""


@dataclass
class Sum:
    """Fines in one currency: `imposed` is `standing`, `stayed`, `uncertain` and `fallen` together.

    A fine that is stayed exists, but cannot be enforced while the stay lasts: it is neither in what stands nor in what
    has fallen. `fallen` is what was annulled or withdrawn, and by how much fines were reduced. `contested` is the part
    of `standing` that a pending challenge contests.
    """

    currency: str
    imposed: Decimal = Decimal(0)
    fines_imposed: int = 0
    standing: Decimal = Decimal(0)
    fines_standing: int = 0
    contested: Decimal = Decimal(0)
    stayed: Decimal = Decimal(0)
    uncertain: Decimal = Decimal(0)

    @property
    def fallen(self) -> Decimal:
        """What was imposed and neither stands, nor is stayed, nor may stand."""
        return self.imposed - self.standing - self.stayed - self.uncertain


def fine_sums(fines: Iterable[Record]) -> list[Sum]:
    """Sums by currency of fines as the API tells them for a day.

    A fine counts as imposed from the day it takes effect, and as standing with the amount in
    `status.force.standing`, which an annulled fine lacks and a reduced one has lower. On a day for which the
    sources leave open which of two states held, the most that may stand counts as uncertain, unless both states agree
    on it; so does a fine of which it is not known whether it stands. One that is stayed counts whole as stayed.
    Periodic penalties, liquidations, redress, damages and intended fines are no fines: give none of them.
    """
    sums: dict[str, Sum] = {}
    for fine in fines:
        force = fine["status"]["force"]
        if force is None or "money" not in fine:
            continue
        found = sums.setdefault(fine["money"]["currency"], Sum(fine["money"]["currency"]))
        imposed = Decimal(fine["money"]["amount"])
        found.imposed += imposed
        found.fines_imposed += 1
        states = [force, force.get("alternatively", force)]
        amounts = [_amount(state, imposed) for state in states]
        stayed = [state["id"] == "stayed" for state in states]
        certain = (force["certain"] or "alternatively" in force) and amounts[0] == amounts[1] and stayed[0] == stayed[1]
        if not certain or any(state["id"] in OPEN for state in states):
            found.uncertain += max(amounts)
        elif stayed[0]:
            found.stayed += amounts[0]
        elif "standing" in force:
            found.standing += amounts[0]
            found.fines_standing += 1
            if (fine["status"]["finality"] or {}).get("id") == "under-appeal":
                found.contested += amounts[0]
    return [sums[currency] for currency in sorted(sums)]


def _amount(state: Record, imposed: Decimal) -> Decimal:
    """What of a fine a state leaves: the amount that stands; all of it where it is stayed or that is not known."""
    if "standing" in state:
        return Decimal(state["standing"]["amount"])
    return imposed if state["id"] in ("stayed", *OPEN) else Decimal(0)
