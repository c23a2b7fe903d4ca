"""Writes: enter, change, publish, call off; the address of one's own calendar."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tinhso.foundation.audit import public as audit
from tinhso.foundation.notifications import public as notifications
from tinhso.foundation.organisations import public as organisations
from tinhso.government.documents import public as documents
from tinhso.government.schedules import access
from tinhso.government.schedules.data import LONGEST, MAX_ATTENDEES, OFF, WRITE, EntryInfo, Plan, State
from tinhso.government.schedules.errors import BadEntry, EntryMissing, EntryMoved, EntryOff
from tinhso.government.schedules.models import CalendarFeed, WeekEntry
from tinhso.kernel.actors import Actor
from tinhso.kernel.text import clean_block, clean_line

SUBJECT: Final = "schedules.entry"
MAX_PUBLISHED: Final = 300


@transaction.atomic
def enter(actor: Actor, *, plan: Plan, now: datetime) -> EntryInfo:
    """Put something into an agency's week, seen by its makers until it is published (thêm mục lịch).

    Needs `schedules.write` over the agency. Raises EntryMissing, BadEntry.
    """
    unit_id = access.agency_for(actor, plan.unit_id, WRITE)
    row = WeekEntry(unit_id=unit_id, made_by=actor.account_id)
    _fill(row, plan)
    row.save(force_insert=True)
    _record(actor, row, "entered")
    del now  # the moment is the audit entry's
    return row.to_info()


@transaction.atomic
def change(actor: Actor, *, entry_id: UUID, plan: Plan, version: int | None, now: datetime) -> EntryInfo:
    """Change an entry; whoever comes to a published one, or no longer does, is told (sửa mục lịch).

    Raises EntryMissing, BadEntry, EntryOff, EntryMoved when somebody else changed it since `version`.
    """
    row = access.access_entry(actor, entry_id=entry_id, to_write=True, lock=True)
    _require(row, version)
    before, was = set(_expected(row)), (row.starts_at, row.ends_at, row.place, row.title)
    _fill(row, plan)
    row.version += 1
    row.save()
    if row.state == State.PUBLISHED.value:
        moved = was != (row.starts_at, row.ends_at, row.place, row.title)
        after = set(_expected(row))
        _tell(row, after if moved else after - before, "schedule_entry", now=now)
        _tell(row, before - after, "schedule_entry_off", now=now, cancelled=True)
    _record(actor, row, "changed")
    return row.to_info()


@transaction.atomic
def publish(actor: Actor, *, unit_id: UUID, first: datetime, last: datetime, now: datetime) -> int:
    """Publish what an agency's week holds between two moments, and tell whom it concerns; return how many entries.

    Publishing again publishes only what came since (công bố lịch tuần). Needs `schedules.write`. Raises EntryMissing.
    """
    wanted = access.agency_for(actor, unit_id, WRITE)
    rows = WeekEntry.objects.select_for_update().filter(
        unit_id=wanted, state=State.DRAFT.value, starts_at__lt=last, ends_at__gt=first
    )
    fresh = list(rows.order_by("starts_at", "id")[:MAX_PUBLISHED])
    for row in fresh:
        row.state, row.version = State.PUBLISHED.value, row.version + 1
        row.save(update_fields=["state", "version"])
        _tell(row, _expected(row), "schedule_entry", now=now)
        _record(actor, row, "published")
    return len(fresh)


@transaction.atomic
def call_off(actor: Actor, *, entry_id: UUID, reason: str, version: int | None, now: datetime) -> EntryInfo:
    """Call an entry off; a published one stays to be seen as such, with the reason (hủy mục lịch).

    One that was never published goes as it came: nobody but its makers ever sees it.
    Raises EntryMissing, EntryOff, EntryMoved, BadEntry without a reason.
    """
    row = access.access_entry(actor, entry_id=entry_id, to_write=True, lock=True)
    _require(row, version)
    row.reason = clean_line(reason)[:300]
    if not row.reason:
        raise BadEntry(fields={"reason": _("Ghi lý do hủy.")})
    was_published = row.state == State.PUBLISHED.value
    row.state = State.CANCELLED.value if was_published else State.DROPPED.value
    row.version += 1
    row.save(update_fields=["state", "version", "reason"])
    if was_published:
        _tell(row, _expected(row), "schedule_entry_off", now=now, cancelled=True)
    _record(actor, row, "called_off")
    return row.to_info()


@transaction.atomic
def renew_feed(actor: Actor, *, now: datetime) -> str:
    """Return a new secret address of one's own calendar; the old one stops answering. Raises EntryMissing."""
    access.agency_for(actor, None)
    if actor.account_id is None:
        raise EntryMissing
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.update_or_create(
        account_id=actor.account_id, defaults={"token_hash": hash_of(token), "made_at": now}
    )
    audit.record(actor, verb="schedules.feed_renewed", subject_kind="account", subject_id=actor.account_id)
    return token


