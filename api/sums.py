"""Sums of fines: what was imposed and what stands, by currency, never mixed with anything else."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from api.shaping import Record


@dataclass
class Sum:
    """Fines in one currency. What stands for certain, what may stand, and what of it a pending challenge contests."""

    currency: str
    imposed: Decimal = Decimal(0)
    fines_imposed: int = 0
    standing: Decimal = Decimal(0)
    fines_standing: int = 0
    contested: Decimal = Decimal(0)
    uncertain: Decimal = Decimal(0)


def fine_sums(fines: Iterable[Record]) -> list[Sum]:
    """Sums by currency of fines as the API tells them for a day.

    A fine counts as imposed from the day it takes effect, and as standing with the amount in
    `status.force.standing`, which an annulled fine lacks and a reduced one has lower. On a day for which the
    sources leave open which of two states held, the amount counts as uncertain unless both states agree on it.
    Periodic penalties, liquidations, redress, damages and intended fines are no fines: give none of them.
    """
    sums: dict[str, Sum] = {}
    for fine in fines:
        force = fine["status"]["force"]
        if force is None or "money" not in fine:
            continue
        found = sums.setdefault(fine["money"]["currency"], Sum(fine["money"]["currency"]))
        found.imposed += Decimal(fine["money"]["amount"])
        found.fines_imposed += 1
        other = force.get("alternatively", force)
        amounts = [Decimal(state["standing"]["amount"]) for state in (force, other) if "standing" in state]
        certain = force["certain"] or "alternatively" in force
        if not certain or len(amounts) < 2 or amounts[0] != amounts[1]:
            found.uncertain += max(amounts, default=Decimal(0))
            continue
        found.standing += amounts[0]
        found.fines_standing += 1
        if (fine["status"]["finality"] or {}).get("id") == "under-appeal":
            found.contested += amounts[0]
    return [sums[currency] for currency in sorted(sums)]
