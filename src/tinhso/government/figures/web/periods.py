"""The periods an address names: a month, a quarter, a year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from tinhso.government.figures.data import Days
from tinhso.kernel.errors import DomainError

_NAMED: Final = re.compile(r"(20\d\d)(?:-(?:(0[1-9]|1[0-2])|q([1-4])))?")
OFFERED_MONTHS: Final = 12
FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)


class BadPeriod(DomainError):
    """An address names no period."""

    code = "figures.bad_period"
    sentence = "Chọn kỳ trong danh sách, ví dụ 2026-11, 2026-q4 hoặc 2026."


@dataclass(frozen=True, slots=True)
class Period:
    """A named period; `days` never goes past the day it was asked on."""

    code: str
    title: str
    days: Days


def read(text: str, today: date) -> Period:
    """Return the period of a code such as 2026-11, 2026-q4 or 2026; this month for "". Raises BadPeriod."""
    found = _NAMED.fullmatch(text or f"{today:%Y-%m}")
    if found is None:
        raise BadPeriod
    year, month, quarter = (int(part) if part else 0 for part in found.groups())
    first = date(year, month or (3 * quarter - 2 if quarter else 1), 1)
    end = month or (3 * quarter if quarter else 12)
    last = min(date(year, end, monthrange(year, end)[1]), today)
    if last < first:
        raise BadPeriod
    return Period(found.group(), _title(year, month, quarter), Days(first, last))


def read_closed(text: str, today: date) -> Period:
    """Return a period of months that are over, as everybody may ask for it; the last month for "".

    A quarter or a year that runs is its months that are over. Raises BadPeriod for one that has none yet.
    """
    last = today.replace(day=1) - timedelta(days=1)
    return read(text or f"{last:%Y-%m}", last)


def offered_closed(today: date) -> list[Period]:
    """Return the periods everybody may choose: none has a month that runs."""
    return offered(today.replace(day=1) - timedelta(days=1))


def _title(year: int, month: int, quarter: int) -> str:
    if month:
        return _("Tháng %(month)s năm %(year)s") % {"month": month, "year": year}
    if quarter:
        return _("Quý %(quarter)s năm %(year)s") % {"quarter": quarter, "year": year}
    return _("Năm %(year)s") % {"year": year}


def offered(today: date, *, months_only: bool = False) -> list[Period]:
    """Return the periods one may choose: the last twelve months, four quarters and three years."""
    months = [divmod(today.year * 12 + today.month - 1 - back, 12) for back in range(OFFERED_MONTHS)]
    codes = [f"{year}-{month + 1:02d}" for year, month in months]
    if not months_only:
        quarters = [divmod(today.year * 4 + (today.month - 1) // 3 - back, 4) for back in range(4)]
        codes += [f"{year}-q{quarter + 1}" for year, quarter in quarters]
        codes += [str(today.year - back) for back in range(3)]
    return [read(code, today) for code in codes]
