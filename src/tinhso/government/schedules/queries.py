"""Reads: a week, one entry, who is expected elsewhere, one's own calendar."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from tinhso.foundation.identity import public as identity
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.organisations import public as organisations
from tinhso.government.schedules import access
from tinhso.government.schedules.actions import event_of, hash_of, officers_of
from tinhso.government.schedules.data import (
    FEED_AFTER,
    FEED_BEFORE,
    MAX_ENTRIES,
    OFF,
    UNSEEN,
    WRITE,
    Clash,
    Day,
    EntryInfo,
    Plan,
    State,
)
from tinhso.government.schedules.errors import FeedMissing
from tinhso.government.schedules.models import CalendarFeed, WeekEntry
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE, to_local

DAYS: Final = 7
NOON: Final = 12


def monday_of(day: date) -> date:
    """Return the Monday of the week a day is in."""
    return day - timedelta(days=day.weekday())


def bounds_of(monday: date, days: int = DAYS) -> tuple[datetime, datetime]:
    """Return the first moment of a week here, and the first after it."""
    first = datetime.combine(monday, time.min, tzinfo=LOCAL_ZONE)
    return first, datetime.combine(monday + timedelta(days=days), time.min, tzinfo=LOCAL_ZONE)


def week(actor: Actor, *, unit_id: UUID | None = None, monday: date, mine: bool = False) -> tuple[Day, ...]:
    """Return the seven days of an agency's week as this actor may see it; `mine` leaves only what concerns them.

    One query of at most 300 entries. Raises EntryMissing for an agency whose week the actor does not read.
    """
    agency = access.agency_for(actor, unit_id)
    first, after = bounds_of(monday)
    rows = WeekEntry.objects.filter(unit_id=agency, starts_at__lt=after, ends_at__gt=first)
    if mine:
        rows = rows.filter(Q(chair_id=actor.account_id) | Q(people__contains=[actor.account_id]))
    shown = [
        row.to_info(hidden=access.hides(actor, row))
        for row in rows.order_by("starts_at", "id")[:MAX_ENTRIES]
        if access.sees(actor, row)
    ]
    return tuple(_day(monday + timedelta(days=place), shown) for place in range(DAYS))


def _day(on: date, entries: Iterable[EntryInfo]) -> Day:
    morning: list[EntryInfo] = []
    afternoon: list[EntryInfo] = []
    for one in entries:
        starts, ends = to_local(one.starts_at), to_local(one.ends_at)
        if not starts.date() <= on <= (ends - timedelta(microseconds=1)).date():
            continue
        is_morning = starts.date() < on or starts.hour < NOON
        (morning if is_morning else afternoon).append(one)
    return Day(on, tuple(morning), tuple(afternoon))


def get_entry(actor: Actor, *, entry_id: UUID) -> EntryInfo:
    """Return one entry as this actor may see it. Raises EntryMissing."""
    row = access.access_entry(actor, entry_id=entry_id)
    return row.to_info(hidden=access.hides(actor, row))


def clashes(actor: Actor, *, plan: Plan, except_id: UUID | None = None) -> list[Clash]:
    """Return who of those a plan needs is expected elsewhere at that time, at most 20; of what, is not told."""
    access.agency_for(actor, plan.unit_id, WRITE)
    wanted = [*([plan.chair_id] if plan.chair_id else []), *plan.people][:61]
    near = officers_of(plan.unit_id)
    wanted = [one for one in wanted if one in near]
    rows = WeekEntry.objects.exclude(state__in=OFF).filter(
        Q(unit_id=plan.unit_id) | Q(state=State.PUBLISHED.value),
        Q(chair_id__in=wanted) | Q(people__overlap=wanted),
        starts_at__lt=plan.ends_at,
        ends_at__gt=plan.starts_at,
    )
    found: list[Clash] = []
    for row in (rows.exclude(pk=except_id) if except_id else rows).order_by("starts_at", "id")[:20]:
        names = dict(zip(row.people, row.names, strict=True))
        if row.chair_id:
            names[row.chair_id] = row.chair
        found += [Clash(names[one], row.id, row.starts_at, row.ends_at) for one in wanted if one in names]
    return found[:20]


def feed(token: str, *, now: datetime) -> bytes:
    """Return what the owner of a secret address is expected at, from 30 days ago to 120 ahead, as iCalendar (RFC 5545).

    Raises FeedMissing.
    """
    owner = CalendarFeed.objects.filter(token_hash=hash_of(token[:200])).values_list("account_id", flat=True).first()
    if owner is None or not _is_at_work(owner):
        raise FeedMissing
    rows = WeekEntry.objects.exclude(state__in=UNSEEN).filter(
        Q(chair_id=owner) | Q(people__contains=[owner]),
        starts_at__lt=now + FEED_AFTER,
        ends_at__gt=now - FEED_BEFORE,
    )
    latest = sorted(rows.order_by("-starts_at")[:MAX_ENTRIES], key=lambda row: row.starts_at)
    return notifications.calendar_feed([event_of(row) for row in latest], now=now)


def _is_at_work(account_id: UUID) -> bool:
    """Tell whether an account is still an officer's who holds a post today."""
    account = identity.list_accounts([account_id]).get(account_id)
    return bool(account and account.officer_id and organisations.appointments_of(account.officer_id))


def has_feed(actor: Actor) -> bool:
    """Tell whether the actor has an address for their calendar."""
    return actor.account_id is not None and CalendarFeed.objects.filter(account_id=actor.account_id).exists()
