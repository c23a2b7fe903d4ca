"""Tickets: checking in with a booking, or taking a number without one (lấy số)."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from tinhso.foundation.audit import public as audit
from tinhso.foundation.numbering import public as numbering
from tinhso.government.appointments import content
from tinhso.government.appointments.access import access_desk, access_rule, kiosk_required
from tinhso.government.appointments.data import BookingState, Source, TicketInfo
from tinhso.government.appointments.errors import BookingClosed, BookingNotFound, NotToday, UnknownService
from tinhso.government.appointments.models import Booking, Ticket
from tinhso.kernel.actors import SYSTEM, Actor
from tinhso.kernel.clock import local_day

SERIES: Final = numbering.Series("appointments.ticket", numbering.Period.DAY, "{owner}{n:03d}", numbering.Unique.PERIOD)


@transaction.atomic
def take_ticket_at_kiosk(*, unit_id: UUID, key: str, letter: str, precedence: str = "", now: datetime) -> TicketInfo:
    """Give somebody in the hall the next number of a service, on a machine of the unit (lấy số tại máy).

    Numbers of a letter run from 1 each day without gap or double. Raises DesksClosed, NotAKiosk, UnknownService.
    """
    kiosk_required(unit_id, key)
    ticket = _new_ticket(unit_id, letter, precedence, Source.KIOSK, now)
    return _number(SYSTEM, ticket)


@transaction.atomic
def take_ticket_at_desk(actor: Actor, *, letter: str, precedence: str = "", now: datetime) -> TicketInfo:
    """Give a number to somebody who stands at the desk (cấp số tại quầy). Raises Forbidden, UnknownService."""
    unit_id = access_desk(actor)
    access_rule(unit_id)
    return _number(actor, _new_ticket(unit_id, letter, precedence, Source.DESK, now))


@transaction.atomic
def check_in_at_kiosk(*, unit_id: UUID, key: str, text: str, now: datetime) -> TicketInfo:
    """Turn a booking into a ticket on a machine of the unit: `text` is what its QR code says, or its code.

    Checking in twice gives the same ticket. Raises NotAKiosk, BookingNotFound, BookingClosed, NotToday.
    """
    kiosk_required(unit_id, key)
    return _check_in(SYSTEM, unit_id, text, now)


@transaction.atomic
def check_in_at_desk(actor: Actor, *, text: str, now: datetime) -> TicketInfo:
    """Turn a booking of the actor's unit into a ticket, at the desk."""
    unit_id = access_desk(actor)
    access_rule(unit_id, closed=True)
    return _check_in(actor, unit_id, text, now)


def _check_in(actor: Actor, unit_id: UUID, text: str, now: datetime) -> TicketInfo:
    booking = _find_booking(unit_id, text)
    if booking.state == BookingState.CHECKED_IN:
        return Ticket.objects.get(booking=booking).to_info()
    if booking.state != BookingState.BOOKED:
        raise BookingClosed
    if local_day(booking.starts_at) != local_day(now):
        raise NotToday
    booking.state, booking.changed_at = BookingState.CHECKED_IN.value, now
    booking.save(update_fields=["state", "changed_at"])
    ticket = _new_ticket(unit_id, booking.letter, "", Source.BOOKING, now)
    ticket.booking, ticket.due_at = booking, booking.starts_at
    ticket.account_id, ticket.draft_id = booking.account_id, booking.draft_id
    return _number(actor, ticket)


def _find_booking(unit_id: UUID, text: str) -> Booking:
    """Return the booking that a QR code (an address ending in the token) or a typed code names, locked."""
    said = text.strip()[:300].rstrip("/").rpartition("/")[2]
    rows = Booking.objects.select_for_update().filter(unit_id=unit_id)
    found = rows.filter(token=said).first() or rows.filter(code=said.upper().replace(" ", "")).first() if said else None
    if found is None:
        raise BookingNotFound
    return found


def _new_ticket(unit_id: UUID, letter: str, precedence: str, source: Source, now: datetime) -> Ticket:
    known = content.desks()
    unknown_service = letter not in known.services and source is not Source.BOOKING
    if unknown_service or (precedence and precedence not in known.precedence):
        raise UnknownService
    return Ticket(
        token=secrets.token_urlsafe(12),
        unit_id=unit_id,
        day=local_day(now),
        letter=letter,
        source=source.value,
        precedence=precedence,
        issued_at=now,
    )


def _number(actor: Actor, ticket: Ticket) -> TicketInfo:
    """Give the ticket its number, last of all: whoever wants the next one waits until this transaction ends."""
    audit.record(
        actor,
        verb="appointments.ticket_issued",
        subject_kind="ticket",
        subject_id=ticket.id,
        unit_id=ticket.unit_id,
        person_id=ticket.account_id,
        detail={"letter": ticket.letter, "source": ticket.source, "precedence": ticket.precedence},
    )
    owner = f"{ticket.unit_id.hex}{ticket.letter}"
    ticket.number = numbering.next_number(SERIES, owner=owner, on=ticket.day)
    ticket.save(force_insert=True)
    return ticket.to_info()
