"""Reading what people type and what addresses carry.

`parse_…` refuses what it cannot read with what to type instead; `…_of` gives a default: for what a page itself sent,
and only somebody who changed it by hand gets wrong.
"""

import re
from collections.abc import MutableMapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final, TypeVar
from uuid import UUID

from tinhso.kernel.errors import DomainError
from tinhso.ui.format import MAX_AMOUNT

FIRST_YEAR: Final = 1800
LAST_YEAR: Final = 2200
MAX_TYPED: Final = 40
MAX_DIGITS: Final = 6
MAX_VERSION: Final = 9
E = TypeVar("E", bound=Enum)

_SEPARATED: Final = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{1,2})\s*[/.\-\s]\s*(\d{4})", re.ASCII)
_COMPACT: Final = re.compile(r"(\d{2})(\d{2})(\d{4})", re.ASCII)
_MONTH: Final = re.compile(r"(\d{1,2})\s*[/.\-\s]\s*(\d{4})", re.ASCII)
_YEAR: Final = re.compile(r"(\d{4})", re.ASCII)
_MONEY: Final = re.compile(r"\d+|\d{1,3}([. ])\d{3}(?:\1\d{3})*", re.ASCII)
_CURRENCY: Final = re.compile(r"\s*(?:₫|đ|đồng|vnđ|vnd)$", re.IGNORECASE)


class BadDate(DomainError):
    """What was typed is no day of the calendar."""

    code = "bad_date"
    sentence = "Nhập ngày theo dạng ngày/tháng/năm, ví dụ 27/03/1985."


class BadMoney(DomainError):
    """What was typed is no amount in đồng."""

    code = "bad_money"
    sentence = "Nhập số tiền bằng chữ số, tính theo đồng, ví dụ 1.234.567."


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which only the year, or the year and month, may be known (many older papers give only a year)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """Write what is known: `1948`, `03/1948` or `27/03/1948`."""
        known = [f"{part:02d}" for part in (self.day, self.month) if part is not None]
        return "/".join([*known, f"{self.year:04d}"])

    def exact(self) -> date | None:
        """Return the day when it is wholly known, else None."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


def parse_date(text: str) -> date:
    """Read `dd/mm/yyyy`, `d-m-yyyy`, `d.m.yyyy`, `d m yyyy` or `ddmmyyyy`.

    Raises BadDate for anything else, days that do not exist, and years outside 1800-2200. Two-digit years are refused:
    nobody can tell 1926 from 2026.
    """
    exact = parse_partial_date(text).exact()
    if exact is None:
        raise BadDate
    return exact


def parse_partial_date(text: str) -> PartialDate:
    """Read a date as `parse_date` does, and also `mm/yyyy` and `yyyy`. Raises BadDate for anything else."""
    typed = text.strip()[: MAX_TYPED + 1]
    for pattern in (_SEPARATED, _COMPACT, _MONTH, _YEAR):
        if found := pattern.fullmatch(typed):
            return partial_date(*(int(part) for part in reversed(found.groups())))
    raise BadDate


def partial_date(year: int, month: int | None = None, day: int | None = None) -> PartialDate:
    """Return a checked PartialDate. Raises BadDate when there is no such day, or a day without its month."""
    if not FIRST_YEAR <= year <= LAST_YEAR or (day is not None and month is None):
        raise BadDate
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        raise BadDate from None
    return PartialDate(year, month, day)


def parse_boxes(day: str, month: str, year: str) -> PartialDate | None:
    """Read the three boxes of a birth date; an empty day, or day and month, mean not known. None when all are empty.

    Raises BadDate for anything that is not a date.
    """
    boxes = [box.strip() for box in (year, month, day)]
    if not any(boxes):
        return None
    if not all(not box or (box.isascii() and box.isdigit() and len(box) <= 4) for box in boxes) or not boxes[0]:
        raise BadDate
    return partial_date(*(int(box) if box else None for box in boxes))  # type: ignore[arg-type] # the year is there


def parse_money(text: str) -> int:
    """Read an amount in đồng: `1234567`, `1.234.567` or `1 234 567`, with or without ₫, đ, đồng, VND.

    Raises BadMoney for fractions, signs, mixed or misplaced separators, and more than 15 digits. A comma is refused: it
    is the decimal mark here and a thousands mark elsewhere.
    """
    typed = text.strip()[: MAX_TYPED + 1].replace("\u00a0", " ").replace("\u202f", " ")
    typed = _CURRENCY.sub("", typed)
    if not _MONEY.fullmatch(typed):
        raise BadMoney
    amount = int(typed.replace(".", "").replace(" ", ""))
    if amount > MAX_AMOUNT:
        raise BadMoney
    return amount


def typed_day(text: str, name: str, errors: MutableMapping[str, str]) -> date | None:
    """Return the day typed, as `parse_date` reads it, None for nothing; what to type instead goes into `errors`."""
    typed = text.strip()
    try:
        return parse_date(typed) if typed else None
    except BadDate as refused:
        errors[name] = refused.sentence
        return None


def day_of(text: str) -> date | None:
    """Return the day typed, as `parse_date` reads it, None for nothing and for what is no day."""
    return typed_day(text, "", {})


def iso_day_of(text: str) -> date | None:
    """Return the ISO 8601 day in a text a page sent (`2026-11-23`), None when there is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def uuid_of(text: str) -> UUID | None:
    """Return the UUID in a text a page sent, None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def whole_of(text: str, otherwise: int = 0, *, empty: int | None = None) -> int:
    """Return the whole number of up to 6 digits in a text, `otherwise` for what is none.

    Nothing typed is `empty` when one is given, so that «nothing» can be told from «no number».
    """
    typed = text.strip()
    if not typed and empty is not None:
        return empty
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MAX_DIGITS else otherwise


def count_of(text: str, *, default: int, highest: int) -> int:
    """Return the whole number in a text brought between 1 and `highest`, `default` for what is none."""
    found = whole_of(text, -1)
    return default if found < 0 else min(max(found, 1), highest)


def version_of(text: str) -> int | None:
    """Return the version of a thing a page was made from, None when it carries none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_VERSION else None


def choice_of(kind: type[E], text: str, default: E) -> E:
    """Return the member whose value is `text`, `default` when there is none."""
    try:
        return kind(text)
    except ValueError:
        return default
