"""Words others may hold."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

_FIELDS: Final = {"owner", "on", "n"}
_TRIAL_DAY: Final = date(2026, 11, 22)


class Period(StrEnum):
    """When counting starts again at 1: each day, each year (of Vietnam), or never."""

    DAY = "day"
    YEAR = "year"
    ALWAYS = "always"

    def key(self, on: date) -> str:
        """Return the word for the period in which `on` lies."""
        return {Period.DAY: on.isoformat(), Period.YEAR: f"{on:%Y}", Period.ALWAYS: ""}[self]


class Unique(StrEnum):
    """How far a code is alone: for ever, or only among the codes of one owner in one period.

    The symbols of official letters (Nghị định 30/2020/NĐ-CP, Phụ lục I: «15/QĐ-UBND») carry no year: the number begins
    again each year and is told apart by the day of the paper.
    """

    EVER = "ever"
    PERIOD = "period"


@dataclass(frozen=True, slots=True)
class Series:
    """A kind of number: its code, when it starts again, and how it is written.

    `pattern` is a format string over `owner`, `on` (a date) and `n`: "{owner}-{on:%y%m%d}-{n:04d}" writes
    H61.12-261122-0001, and grows to five digits past 9999. Refuses, with ValueError, a pattern without `n` or with
    other fields, and one that leaves out the day or year by which it restarts: its codes would come twice, unless
    `unique_within` says that they may: then nobody may look a thing up by the code alone.
    """

    code: str
    period: Period
    pattern: str
    unique_within: Unique = Unique.EVER

    def __post_init__(self) -> None:
        named = {name for _, name, _, _ in string.Formatter().parse(self.pattern) if name is not None}
        if "n" not in named or named - _FIELDS:
            raise ValueError(f"a pattern is written with owner, on and n: {self.pattern!r}")
        if self._must_tell_period() and not self._tells_period():
            raise ValueError(f"a series that restarts each {self.period.value} writes it: {self.pattern!r}")
        if not 1 <= len(self.code) <= 64:
            raise ValueError("the code of a series has 1 to 64 characters")

    def _must_tell_period(self) -> bool:
        return self.period is not Period.ALWAYS and self.unique_within is Unique.EVER

    def write(self, *, owner: str, on: date, n: int) -> str:
        """Return the code of number `n`."""
        return self.pattern.format(owner=owner, on=on, n=n)

    def _tells_period(self) -> bool:
        """Tell whether the codes of two neighbouring periods differ."""
        step = {"year": _TRIAL_DAY.year + 1} if self.period is Period.YEAR else {"day": _TRIAL_DAY.day + 1}
        later = _TRIAL_DAY.replace(**step)
        return self.write(owner="", on=_TRIAL_DAY, n=1) != self.write(owner="", on=later, n=1)


@dataclass(frozen=True, slots=True)
class DossierCode:
    """A dossier code taken apart: the agency's identifier, the day of receipt, the number on that day."""

    owner: str
    on: date
    n: int


class NumberState(StrEnum):
    """What became of a number of a block."""

    USED = "used"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class BlockInfo:
    """A block of numbers and the account of each: `used` by which subject, `void` for which reason, the rest open."""

    id: UUID
    owner: str
    unit_id: UUID
    day: date
    first: int
    count: int
    holder_name: str
    place: str
    used: Mapping[int, UUID]
    void: Mapping[int, str]

    @property
    def last(self) -> int:
        """The last number of the block."""
        return self.first + self.count - 1

    @property
    def open(self) -> list[int]:
        """The numbers still with the desk."""
        return [n for n in range(self.first, self.first + self.count) if n not in self.used and n not in self.void]
