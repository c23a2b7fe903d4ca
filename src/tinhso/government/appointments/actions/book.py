"""Booking, moving, cancelling (đặt lịch, chuyển lịch, hủy lịch)."""

import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.notifications import public as notifications
from tinhso.government.appointments import content
from tinhso.government.appointments.access import access_booking, access_rule
from tinhso.government.appointments.data import BookingInfo, BookingState
from tinhso.government.appointments.errors import (
    BookingClosed,
    SlotFull,
    SlotNotOffered,
    TooManyBookings,
    UnknownService,
)
from tinhso.government.appointments.events import BookingCancelled, DeskBooked
from tinhso.government.appointments.models import Booking, DeskRule, Slot
from tinhso.government.appointments.queries.slots import is_offered
from tinhso.government.appointments.rules.people import clean_name, person_key
from tinhso.government.dossiers import public as dossiers
from tinhso.kernel.actors import Actor
from tinhso.kernel.ids import uuid7
from tinhso.kernel.outbox import announce

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"

_TAKE: Final = """
    INSERT INTO appointments_slot AS s (id, unit_id, starts_at, taken) VALUES (%s, %s, %s, 1)
    ON CONFLICT (unit_id, starts_at) DO UPDATE SET taken = s.taken + 1 WHERE s.taken < %s
    RETURNING taken
"""

_BEGIN: Final = """
    INSERT INTO appointments_slot (id, unit_id, starts_at, taken) VALUES (%s, %s, %s, 0)
    ON CONFLICT (unit_id, starts_at) DO NOTHING
"""


@transaction.atomic
def book(
    actor: Actor,
    *,
    unit_id: UUID,
    letter: str,
    starts_at: datetime,
    name: str,
    phone: str,
    draft_id: UUID | None = None,
    now: datetime,
) -> BookingInfo:
    """Take a place in one half hour for a person, signed in or not, and tell them (đặt lịch).

    However many ask at once, no more get a place than the unit takes. A person (the account, else the telephone
    number) holds at most as many open bookings at the unit as its rule says. `draft_id` is the person's own draft,
    which the desk will open. Raises DesksClosed, UnknownService, SlotNotOffered, SlotFull, TooManyBookings, BadPerson,
    BadPhone, DraftNotFound.
    """
    rule = access_rule(unit_id)
    if letter not in content.desks().services:
        raise UnknownService
    person = clean_name(name)
    number = notifications.clean_phone(phone)
    if draft_id is not None:
        dossiers.get_draft(actor, draft_id=draft_id)
    account_id = actor.account_id if actor.is_applicant else None
    key = person_key(account_id, number)
    _hold_person(rule, key)
    _take_place(rule, starts_at, now)
    booking = Booking.objects.create(
        code="".join(secrets.choice(ALPHABET) for _ in range(8)),
        token=secrets.token_urlsafe(18),
        unit_id=unit_id,
        letter=letter,
        starts_at=starts_at,
        name=person,
        phone=number,
        account_id=account_id,
        person_key=key,
        draft_id=draft_id,
        created_at=now,
        changed_at=now,
    )
    _record(actor, booking, "appointments.booked")
    announce(DeskBooked(booking.id, unit_id, starts_at), actor=actor)
    return booking.to_info()


@transaction.atomic
def move_booking(actor: Actor, *, token: str, starts_at: datetime, now: datetime) -> BookingInfo:
    """Move an open booking to another half hour of the same unit: the new place first, then the old one is free.

    Raises BookingNotFound, BookingClosed when it is used, cancelled or past, SlotNotOffered, SlotFull.
    """
    booking = _open_booking(token, now)
    if booking.starts_at == starts_at:
        return booking.to_info()
    rule = access_rule(booking.unit_id)
    if not is_offered(rule, starts_at, now=now):
        raise SlotNotOffered
    _hold_slots(rule, booking.starts_at, starts_at)
    _take_place(rule, starts_at, now)
    _free_place(booking)
    booking.starts_at, booking.changed_at, booking.reminded_at = starts_at, now, None
    booking.version += 1
    booking.save(update_fields=["starts_at", "changed_at", "reminded_at", "version"])
    _record(actor, booking, "appointments.booking_moved")
    announce(DeskBooked(booking.id, booking.unit_id, starts_at, moved=True), actor=actor)
    return booking.to_info()


@transaction.atomic
def cancel_booking(actor: Actor, *, token: str, now: datetime) -> BookingInfo:
    """Give a place back. Cancelling twice changes nothing. Raises BookingNotFound, BookingClosed."""
    booking = access_booking(token, lock=True)
    if booking.state == BookingState.CANCELLED:
        return booking.to_info()
    if booking.state != BookingState.BOOKED:
        raise BookingClosed
    _free_place(booking)
    booking.state, booking.changed_at = BookingState.CANCELLED.value, now
    booking.version += 1
    booking.save(update_fields=["state", "changed_at", "version"])
    _record(actor, booking, "appointments.booking_cancelled")
    announce(BookingCancelled(booking.id, booking.unit_id), actor=actor)
    return booking.to_info()


@transaction.atomic
def close_missed(*, now: datetime) -> int:
    """Close bookings whose day is over and nobody came, at most 500; return how many."""
    ids = list(
        Booking.objects.select_for_update(skip_locked=True)
        .filter(state=BookingState.BOOKED, starts_at__lt=now - timedelta(hours=12))
        .order_by("starts_at")
        .values_list("id", flat=True)[:500]
    )
    return Booking.objects.filter(id__in=ids).update(state=BookingState.MISSED, changed_at=now)


def _open_booking(token: str, now: datetime) -> Booking:
    booking = access_booking(token, lock=True)
    if booking.state != BookingState.BOOKED or booking.starts_at <= now:
        raise BookingClosed
    return booking


def _hold_person(rule: DeskRule, key: str) -> None:
    """Let one person book one after the other, and refuse past the limit."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"appointments:{key}"])
    held = Booking.objects.filter(person_key=key, unit_id=rule.unit_id, state=BookingState.BOOKED)
    if held.count() >= rule.per_person:
        raise TooManyBookings


def _take_place(rule: DeskRule, starts_at: datetime, now: datetime) -> None:
    """Take one of the places of a half hour: one statement, that writes nothing when there is none left."""
    if not is_offered(rule, starts_at, now=now):
        raise SlotNotOffered
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [uuid7(), rule.unit_id, starts_at, rule.per_half_hour])
        if cursor.fetchone() is None:
            raise SlotFull


def _hold_slots(rule: DeskRule, *moments: datetime) -> None:
    """Take the rows of half hours in the order of time: of two people who swap theirs, one waits for the other."""
    with connection.cursor() as cursor:
        for moment in sorted(moments):
            cursor.execute(_BEGIN, [uuid7(), rule.unit_id, moment])
    list(Slot.objects.select_for_update().filter(unit_id=rule.unit_id, starts_at__in=moments).order_by("starts_at"))


def _free_place(booking: Booking) -> None:
    slot = Slot.objects.select_for_update().get(unit_id=booking.unit_id, starts_at=booking.starts_at)
    slot.taken = max(slot.taken - 1, 0)
    slot.save(update_fields=["taken"])


def _record(actor: Actor, booking: Booking, verb: str) -> None:
    audit.record(
        actor,
        verb=verb,
        subject_kind="booking",
        subject_id=booking.id,
        unit_id=booking.unit_id,
        person_id=booking.account_id,
        detail={"starts_at": booking.starts_at.isoformat(), "letter": booking.letter},
    )
