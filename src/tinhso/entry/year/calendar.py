"""The days of the year that is made."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from tinhso.foundation.calendar import public as calendar

MONTH = 365.25 / 12


def facts_of(*, dossiers: int, months: int, seed: int, last: date) -> dict[str, Any]:
    """Return what the year is made of: it ends on `last`."""
    first = last - timedelta(days=round(MONTH * months) - 1)
    return {
        "dossiers": dossiers,
        "months": months,
        "seed": seed,
        "first": first.isoformat(),
        "last": last.isoformat(),
    }


def working_days(facts: Mapping[str, Any]) -> list[date]:
    """Return the working days of the year, in their order."""
    first, last = date.fromisoformat(facts["first"]), date.fromisoformat(facts["last"])
    all_days = (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))
    return [day for day in all_days if calendar.is_working_day(day)]


def eve(days: Sequence[date]) -> date:
    """Return the day before the first."""
    return days[0] - timedelta(days=1)
