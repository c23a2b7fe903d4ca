"""Days laid end to end with running totals, so that any deadline is two look-ups and no loop.

Moments here are whole seconds of local time since 01/01/1970. Vietnam has kept UTC+7 without summer time since 1975,
so local time is UTC plus a constant in all the years the calendar serves.
"""

from array import array
from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime
from typing import Final

from tinhso.foundation.calendar.rules.schedule import Day, Schedule, Windows

EPOCH: Final = date(1970, 1, 1).toordinal()
DAY: Final = 86_400


class Beyond(Exception):
    """The timeline is too short for this question."""


class Timeline:
    """The days of some years. Immutable; a longer one is a new one.

    Two rulers run along it: seconds worked, and working days counted. On the second, a working day has the length
    `scale` whatever its hours, and a day that is not counted has none.
    """

    __slots__ = ("_counted", "_counting", "_days", "_first", "_scale", "_seconds")

    def __init__(self, schedule: Schedule, *, years: range, scale: int) -> None:
        first, last = date(years.start, 1, 1).toordinal(), date(years.stop - 1, 12, 31).toordinal()
        self._first = first - EPOCH
        self._scale = scale
        self._days: list[Day] = [schedule.day(date.fromordinal(ordinal)) for ordinal in range(first, last + 1)]
        self._seconds = array("q", [0])
        self._counted = array("q", [0])
        self._counting = array("q")
        for place, day in enumerate(self._days):
            self._seconds.append(self._seconds[-1] + day.seconds)
            self._counted.append(self._counted[-1] + day.counts)
            if day.counts:
                self._counting.append(place)

    def worked(self, at: int) -> int:
        """Return the seconds worked before the moment `at`."""
        place, second = self._place(at)
        return self._seconds[place] + _worked(self._days[place].windows, second)

    def counted(self, at: int) -> int:
        """Return the place of `at` on the ruler of working days."""
        place, second = self._place(at)
        day = self._days[place]
        whole = self._counted[place] * self._scale
        return whole + _worked(day.windows, second) * (self._scale // day.seconds) if day.counts else whole

    def start_at(self, worked: int) -> int:
        """Return the latest moment before which `worked` seconds are worked: the start of a session, not the end."""
        place = bisect_right(self._seconds, worked) - 1
        return self._moment(place, _forward(self._day(place).windows, worked - self._seconds[place], at_start=True))

    def end_at(self, worked: int) -> int:
        """Return the earliest moment before which `worked` seconds are worked: the end of a session, not the start."""
        place = bisect_left(self._seconds, worked) - 1
        if place < 0:
            raise Beyond
        return self._moment(place, _forward(self._day(place).windows, worked - self._seconds[place], at_start=False))

    def counted_at(self, counted: int) -> int:
        """Return the moment at a place on the ruler of working days; the start of a day, not the end of the last."""
        whole, rest = divmod(counted, self._scale)
        if not 0 <= whole < len(self._counting):
            raise Beyond
        place = self._counting[whole]
        day = self._days[place]
        return self._moment(place, _forward(day.windows, rest * day.seconds // self._scale, at_start=True))

    def end_of_day(self, at: int) -> int:
        """Return when the last session ends on the day of `at`, on which something is worked."""
        place, _ = self._place(at)
        return self._moment(place, self._days[place].windows[-1][1])

    def end_of_working_day(self, day: int) -> int:
        """Return when the last session ends on the first working day that is not before `day` (days since 1970)."""
        place, _ = self._place(day * DAY)
        number = self._counted[place]
        if number >= len(self._counting):
            raise Beyond
        place = self._counting[number]
        return self._moment(place, self._days[place].windows[-1][1])

    def _place(self, at: int) -> tuple[int, int]:
        day, second = divmod(at, DAY)
        place = day - self._first
        if not 0 <= place < len(self._days):
            raise Beyond
        return place, second

    def _day(self, place: int) -> Day:
        if not 0 <= place < len(self._days):
            raise Beyond
        return self._days[place]

    def _moment(self, place: int, second: int) -> int:
        return (self._first + place) * DAY + second


def _worked(windows: Windows, second: int) -> int:
    """Return what is worked of a day before a second of it."""
    return sum(min(second, end) - start for start, end in windows if second > start)


def _forward(windows: Windows, seconds: int, *, at_start: bool) -> int:
    """Return the second of the day by which `seconds` are worked; between two sessions, the one asked for."""
    for start, end in windows:
        span = end - start
        if seconds < span or (seconds == span and not at_start):
            return start + seconds
        seconds -= span
    raise Beyond


def day_of(at: int) -> date:
    """Return the calendar day of a local second."""
    return date.fromordinal(at // DAY + EPOCH)


def to_seconds(moment: datetime, offset: int) -> int:
    """Return the local second of a moment, fractions dropped. Refuses a naive moment with ValueError."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its zone")
    return int(moment.timestamp() // 1) + offset


def to_moment(at: int, offset: int) -> datetime:
    """Return a local second as an aware datetime in UTC."""
    return datetime.fromtimestamp(at - offset, UTC)
