"""Deadlines: how long an allowance lasts from a moment, over a schedule of worked days.

Sources: Bộ luật Dân sự 2015, Điều 147 khoản 2 (the first day is not counted), Điều 148 khoản 3 (a term in months ends
on the same day of the last month, or its last day) and khoản 5 (a term that ends on a day of rest ends with the next
working day); Bộ luật Lao động 2019, Điều 111 and 112 (weekly rest, holidays). Practice of one-stop offices: what comes
outside working hours counts from the next session, and a promise in working days keeps the time of day.
"""

import calendar as months_of_the_world
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import lcm
from typing import Final, TypeVar

from tinhso.foundation.calendar.data import Allowance, AllowanceUnit, Remaining
from tinhso.foundation.calendar.rules.schedule import Day, Decision, Schedule, Week, length
from tinhso.foundation.calendar.rules.timeline import (
    DAY,
    EPOCH,
    Beyond,
    Timeline,
    day_of,
    to_moment,
    to_seconds,
)
from tinhso.kernel.clock import LOCAL_ZONE

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2099
SAME_DAY_UNTIL: Final = time(15)
_OFFSET: Final = int((LOCAL_ZONE.utcoffset(datetime(2000, 1, 1)) or timedelta()).total_seconds())  # noqa: DTZ001
_T = TypeVar("_T")


