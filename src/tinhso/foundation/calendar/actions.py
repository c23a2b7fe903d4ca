"""Writes: decisions on days and weeks. Rows are added; the latest for a day, or a week's first day, holds."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit.public import record
from tinhso.foundation.calendar import calendars
from tinhso.foundation.calendar.data import DayKind
from tinhso.foundation.calendar.errors import BadSessions, ReasonMissing
from tinhso.foundation.calendar.events import DayDecided, WeekDecided
from tinhso.foundation.calendar.models import DecidedDay, WorkingWeek
from tinhso.foundation.calendar.rules import Week, format_windows, parse_windows
from tinhso.foundation.calendar.rules.schedule import Windows
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden
from tinhso.kernel.outbox import announce
from tinhso.kernel.text import clean_line

DECIDE: Final = "calendar.decide"
_MAX_TEXT: Final = 200


@transaction.atomic
def decide_day(
    actor: Actor,
    *,
    day: date,
    kind: DayKind,
    reason: str,
    windows: str = "",
    unit_id: UUID | None = None,
    legal_document: str = "",
    now: datetime,
) -> UUID:
    """Put on record what an official decision makes of a day, for one unit or for everyone; return the row's id.

    Wins over the week and the holidays, and over earlier decisions for the same day and unit. Promises already made do
    not move. Raises Forbidden, BadSessions, ReasonMissing.
    """
    _gate(actor, unit_id)
    parsed = _sessions(windows)
    if not clean_line(reason):
        raise ReasonMissing
    if kind is DayKind.OFF and parsed:
        raise BadSessions
    row = DecidedDay.objects.create(
        day=day,
        kind=kind.value,
        windows=format_windows(parsed),
        unit_id=unit_id,
        reason=clean_line(reason)[:_MAX_TEXT],
        legal_document=clean_line(legal_document)[:_MAX_TEXT],
        recorded_at=now,
    )
    calendars.written()
    detail = {"day": day, "kind": kind, "windows": row.windows, "legal_document": row.legal_document}
    record(actor, verb="calendar.day_decided", subject_kind="day", subject_id=row.id, unit_id=unit_id, detail=detail)
    announce(DayDecided(day=day, kind=kind.value, unit_id=unit_id), actor=actor)
    return row.id


@transaction.atomic
def decide_week(
    actor: Actor,
    *,
    valid_from: date,
    sessions: Sequence[str],
    unit_id: UUID | None = None,
    legal_document: str = "",
    now: datetime,
) -> UUID:
    """Put on record the ordinary week from a day on: seven texts of sessions, Monday first; return the row's id.

    A unit with a week of its own takes all its weeks from its own record. Raises Forbidden, BadSessions.
    """
    _gate(actor, unit_id)
    parsed = tuple(_sessions(text) for text in sessions)
    try:
        Week(valid_from, parsed)
    except ValueError:
        raise BadSessions from None
    row = WorkingWeek.objects.create(
        valid_from=valid_from,
        sessions=[format_windows(one) for one in parsed],
        unit_id=unit_id,
        legal_document=clean_line(legal_document)[:_MAX_TEXT],
        recorded_at=now,
    )
    calendars.written()
    detail = {"valid_from": valid_from, "sessions": row.sessions, "legal_document": row.legal_document}
    record(actor, verb="calendar.week_decided", subject_kind="week", subject_id=row.id, unit_id=unit_id, detail=detail)
    announce(WeekDecided(valid_from=valid_from, unit_id=unit_id), actor=actor)
    return row.id


def _gate(actor: Actor, unit_id: UUID | None) -> None:
    """Let pass whoever may decide for the unit; for everyone, only one whose ability reaches everywhere."""
    if unit_id is None:
        if not actor.scope(DECIDE).everywhere:
            raise Forbidden
    elif not actor.may(DECIDE, unit_id):
        raise Forbidden


def _sessions(text: str) -> Windows:
    try:
        return parse_windows(text)
    except ValueError:
        raise BadSessions from None
