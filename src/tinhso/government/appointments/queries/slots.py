"""Units that take bookings, their days and half hours."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from tinhso.foundation.calendar import public as calendar
from tinhso.foundation.organisations import public as organisations
from tinhso.foundation.organisations.public import UnitInfo
from tinhso.government.appointments.access import access_rule
from tinhso.government.appointments.data import DeskRuleInfo, SlotInfo
from tinhso.government.appointments.errors import DesksClosed
from tinhso.government.appointments.models import DeskRule, Slot
from tinhso.government.appointments.rules import slots as rules
from tinhso.kernel.clock import local_day

MAX_UNITS = 500


def list_open_units() -> list[UnitInfo]:
    """Return the open units that take bookings and give tickets, at most 500, in Vietnamese order."""
    open_ids = set(DeskRule.objects.filter(is_open=True).values_list("unit_id", flat=True)[:MAX_UNITS])
    return [unit for unit in organisations.list_units() if unit.id in open_ids]


def get_open_unit(code: str) -> UnitInfo:
    """Return a unit that has opened its desks, by its code. Raises DesksClosed."""
    unit = organisations.find_unit(code)
    if unit is None:
        raise DesksClosed
    access_rule(unit.id)
    return unit


def get_rule(unit_id: UUID) -> DeskRuleInfo:
    """Return how a unit's desks take people. Raises DesksClosed."""
    return access_rule(unit_id).to_info()


def list_days(unit_id: UUID, *, now: datetime) -> list[date]:
    """Return the days on which something may be booked, from today to the last day the unit allows (at most 61)."""
    rule = access_rule(unit_id)
    first = local_day(now)
    last = first + timedelta(days=rule.days_ahead)
    days = calendar.list_days(first, last, unit_id=unit_id, ancestors=_ancestors(unit_id))
    return [one.day for one in days if _offered(rule, rules.half_hours(one.day, one.hours), now)]


def list_slots(unit_id: UUID, *, day: date, now: datetime) -> list[SlotInfo]:
    """Return the half hours of a day that may be booked, with their places left (0 when full). Raises DesksClosed."""
    rule = access_rule(unit_id)
    offered = _offered(rule, _half_hours(unit_id, day), now)
    taken = dict(Slot.objects.filter(unit_id=unit_id, starts_at__in=offered).values_list("starts_at", "taken"))
    return [SlotInfo(at, max(rule.per_half_hour - taken.get(at, 0), 0)) for at in offered]


def is_offered(rule: DeskRule, starts_at: datetime, *, now: datetime) -> bool:
    """Tell whether `starts_at` is a half hour the unit lets people book at this moment."""
    return starts_at in _offered(rule, _half_hours(rule.unit_id, local_day(starts_at)), now)


def _offered(rule: DeskRule, starts: Sequence[datetime], now: datetime) -> list[datetime]:
    last_day = local_day(now) + timedelta(days=rule.days_ahead)
    return rules.offered(starts, now=now, lead=timedelta(minutes=rule.lead_minutes), last_day=last_day)


def _half_hours(unit_id: UUID, day: date) -> list[datetime]:
    return rules.half_hours(day, calendar.get_day(day, unit_id=unit_id, ancestors=_ancestors(unit_id)).hours)


def _ancestors(unit_id: UUID) -> tuple[UUID, ...]:
    return tuple(unit.id for unit in organisations.ancestors(unit_id))
