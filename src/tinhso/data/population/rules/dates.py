"""Partial dates: on the wire YYYY, YYYYMM or YYYYMMDD; unknown parts may be zeros (QCVN 109:2017/BTTTT)."""

from datetime import date
from typing import Final

from tinhso.data.population.data import PartialDate

FIRST_YEAR: Final = 1850
LAST_YEAR: Final = 2200


def parse_wire(text: str) -> PartialDate | None:
    """Return the date in YYYY, YYYYMM or YYYYMMDD; zeros stand for what is unknown. None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) in (4, 6, 8)):
        return None
    return make(int(text[:4]), int(text[4:6] or 0), int(text[6:8] or 0))


def parse_iso(text: str) -> PartialDate | None:
    """Return the date in YYYY, YYYY-MM or YYYY-MM-DD, as forms keep it. None for anything else."""
    parts = text.split("-")
    if [len(part) for part in parts] not in ([4], [4, 2], [4, 2, 2]):
        return None
    return parse_wire("".join(parts))


def parse_local(text: str) -> PartialDate | None:
    """Return the date as Vietnamese people type it: 1950, 3/1950, 27/3/1950, also with dots, dashes or spaces."""
    if (found := parse_iso(text.strip())) is not None:
        return found
    for sign in ".- ":
        text = text.replace(sign, "/")
    parts = [part for part in text.split("/") if part]
    if not 1 <= len(parts) <= 3 or not all(p.isascii() and p.isdigit() and len(p) <= 4 for p in parts):
        return None
    day, month, year = [0] * (3 - len(parts)) + [int(part) for part in parts]
    return make(year, month, day) if len(parts[-1]) == 4 else None


def make(year: int, month: int = 0, day: int = 0) -> PartialDate | None:
    """Return a partial date; None for a day that is none. A day without a month is dropped."""
    if not FIRST_YEAR <= year <= LAST_YEAR or not 0 <= month <= 12:
        return None
    if not month or not day:
        return PartialDate(year, month or None)
    try:
        date(year, month, day)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def agree(one: PartialDate, other: PartialDate) -> bool:
    """Tell whether two dates say the same as far as both say anything."""
    if one.year != other.year:
        return False
    if one.month is None or other.month is None:
        return True
    return one.month == other.month and (one.day is None or other.day is None or one.day == other.day)
