"""Words and shapes others may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from uuid import UUID


class Level(IntEnum):
    """How satisfied somebody is (mức độ hài lòng), from the worst."""

    DISSATISFIED = 1
    SATISFIED = 2
    VERY_SATISFIED = 3


class Reason(StrEnum):
    """What somebody was dissatisfied, or satisfied, with; a checklist."""

    LATE = "late"
    ATTITUDE = "attitude"
    GUIDANCE = "guidance"
    PAPERS = "papers"
    VISITS = "visits"
    FEES = "fees"
    ONLINE = "online"
    OTHER = "other"


class Source(StrEnum):
    """Where the rating was given."""

    LINK = "link"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period ends on or after the day it begins")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A rating as the person who holds its token sees it: what was said only by the applicant's own token."""

    unit_name: str
    procedure_name: str
    code: str
    level: Level | None
    reasons: tuple[Reason, ...]
    words: str
    rated_at: datetime | None
    open_until: datetime | None
    is_desk: bool = False

    def is_open(self, now: datetime) -> bool:
        """Tell whether it can still be given or changed."""
        return self.open_until is None or now < self.open_until


@dataclass(frozen=True, slots=True)
class RatingInfo:
    """A rating as the unit sees it: no name, no dossier; the day alone, so that nobody is found by the minute."""

    id: UUID
    unit_id: UUID
    level: Level
    reasons: tuple[Reason, ...]
    words: str
    rated_on: date


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of some units and a period of rating days. `asked` counts hand-overs in the period."""

    asked: int
    by_level: Mapping[Level, int]
    by_reason: Mapping[Reason, int]

    @property
    def rated(self) -> int:
        """How many rated."""
        return sum(self.by_level.values())

    @property
    def satisfied_share(self) -> float | None:
        """The share, 0 to 1, of those satisfied or very satisfied among those who rated; None when nobody did."""
        return 1 - self.by_level[Level.DISSATISFIED] / self.rated if self.rated else None
