"""The calendars of this process: built from the tables, kept, and built again when the tables have grown.

Rows are only ever added, so the number of rows is the version. It is looked at every few seconds, and at each question
for a minute after this process wrote itself: such a write may still be rolled back.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Final
from uuid import UUID

from django.db import connection

from tinhso.foundation.calendar.data import DayKind
from tinhso.foundation.calendar.holidays import holidays_of
from tinhso.foundation.calendar.models import DecidedDay, WorkingWeek
from tinhso.foundation.calendar.rules import Decision, Week, WorkingCalendar, parse_windows

CHECK_EVERY: Final = 5.0
UNSETTLED_FOR: Final = 60.0
MAX_CHAIN: Final = 12
DEFAULT_SESSIONS: Final = (*["07:00-11:30 13:30-17:00"] * 5, "", "")
"""The week until content says otherwise: 40 hours, Quyết định 188/1999/QĐ-TTg."""

Scope = UUID | None


@dataclass(frozen=True, slots=True)
class _Tables:
    """Everything on record, as of one version."""

    version: tuple[int, int]
    days: dict[Scope, dict[date, DecidedDay]]
    weeks: dict[Scope, dict[date, Week]]
    calendars: dict[tuple[UUID, ...], WorkingCalendar] = field(default_factory=dict)

    def scopes(self, chain: Iterable[UUID]) -> tuple[UUID, ...]:
        """Return those units of a chain that have anything of their own on record."""
        return tuple(unit for unit in chain if unit in self.days or unit in self.weeks)


class _Kept:
    tables: _Tables | None = None
    checked_at: float = 0.0
    unsettled_until: float = 0.0


_lock: Final = Lock()


def calendar_of(unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()) -> WorkingCalendar:
    """Return the calendar of a unit: its own rows first, then its ancestors' from near to far, then everybody's."""
    tables = current_tables()
    chain = tables.scopes(_chain(unit_id, ancestors))
    found = tables.calendars.get(chain)
    if found is None:
        found = tables.calendars[chain] = _build(tables, chain)
    return found


def decided_day(day: date, unit_id: UUID | None = None, ancestors: Sequence[UUID] = ()) -> DecidedDay | None:
    """Return the decision that holds for a day, None when it is an ordinary one or a holiday of the package."""
    tables = current_tables()
    scopes: tuple[Scope, ...] = (*tables.scopes(_chain(unit_id, ancestors)), None)
    return next((tables.days[scope][day] for scope in scopes if day in tables.days.get(scope, {})), None)


def current_tables() -> _Tables:
    """Return what is on record, read again when the version has changed."""
    now = time.monotonic()
    kept = _Kept.tables
    if kept is not None and now < _Kept.checked_at + CHECK_EVERY and now >= _Kept.unsettled_until:
        return kept
    version = _version()
    if kept is None or kept.version != version:
        kept = _read(version)
    with _lock:
        _Kept.tables, _Kept.checked_at = kept, now
    return kept


def written() -> None:
    """Note that this process has added a row, in a transaction that is not over yet."""
    _Kept.unsettled_until = time.monotonic() + UNSETTLED_FOR


def forget() -> None:
    """Drop what is kept (tests)."""
    with _lock:
        _Kept.tables, _Kept.checked_at, _Kept.unsettled_until = None, 0.0, 0.0


def _chain(unit_id: UUID | None, ancestors: Sequence[UUID]) -> tuple[UUID, ...]:
    chain = (*((unit_id,) if unit_id else ()), *ancestors)
    if len(chain) > MAX_CHAIN:
        raise ValueError(f"a unit has at most {MAX_CHAIN} ancestors")
    return chain


def _version() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT count(*) FROM calendar_decided_day), (SELECT count(*) FROM calendar_working_week)"
        )
        days, weeks = cursor.fetchone()
    return days, weeks


def _read(version: tuple[int, int]) -> _Tables:
    """Read both tables in the order of writing, so that a later row takes the place of an earlier one."""
    days: dict[Scope, dict[date, DecidedDay]] = {}
    for row in DecidedDay.objects.order_by("id"):
        days.setdefault(row.unit_id, {})[row.day] = row
    weeks: dict[Scope, dict[date, Week]] = {}
    for week in WorkingWeek.objects.order_by("id"):
        sessions = tuple(parse_windows(text) for text in week.sessions)
        weeks.setdefault(week.unit_id, {})[week.valid_from] = Week(week.valid_from, sessions)
    return _Tables(version, days, weeks)


def _build(tables: _Tables, chain: tuple[UUID, ...]) -> WorkingCalendar:
    """Lay the chain's rows over one another, the farthest first."""
    decisions: dict[date, Decision] = {}
    layers: tuple[Scope, ...] = (None, *reversed(chain))
    for scope in layers:
        for day, row in tables.days.get(scope, {}).items():
            decisions[day] = Decision(DayKind(row.kind), parse_windows(row.windows))
    nearest: Scope = next((unit for unit in chain if unit in tables.weeks), None)
    weeks = list(tables.weeks.get(nearest, {}).values())
    weeks = weeks or [Week(date(1999, 10, 2), tuple(parse_windows(text) for text in DEFAULT_SESSIONS))]
    return WorkingCalendar(weeks, holidays=holidays_of, decisions=decisions)
