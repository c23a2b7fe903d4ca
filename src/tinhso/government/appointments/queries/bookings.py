"""Bookings: one's own, by token, by code and telephone, and a unit's day for its desks."""

from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Q

from tinhso.foundation.audit import public as audit
from tinhso.foundation.notifications import public as notifications
from tinhso.government.appointments.access import access_booking, access_desk
from tinhso.government.appointments.data import BookingInfo
from tinhso.government.appointments.errors import BookingNotFound
from tinhso.government.appointments.models import Booking, Ticket
from tinhso.kernel.actors import Actor
from tinhso.kernel.clock import LOCAL_ZONE
from tinhso.kernel.errors import DomainError, Unauthenticated
from tinhso.kernel.paging import BadCursor, Page, bounded, decode_cursor, encode_cursor

OWN: Final = 50


def get_booking(token: str) -> BookingInfo:
    """Return the booking whose token this is, with its ticket's token once checked in. Raises BookingNotFound."""
    booking = access_booking(token)
    ticket = Ticket.objects.filter(booking=booking).values_list("token", flat=True).first()
    return booking.to_info(ticket or "")


def find_token(*, code: str, phone: str) -> str:
    """Return the token of a booking to who knows its code and the telephone number given. Raises BookingNotFound."""
    try:
        number = notifications.clean_phone(phone)
    except DomainError:
        raise BookingNotFound from None
    said = code.strip().upper().replace(" ", "")[:20]
    token = Booking.objects.filter(code=said, phone=number).values_list("token", flat=True).first()
    if token is None:
        raise BookingNotFound
    return token


def list_own_bookings(actor: Actor) -> list[BookingInfo]:
    """Return the actor's own bookings, newest first, at most 50. Raises Unauthenticated."""
    if actor.account_id is None:
        raise Unauthenticated
    rows = Booking.objects.filter(account_id=actor.account_id).order_by("-id")[:OWN]
    return [row.to_info() for row in rows]


def list_day(actor: Actor, *, day: date, cursor: str = "", size: int | None = None) -> Page[BookingInfo]:
    """Return the bookings of the actor's unit on a day, by time, with names and telephones.

    The look is on record, also at who has no account: a line a person and hour.

    Raises Unauthenticated, Forbidden, BadCursor.
    """
    unit_id = access_desk(actor)
    start = datetime.combine(day, time(0), tzinfo=LOCAL_ZONE)
    rows = Booking.objects.filter(unit_id=unit_id, starts_at__gte=start, starts_at__lt=start + timedelta(days=1))
    if cursor:
        at, last = decode_cursor(cursor, length=2)
        moment = _moment(str(at))
        rows = rows.filter(Q(starts_at__gt=moment) | Q(starts_at=moment, code__gt=str(last)))
    limit = bounded(size)
    found = list(rows.order_by("starts_at", "code")[: limit + 1])
    shown = found[:limit]
    if actor.account_id is not None:
        audit.record_shown(
            actor,
            shown=[(row.account_id, row.id) for row in shown],
            place="appointments.day",
            purpose="Tiếp công dân theo lịch hẹn tại quầy",
            subject_kind="booking",
        )
    after = encode_cursor(shown[-1].starts_at.isoformat(), shown[-1].code) if len(found) > limit else ""
    return Page([row.to_info() for row in shown], after)


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadCursor from None
    if moment.tzinfo is None:
        raise BadCursor
    return moment
