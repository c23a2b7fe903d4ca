"""Questions to the calendar: the functions by which every room counts days.

`unit_id` with `ancestors` (near to far) asks for the calendar of that unit; without them, the whole province's.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from tinhso.foundation.calendar.calendars import calendar_of, decided_day
from tinhso.foundation.calendar.data import Allowance, DayInfo, Remaining
from tinhso.foundation.calendar.holidays import holidays_of
from tinhso.foundation.calendar.rules import format_windows
from tinhso.kernel.clock import local_day

MAX_DAYS = 400


def add_working_time(
    start: datetime, allowance: Allowance, *, unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()
) -> datetime:
    """Return when an allowance that begins to run at `start` is due; always in working time.

    What comes outside working time counts from the next session. Working days keep the time of day; working hours run
    over sessions only; calendar days and months end with the last session of their last day, or of the next working
    day; same-day is the end of that day's last session, of the next working day's when it is 15:00 or later. Refuses,
    with ValueError, a moment without zone and what lies outside 1990 to 2099. Sources: see `rules.working`.
    """
    return calendar_of(unit_id, ancestors).add(start, allowance)


def subtract_working_time(
    due: datetime, allowance: Allowance, *, unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()
) -> datetime:
    """Return the latest start from which an allowance in working days or hours is due at `due`."""
    return calendar_of(unit_id, ancestors).subtract(due, allowance)


def working_time_between(
    start: datetime, end: datetime, *, unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()
) -> timedelta:
    """Return the working time from `start` to `end`; negative when `end` comes first."""
    return calendar_of(unit_id, ancestors).between(start, end)


def shift(
    promise: datetime,
    *,
    paused_at: datetime,
    resumed_at: datetime,
    unit_id: UUID | None = None,
    ancestors: Sequence[UUID] = (),
) -> datetime:
    """Return the promise moved on by the working time between pause and resumption.

    Refuses, with ValueError, to resume before the pause.
    """
    return calendar_of(unit_id, ancestors).shift(promise, paused_at=paused_at, resumed_at=resumed_at)


def is_working_day(day: date, *, unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()) -> bool:
    """Tell whether the law counts `day` as a working day."""
    return calendar_of(unit_id, ancestors).is_working_day(day)


def next_working_moment(moment: datetime, *, unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()) -> datetime:
    """Return `moment` if it lies in working time, else the start of the next session."""
    return calendar_of(unit_id, ancestors).next_working_moment(moment)


def remaining(
    now: datetime, due: datetime, *, unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()
) -> Remaining:
    """Return the working time left until `due`, or passed since: what every screen shows as còn hạn, quá hạn."""
    return calendar_of(unit_id, ancestors).remaining(now, due)


def list_days(first: date, last: date, *, unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()) -> list[DayInfo]:
    """Return the days from `first` to `last`, at most 400, with what is worked and why.

    Refuses more, with ValueError.
    """
    count = (last - first).days + 1
    if not 0 <= count <= MAX_DAYS:
        raise ValueError(f"at most {MAX_DAYS} days at a time")
    return [get_day(first + timedelta(n), unit_id=unit_id, ancestors=ancestors) for n in range(count)]


def get_day(day: date, *, unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()) -> DayInfo:
    """Return one day: whether it is a working day, its sessions, and why it is not an ordinary one."""
    known = calendar_of(unit_id, ancestors).day(day)
    hours = format_windows(known.windows)
    decision = decided_day(day, unit_id, ancestors)
    if decision is None:
        return DayInfo(day, known.counts, hours, holidays_of(day.year).get(day, ""))
    return DayInfo(day, known.counts, hours, decision.reason, decision.legal_document, decision.unit_id)


def working_days_between(
    first: datetime, last: datetime, *, unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()
) -> int:
    """Return how many working days lie after the local day of `first`, up to that of `last` included."""
    calendar = calendar_of(unit_id, ancestors)
    start, end = local_day(first), local_day(last)
    if (end - start).days > 10 * MAX_DAYS:
        raise ValueError(f"at most {10 * MAX_DAYS} days at a time")
    return sum(calendar.is_working_day(start + timedelta(n)) for n in range(1, (end - start).days + 1))