class WorkingCalendar:
    """Counts working time. Pure and safe to share between threads.

    `weeks` are the ordinary weeks by the day each begins; `holidays` gives the days off of a year; `decisions` win over
    both. `same_day_until` is the time of receipt from which a same-day result is due on the next working day. Serves
    the years 1990 to 2099 and refuses others with ValueError; fractions of a second are dropped.
    """

    def __init__(
        self,
        weeks: Sequence[Week],
        *,
        holidays: Callable[[int], Collection[date]],
        decisions: Mapping[date, Decision],
        same_day_until: time = SAME_DAY_UNTIL,
    ) -> None:
        self._schedule = Schedule(weeks, holidays=holidays, decisions=decisions)
        self._scale = lcm(*self._schedule.lengths())
        self._same_day_until = same_day_until.hour * 3600 + same_day_until.minute * 60
        self._years = range(0)
        self._timeline: Timeline | None = None

    def day(self, day: date) -> Day:
        """Return what is worked on a day."""
        return self._schedule.day(day)

    def is_working_day(self, day: date) -> bool:
        """Tell whether the law counts `day` as a working day."""
        return self._schedule.day(day).counts

    def add(self, start: datetime, allowance: Allowance) -> datetime:
        """Return the due moment of an allowance that begins to run at `start`. It lies in working time."""
        first = self._ask(start, lambda line: line.start_at(line.worked(to_seconds(start, _OFFSET))))
        return self._ask(start, lambda line: to_moment(self._due(line, first, allowance), _OFFSET))

    def subtract(self, due: datetime, allowance: Allowance) -> datetime:
        """Return the latest start of an allowance in working days or hours that is due at `due`.

        For a start in working time on a working day, `subtract(add(start, a), a)` is `start` (to the second, when days
        of different length lie between). Refuses other units with ValueError.
        """
        return self._ask(due, lambda line: to_moment(self._start(line, to_seconds(due, _OFFSET), allowance), _OFFSET))

    def next_working_moment(self, moment: datetime) -> datetime:
        """Return `moment` if it lies in working time, else the start of the next session."""
        at = to_seconds(moment, _OFFSET)
        return self._ask(moment, lambda line: to_moment(line.start_at(line.worked(at)), _OFFSET))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the working time from `start` to `end`; negative when `end` comes first."""
        one, other = to_seconds(start, _OFFSET), to_seconds(end, _OFFSET)
        return timedelta(seconds=self._ask(max(start, end), lambda line: line.worked(other) - line.worked(one)))

    def shift(self, promise: datetime, *, paused_at: datetime, resumed_at: datetime) -> datetime:
        """Return the promise moved on by the working time paused; untouched when none was.

        Refuses, with ValueError, to resume before the pause.
        """
        if resumed_at < paused_at:
            raise ValueError("a clock is resumed after it was paused")
        paused = int(self.between(paused_at, resumed_at).total_seconds())
        if not paused:
            return promise
        at = to_seconds(promise, _OFFSET)
        return self._ask(promise, lambda line: to_moment(_moved(line, at, paused), _OFFSET))

    def remaining(self, now: datetime, due: datetime) -> Remaining:
        """Return the working time left until `due`, or passed since, in days of the ordinary week, hours, minutes."""
        seconds = abs(int(self.between(now, due).total_seconds()))
        days, rest = divmod(seconds, length(self._schedule.week_of(now.astimezone(LOCAL_ZONE).date()).ordinary))
        return Remaining(now > due, days, rest // 3600, rest // 60 % 60)

    def _due(self, line: Timeline, first: int, allowance: Allowance) -> int:
        """Return the due second of an allowance that runs from the working second `first`."""
        amount, unit = allowance.amount, allowance.unit
        if unit is AllowanceUnit.SAME_DAY:
            late = first % DAY >= self._same_day_until
            return line.end_of_working_day(first // DAY + 1) if late else line.end_of_day(first)
        if unit is AllowanceUnit.WORKING_DAY:
            return line.counted_at(line.counted(first) + _whole(amount, self._scale))
        if not amount:
            return first
        if unit is AllowanceUnit.WORKING_HOUR:
            return line.end_at(line.worked(first) + _whole(amount, 3600))
        if unit is AllowanceUnit.MONTH:
            return line.end_of_working_day(_months_later(day_of(first), int(amount)).toordinal() - EPOCH)
        return line.end_of_working_day(first // DAY + int(amount))

    def _start(self, line: Timeline, due: int, allowance: Allowance) -> int:
        if allowance.unit is AllowanceUnit.WORKING_DAY:
            return line.counted_at(line.counted(due) - _whole(allowance.amount, self._scale))
        if allowance.unit is AllowanceUnit.WORKING_HOUR:
            return line.start_at(line.worked(due) - _whole(allowance.amount, 3600))
        raise ValueError(f"an allowance in {allowance.unit} has no single start")

    def _ask(self, near: datetime, question: Callable[[Timeline], _T]) -> _T:
        """Put a question to the timeline, and lengthen it until it can answer."""
        line = self._timeline or self._lengthen(near.year)
        while True:
            try:
                return question(line)
            except Beyond:
                line = self._lengthen(near.year)

    def _lengthen(self, year: int) -> Timeline:
        """Make the timeline reach over `year`; make it three times as long when it did already."""
        known = self._years
        start, stop = year - 1, year + 2
        if known:
            start, stop = min(start, known.start), max(stop, known.stop)
            if (start, stop) == (known.start, known.stop):
                start, stop = start - len(known), stop + len(known)
        years = range(max(start, FIRST_YEAR), min(stop, LAST_YEAR + 1))
        if year not in years or years == known:
            raise ValueError(f"the calendar serves the years {FIRST_YEAR} to {LAST_YEAR}")
        line = Timeline(self._schedule, years=years, scale=self._scale)
        self._years, self._timeline = years, line
        return line


def _whole(amount: Decimal, unit: int) -> int:
    """Return `amount` units as a whole number, the nearest."""
    return int((amount * unit).to_integral_value(ROUND_HALF_UP))


def _months_later(day: date, months: int) -> date:
    """Return the same day `months` later, or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = months_of_the_world.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def _moved(line: Timeline, promise: int, paused: int) -> int:
    """Move a promise on; one that stands at the start of a session goes to the start of one."""
    worked = line.worked(promise)
    later = worked + paused
    return line.start_at(later) if line.start_at(worked) == promise else line.end_at(later)
