"""Half hours that may be booked."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from tinhso.kernel.clock import LOCAL_ZONE

LENGTH: Final = timedelta(minutes=30)


def half_hours(day: date, hours: str) -> list[datetime]:
    """Return the starts of the whole half hours within the day's sessions ("07:00-11:30 13:30-17:00"), as moments."""
    found = []
    for session in hours.split():
        opens, closes = (_at(day, part) for part in session.split("-"))
        at = opens
        while at + LENGTH <= closes:
            found.append(at)
            at += LENGTH
    return found


def offered(starts: Iterable[datetime], *, now: datetime, lead: timedelta, last_day: date) -> list[datetime]:
    """Return those that are far enough ahead and not too far."""
    return [at for at in starts if at >= now + lead and at.astimezone(LOCAL_ZONE).date() <= last_day]


def _at(day: date, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime.combine(day, time(int(hour), int(minute)), tzinfo=LOCAL_ZONE)
