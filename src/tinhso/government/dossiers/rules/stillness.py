"""When a dossier stands still for too long: no event for so many working hours that somebody must be told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from tinhso.government.dossiers.data import Status

QUIET: Final = timedelta(hours=8)
"""Working time without an event after which the owner is told, and again as much until the head is."""

HEAD_FOLLOWS: Final = frozenset({Status.NEW, Status.RECEIVED, Status.PROCESSING})
"""States whose next act is an officer's: the head hears of them too. A result not fetched is the desk's."""


class Level(StrEnum):
    """Who is told."""

    OWNER = "owner"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Stillness:
    """How long a dossier has been still. `worked` and `allowed` are working time since, and for, the present step."""

    status: Status
    worked: timedelta
    allowed: timedelta


def patience(allowed: timedelta) -> timedelta:
    """Return how long nothing may happen: eight working hours, or half of what the step may take when that is more."""
    return max(QUIET, allowed / 2)


def due_level(still: Stillness) -> Level | None:
    """Return who is to be told by now, None when it is too early: the owner, eight working hours later the head."""
    wait = patience(still.allowed)
    if still.worked < wait:
        return None
    if still.status in HEAD_FOLLOWS and still.worked >= wait + QUIET:
        return Level.HEAD
    return Level.OWNER


WorkingTime = Callable[[datetime, datetime], timedelta]


def stillness(
    status: Status, *, acted_at: datetime, due_at: datetime | None, now: datetime, between: WorkingTime
) -> Stillness:
    """Return how still a dossier is; `between` counts working time."""
    allowed = max(between(acted_at, due_at), timedelta(0)) if due_at is not None else timedelta(0)
    return Stillness(status, between(acted_at, now), allowed)