def hash_of(token: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def _require(row: WeekEntry, version: int | None) -> None:
    if row.state in OFF:
        raise EntryOff
    if version is not None and version != row.version:
        raise EntryMoved


def _fill(row: WeekEntry, plan: Plan) -> None:
    wrong = _wrong(plan)
    near = officers_of(row.unit_id)
    ids = list(dict.fromkeys(one for one in plan.people if one != plan.chair_id))
    if plan.chair_id is not None and plan.chair_id not in near:
        wrong["chair"] = _("Chọn người chủ trì trong danh sách cán bộ.")
    if any(one not in near for one in ids):
        wrong["people"] = _("Chọn người dự trong danh sách cán bộ.")
    if wrong:
        raise BadEntry(fields=wrong)
    row.starts_at, row.ends_at = plan.starts_at, plan.ends_at
    row.title, row.place = clean_line(plan.title)[:500], clean_line(plan.place)[:200]
    row.chair_id, row.chair = plan.chair_id, near[plan.chair_id] if plan.chair_id else ""
    row.people, row.names = ids, [near[one][:200] for one in ids]
    row.others, row.prepared_by = clean_block(plan.others)[:1000], clean_line(plan.prepared_by)[:300]
    row.note, row.is_private = clean_line(plan.note)[:500], plan.is_private


def officers_of(unit_id: UUID) -> dict[UUID, str]:
    """Return the names of an agency's officers by account: only they are put into its week."""
    return {one.account_id: one.name for one in documents.list_staff(unit_id)}


def _wrong(plan: Plan) -> dict[str, str]:
    wrong = {}
    if not clean_line(plan.title):
        wrong["title"] = _("Ghi nội dung công việc.")
    if plan.ends_at <= plan.starts_at:
        wrong["ends"] = _("Giờ kết thúc phải sau giờ bắt đầu.")
    elif plan.ends_at - plan.starts_at > LONGEST:
        wrong["ends"] = _("Một mục lịch dài nhất 14 ngày.")
    if len(plan.people) > MAX_ATTENDEES:
        wrong["people"] = _("Chọn nhiều nhất 60 người; ghi phần còn lại vào «Thành phần khác».")
    return wrong


def _expected(row: WeekEntry) -> list[UUID]:
    return [*([row.chair_id] if row.chair_id else []), *row.people]


def event_of(row: WeekEntry) -> notifications.CalendarEvent:
    """Return the entry for a person's own calendar. A private one is only a taken time there too."""
    return notifications.CalendarEvent(
        uid=str(row.id),
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        summary=_("Lịch công tác (riêng)") if row.is_private else row.title[:200],
        location="" if row.is_private else row.place,
        sequence=row.version,
        cancelled=row.state == State.CANCELLED.value,
    )


def _tell(row: WeekEntry, whom: Iterable[UUID], template: str, *, now: datetime, cancelled: bool = False) -> None:
    """Tell officers when; of what, stands on the page alone: a notice may go out by e-mail or telephone."""
    event = event_of(row)
    matter = notifications.Matter(
        template=template,
        context={"at": row.starts_at, "unit": organisations.get_unit(row.unit_id).name},
        subject_kind=SUBJECT,
        subject_id=row.id,
        once_key=f"{template}:{row.id}:{row.version}",
        event=replace(event, cancelled=cancelled),
    )
    notifications.notify_all([notifications.Telling(one, matter, now) for one in dict.fromkeys(whom)])


def _record(actor: Actor, row: WeekEntry, what: str) -> None:
    audit.record(
        actor,
        verb=f"schedules.{what}",
        subject_kind=SUBJECT,
        subject_id=row.id,
        unit_id=row.unit_id,
        detail={"starts_at": row.starts_at.isoformat(), "state": row.state},
    )
