"""Words others may hold."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

MAX_AMOUNT: Final = 3660


class AllowanceUnit(StrEnum):
    """What an allowance is counted in (đơn vị tính thời hạn giải quyết)."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    WORKING_HOUR = "working_hour"
    MONTH = "month"
    SAME_DAY = "same_day"


@dataclass(frozen=True, slots=True)
class Allowance:
    """How long something may take (thời hạn giải quyết).

    Working days and hours may be fractions; calendar days and months are whole; of `same_day` the amount says nothing.
    Refuses, with ValueError, amounts below 0 or over 3,660.
    """

    amount: Decimal
    unit: AllowanceUnit

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", Decimal(self.amount))
        object.__setattr__(self, "unit", AllowanceUnit(self.unit))
        if not 0 <= self.amount <= MAX_AMOUNT:
            raise ValueError(f"an allowance is between 0 and {MAX_AMOUNT}, not {self.amount}")
        if self.unit in {AllowanceUnit.CALENDAR_DAY, AllowanceUnit.MONTH} and self.amount % 1:
            raise ValueError(f"an allowance in {self.unit} is a whole number, not {self.amount}")


@dataclass(frozen=True, slots=True)
class Remaining:
    """Working time left until a due moment, or passed since it when `late`; days are those of the ordinary week."""

    late: bool
    days: int
    hours: int
    minutes: int


class DayKind(StrEnum):
    """What an official decision makes of a day."""

    OFF = "off"
    WORK = "work"
    HALF = "half"


@dataclass(frozen=True, slots=True)
class DayInfo:
    """One day as the calendar sees it.

    `is_working` tells whether the law counts it as a working day; `hours` are the sessions worked ("07:00-11:30
    13:30-17:00"), "" when there are none; `reason` and `legal_document` say why the day is not an ordinary one.
    """

    day: date
    is_working: bool
    hours: str
    reason: str = ""
    legal_document: str = ""
    unit_id: UUID | None = None
