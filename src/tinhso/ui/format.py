"""How dates, moments, money, numbers and spans are written and read. Pure functions, no Django, no locale database.

Vietnamese forms follow the practice of Decree 30/2020/NĐ-CP (Appendix I: a day below 10 and the months 1 and 2 take a
zero in words) and Decree 174/2016/NĐ-CP, Article 11 (a full stop between thousands, a comma before decimals).
`*_vi` always write Vietnamese and `*_en` English; the template filters without a suffix follow the page.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Protocol

from tinhso.kernel.clock import to_local
from tinhso.kernel.money import Dong

NBSP: Final = "\u00a0"
MAX_AMOUNT: Final = 10**15 - 1
_MONTHS_EN: Final = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905
)


class WorkingSpan(Protocol):
    """A span of working time, as `foundation.calendar` gives it: days, hours, minutes, and whether it is past due."""

    @property
    def late(self) -> bool:
        """Whether the due moment is past."""

    @property
    def days(self) -> int:
        """Whole working days."""

    @property
    def hours(self) -> int:
        """Working hours beside the days."""

    @property
    def minutes(self) -> int:
        """Minutes beside the hours."""


def _day(value: date) -> date:
    """Return the day in Vietnam of a moment; a date is its own day."""
    return to_local(value).date() if isinstance(value, datetime) else value


def date_vi(value: date) -> str:
    """Return `dd/mm/yyyy`. An aware moment is taken on the wall clock of Vietnam; a naive one is refused."""
    day = _day(value)
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def moment_vi(value: datetime) -> str:
    """Return `HH:mm dd/mm/yyyy` on the wall clock of Vietnam."""
    local = to_local(value)
    return f"{local.hour:02d}:{local.minute:02d} {date_vi(local)}"


def date_words(value: date) -> str:
    """Return «ngày 05 tháng 3 năm 2026», as written in administrative documents (Decree 30/2020/NĐ-CP)."""
    day = _day(value)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def date_en(value: date) -> str:
    """Return `5 March 2026`: the month in words, so that day and month cannot be mistaken."""
    day = _day(value)
    return f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}"


def moment_en(value: datetime) -> str:
    """Return `14:05, 5 March 2026` on the wall clock of Vietnam."""
    local = to_local(value)
    return f"{local.hour:02d}:{local.minute:02d}, {date_en(local)}"


def number_vi(value: Decimal | float, places: int | None = None) -> str:
    """Return `1.234.567,5`. `places` fixes the decimals; None writes those the value has."""
    return _grouped(value, places).translate(str.maketrans(",.", ".,"))


def number_en(value: Decimal | float, places: int | None = None) -> str:
    """Return `1,234,567.5`."""
    return _grouped(value, places)


def _grouped(value: Decimal | float, places: int | None) -> str:
    number = Decimal(str(value))
    return f"{number:,f}" if places is None else f"{number:,.{places}f}"


def _amount(value: Dong | int) -> int:
    return value.amount if isinstance(value, Dong) else value


def money_vi(value: Dong | int) -> str:
    """Return `1.234.567 ₫`, with a no-break space before the sign."""
    return f"{number_vi(_amount(value))}{NBSP}₫"


def money_en(value: Dong | int) -> str:
    """Return `1,234,567 VND`."""
    return f"{number_en(_amount(value))}{NBSP}VND"


def file_size_vi(size: int) -> str:
    """Return a size in bytes as `820 byte`, `12 KB`, `1,2 MB` or `3,4 GB` (1 KB is 1024 bytes, as in our limits)."""
    if size < 1024:
        return f"{size}{NBSP}byte"
    if size < 1024 * 1024:
        return f"{number_vi(round(size / 1024))}{NBSP}KB"
    if size < 1024**3:
        return f"{number_vi(size / 1024**2, 1)}{NBSP}MB"
    return f"{number_vi(size / 1024**3, 1)}{NBSP}GB"


def file_size_en(size: int) -> str:
    """Return a size in bytes as `820 bytes`, `12 KB`, `1.2 MB` or `3.4 GB`."""
    if size < 1024:
        return f"{size}{NBSP}bytes"
    return file_size_vi(size).replace(",", "\0").replace(".", ",").replace("\0", ".")


def phone_vi(number: str) -> str:
    """Return a Vietnamese telephone number in groups («0912 345 678»); anything else comes back as it was."""
    digits = "".join(sign for sign in number if sign.isdigit())
    if number.strip().startswith("+84") or (digits.startswith("84") and len(digits) == 11):
        digits = "0" + digits[2:].removeprefix("0")
    if digits.startswith(("1800", "1900")) and 8 <= len(digits) <= 10:
        return f"{digits[:4]} {digits[4:]}"
    if len(digits) == 10 and digits.startswith("0"):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    if len(digits) == 11 and digits.startswith(("024", "028")):
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if len(digits) == 11 and digits.startswith("02"):
        return f"{digits[:4]} {digits[4:7]} {digits[7:]}"
    return number


def duration_words(span: WorkingSpan) -> str:
    """Return «1 ngày 3 giờ làm việc»: the two largest parts that are not nothing, never more."""
    parts = [f"{amount} {unit}" for amount, unit in zip(_parts(span), ("ngày", "giờ", "phút"), strict=True) if amount][
        :2
    ]
    return " ".join(parts or ["dưới 1 phút"]) + " làm việc"


def duration_words_en(span: WorkingSpan) -> str:
    """Return `1 working day 3 hours`."""
    units = ("working day", "working hour", "minute")
    parts = [
        f"{amount} {unit}{'' if amount == 1 else 's'}"
        for amount, unit in zip(_parts(span), units, strict=True)
        if amount
    ]
    return " ".join(parts[:2]) or "less than 1 minute"


def _parts(span: WorkingSpan) -> tuple[int, int, int]:
    days, hours, minutes = span.days, span.hours, span.minutes
    return days, hours, 0 if days else minutes


def remaining_words(span: WorkingSpan) -> str:
    """Return «còn 1 ngày 3 giờ làm việc» or «quá hạn 2 giờ làm việc»."""
    if span.late and not (span.days or span.hours or span.minutes):
        return "quá hạn"
    return ("quá hạn " if span.late else "còn ") + duration_words(span)


def remaining_words_en(span: WorkingSpan) -> str:
    """Return `1 working day left` or `2 working hours overdue`."""
    if span.late and not (span.days or span.hours or span.minutes):
        return "overdue"
    return duration_words_en(span) + (" overdue" if span.late else " left")


_DIGITS: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def money_words(value: Dong | int) -> str:
    """Return an amount in words for receipts: «Tám nghìn đồng». Refuses more than 15 digits with ValueError."""
    amount = _amount(value)
    if abs(amount) > MAX_AMOUNT:
        raise ValueError("an amount in words has at most 15 digits")
    words = " ".join(_number_words(abs(amount))) or _DIGITS[0]
    text = f"{'âm ' if amount < 0 else ''}{words} đồng"
    return text[0].upper() + text[1:]


def _number_words(number: int, *, after: bool = False) -> Iterator[str]:
    """Yield the words of a number; `after` says that larger groups were read before it."""
    for size, unit in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn")):
        if number >= size:
            yield from _number_words(number // size, after=after)
            yield unit
            number, after = number % size, True
    if number:
        yield from _group_words(number, full=after)


def _group_words(group: int, *, full: bool) -> Iterator[str]:
    """Yield the words of 1 to 999; `full` reads the hundreds even when there are none («không trăm linh năm»)."""
    hundreds, rest = divmod(group, 100)
    if hundreds or full:
        yield from (_DIGITS[hundreds], "trăm")
    tens, ones = divmod(rest, 10)
    if tens > 1:
        yield from (_DIGITS[tens], "mươi")
    elif tens == 1:
        yield "mười"
    elif ones and (hundreds or full):
        yield "linh"
    if ones:
        yield _ones_word(tens, ones)


def _ones_word(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == 4 and tens > 1:
        return "tư"
    return "lăm" if ones == 5 and tens else _DIGITS[ones]
