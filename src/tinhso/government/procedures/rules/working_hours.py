"""Rough bounds of a span in working hours, to see whether steps can fit into a promise at all (8 hours a day)."""

from decimal import Decimal
from typing import Final

from tinhso.government.procedures.data import TimeLimit

DAY: Final = Decimal(8)
_LEAST: Final = {"working_hour": Decimal(1), "working_day": DAY, "same_day": Decimal(2), "month": DAY * 20}
_MOST: Final = {"working_hour": Decimal(1), "working_day": DAY, "same_day": DAY, "month": DAY * 23}


def at_least_hours(limit: TimeLimit) -> Decimal:
    """Return the fewest working hours a span can mean."""
    if limit.unit == "calendar_day":
        return max((limit.amount * 5 / 7 - 2) * DAY, Decimal(0))
    return limit.amount * _LEAST[limit.unit]


def at_most_hours(limit: TimeLimit) -> Decimal:
    """Return the most working hours a span can mean."""
    if limit.unit == "calendar_day":
        return limit.amount * DAY
    return limit.amount * _MOST[limit.unit]
