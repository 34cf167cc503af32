"""What the fines of one act come to, as it imposed them: how many there are, the largest, and their sum."""

from collections.abc import Sequence
from decimal import Decimal

from api.shaping import Record, money

RATE = ("rate", "rate_date", "rule")


def imposed(fines: Sequence[Record]) -> Record:
    """Number, largest and sum of the money of the fines of an act, whatever became of them.

    Largest and sum are null where there is none, and where they are in several currencies. The sum is in euro where
    each is, at one rate.
    """
    one_currency = len({fine["currency"] for fine in fines}) == 1
    largest = max(fines, key=lambda fine: Decimal(fine["amount"])) if one_currency else None
    return {"number": len(fines), "largest": largest, "sum": _sum(fines) if one_currency else None}


def _sum(fines: Sequence[Record]) -> Record:
    euro = [fine["in_euro"] for fine in fines if fine["in_euro"] is not None]
    same = len(euro) == len(fines) and all(one[name] == euro[0][name] for one in euro for name in RATE)
    converted = {"amount": _total(euro), **{name: euro[0][name] for name in RATE}} if same else None
    return {"amount": _total(fines), "currency": fines[0]["currency"], "in_euro": converted}


def _total(sums: Sequence[Record]) -> str:
    return money(str(sum(Decimal(one["amount"]) for one in sums)))
