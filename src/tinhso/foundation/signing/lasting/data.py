"""Words of what lasts."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class LastingState(StrEnum):
    """How a file stands. REPLACED: a later version holds it whole. LAPSED: its stamp ended before it was renewed.

    GONE: the file was destroyed by decision, or carries no time-stamp that could be renewed.
    """

    NEW = "new"
    KEPT = "kept"
    LAPSED = "lapsed"
    REPLACED = "replaced"
    GONE = "gone"


OPEN = (LastingState.NEW.value, LastingState.KEPT.value)


@dataclass(frozen=True, slots=True)
class LastingInfo:
    """One file looked after: its newest version, when what proves it ends, its next turn, and what is wrong."""

    id: UUID
    title: str
    file_id: UUID
    current_file_id: UUID
    state: LastingState
    ends_at: datetime | None
    ends_by: str
    next_at: datetime
    renewals: int
    tries: int
    problem: str


@dataclass(frozen=True, slots=True)
class LastingCounts:
    """How many files: looked after, to be renewed within a year, overdue for their turn, in trouble, lapsed."""

    kept: int
    soon: int
    due: int
    troubled: int
    lapsed: int
