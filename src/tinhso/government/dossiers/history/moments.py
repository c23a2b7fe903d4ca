"""The moments at which things happen in history: every quarter of an hour of office time, up to now."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from tinhso.foundation.calendar import public as calendar
from tinhso.kernel.clock import LOCAL_ZONE, local_day

YEARS: Final = 3
PER_DAY: Final = 24
_HOURS: Final = [time(h, m) for h in (8, 9, 10) for m in (0, 15, 30, 45)] + [
    time(13, 30), time(13, 45), *(time(h, m) for h in (14, 15) for m in (0, 15, 30, 45)), time(16, 0), time(16, 15)
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moments:
    """Moments by their place in the list: as datetimes, as text for the database, as milliseconds, as local days."""

    at: list[datetime]
    texts: list[str]
    milliseconds: list[int]
    days: list[date]

    def __len__(self) -> int:
        return len(self.at)

    def upto(self, moment: datetime) -> int:
        """Return the place of the last moment not after `moment`; past the end, about where it would stand."""
        ahead = (moment - self.at[-1]).total_seconds() / 86_400 if moment > self.at[-1] else 0
        return bisect_right(self.at, moment) - 1 + int(ahead * PER_DAY * 5 / 7)


def office_moments(since: date, *, until: datetime) -> Moments:
    """Return the moments of all working days from `since` to `until`."""
    at: list[datetime] = []
    day = since
    while day <= local_day(until):
        if calendar.is_working_day(day):
            at += [datetime.combine(day, hour, LOCAL_ZONE) for hour in _HOURS]
        day += timedelta(days=1)
    at = [moment for moment in at if moment < until]
    return Moments(
        at=at,
        texts=[moment.isoformat() for moment in at],
        milliseconds=[int(moment.timestamp() * 1000) for moment in at],
        days=[moment.date() for moment in at],
    )


@lru_cache(maxsize=400_000)
def promise(received_at: datetime, allowance: calendar.Allowance) -> datetime:
    """Return the promise of a dossier received at one of the moments: by the calendar, reckoned once for each."""
    return calendar.add_working_time(received_at, allowance)
