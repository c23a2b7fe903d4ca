"""Whose turn it is.

First whoever another desk sent here; then bookings that are due and came in time; then those the law lets go before
others; then everybody else by the time they took their number. After three calls in a row that went before ordinary
tickets, the ordinary ticket that has waited longest is called: nobody is passed for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Final

EARLY: Final = timedelta(minutes=5)
"""A booking counts from five minutes before its half hour; who comes earlier waits like the others until then."""

LATE: Final = timedelta(minutes=10)
"""Who checks in later than this after the start of their half hour has lost the place, not the number."""

FAIR_STREAK: Final = 3


class Rank(IntEnum):
    """The order of precedence; smaller goes first."""

    SENT_HERE = 0
    BOOKED = 1
    BY_LAW = 2
    ORDINARY = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket that waits, as the rule sees it. `key` is its id in the order of issue."""

    key: str
    issued_at: datetime
    due_at: datetime | None = None
    by_law: bool = False
    sent_here: bool = False


def rank(one: Waiting, now: datetime) -> Rank:
    """Return the class a ticket belongs to at this moment."""
    if one.sent_here:
        return Rank.SENT_HERE
    if one.due_at is not None and one.due_at - EARLY <= now and one.issued_at <= one.due_at + LATE:
        return Rank.BOOKED
    return Rank.BY_LAW if one.by_law else Rank.ORDINARY


def in_order(waiting: Sequence[Waiting], *, now: datetime, favoured: int) -> list[Waiting]:
    """Return everybody in the order they would be called if nobody else came. `favoured`: see `pick`."""
    left, found = list(waiting), []
    while left:
        one = pick(left, now=now, favoured=favoured)
        favoured = streak_after(one, now=now, favoured=favoured)
        left.remove(one)
        found.append(one)
    return found


def pick(waiting: Sequence[Waiting], *, now: datetime, favoured: int) -> Waiting:
    """Return whose turn it is. `favoured` is how many calls in a row went before ordinary tickets.

    Refuses an empty queue with ValueError.
    """
    ordinary = [one for one in waiting if rank(one, now) is Rank.ORDINARY]
    sent_here = any(rank(one, now) is Rank.SENT_HERE for one in waiting)
    if ordinary and favoured >= FAIR_STREAK and not sent_here:
        return min(ordinary, key=lambda one: (one.issued_at, one.key))
    return min(waiting, key=lambda one: _place(one, now))


def streak_after(called: Waiting, *, now: datetime, favoured: int) -> int:
    """Return how many calls in a row have now gone before ordinary tickets."""
    place = rank(called, now)
    if place is Rank.SENT_HERE:
        return favoured
    return 0 if place is Rank.ORDINARY else favoured + 1


def _place(one: Waiting, now: datetime) -> tuple[int, datetime, str]:
    place = rank(one, now)
    counts_from = one.due_at if place is Rank.BOOKED and one.due_at is not None else one.issued_at
    return place, counts_from, one.key
