"""The gates: who serves at a unit's desks, who sets their rules, whose booking and ticket it is."""

import secrets
from typing import Final
from uuid import UUID

from tinhso.government.appointments.data import TicketState
from tinhso.government.appointments.errors import (
    BookingNotFound,
    DesksClosed,
    NotAKiosk,
    NothingCalled,
    NotSitting,
    TicketNotFound,
)
from tinhso.government.appointments.models import Booking, DeskRule, DeskSitting, Ticket
from tinhso.kernel.actors import Actor
from tinhso.kernel.errors import Forbidden, Unauthenticated

SERVE: Final = "appointments.serve"
MANAGE: Final = "appointments.manage"


def account_of(actor: Actor) -> UUID:
    """Return whose account acts. Raises Unauthenticated."""
    if actor.account_id is None:
        raise Unauthenticated
    return actor.account_id


def access_desk(actor: Actor, ability: str = SERVE) -> UUID:
    """Return the unit whose desks the actor works at (or manages). Raises Unauthenticated, Forbidden."""
    account_of(actor)
    if actor.unit_id is None or not actor.may(ability, actor.unit_id):
        raise Forbidden
    return actor.unit_id


def access_rule(unit_id: UUID, *, lock: bool = False, closed: bool = False) -> DeskRule:
    """Return the rule of a unit that has opened its desks; `lock` takes its queue. Raises DesksClosed.

    `closed` gives it also when the unit takes nobody new: who has a number is still served.
    """
    rows = DeskRule.objects.filter(unit_id=unit_id)
    rule = (rows.select_for_update() if lock else rows).first()
    if rule is None or not (rule.is_open or closed):
        raise DesksClosed
    return rule


def access_booking(token: str, *, lock: bool = False) -> Booking:
    """Return the booking whose token this is: whoever holds it may see, move and cancel it. Raises BookingNotFound."""
    rows = Booking.objects.filter(token=token[:64])
    booking = (rows.select_for_update() if lock else rows).first() if token else None
    if booking is None:
        raise BookingNotFound
    return booking


def access_ticket(token: str) -> Ticket:
    """Return the ticket whose token this is. Raises TicketNotFound."""
    ticket = Ticket.objects.filter(token=token[:64]).first() if token else None
    if ticket is None:
        raise TicketNotFound
    return ticket


def access_sitting(actor: Actor) -> DeskSitting:
    """Return the desk the actor sits at, with the unit's queue locked first. Raises Forbidden, NotSitting."""
    unit_id = access_desk(actor)
    access_rule(unit_id, lock=True, closed=True)
    sitting = DeskSitting.objects.filter(account_id=account_of(actor), unit_id=unit_id, closed_at=None).first()
    if sitting is None:
        raise NotSitting
    return sitting


def access_called(sitting: DeskSitting) -> Ticket:
    """Return the ticket a desk has in hand, locked. Raises NothingCalled."""
    ticket = Ticket.objects.select_for_update().filter(sitting=sitting, state=TicketState.CALLED).first()
    if ticket is None:
        raise NothingCalled
    return ticket


def kiosk_required(unit_id: UUID, key: str) -> DeskRule:
    """Return the rule of the unit whose machine knows `key`. Raises DesksClosed, NotAKiosk."""
    rule = access_rule(unit_id)
    if not key or not secrets.compare_digest(rule.kiosk_key.encode(), key.encode()):
        raise NotAKiosk
    return rule
